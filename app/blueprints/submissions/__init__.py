"""Who has handed in what: units × months, one submission, exceptions."""

from app.blueprints.submissions import changes, exceptions, hand_in, month
from app.blueprints.submissions.views import blueprint

__all__ = ["blueprint", "changes", "exceptions", "hand_in", "month"]
