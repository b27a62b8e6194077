"""The state of the installation, and the history."""

from app.blueprints.system.views import blueprint

__all__ = ["blueprint"]
