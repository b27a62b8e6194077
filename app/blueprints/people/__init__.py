"""People, units and their accounts: the administrator."""

from app.blueprints.people import units as _units  # noqa: F401  (its views)
from app.blueprints.people.views import blueprint

__all__ = ["blueprint"]
