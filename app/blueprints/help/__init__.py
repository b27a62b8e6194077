"""Help: one short page for each task."""

from app.blueprints.help.views import blueprint

__all__ = ["blueprint"]
