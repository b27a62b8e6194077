"""People, units and their accounts: the administrator."""

from app.blueprints.people import units
from app.blueprints.people.views import blueprint

__all__ = ["blueprint", "units"]
