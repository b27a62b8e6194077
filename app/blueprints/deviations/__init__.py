"""Why rows stand behind at the end of a quarter."""

from app.blueprints.deviations.views import blueprint

__all__ = ["blueprint"]
