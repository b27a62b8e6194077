"""Setting own shares: what of a row's plan is which unit's own (domain.md §3 “Own share”). No figure changes by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.domain.counting import RATIO, STOCK, Number
from app.domain.errors import Invalid, NotAllowed
from app.domain.handovers import Division, Stored
from app.domain.own_shares import EVEN, LAST_YEAR, TYPED, SetShare, check_shares
from app.domain.phasing import Phases, check_fixed, check_months
from app.domain.text import check_text
from app.extensions import db
from app.models import OwnShare, Part, Person, Plan, Unit
from app.operations.history import note_change
from app.operations.plan_rows import need_version
from app.operations.rights import need, need_not_closed
from app.queries.amendments import fixed_months
from app.queries.month_facts import last_year_by_unit
from app.queries.own_shares import SharesOfYear, share_said
from app.queries.own_shares import Stored as StoredShares
from app.queries.phasing import stored_phases
from app.queries.plan import rows_of

REASON_LIMIT = 500
OF_SHARES = {"phasing.sum": "shares.months_sum", "phasing.last_level": "shares.months_level"}


def set_own_shares(
    *, actor: Person, plan: Plan, part: Part, version: int, amounts: Mapping[int, Number], reason: str = ""
) -> None:
    """Give units their shares of a figure by hand; who is not named has none, and nobody named takes all away. A share
    that stays as large keeps its months, and of an approved plan closed months keep what they had.

    Raises NotAllowed for who is no methodologist, Locked for a closed plan, Conflict where the row changed meanwhile,
    Invalid ``shares.…`` for what cannot be, such as more than the plan or less than closed months had
    (``shares.below_fixed``: ``name``, ``fixed``, ``share``), or where an approved plan wants a reason.
    """
    year, division = need_shares(actor, plan, part, version, reason)
    for unit_id in amounts:
        if unit_id not in division.between:
            name = year.units[unit_id].name if unit_id in year.units else ""
            raise Invalid("shares.not_counting", field="amounts", key=part.key, name=name)
    check_shares(division.divided, part.indicator.decimals, amounts)
    stored = year.set_for(part)
    months = {unit: share.months for unit, share in stored.items() if share.amount == amounts.get(unit)}
    wanted = {unit: SetShare(amount, TYPED, months.get(unit)) for unit, amount in amounts.items()}
    keep(actor, plan, part, beside_closed(year, division, part, wanted), year, reason)


def spread_own_shares(*, actor: Person, plan: Plan, part: Part, version: int, way: str, reason: str = "") -> None:
    """Divide the whole plan of a figure between the units that count it: ``even``, or as ``last_year`` was done.

    Raises as ``set_own_shares``, and Invalid ``shares.nothing_to_go_by`` where last year tells nothing.
    """
    year, division = need_shares(actor, plan, part, version, reason)
    if way not in (EVEN, LAST_YEAR):
        raise Invalid("choice.unknown", field="way")
    amounts = division.spread(last_year_by_unit(plan, part) if way == LAST_YEAR else None)
    wanted = {unit: SetShare(amount, way) for unit, amount in amounts.items()}
    keep(actor, plan, part, beside_closed(year, division, part, wanted), year, reason)


def set_share_months(
    *,
    actor: Person,
    plan: Plan,
    part: Part,
    unit: Unit,
    version: int,
    months: Sequence[Number | None] | None,
    reason: str = "",
) -> None:
    """Say how a unit's share lies over the twelve months; None: as the row's plan does, but for closed months.

    Raises as ``set_own_shares``; NotAllowed ``row.unknown`` for a unit without a share that was set; Invalid
    ``phasing.…`` or ``shares.months_…`` where the months do not make the share, ``shares.idle_month`` (``month``) for
    one in which the unit does not count the row, ``phasing.month_shut`` (``month``) where a closed one would have
    another figure.
    """
    year, division = need_shares(actor, plan, part, version, reason)
    stored = year.set_for(part)
    if unit.id not in stored or unit.id not in division.between:
        raise NotAllowed("row.unknown")
    share = replace(stored[unit.id], months=None if months is None else checked_months(division, stored, unit, months))
    if months is None:
        share = beside_closed(year, division, part, {unit.id: share})[unit.id]
    before, after = division.target(unit.id, stored), division.target(unit.id, {unit.id: share})
    if before is not None and after is not None:
        check_fixed(before.months, after.months, closed_months(plan))
    keep(actor, plan, part, {**stored, unit.id: share}, year, reason)


def checked_months(division: Division, stored: Stored, unit: Unit, months: Sequence[Number | None]) -> Phases:
    """Twelve months that make a unit's share. Raises Invalid as ``set_share_months``."""
    given = [month for month in months if month is not None]
    if len(given) != 12:
        raise Invalid("phasing.months", field="months", count=len(given))
    for month, amount in enumerate(given, 1):
        if amount and division.mode != STOCK and month not in division.counted[unit.id]:
            raise Invalid("shares.idle_month", field="months", month=month)
    try:
        return check_months(stored[unit.id].amount, division.mode, given)
    except Invalid as error:
        raise Invalid(OF_SHARES.get(error.code, error.code), field="months", **error.params) from error


def closed_months(plan: Plan) -> set[int]:
    """The months (1–12) whose shares stay what they are."""
    return fixed_months(plan) if plan.state == "approved" else set()


