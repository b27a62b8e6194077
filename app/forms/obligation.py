"""The forms of an obligation: waived, owed again, dated by its unit (domain.md §4)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.form import BaseForm

from app.forms.base import ActForm, NounForm
from app.forms.choices import RecordSet
from app.forms.fields import Day, LongText, Version
from app.models import Obligation
from app.operations.obligations import REASON_LIMIT


class Numbers(RecordSet):
    """Records by their numbers, whichever a long list holds."""

    def pre_validate(self, form: BaseForm) -> None:
        """Nothing here: ``read`` takes numbers only."""


class ObligationForm(ActForm):
    """An act on an obligation as the page showed it."""

    version = Version()


class WaiverForm(NounForm):
    """Why it is not owed."""

    reason = LongText(_l("Sababi"), required=True, limit=REASON_LIMIT)
    version = Version()


class WaiveSeveralForm(NounForm):
    """Some obligations of the list, and why they are not owed. Which numbers there are, the operation knows."""

    wanted = Numbers(_l("Belgilanganlar"))
    reason = LongText(_l("Sababi"), required=True, limit=REASON_LIMIT, hint=_l("Hammasi uchun bitta sabab."))


class DueDateForm(NounForm):
    """The last day that a unit sets where the plan leaves it to the unit; none takes it back."""

    due_on = Day(_l("Oxirgi kun"), width=3)
    version = Version()

    @classmethod
    def of(cls, obligation: Obligation) -> DueDateForm:
        return cls(due_on=obligation.due_on, version=obligation.version)
