"""The form that leaves a finding of the data checks as it is."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms.base import NounForm
from app.forms.fields import Hidden
from app.forms.reason import Reason
from app.operations.data_checks import REASON_LIMIT


class Key(Hidden):
    """A key that the page wrote; it is compared letter by letter."""

    def read(self, text: str) -> str:
        return text


class LeaveForm(NounForm):
    """Which finding, and why it is right as it is."""

    check = Key()
    subject_key = Key()
    reason = Reason(_l("Nima uchun"), missing="check.reason_missing", limit=REASON_LIMIT, one_line=True)
