"""Reads of own shares: what of each figure's plan is a unit's own, stored or by rule (domain/own_shares.py)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.counting import RATIO, Number, span_total
from app.domain.own_shares import Target, phased, shares_in_force, together
from app.domain.phasing import Phases
from app.models import Indicator, OwnShare, Part, Plan
from app.queries.filled import AnyPlan
from app.queries.former import former_part
from app.queries.kept import kept
from app.queries.phasing import months_of_plan
from app.queries.plan import plan_tree, row_units
from app.queries.sums import gathered, month_totals
from app.queries.units import all_units, own_span

Stored = Mapping[int, Mapping[int, tuple[Number, str]]]  # part id → unit id → amount and where it comes from


def stored_shares(plan: AnyPlan) -> Stored:
    """The shares that were set in a plan, whether or not they are in force."""

    def read(session: Session) -> dict[int, dict[int, tuple[Number, str]]]:
        columns = (OwnShare.part_id, OwnShare.unit_id, OwnShare.amount, OwnShare.origin)
        found: dict[int, dict[int, tuple[Number, str]]] = {}
        for part, unit, amount, origin in session.execute(select(*columns).join(Part).where(Part.plan_id == plan.id)):
            found.setdefault(part, {})[unit] = (amount, origin)
        return found

    return kept("own_shares", plan.centre_id, plan.year, read)


@dataclass(frozen=True)
class PartShares:
    """Who counts a figure, what each has of its plan, and where that comes from where it was set."""

    counting: tuple[int, ...]
    shares: Mapping[int, Number]
    origins: Mapping[int, str]


@dataclass(frozen=True)
class UnitsTarget:
    """What figures of some units are held against; ``counts``: whether one of them counts the figure, ``whole``:
    whether nobody else does, ``planned``: whether there is a plan of which they could have a share."""

    target: Target | None
    counts: bool
    whole: bool
    planned: bool


class SharesOfYear:
    """The own shares of one plan, asked figure by figure."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.units = {unit.id: unit for unit in all_units(plan.centre_id)}
        self.stored = stored_shares(plan)

    def of_part(self, part: Part) -> PartShares:
        row, stored = part.indicator, self.stored.get(part.id, {})
        counting = row_units(row).counting
        shares = shares_in_force(part.plan, row.mode, counting, {unit: amount for unit, (amount, _) in stored.items()})
        return PartShares(counting, shares, {unit: origin for unit, (_, origin) in stored.items() if unit in shares})

    def all_who_count(self, row: Indicator, unit_ids: Collection[int]) -> bool:
        """Whether all units that count a row are among some: then what is known of the centre only is theirs, too."""
        counting = row_units(row).counting
        return bool(counting) and set(counting) <= set(unit_ids)

    def target(self, part: Part, unit_ids: Collection[int]) -> UnitsTarget:
        """What figures of some units are held against: the whole plan, as it lies over the months for the centre, where
        all who count are among them, be it one; else their own shares; nothing where one of them who counts has
        none."""
        found = self.of_part(part)
        own = [unit for unit in found.counting if unit in unit_ids]
        whole = len(own) == len(found.counting)
        if part.plan is None or not own:
            return UnitsTarget(None, bool(own), whole, part.plan is not None)
        months = months_of_plan(part.indicator, part.plan, part.phasing)
        if whole or part.indicator.mode == RATIO:
            return UnitsTarget(Target(part.plan, months), True, whole, True)
        shares = together([self.of_unit(part, found, months, unit) for unit in own])
        return UnitsTarget(shares, True, whole, True)

    def of_unit(self, part: Part, found: PartShares, months: Phases, unit_id: int) -> Target | None:
        if unit_id not in found.shares:
            return None
        share = found.shares[unit_id]
        span, mode = own_span(self.units[unit_id]), part.indicator.mode
        return Target(share, phased(share, mode, months, span, self.plan.year))


def last_year_figures(plan: Plan, part: Part) -> dict[int, Number]:
    """Unit id → what it did of the same figure in the year before, of a level where it stood; nothing where that year's
    plan has no such row, or one with another number of figures."""
    former = plan_tree(plan.centre_id, plan.year - 1)
    same = former_part(plan, former, part) if former is not None else None
    if former is None or same is None or len(same.indicator.parts) != len(part.indicator.parts):
        return {}
    mode = same.indicator.mode
    months = gathered(month_totals(former, {same.id: mode}, None, [same.id])).get(same.id, {})
    totals = {unit: span_total(mode, year).value for unit, year in months.items()}
    return {unit: value for unit, value in totals.items() if value is not None}
