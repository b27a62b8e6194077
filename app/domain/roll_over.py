"""Next year's plan from this year's: what moves by a year, what this year came to, what is proposed (domain.md §5).

Years move in deadlines, the title, headings and the approval block; a row's own sentence and its steps are left as they
are, since they name decrees and papers of their year: whoever edits is told where this year stands in them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from app.domain.counting import DELIVERED, RATIO, STOCK, Mode, Number, Total
from app.domain.errors import Invalid
from app.domain.typed import LARGEST

Basis = Literal["so_far", "expected"]
Way = Literal["keep", "fact", "growth"]
SO_FAR, EXPECTED = BASES = ("so_far", "expected")
KEEP, FACT, GROWTH = WAYS = ("keep", "fact", "growth")
STEPS = (1, 10, 50, 100)
SMALL = 20  # a plan below it stays as it is: one forum, two guides, four visits
MOST_PERCENT = 500
FIRST_MONTH = 11  # from which next year's plan is made

# What the official paper calls its sections, whatever language its reader has chosen.
USUAL_SECTIONS = (
    "OʻZBEKISTON RESPUBLIKASI PREZIDENTI FARMONLARI, QAROR VA FARMOYISHLARI, HUKUMAT QARORLARI IJROSI",
    "ILMIY-METODIK FAOLIYAT",
    "AXBOROT-KUTUBXONA SOHASINING XALQARO VA RESPUBLIKA TADBIRLARI",
    "ASOSIY ISHLAB CHIQARISH FAOLIYATI",
    "KADRLAR MALAKASINI OSHIRISH",
    "OAV BILAN ISHLASH",
)

_POINTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(20\d\d|\d\d)(?![\d.]\d)")
_DASHED = re.compile(r"(?<![\d-])(20\d\d)-(\d\d)-(\d\d)(?!\d|-\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def begins_on(year: int) -> date:
    """The first day on which the plan of the year after this one can be rolled over."""
    return date(year, FIRST_MONTH, 1)


def usual_title(centre: str, year: int) -> str:
    """The title of a plan, in the words of the paper."""
    return f"{centre}ning {year}-yil uchun moʻljallangan ISH REJASI"


def moved_text(text: str, year: int) -> str:
    """A deadline, title or heading of the plan of ``year`` as the next one has it: that year and its neighbours go on
    by one, in dates too (“29.02.2024” → “28.02.2025”). Any other year stands for something of its own."""
    near = range(year - 1, year + 2)

    def pointed(found: re.Match[str]) -> str:
        written = int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3])
        day, month = int(found[1]), int(found[2])
        if written not in near or not 1 <= month <= 12:
            return found[0]
        later = _marked(written + 1)
        shown = later if len(found[3]) == 4 else later[:1] + later[-2:]
        return f"{_day(found[1], day, month, written + 1)}.{found[2]}.{shown}"

    def dashed(found: re.Match[str]) -> str:
        written, month, day = int(found[1]), int(found[2]), int(found[3])
        if written not in near or not 1 <= month <= 12:
            return found[0]
        return f"{_marked(written + 1)}-{found[2]}-{_day(found[3], day, month, written + 1)}"

    def plain(found: re.Match[str]) -> str:
        return _marked(int(found[1]) + 1) if int(found[1]) in near else found[0]

    text = _YEAR.sub(plain, _DASHED.sub(dashed, _POINTED.sub(pointed, text)))
    return text.replace(_MOVED, "")


_MOVED = "\ue000"  # before the year of a date that has moved already, while a text is moved


def _marked(year: int) -> str:
    return f"{_MOVED}{str(year)[:2]}{_MOVED}{str(year)[2:]}"


def _day(written: str, day: int, month: int, year: int) -> str:
    """The day of a month that also the next year has."""
    last = monthrange(year, month)[1]
    return written if day <= last else str(last)


def names_year(texts: Sequence[str | None], year: int) -> bool:
    """Whether a row's own words name a year, so that somebody should look at them."""
    return any(int(found) == year for text in texts if text for found in _YEAR.findall(text))


@dataclass(frozen=True)
class YearResult:
    """What a figure came to: None where nothing was reported. ``expected``: some of it has not come in yet."""

    value: Number | None
    expected: bool = False


def result_of(
    mode: Mode,
    months: Sequence[Total],
    phases: Sequence[Number] | None,
    running: Total,
    today: date,
    year: int,
    basis: str,
) -> YearResult:
    """What a figure comes to in its year: what was done until today, or what is expected at the year's end.

    Expected of things done: the months that are over as they are, the running month with its plan where less is done
    so far, and the plan of the months still to come. A level and a ratio stay as they stand. ``months``: the twelve
    months; ``phases``: the plan of each, None where there is no plan; ``running``: since January.
    """
    if running.value is None:
        return YearResult(None)
    value: Number = running.value
    if mode == RATIO:
        return YearResult(whole(value))
    begun = 12 if today.year > year else today.month if today.year == year else 0
    if basis != EXPECTED or mode == STOCK or phases is None or today > date(year, 12, 31):
        return YearResult(value)
    done = months[begun - 1].value if begun else None
    rest = max(phases[begun - 1] - (done or 0), 0) if begun else 0
    to_come = rest + sum(phases[begun:], start=0)
    return YearResult(value + to_come, expected=to_come > 0)


@dataclass(frozen=True)
class Proposal:
    """By which rule next year's figures are proposed. ``percent``: growth over this year's result; ``step``: to which
    they are rounded."""

    way: str = KEEP
    percent: int = 0
    step: int = 1

    def check(self) -> Proposal:
        """Raises Invalid ``choice.unknown`` or ``roll_over.percent``."""
        if self.way not in WAYS:
            raise Invalid("choice.unknown", field="way")
        if self.step not in STEPS:
            raise Invalid("choice.unknown", field="step")
        if not -100 < self.percent <= MOST_PERCENT:
            raise Invalid("roll_over.percent", field="percent", most=MOST_PERCENT)
        return self


def proposed(rule: Proposal, mode: Mode, plan: Number | None, fact: Number | None, decimals: int) -> Number | None:
    """Next year's plan of one figure from this year's plan and result; None where both are unknown.

    Ratios, documents and small plans stay as they are, and so does a plan of which no result is known. Where the paper
    plans nothing, the result is proposed, of documents and small figures as it is.
    """
    if rule.way == KEEP or fact is None:
        return plan
    if mode in (RATIO, DELIVERED) or (fact if plan is None else plan) < SMALL:
        return fact if plan is None else plan
    wanted = Decimal(fact) * (100 + rule.percent) / 100 if rule.way == GROWTH else Decimal(fact)
    return min(rounded_to(wanted, rule.step, decimals), LARGEST)


def rounded_to(figure: Decimal, step: int, decimals: int = 0) -> Number:
    """Half up to a multiple of the step; a figure below the step, and one with decimals, to its own last place."""
    if decimals:
        return figure.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    unit = step if figure >= step else 1
    return int((figure / unit).quantize(Decimal(1), ROUND_HALF_UP)) * unit


def whole(value: Number) -> int:
    return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))


def cell_text(values: Sequence[Number | None]) -> str:
    """A quantity cell with these figures in order; empty where one of them is not known, for nothing stands for it."""
    known = [value for value in values if value is not None]
    return "/".join(printed(value) for value in known) if len(known) == len(values) else ""


def printed(value: Number) -> str:
    text = format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
    return text.replace(".", ",")
