"""The forms of a month on its way: one unit's, several at once, all of them (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.form import BaseForm

from app.domain.blank_days import BLANK_KINDS, BlankWords, check_blank
from app.domain.errors import Invalid
from app.domain.typed import parse_number
from app.forms.base import ActForm, NounForm
from app.forms.choices import Choice, ChoiceSet
from app.forms.deviations import DEPENDING, LineReasons
from app.forms.fields import NO_VERSION, Hidden, LongText, Span, Text, Version
from app.forms.month_words import BlankReasons, Explanations
from app.forms.reason import Reason
from app.i18n.labels import label
from app.operations.words import TEXT_LIMIT


class TickedMonths(ChoiceSet):
    """Some units' months, each as the page showed it: “2025-10|abonement|3” is (month, unit, version).

    Each is judged by itself, so that one which is refused holds up no other. ``missing``: what is said when none is
    ticked.
    """

    def __init__(self, label: Any = None, *, missing: str = "submission.none_chosen", **options: Any) -> None:
        super().__init__(label, **options)
        self.missing = missing

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        self.data = self.understood(lambda: self.ticked(self.data))

    def ticked(self, months: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
        if not months:
            raise Invalid(self.missing)
        return months

    def read(self, text: str) -> tuple[str, str, int]:
        pieces = text.split("|")
        if len(pieces) != 3:
            raise Invalid("form.uneven")
        version = parse_number(pieces[2])
        return pieces[0], pieces[1], NO_VERSION if version is None else version

    def pre_validate(self, form: BaseForm) -> None:
        """Nothing here: ``read`` has told what is wrong."""


class HiddenTick(Hidden):
    """Whether the page was the one that asks once more."""

    def read(self, text: str) -> bool:
        return text == "1"


class HiddenMonth(Span, Hidden):
    """The month that the page named."""


class MonthChoice(Span, Choice):
    """One of the months that the page offers; whether it can be done with this one, the operation says."""

    def pre_validate(self, form: BaseForm) -> None:
        """Nothing here: ``read`` takes months only."""


class MonthForm(ActForm):
    """An act on one unit's month, which the page showed in some version."""

    version = Version()


class SubmitForm(MonthForm):
    """Handing it in: why days are blank, what the checks want explained, an answer to the note of a return; with a
    quarter's last month also why rows stand behind."""

    depending = ("span", "blank_words", "check", DEPENDING)

    reasons = BlankReasons(_l("Boʻsh kunlarning sababi"))
    explanations = Explanations(_l("Izoh"))
    reply = LongText(_l("Metodistga javob"), limit=TEXT_LIMIT, rows=2)
    deviations = LineReasons(_l("Ogʻish sababi"))

    @property
    def says_more(self) -> bool:
        """Whether something stands in it beside why rows stand behind."""
        blank = (word for typed in self.reasons.typed.values() for word in typed)
        return any((*self.explanations.texts.values(), *blank, self.reply.text))


class ReturnForm(MonthForm):
    """Giving it back to its unit."""

    reason = Reason(_l("Nimani tuzatish kerak"))


class UndoAcceptForm(MonthForm):
    """Taking an acceptance back."""

    reason = Reason(_l("Sababi"))


class ReopenUnitForm(NounForm):
    """Opening the closed month of one unit."""

    reason = Reason(_l("Sababi"))


class ReturnChangeForm(MonthForm):
    """Giving back one figure that was changed in a month that had been sent."""

    reason = Reason(_l("Nima uchun qaytarildi"))


class AcceptSeveralForm(NounForm):
    """Accepting the months that are ticked; ``seen``: after a page that showed what is odd about them."""

    seen = HiddenTick()
    wanted = TickedMonths(_l("Koʻrib chiqishni kutmoqda"))


class SubmitSeveralForm(NounForm):
    """Handing in the months of several units that are ticked, with one reason for the blank days of all of them."""

    wanted = TickedMonths(_l("Topshiriladigan boʻlinmalar"), missing="submission.none_to_submit")
    reasons = Choice(
        _l("Boʻsh kunlarning sababi"),
        choices=lambda: [(kind, label("blank_kind", kind)) for kind in BLANK_KINDS],
        empty="—",
        width=4,
    )
    blank_words = Text(_l("Izoh"), limit=TEXT_LIMIT, width=8)

    @property
    def reason(self) -> BlankWords | None:
        """The one reason, where it was chosen. Raises Invalid where it says nothing by itself."""
        if not self.reasons.data:
            return None
        reason = BlankWords(self.reasons.data, self.blank_words.data or "")
        check_blank(reason)
        return reason


class CloseMonthForm(ActForm):
    """Closing a month of all units."""

    month = HiddenMonth(required=True)


class ReopenMonthForm(NounForm):
    """Opening a closed month of all units. ``months``: those that can be, as (key, words)."""

    month = MonthChoice(_l("Oy"), required=True, width=3)
    reason = Reason(_l("Sababi"), width=9)

    def __init__(self, *args: Any, months: Sequence[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.month.choices = months
