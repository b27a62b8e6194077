"""The annual work plan: the official table, files that bring it, and everything about one of its rows."""

from app.blueprints.plan import (  # noqa: F401 – they add their views
    amendment_places,
    amendment_rows,
    amendments,
    figures,
    head,
    imports,
    last_year,
    opening,
    phasing,
    roll_over,
    row_forms,
    rows,
    share_months,
    shares,
    tree,
    tree_rows,
    undo,
    year_end,
)
from app.blueprints.plan.views import blueprint

__all__ = ["blueprint"]
