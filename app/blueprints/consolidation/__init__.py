"""The official table with what was really done."""

from app.blueprints.consolidation.views import blueprint

__all__ = ["blueprint"]
