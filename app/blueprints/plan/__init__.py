"""The annual work plan: the official table, files that bring it, and everything about one of its rows."""

from app.blueprints.plan import imports, opening, row_forms, rows, undo, year_end  # noqa: F401 – they add their views
from app.blueprints.plan.views import blueprint

__all__ = ["blueprint"]
