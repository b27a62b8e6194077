"""The annual work plan."""

from app.blueprints.plan.views import blueprint

__all__ = ["blueprint"]
