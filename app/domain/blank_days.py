"""Working days on which nothing stands, and why: each span of them wants figures or a reason (domain.md §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.errors import Invalid

BLANK_KINDS = ("closed", "sanitary", "repair", "illness", "other")
OTHER = "other"  # says nothing by itself: it wants words


@dataclass(frozen=True)
class BlankSpan:
    """Working days in a row on which the same figures (``rows``) say nothing."""

    days: tuple[date, ...]
    rows: tuple[str, ...]

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]

    @property
    def key(self) -> str:
        return f"{self.first.isoformat()}_{self.last.isoformat()}"


@dataclass(frozen=True)
class BlankWords:
    """Why a span is blank: a kind, and words where the kind wants them."""

    kind: str
    words: str = ""


def blank_spans(blank: Mapping[str, Sequence[date]], working_days: Sequence[date]) -> tuple[BlankSpan, ...]:
    """The blank days of a unit's figures as spans; a day of rest between them does not part them."""
    rows_on = {day: tuple(row for row, days in blank.items() if day in days) for day in working_days}
    spans: list[BlankSpan] = []
    before: tuple[str, ...] = ()
    for day in working_days:
        rows = rows_on[day]
        if rows and rows == before:
            spans[-1] = BlankSpan((*spans[-1].days, day), rows)
        elif rows:
            spans.append(BlankSpan((day,), rows))
        before = rows
    return tuple(spans)


def check_blank(reason: BlankWords) -> None:
    """Raises Invalid ``blank.kind`` or, where the kind alone says nothing, ``blank.words``."""
    if reason.kind not in BLANK_KINDS:
        raise Invalid("blank.kind", field="reasons")
    if reason.kind == OTHER and not reason.words:
        raise Invalid("blank.words", field="blank_words")
