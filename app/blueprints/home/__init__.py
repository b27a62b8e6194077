"""My page, language, profile, health."""

from app.blueprints.home import my_page, profile
from app.blueprints.home.views import blueprint

__all__ = ["blueprint", "my_page", "profile"]
