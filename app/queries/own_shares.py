"""Reads of own shares: what of each figure's plan is a unit's own, stored or by rule (domain/own_shares.py)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.counting import RATIO, Number
from app.domain.handovers import Division
from app.domain.own_shares import SetShare, Target, together
from app.domain.phasing import Phases
from app.models import Indicator, OwnShare, Part, Plan
from app.queries.filled import AnyPlan
from app.queries.kept import kept
from app.queries.phasing import months_of_plan, read_phases
from app.queries.plan import row_units, rows_of
from app.queries.units import all_units, own_span

Stored = Mapping[int, Mapping[int, SetShare]]  # part id → unit id


def stored_shares(plan: AnyPlan) -> Stored:
    """The shares that were set in a plan, whether or not they are in force."""

    def read(session: Session) -> dict[int, dict[int, SetShare]]:
        columns = (OwnShare.part_id, OwnShare.unit_id, OwnShare.amount, OwnShare.origin, OwnShare.months)
        found: dict[int, dict[int, SetShare]] = {}
        for part, unit, *share in session.execute(select(*columns).join(Part).where(Part.plan_id == plan.id)):
            found.setdefault(part, {})[unit] = share_said(*share)
        return found

    return kept("own_shares", plan.centre_id, plan.year, read)


def share_said(amount: Number, origin: str, months: list[Any] | None) -> SetShare:
    """A share as it is stored."""
    return SetShare(amount, origin, read_phases(months))


@dataclass(frozen=True)
class PartShares:
    """Who counts a figure in some month of the year, what each has of its plan, and where that comes from where it was
    set; ``by_month``: the months of those shares that do not lie as the plan does."""

    counting: tuple[int, ...]
    shares: Mapping[int, Number]
    origins: Mapping[int, str]
    by_month: Mapping[int, Phases] = field(default_factory=dict)


@dataclass(frozen=True)
class UnitsTarget:
    """What figures of some units are held against; ``counts``: whether one of them counts the figure, ``whole``:
    whether nobody else does, ``planned``: whether there is a plan of which they could have a share."""

    target: Target | None
    counts: bool
    whole: bool
    planned: bool


class SharesOfYear:
    """The own shares of one plan, asked figure by figure. ``stored``: those that were set, where they are to be others
    than stand."""

    def __init__(self, plan: Plan, stored: Stored | None = None) -> None:
        self.plan = plan
        self.units = {unit.id: unit for unit in all_units(plan.centre_id)}
        self.spans = {unit_id: own_span(unit) for unit_id, unit in self.units.items()}
        self.stored = stored_shares(plan) if stored is None else stored

    def division(self, part: Part) -> Division | None:
        """Between whom the plan of a figure is divided; None without a plan."""
        row = part.indicator
        if part.plan is None:
            return None
        lies, counted = months_of_plan(row, part.plan, part.phasing), row_units(row).months
        return Division(part.plan, row.mode, lies, self.plan.year, counted, self.spans)

    def set_for(self, part: Part) -> Mapping[int, SetShare]:
        """The shares that were set for a figure."""
        return self.stored.get(part.id, {})

    def of_part(self, part: Part) -> PartShares:
        division, stored = self.division(part), self.set_for(part)
        counting = tuple(row_units(part.indicator).months)
        shares = division.shares(stored) if division is not None else {}
        live = {unit: stored[unit] for unit in (division.between if division is not None else ()) if unit in stored}
        by_month = {unit: share.months for unit, share in live.items() if share.months is not None}
        return PartShares(counting, shares, {unit: share.origin for unit, share in live.items()}, by_month)

    def all_who_count(self, row: Indicator, unit_ids: Collection[int]) -> bool:
        """Whether all units that count a row in the course of the year are among some: then what is known of the centre
        only is theirs, too."""
        counting = row_units(row).months
        return bool(counting) and set(counting) <= set(unit_ids)

    def target(self, part: Part, unit_ids: Collection[int]) -> UnitsTarget:
        """What figures of some units are held against: the whole plan, as it lies over the months for the centre, where
        all who count are among them, be it one; else their own shares; nothing where one of them who counts has
        none."""
        counting = row_units(part.indicator).months
        own = [unit for unit in counting if unit in unit_ids]
        whole = len(own) == len(counting)
        division = self.division(part) if own else None
        if division is None:
            return UnitsTarget(None, bool(own), whole, part.plan is not None)
        if whole or part.indicator.mode == RATIO:
            return UnitsTarget(Target(division.plan, division.lies), True, whole, True)
        stored = self.set_for(part)
        return UnitsTarget(together([division.target(unit, stored) for unit in own]), True, whole, True)

    def in_month(self, part: Part, unit_id: int, month: int) -> Number | None:
        """What of a unit's share of a figure lies in a month (1–12)."""
        division = self.division(part)
        return division.in_month(unit_id, month, self.set_for(part)) if division is not None else None


def shares_left(before: Plan, after: Plan, first_month: int) -> Stored:
    """The shares that were set in a plan, as they are once an amendment has changed, from a year-month on, what is
    planned of a figure or who counts it: of the months before they have what they had. Both are trees; parts are the
    same by their keys."""
    past = range(1, first_month % 100)
    stood, stands = SharesOfYear(before), SharesOfYear(after)
    former = {part.key: part for row in rows_of(before) for part in row.parts if part.id in stood.stored}
    found = dict(stood.stored)
    for part in (part for row in rows_of(after) for part in row.parts if part.key in former):
        old, new = stood.division(former[part.key]), stands.division(part)
        if old is not None and new is not None:
            shares = stood.set_for(former[part.key])
            left = new.left(old, shares)
            settled = new.settled(old, shares, left, past)
            # Where whole numbers had them earlier than the plan has them, the plan is the limit.
            found[part.id] = {
                unit: settled[unit] if settled[unit].amount <= share.amount else share for unit, share in left.items()
            }
    return found
