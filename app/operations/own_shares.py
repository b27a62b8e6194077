"""Setting own shares: what of a row's plan is which unit's own (domain.md §3 “Own share”). No figure changes by it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm.attributes import flag_modified

from app.domain.counting import RATIO, Number
from app.domain.errors import Invalid
from app.domain.handovers import Division
from app.domain.own_shares import EVEN, LAST_YEAR, TYPED, check_shares
from app.domain.text import check_text
from app.extensions import db
from app.models import OwnShare, Part, Person, Plan, Unit
from app.operations.history import note_change
from app.operations.plan_rows import need_version
from app.operations.rights import need, need_not_closed
from app.queries.own_shares import SharesOfYear, Stored, last_year_figures
from app.queries.plan import rows_of

REASON_LIMIT = 500


def set_own_shares(
    *, actor: Person, plan: Plan, part: Part, version: int, amounts: Mapping[int, Number], reason: str = ""
) -> None:
    """Give units their shares of a figure by hand; who is not named has none, and nobody named takes all away.

    Raises NotAllowed for who is no methodologist, Locked for a closed plan, Conflict where the row changed meanwhile,
    Invalid ``shares.…`` for what cannot be, such as more than the plan, or where an approved plan wants a reason.
    """
    year, division = need_shares(actor, plan, part, version, reason)
    for unit_id in amounts:
        if unit_id not in division.between:
            name = year.units[unit_id].name if unit_id in year.units else ""
            raise Invalid("shares.not_counting", field="amounts", key=part.key, name=name)
    check_shares(division.divided, part.indicator.decimals, amounts)
    wanted = {unit: (amount, TYPED) for unit, amount in amounts.items()}
    keep(actor, plan, part, given_away(year, division, part) | wanted, year, reason)


def spread_own_shares(*, actor: Person, plan: Plan, part: Part, version: int, way: str, reason: str = "") -> None:
    """Divide the whole plan of a figure between the units that count it: ``even``, or as ``last_year`` was done.

    Raises as ``set_own_shares``, and Invalid ``shares.nothing_to_go_by`` where last year tells nothing.
    """
    year, division = need_shares(actor, plan, part, version, reason)
    if way not in (EVEN, LAST_YEAR):
        raise Invalid("choice.unknown", field="way")
    amounts = division.spread(last_year_figures(plan, part) if way == LAST_YEAR else None)
    wanted = {unit: (amount, way) for unit, amount in amounts.items()}
    keep(actor, plan, part, given_away(year, division, part) | wanted, year, reason)


def given_away(year: SharesOfYear, division: Division, part: Part) -> dict[int, tuple[Number, str]]:
    """What was set for units that do not divide the plan any more, and is still said of the months before."""
    stored = year.stored.get(part.id, {})
    return {unit: share for unit, share in stored.items() if unit not in division.between and division.keeps(unit)}


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
    wanted: Mapping[int, tuple[Number, str]],
    year: SharesOfYear,
    reason: str = "",
    action: str = "change",
) -> None:
    """Store the shares of a figure as they are wanted, with what stood there before in the history."""
    stored = {share.unit_id: share for share in part.own_shares}
    before = share_state(year.units, {unit: (share.amount, share.origin) for unit, share in stored.items()})
    after = share_state(year.units, wanted)
    if before == after:
        return
    for unit_id, share in stored.items():
        if unit_id not in wanted:
            part.own_shares.remove(share)
    for unit_id, (amount, origin) in wanted.items():
        if unit_id in stored:
            stored[unit_id].amount, stored[unit_id].origin = amount, origin
        else:
            part.own_shares.append(OwnShare(centre_id=plan.centre_id, unit_id=unit_id, amount=amount, origin=origin))
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


def share_state(units: Mapping[int, Unit], shares: Mapping[int, tuple[Number, str]]) -> dict[str, str]:
    """What the history keeps: the share of each unit by its code, and where they come from."""
    state = {units[unit].code: str(amount) for unit, (amount, _) in shares.items()}
    return {**state, "origin": next(iter(shares.values()))[1]} if shares else {}


def end_idle_shares(actor: Person, plan: Plan, action: str = "change", left: Stored | None = None) -> None:
    """Take away the shares that are none any more, since their unit does not count the row now, nobody beside it does,
    or the plan is gone; each leaves its history, as part of an ``action``. ``left``: what of those that were set is
    still a unit's own after an amendment (``shares_left``)."""
    db.session.flush()
    year = SharesOfYear(plan)
    for part in [part for row in rows_of(plan) for part in row.parts if part.id in year.stored]:
        stored, division = (left or year.stored)[part.id], year.division(part)
        divides = division is not None and not part.indicator.sums_parts
        live = {unit: share for unit, share in stored.items() if divides and division and division.keeps(unit)}
        keep(actor, plan, part, live, year, action=action)
