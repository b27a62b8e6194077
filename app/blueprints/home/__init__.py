"""My page, language, profile, health."""

from app.blueprints.home import measures, my_page, profile
from app.blueprints.home.views import blueprint

__all__ = ["blueprint", "measures", "my_page", "profile"]
