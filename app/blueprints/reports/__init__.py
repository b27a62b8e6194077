"""Frozen reports: made, sent, corrected, compared (contract.md “Addresses”: /reports/)."""

from app.blueprints.reports import compare  # noqa: F401 – it adds its views
from app.blueprints.reports.views import blueprint

__all__ = ["blueprint"]
