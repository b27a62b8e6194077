"""The annual work plan: the official table, files that bring it, and everything about one of its rows."""

from app.blueprints.plan import figures, imports, opening, roll_over, row_forms, rows, tree, tree_rows  # noqa: F401 – they add their views
from app.blueprints.plan.views import blueprint

__all__ = ["blueprint"]
