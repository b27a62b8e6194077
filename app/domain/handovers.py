"""The plan of a figure between the units that count it, where they change in the course of the year (domain.md §3 “Own
share”): each is held against the months in which it counts, and together they never have more than the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from app.domain.counting import RATIO, STOCK, Mode, Number
from app.domain.own_shares import SetShare, Target, kept_months, phased, shares_in_force, spread, takes_shares
from app.domain.phasing import MONTHS, Phases, by_remainder
from app.domain.spans import MonthSet, MonthSpan

Stored = Mapping[int, SetShare]  # by unit id


@dataclass(frozen=True)
class Division:
    """Who counts a figure with a plan, and when. ``lies``: the twelve months of the plan; ``counted``: unit id → the
    months (1–12) in which it counts the row, none empty; ``spans``: in which it works."""

    plan: Number
    mode: Mode
    lies: Phases
    year: int
    counted: Mapping[int, frozenset[int]]
    spans: Mapping[int, MonthSpan]

    @property
    def changes(self) -> bool:
        """Whether not the same units count it all the time."""
        return len(set(self.counted.values())) > 1

    @cached_property
    def alone(self) -> dict[int, frozenset[int]]:
        """Unit id → the months in which it counts and nobody else does."""
        return {
            unit: months.difference(*(other for one, other in self.counted.items() if one != unit))
            for unit, months in self.counted.items()
        }

    @cached_property
    def at_end(self) -> tuple[int, ...]:
        """The units that count it in the last month in which anybody does: of a level they have the shares."""
        last = max((month for months in self.counted.values() for month in months), default=0)
        return tuple(unit for unit, months in self.counted.items() if last in months)

    @cached_property
    def between(self) -> tuple[int, ...]:
        """The units between which something is divided: those that count it in one month with another."""
        if not takes_shares(self.plan, self.mode, tuple(self.counted)):
            return ()
        if self.mode == STOCK:
            return self.at_end if len(self.at_end) > 1 else ()
        return tuple(unit for unit, months in self.counted.items() if months - self.alone[unit])

    @cached_property
    def by_rule(self) -> dict[int, Number]:
        """What is a unit's own with nothing stored: the months in which it alone counts, where it counts in no others;
        of a level the plan, where it alone counts at the end."""
        if self.mode == RATIO or not self.changes:
            return shares_in_force(self.plan, self.mode, tuple(self.counted), {})
        if self.mode == STOCK:
            return dict.fromkeys(self.at_end, self.plan) if len(self.at_end) == 1 else {}
        return {unit: self.of_months(months) for unit, months in self.counted.items() if unit not in self.between}

    @property
    def divided(self) -> Number:
        """What there is to divide: the plan without what is somebody's own by rule."""
        return self.plan - sum((self.by_rule[unit] for unit in self.by_rule if self.between), start=0)

    def keeps(self, unit: int) -> bool:
        """Whether a share that was set for a unit still says something: of a level also that of one who gave it away,
        of the months before."""
        return bool(self.between) and unit in (self.counted if self.mode == STOCK else self.between)

    def shares(self, stored: Stored) -> dict[int, Number]:
        """Unit id → its own share, of those that have one."""
        found = {**self.by_rule, **{unit: stored[unit].amount for unit in self.between if unit in stored}}
        return {unit: found[unit] for unit in self.counted if unit in found}

    def spread(self, weights: Mapping[int, Number] | None = None) -> dict[int, Number]:
        """What is divided, over the units between which it is: each has its months alone, and of the others its part,
        as ``own_shares.spread`` says it."""
        if self.mode == STOCK:
            levels = {unit: self.works(unit) for unit in self.between}
            return spread(self.divided, self.mode, levels, self.year, weights)
        own = {unit: self.of_months(self.alone[unit]) for unit in self.between}
        shared = {unit: self.works(unit, self.counted[unit] - self.alone[unit]) for unit in self.between}
        rest = self.divided - sum(own.values(), start=0)
        return {unit: own[unit] + more for unit, more in spread(rest, self.mode, shared, self.year, weights).items()}

    def of_months(self, months: frozenset[int]) -> Number:
        return sum((self.lies[month - 1] for month in months), start=0)

    def works(self, unit: int, months: frozenset[int] | None = None) -> MonthSet:
        """Of the months in which a unit counts, or of some of them, those in which it works."""
        counted = {self.year * 100 + month for month in (self.counted[unit] if months is None else months)}
        return MonthSet(frozenset(month for month in counted if self.spans[unit].holds(month)))

    def target(self, unit: int, stored: Stored) -> Target | None:
        """What a unit's figures are held against; None where its share is not known."""
        if unit not in self.counted:
            return None
        if self.mode == RATIO or len(self.counted) == 1:
            return Target(self.plan, self.lies)
        if self.mode == STOCK and unit not in self.at_end:
            return self.left_level(unit, stored)
        share = self.shares(stored).get(unit)
        if share is None:
            return None
        if self.mode != STOCK and unit not in self.between:
            own = self.counted[unit]
            return Target(share, tuple(self.lies[month - 1] if month in own else 0 for month in MONTHS))
        said = stored[unit].months if unit in self.between and unit in stored else None
        if said is not None:
            return Target(share, said)
        return Target(share, phased(share, self.mode, self.lies, self.works(unit), self.year, self.alone[unit]))

    def in_month(self, unit: int, month: int, stored: Stored) -> Number | None:
        """What of its share lies in a month (1–12); where it alone counts then, that is the whole plan of the month."""
        target = self.target(unit, stored)
        if target is not None:
            return target.months[month - 1]
        return self.lies[month - 1] if month in self.alone.get(unit, ()) else None

    def left_level(self, unit: int, stored: Stored) -> Target | None:
        """Of a level that another unit counts at the end: where it was to stand when the unit gave it away."""
        is_alone = self.alone[unit] == self.counted[unit]
        if not is_alone and unit not in stored:
            return None
        said = None if is_alone else stored[unit].months
        share = self.plan if is_alone else stored[unit].amount
        last = max(self.counted[unit])
        levels = said or phased(share, self.mode, self.lies, self.works(unit), self.year)
        return Target(levels[last - 1], (*levels[:last], *[levels[last - 1]] * (12 - last)))

    def left(self, before: Division, stored: Stored) -> dict[int, SetShare]:
        """The shares that were set when units counted it as ``before``, as they are now that other units do: what lay
        in months that a unit does not count any more is not its own, the months that it has got alone are. Together
        they are no more than there is to divide, where they were not before."""
        if self.mode == STOCK or self.counted == before.counted:
            return {unit: share for unit, share in stored.items() if unit in self.counted}
        months = {unit: self.months_left(unit, before, stored) for unit in self.between if unit in stored}
        amounts = {unit: sum(own, start=0) for unit, own in months.items()}
        found = {
            unit: SetShare(amount, stored[unit].origin, months[unit] if stored[unit].months is not None else None)
            for unit, amount in amounts.items()
        }
        given = sum((share.amount for share in stored.values()), start=0)
        if sum(amounts.values(), start=0) > self.divided and given <= before.plan:
            less = by_remainder(self.divided, list(amounts.values()))
            found = {unit: SetShare(amount, stored[unit].origin) for unit, amount in zip(amounts, less, strict=True)}
        return found

    def months_left(self, unit: int, before: Division, stored: Stored) -> Phases:
        target = before.target(unit, stored)
        had = target.months if target is not None else (0,) * 12
        gained = self.alone[unit] - before.alone.get(unit, frozenset())
        own = {month: self.lies[month - 1] if month in gained else had[month - 1] for month in self.counted[unit]}
        return tuple(own.get(month, 0) for month in MONTHS)

    def settled(self, before: Division, stood: Stored, wanted: Stored, fixed: Collection[int]) -> dict[int, SetShare]:
        """Shares as they are to be, where what ``fixed`` months (1–12) had before stays what it was: those that are
        closed, or that lie before an amendment. A share is no less than what these had. A unit that had no share then
        has it as the plan lies.
        """
        return {unit: self.settled_share(unit, before, stood, share, fixed) for unit, share in wanted.items()}

    def settled_share(
        self, unit: int, before: Division, stood: Stored, share: SetShare, fixed: Collection[int]
    ) -> SetShare:
        had, lies = before.target(unit, stood), self.target(unit, {unit: share})
        if had is None or lies is None or unit not in self.between or unit not in stood:
            return share
        if all(had.months[month - 1] == lies.months[month - 1] for month in fixed):
            return share
        as_planned = lies.months if self.mode == STOCK or self.alone[unit] else self.lies
        months = kept_months(share.amount, self.mode, as_planned, had.months, fixed, self.works(unit), self.year)
        return replace(share, amount=months[-1] if self.mode == STOCK else sum(months, start=0), months=months)