def beside_closed(
    year: SharesOfYear, division: Division, part: Part, wanted: Mapping[int, SetShare]
) -> dict[int, SetShare]:
    """Shares that are wanted as they can be: closed months keep what they had, and so do units that do not divide the
    plan any more, of which it is still said what the months before had. Raises Invalid ``shares.below_fixed``."""
    stored, names = year.set_for(part), {unit_id: unit.name for unit_id, unit in year.units.items()}
    found = kept_by_closed(division, stored, wanted, closed_months(year.plan), names)
    gone = {unit: share for unit, share in stored.items() if unit not in division.between and division.keeps(unit)}
    return gone | found


def kept_by_closed(
    division: Division, stored: Stored, wanted: Stored, closed: Collection[int], names: Mapping[int, str]
) -> dict[int, SetShare]:
    """Shares with what closed months (1–12) keep of them. Raises Invalid ``shares.below_fixed`` where that is more than
    the share."""
    found = division.settled(division, stored, wanted, closed)
    for unit, share in found.items():
        if share.amount != wanted[unit].amount:
            had = {"name": names[unit], "fixed": share.amount, "share": wanted[unit].amount}
            raise Invalid("shares.below_fixed", field="amounts", **had)
    return found


def settle_shares(actor: Person, plan: Plan, part: Part, before: Division, reason: str) -> None:
    """The plan of a figure lies otherwise over its open months: of the closed ones shares keep what they had."""
    year = SharesOfYear(plan)
    division, stored = year.division(part), year.set_for(part)
    if division is not None and stored:
        wanted = division.settled(before, stored, stored, closed_months(plan))
        keep(actor, plan, part, wanted, year, reason)


def need_shares(actor: Person, plan: Plan, part: Part, version: int, reason: str) -> tuple[SharesOfYear, Division]:
    """Whether this person may divide the plan of this figure now, and whether there is anything to divide."""
    need(actor, "own_shares.set", otherwise="shares.methodologist")
    row = part.indicator
    need_version(row, version)
    need_not_closed(plan)
    if plan.state != "draft" and not check_text(reason, REASON_LIMIT):
        raise Invalid("shares.reason_needed", field="reason")
    if row.sums_parts:
        raise Invalid("shares.of_parts", key=row.key)
    year = SharesOfYear(plan)
    division = year.division(part)
    if division is None:
        raise Invalid("shares.no_plan", key=part.key)
    if row.mode == RATIO:
        raise Invalid("shares.of_ratio", key=part.key)
    if not division.between:
        raise Invalid("shares.one_unit", key=part.key)
    return year, division


def keep(
    actor: Person,
    plan: Plan,
    part: Part,
    wanted: Mapping[int, SetShare],
    year: SharesOfYear,
    reason: str = "",
    action: str = "change",
) -> None:
    """Store the shares of a figure as they are wanted, with what stood there before in the history."""
    stored = {share.unit_id: share for share in part.own_shares}
    before = share_state(year.units, {unit: share_of(share) for unit, share in stored.items()})
    after = share_state(year.units, wanted)
    if before == after:
        return
    for unit_id, idle in stored.items():
        if unit_id not in wanted:
            part.own_shares.remove(idle)
    for unit_id, share in wanted.items():
        if unit_id not in stored:
            stored[unit_id] = OwnShare(centre_id=plan.centre_id, unit_id=unit_id)
            part.own_shares.append(stored[unit_id])
        one = stored[unit_id]
        one.amount, one.origin, one.months = share.amount, share.origin, stored_phases(share.months)
    flag_modified(part.indicator, "confirmed")  # the row's version stands for its shares, too
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=plan.centre_id,
        action=action,
        subject="own_shares",
        subject_key=f"{plan.year}|{part.key}",
        before=before,
        after=after,
        reason=check_text(reason, REASON_LIMIT),
    )


def share_of(stored: OwnShare) -> SetShare:
    return share_said(stored.amount, stored.origin, stored.months)


def share_state(units: Mapping[int, Unit], shares: Mapping[int, SetShare]) -> dict[str, Any]:
    """What the history keeps: the share of each unit by its code, where they come from, and ``months`` of those that
    do not lie as the plan does."""
    if not shares:
        return {}
    state = {units[unit].code: str(share.amount) for unit, share in shares.items()}
    months = {
        units[unit].code: [str(month) for month in share.months]
        for unit, share in shares.items()
        if share.months is not None
    }
    return {**state, "origin": next(iter(shares.values())).origin, **({"months": months} if months else {})}


def end_idle_shares(actor: Person, plan: Plan, action: str = "change", left: StoredShares | None = None) -> None:
    """Take away the shares that are none any more, since their unit does not count the row now, nobody beside it does,
    or the plan is gone; each leaves its history, as part of an ``action``. ``left``: what of those that were set is
    still a unit's own after an amendment (``shares_left``)."""
    db.session.flush()
    year = SharesOfYear(plan)
    for part in [part for row in rows_of(plan) for part in row.parts if part.id in year.stored]:
        stored, division = (year.stored if left is None else left)[part.id], year.division(part)
        divides = division is not None and not part.indicator.sums_parts
        live = {unit: share for unit, share in stored.items() if divides and division and division.keeps(unit)}
        keep(actor, plan, part, live, year, action=action)
