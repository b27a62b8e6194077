"""The state of the installation, the history, and the data checks."""

from app.blueprints.system import checks  # noqa: F401 – it adds its views
from app.blueprints.system.views import blueprint

__all__ = ["blueprint"]
