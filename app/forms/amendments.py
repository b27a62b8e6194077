"""The forms of an amendment: its head, a row that is added, the answer of who decides (domain.md §5)."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from app.domain.periods import period_of_month
from app.domain.plan_tree import AFTER, FIRST, LETTERS, SPLITS
from app.domain.terms import lives_in
from app.forms.base import MakingForm, NounForm
from app.forms.choices import Choice
from app.forms.fields import LongText, Text, Version
from app.forms.filters import PeriodChoice
from app.forms.plan_row import RowForm
from app.i18n.labels import label
from app.i18n.plan_words import place_words
from app.models import Amendment, Indicator, Plan
from app.operations.amendments import REASON_LIMIT
from app.operations.plans import TEXT_LIMIT
from app.queries.plan import rows_of
from app.queries.row_names import short_of

MONTH_HINT = _l(
    "Shu oydan oldingi oylarning rejasi va majburiyatlari oʻzgarmaydi. Yopilgan oylar va oxirgi tasdiqlangan "
    "oʻzgartirishdan oldingi oylar tanlanmaydi."
)
DOCUMENT_HINT = _l("Masalan: Viloyat kutubxonasining 2025-yil 3-iyundagi 12-son xati.")


class AmendmentForm(MakingForm):
    """From which month, why, and on what paper it rests."""

    month = PeriodChoice(_l("Qaysi oydan"), required=True, width=4, hint=MONTH_HINT)
    reason = LongText(_l("Sababi"), required=True, limit=REASON_LIMIT, rows=2)
    document = Text(_l("Asos hujjat"), limit=REASON_LIMIT, width=8, hint=DOCUMENT_HINT)

    def offer(self, months: Iterable[str]) -> AmendmentForm:
        self.month.offer(months)
        return self


class AmendmentHeadForm(NounForm):
    """The same of one that is there."""

    month = PeriodChoice(_l("Qaysi oydan"), required=True, width=4, hint=MONTH_HINT)
    reason = LongText(_l("Sababi"), required=True, limit=REASON_LIMIT, rows=2)
    document = Text(_l("Asos hujjat"), limit=REASON_LIMIT, width=8, hint=DOCUMENT_HINT)
    version = Version()

    @classmethod
    def of(cls, amendment: Amendment) -> AmendmentHeadForm:
        month = period_of_month(amendment.first_month)
        return cls(month=month, reason=amendment.reason, document=amendment.document, version=amendment.version)

    def offer(self, months: Iterable[str]) -> AmendmentHeadForm:
        self.month.offer(months)
        return self


class AddedRowForm(RowForm):
    """A row that is added: where it stands, and its texts."""

    section = Choice(_l("Boʻlim"), required=True, width=3)
    parent = Choice(_l("Qaysi qator ichida"), empty=_l("mustaqil qator"), width=6)
    after = Choice(_l("Qaysi qatordan keyin"), empty=_l("oxirida"), width=6)
    number = Text(_l("Raqami"), required=True, limit=20, width=3, hint=_l("36 yoki 12.5"))

    def offer(self, plan: Plan, amendment: Amendment) -> AddedRowForm:
        """The rows that are in the plan in the month from which the amendment holds."""
        rows = [row for row in rows_of(plan) if lives_in(row, amendment.first_month)]
        self.section.choices = [(section.roman, f"{section.roman}. {section.heading}") for section in plan.sections]
        self.parent.choices = [(row.key, f"{row.key} {short_of(row)}") for row in rows if row.parent_id is None]
        self.after.choices = [(row.key, f"{row.key} {short_of(row)}") for row in rows]
        return self


class AmendedPlaceForm(NounForm):
    """Where a row is to stand, among those below the same row, and its number."""

    where = Choice(_l("Qayerga koʻchiriladi"), empty=_l("joyida qoladi"), width=8)
    number = Text(_l("Raqami"), limit=20, width=4)
    version = Version()

    def offer(self, plan: Plan, amendment: Amendment, line: Indicator) -> AmendedPlaceForm:
        rows = [row for row in rows_of(plan) if lives_in(row, amendment.first_month) and row.key != line.key]
        beside = [row for row in rows if row.parent_id == line.parent_id]
        places = [(f"{AFTER}:{row.key}", f"{row.key} {short_of(row)}".rstrip()) for row in beside]
        if line.parent_id is None:
            places = [*((f"{FIRST}:{one.roman}", one.roman) for one in plan.sections), *places]
        self.where.choices = [(place, place_words(place, words)) for place, words in places]
        return self


class AmendedSplitForm(NounForm):
    """The parts into which a row is split from the amendment's month on, one a line."""

    names = LongText(
        _l("Tarkib nomlari"), required=True, limit=TEXT_LIMIT, rows=4,
        hint=_l("Har qatorga bitta nom. Rejasi keyin har biriga yoziladi."),
    )  # fmt: skip
    way = Choice(
        _l("Raqamlash"),
        required=True,
        radio=True,
        width=12,
        choices=lambda: [(way, label("split_way", way)) for way in SPLITS],
        default=LETTERS,
    )
    until_name = Text(
        _l("Oldingi oylar qatori"), limit=100, width=8,
        hint=_l("Shu oygacha yozilgan va rejalashtirilgan sonlar shu nomdagi qatorda qoladi."),
    )  # fmt: skip
    version = Version()


class AmendmentActForm(NounForm):
    """To lay before the director, to approve, to take back: what was seen is what is decided on."""

    version = Version()


class ReturnAmendmentForm(AmendmentActForm):
    """Given back with a note."""

    note = LongText(_l("Nima tuzatilsin"), required=True, limit=REASON_LIMIT, rows=2)
