"""My page, language, health."""

from app.blueprints.home.views import blueprint

__all__ = ["blueprint"]
