"""The form by which a finding of the data checks is left as it is, with the reason."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.domain.typed import LAST_YEAR
from app.forms.base import ActForm, MakingForm
from app.forms.fields import Hidden, HiddenNumber
from app.forms.reason import Reason


class CheckDecisionForm(MakingForm):
    """Which finding of which year's plan, and why."""

    year = HiddenNumber(most=LAST_YEAR)
    check = Hidden()
    subject_key = Hidden()
    reason = Reason(_l("Nima uchun"), missing="check.reason_missing")


class UndoDecisionForm(ActForm):
    """Asking about a finding again."""

    year = HiddenNumber(most=LAST_YEAR)
