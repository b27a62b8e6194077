"""Own shares: what of a row's plan is one unit's own (domain.md §3 “Own share”).

A unit's own figures are held against its own share and against nothing else. Only units that count the row have one.
Things done and documents are divided; of a level a share is the level at which the unit is to stand at the year's end,
since the levels of units add up, too. A ratio is not divided: its percentage is meant for each unit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.domain.counting import RATIO, STOCK, Mode, Number
from app.domain.errors import Invalid
from app.domain.phasing import Phases, by_remainder, rounded
from app.domain.spans import SomeMonths

TYPED, EVEN, LAST_YEAR = ORIGINS = ("typed", "even", "last_year")


@dataclass(frozen=True)
class SetShare:
    """A share that was set for a unit, and how (``origin``). ``months``: how it lies over them where that was said, or
    where months that are closed keep what they had; else it lies as the row's plan does."""

    amount: Number
    origin: str = TYPED
    months: Phases | None = None


@dataclass(frozen=True)
class Target:
    """What figures are held against: an amount of the year, and how it lies over the twelve months."""

    amount: Number
    months: Phases


def takes_shares(plan: Number | None, mode: Mode, counting: Sequence[int]) -> bool:
    """Whether shares can be set: there is a plan that divides, and more than one unit between which it does."""
    return plan is not None and mode != RATIO and len(counting) > 1


def shares_in_force(
    plan: Number | None, mode: Mode, counting: Sequence[int], stored: Mapping[int, Number]
) -> dict[int, Number]:
    """Unit id → its own share of a figure, of those that have one; ``counting``: the units that count it.

    Who alone counts it (the lead of joint work does) has the whole plan, without anything stored. Of several each has
    what was set for it and no more than that: without anything set nobody has one.
    """
    if plan is None:
        return {}
    if mode == RATIO or len(counting) == 1:
        return dict.fromkeys(counting, plan)
    return {unit: stored[unit] for unit in counting if unit in stored}


def rest_of(plan: Number, shares: Mapping[int, Number]) -> Number:
    """What nobody has been given (“taqsimlanmagan”); negative: by so much the shares are above the plan, as after an
    amendment that lowered it."""
    return plan - sum(shares.values(), start=0)


def check_shares(plan: Number, places: int, shares: Mapping[int, Number]) -> None:
    """Raises Invalid ``shares.negative``, ``shares.places`` or ``shares.above_plan`` (``total``, ``planned``,
    ``excess``)."""
    for share in shares.values():
        if share < 0:
            raise Invalid("shares.negative", field="amounts")
        if share != round(Decimal(share), places):
            raise Invalid("shares.places", field="amounts", places=places)
    rest = rest_of(plan, shares)
    if rest < 0:
        raise Invalid("shares.above_plan", field="amounts", total=plan - rest, planned=plan, excess=-rest)


def spread(
    plan: Number, mode: Mode, spans: Mapping[int, SomeMonths], year: int, weights: Mapping[int, Number] | None = None
) -> dict[int, Number]:
    """The whole plan over the units, in the order of ``spans``: evenly, or by what ``weights`` says of each of them.

    Who works in a part of the year has so much less of what is done month by month; a level is not less for that. By
    largest remainder, ties to the earlier unit. Raises Invalid ``shares.nothing_to_go_by`` when nothing weighs.
    """
    weighed = []
    for unit, span in spans.items():
        part = Fraction(1) if mode == STOCK else Fraction(len(months_in(span, year)), 12)
        weighed.append(part * Fraction(1 if weights is None else weights.get(unit, 0)))
    if not any(weighed):
        raise Invalid("shares.nothing_to_go_by", field="way")
    return dict(zip(spans, by_remainder(plan, weighed), strict=True))


def months_in(span: SomeMonths, year: int) -> list[int]:
    """The months (1–12) of a year in which a unit works."""
    return [month for month in range(1, 13) if span.holds(year * 100 + month)]


def phased(share: Number, mode: Mode, plan: Phases, span: SomeMonths, year: int, alone: Collection[int] = ()) -> Phases:
    """A share over the months as the row's plan lies over them; ``plan``: the twelve months of the row.

    What is done adds up to the share exactly and falls into months in which the unit works; where the row plans nothing
    in any of them, evenly into them. ``alone``: the months (1–12) in which nobody else counts the row: of these the
    whole plan is the unit's, as far as its share reaches. A level is nothing before the unit began, then the same part
    of the row's level, and the share itself in December. A ratio is the row's own.
    """
    if mode == RATIO:
        return plan
    months = months_in(span, year) or list(range(1, 13))
    if mode == STOCK:
        last = plan[-1]
        levels = [level_of(share, level, last) for level in plan]
        return tuple(level if month >= months[0] else 0 for month, level in enumerate(levels, 1))
    own = [plan[month - 1] if month in months and month in alone else 0 for month in range(1, 13)]
    others = [month for month in months if month not in alone]
    rest = share - sum(own, start=0)
    if not others or rest < 0:
        own, others, rest = [0] * 12, months, share
    weights = [plan[month - 1] if month in others else 0 for month in range(1, 13)]
    spread_out = by_remainder(rest, weights if any(weights) else [int(month in others) for month in range(1, 13)])
    return tuple(one + more for one, more in zip(own, spread_out, strict=True))


def kept_months(
    share: Number, mode: Mode, lies: Phases, stood: Phases, fixed: Collection[int], works: SomeMonths, year: int
) -> Phases:
    """A share over the months where ``fixed`` ones (1–12) keep what they had (``stood``): the rest of it lies over the
    others as ``lies`` does. Of a level ``lies`` are the share's own levels, and the others are at theirs.

    They are more than the share where the fixed months had more, and less where no month is left to take the rest.
    """
    if mode in (STOCK, RATIO):
        return tuple(stood[month - 1] if month in fixed else lies[month - 1] for month in range(1, 13))
    had = sum((stood[month - 1] for month in fixed), start=0)
    free = [month for month in months_in(works, year) if month not in fixed]
    weights = [lies[month - 1] if month in free else 0 for month in range(1, 13)]
    rest: Phases = (0,) * 12
    if free and share > had:
        rest = by_remainder(share - had, weights if any(weights) else [int(month in free) for month in range(1, 13)])
    return tuple(stood[month - 1] if month in fixed else rest[month - 1] for month in range(1, 13))


def level_of(share: Number, level: Number, last: Number) -> Number:
    """The same part of a level as the share is of the last one."""
    return share if not last else rounded(Fraction(share) * Fraction(level) / Fraction(last), share)


def together(targets: Sequence[Target | None]) -> Target | None:
    """Several shares as one: of the parts of a row that sums them, or of the units of one person.

    None where one of them is not known: figures of all would stand over the plan of some.
    """
    known = [target for target in targets if target is not None]
    if not known or len(known) < len(targets):
        return None
    months = tuple(sum(amounts, start=0) for amounts in zip(*(target.months for target in known), strict=True))
    return Target(sum((target.amount for target in known), start=0), months)
