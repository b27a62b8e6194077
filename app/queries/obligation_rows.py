"""An obligation as plain facts, for lists that hold many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.periods import Period, parse_period
from app.domain.registers import LETTERS
from app.domain.terms import read_terms, terms_in
from app.models import Obligation


@dataclass(frozen=True)
class ObligationRow:
    """One obligation as it is stored, with its row of the plan."""

    id: int
    plan_id: int
    unit_id: int
    indicator_id: int
    kind: str
    period: str
    starts_on: date
    ends_on: date
    first_month: int
    last_month: int
    required: bool
    due_on: date | None
    set_by_unit: bool
    report_id: int | None
    card_id: int | None
    waived: bool
    key: str
    name: str | None
    short_name: str
    above_name: str | None  # of the row above it
    above_short: str | None
    form_now: str
    earlier_terms: Sequence[Mapping[str, Any]]  # how its row stood before amendments
    version: int

    @property
    def entry_form(self) -> str:
        """In which form its figures are entered: that of the month in which its period ends."""
        terms = terms_in(read_terms(self.earlier_terms), self.last_month) if self.earlier_terms else None
        return terms.entry_form if terms else self.form_now

    @property
    def has_letter(self) -> bool:
        """Whether a letter was named as its answer, in force or not."""
        return self.report_id is not None or self.card_id is not None

    @property
    def is_handed_in(self) -> bool:
        """Whether its figures are part of the hand-in of the month in which its period ends (domain.md §4): those of a
        quarter or longer, but for documents, which are written, and for what the unit set a day for."""
        is_long = self.first_month < self.last_month and self.period_kind != "week"
        return is_long and not self.set_by_unit and self.entry_form != LETTERS

    @property
    def span(self) -> Period:
        return parse_period(self.period)

    @property
    def period_kind(self) -> str:
        return self.span.kind


def row_of(o: Obligation) -> ObligationRow:
    """An obligation that was loaded for itself."""
    above = o.indicator.parent
    return ObligationRow(
        o.id, o.plan_id, o.unit_id, o.indicator_id, o.kind, o.period, o.starts_on, o.ends_on, o.first_month,
        o.last_month, o.required, o.due_on, o.set_by_unit, o.report_id, o.card_id, o.waived_at is not None,
        o.indicator.key, o.indicator.name, o.indicator.short_name, above.name if above else None,
        above.short_name if above else None, o.indicator.entry_form, o.indicator.earlier_terms, o.version,
    )  # fmt: skip
