"""The entries behind one figure as its page shows them: when, what, how much, and where each can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _

from app.domain.counting import Number
from app.domain.periods import month_of
from app.domain.row_rules import DAY, MONTH, WEEK
from app.i18n.formats import format_date, format_number, format_period
from app.i18n.labels import label
from app.i18n.opening_words import stretch_words
from app.models import Entry, OpeningFigure, Unit
from app.pages.figures import card_url, unit_words
from app.web.names import acted_by
from app.web.page import locale


@dataclass(frozen=True)
class EntryLine:
    """One entry: ``amount`` as text, ``source`` in words with its address where it has a page of its own."""

    when: str
    key: str
    unit: str
    amount: str
    source: str
    href: str | None
    person: str
    changed_at: datetime


def entry_lines(entries: Iterable[Entry | OpeningFigure]) -> list[EntryLine]:
    """The lines of these entries, in their order."""
    return [
        EntryLine(
            when=when(entry),
            key=entry.part.key,
            unit=unit_words(entry.unit),
            amount=amount(entry),
            source=source(entry),
            href=address(entry),
            person=writer(entry),
            changed_at=entry.changed_at,
        )
        for entry in entries
    ]


def writer(entry: Entry | OpeningFigure) -> str:
    """Who wrote a figure, and in whose place."""
    return acted_by(entry.person.name, entry.stand_in_id if isinstance(entry, Entry) else None)


def when(entry: Entry | OpeningFigure) -> str:
    """The day, or the month or months of a figure that stands for them as a whole."""
    if isinstance(entry, OpeningFigure):
        return stretch_words(entry.stretch, locale())
    if entry.grain in (WEEK, MONTH):
        return format_period(entry.period.key, locale())
    return format_date(entry.date, locale(), "short")


def amount(entry: Entry | OpeningFigure) -> str:
    """The figure, of a ratio both; else the state in words."""
    if entry.state != "number":
        return label("value_state", entry.state)
    text = format_number(entry.value, locale())
    return text if entry.base is None else f"{text}/{format_number(entry.base, locale())}"


def source(entry: Entry | OpeningFigure) -> str:
    if isinstance(entry, OpeningFigure):
        return _("Boshlangʻich son")
    if entry.card:
        return entry.card.title
    if entry.grain == WEEK:
        return _("Haftalik belgi")
    return _("Kundalik") if entry.grain == DAY else _("Oylik son")


def address(entry: Entry | OpeningFigure) -> str | None:
    """Where the entry was written; a figure for a whole month has no page of its own."""
    if isinstance(entry, OpeningFigure):
        return url_for("plan.opening", year=entry.year_month // 100, unit=entry.unit.code if entry.unit else None)
    if entry.card:
        return card_url(entry.card)
    if entry.grain == "day":
        return url_for("diary.month", month=month_of(entry.date).key, unit=entry.unit.code)
    return None


def sum_of(entries: Iterable[Entry | OpeningFigure]) -> Number:
    """What the entries add up to; only numbers count."""
    return sum((entry.value for entry in entries if entry.state == "number" and entry.value is not None), 0)


def sums_by_unit(entries: Sequence[Entry | OpeningFigure]) -> list[tuple[str, int, int | Decimal]]:
    """Unit, number of entries and their sum, in the order of the tree; where a long list comes from, in a few lines."""
    found: dict[int | None, tuple[Unit | None, int, int | Decimal]] = {}
    for entry in entries:
        unit, count, total = found.get(entry.unit_id, (entry.unit, 0, 0))
        found[entry.unit_id] = (unit, count + 1, total + (entry.value or 0))
    lines = sorted(found.values(), key=lambda line: line[0].position if line[0] else -1)
    return [(unit_words(unit), count, total) for unit, count, total in lines]
