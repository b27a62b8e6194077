"""The annual plan spread over the twelve months p1…p12 (domain.md §3 “Phasing”).

Flow: the months add up to the plan exactly. A level: the twelfth month is the plan.
Figures keep the decimals of the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction

from app.domain.counting import Mode, Number
from app.domain.deadlines import Deadline
from app.domain.errors import Invalid

Phases = tuple[Number, ...]  # always twelve

MONTHS = range(1, 13)
EVEN, BY_DEADLINE, LAST_YEAR = WAYS = ("even", "deadline", "last_year")


def even(plan: Number) -> Phases:
    """The same every month; what does not divide goes to the first months (310 → ten 26s and two 25s)."""
    return by_weights(plan, [1] * 12)


def by_weights(plan: Number, weights: Sequence[Number | None]) -> Phases:
    """In proportion to twelve weights, such as last year's months, by largest remainder, ties to the earlier month.

    An unknown weight weighs nothing; without any weight the spread is even. Raises ValueError unless there are
    twelve weights and nothing is negative.
    """
    shares = [Fraction(weight or 0) for weight in weights]
    if len(shares) != 12 or min(shares) < 0 or plan < 0:
        raise ValueError("twelve weights, none of them negative, for a plan that is not negative")
    return by_remainder(plan, shares) if any(shares) else even(plan)


def by_remainder(amount: Number, weights: Sequence[Number | Fraction]) -> tuple[Number, ...]:
    """An amount in proportion to weights, not all of them 0: whole units of its last decimal, by largest remainder,
    ties to the earlier."""
    total, units = sum(Fraction(weight) for weight in weights), _in_units(amount)
    exact = [units * Fraction(weight) / total for weight in weights]
    whole = [int(part) for part in exact]
    # stable: the earlier of equals first
    order = sorted(range(len(whole)), key=lambda place: whole[place] - exact[place])
    for place in order[: units - sum(whole)]:
        whole[place] += 1
    return tuple(_from_units(part, amount) for part in whole)


def only_months(plan: Number, months: Collection[int]) -> Phases:
    """Evenly over the named months (1…12), nothing in the others. Raises ValueError when none is named."""
    if not any(month in MONTHS for month in months):
        raise ValueError("no month named")
    return by_weights(plan, [int(month in months) for month in MONTHS])


def levels(plan: Number, start: Number | None = None) -> Phases:
    """A level for every month's end: a straight line from last December's level to the plan, or the plan throughout."""
    if start is None:
        return (plan,) * 12
    first, last = Fraction(start), Fraction(plan)
    return tuple(rounded(first + (last - first) * month / 12, plan) for month in MONTHS)


def phases(
    plan: Number,
    mode: Mode,
    deadline: Deadline,
    last_year: Sequence[Number | None] | None = None,
    by_hand: Sequence[Number] | None = None,
) -> Phases:
    """The twelve months of a plan.

    By hand first; else only the months of the deadline where it names some, in last year's proportions where they
    are known, otherwise even. ``last_year`` are twelve monthly figures, of a level the twelve levels.
    A ratio has the same target every month. Raises Invalid ``phasing.months``, ``phasing.negative``, ``phasing.sum``
    (``total``, ``plan``) or ``phasing.last_level`` (``level``, ``plan``) for figures by hand.
    """
    if by_hand is not None:
        return check_months(plan, mode, by_hand)
    if mode == "ratio":
        return levels(plan)
    if mode == "stock":
        return levels(plan, last_year[-1] if last_year else None)
    months = deadline.months or tuple(MONTHS)
    weights = [figure if month in months else 0 for month, figure in zip(MONTHS, last_year or [0] * 12, strict=True)]
    return by_weights(plan, weights) if any(weights) else only_months(plan, months)


def spread_again(
    way: str,
    plan: Number,
    mode: Mode,
    deadline: Deadline,
    stood: Phases,
    fixed: Collection[int],
    last_year: Sequence[Number | None] | None = None,
) -> Phases:
    """The months of a plan spread in one of ``WAYS``; ``fixed`` months (1…12), closed or sent, stay as they are.

    Things done: what is left lies over the other months evenly, in those of the deadline, or as last year's months lay.
    A level goes in a straight line from the last fixed month, or stands at the plan.
    """
    kept = [stood[month - 1] if month in fixed else None for month in MONTHS]
    if mode in ("stock", "ratio"):
        start = max(fixed, default=0)
        line = levels(plan, stood[start - 1]) if way == EVEN and mode == "stock" and start else levels(plan)
        return tuple(line[place] if one is None else one for place, one in enumerate(kept))
    open_months = [month for month in MONTHS if month not in fixed]
    weights: list[Number | None] = [int(month in open_months) for month in MONTHS]
    if way == BY_DEADLINE and (named := [month for month in deadline.months if month in open_months]):
        weights = [int(month in named) for month in MONTHS]
    if way == LAST_YEAR and last_year:
        season = [last_year[month - 1] or 0 if month in open_months else 0 for month in MONTHS]
        weights = list(season) if any(season) else weights
    rest = plan - sum(one for one in kept if one is not None)
    if not open_months or rest < 0:
        return stood
    shares = by_weights(rest, weights)
    return tuple(share if one is None else one for one, share in zip(kept, shares, strict=True))


def check_fixed(stood: Phases, wanted: Phases, fixed: Collection[int]) -> None:
    """Raises Invalid ``phasing.month_shut`` (``month``) where a closed month would be planned otherwise."""
    for month in sorted(fixed):
        if stood[month - 1] != wanted[month - 1]:
            raise Invalid("phasing.month_shut", field="months", month=month)


def check_months(plan: Number, mode: Mode, by_hand: Sequence[Number]) -> Phases:
    """Twelve months by hand that make a plan. Raises as ``phases``."""
    if len(by_hand) != 12:
        raise Invalid("phasing.months", field="phases", count=len(by_hand))
    if min(by_hand) < 0:
        raise Invalid("phasing.negative", field="phases")
    if mode in ("stock", "ratio"):
        if by_hand[-1] != plan:
            raise Invalid("phasing.last_level", field="phases", level=by_hand[-1], plan=plan)
    elif (total := sum(by_hand)) != plan:
        raise Invalid("phasing.sum", field="phases", total=total, plan=plan)
    return tuple(by_hand)


def rounded(exact: Fraction, like: Number) -> Number:
    """Half up, to the decimals with which another figure is written."""
    return _from_units(int(exact * 10 ** _decimals(like) + Fraction(1, 2)), like)


def _decimals(figure: Number) -> int:
    """How many decimals a figure is written with; 2.50 has two."""
    exponent = figure.as_tuple().exponent if isinstance(figure, Decimal) else 0
    if not isinstance(exponent, int):
        raise ValueError("not a finite number")
    return max(0, -exponent)


def _in_units(figure: Number) -> int:
    """The figure in units of its own last decimal: 2.50 → 250."""
    return int(Fraction(figure) * 10 ** _decimals(figure))


def _from_units(units: int, like: Number) -> Number:
    return Decimal(units).scaleb(-_decimals(like)) if isinstance(like, Decimal) else units
