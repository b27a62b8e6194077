"""Frozen reports: made, sent, corrected, compared (contract.md “Addresses”: /reports/)."""

from app.blueprints.reports import compare, letters  # noqa: F401 – they add their views
from app.blueprints.reports.views import blueprint

__all__ = ["blueprint"]
