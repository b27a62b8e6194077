from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import Conflict, DomainError, Invalid, NotAllowed
from app.domain.looking import NOT_A_REVIEWERS, OWN, REVIEWING, REVIEWING_ABOVE, Author, look_refused
from app.domain.periods import parse_period
from app.domain.permissions import ROLES
from app.domain.spans import MonthSpan
from app.domain.stand_ins import Acting
from app.domain.workflow import (
    ACTS,
    STATES,
    CellFacts,
    acts_for,
    check_exception,
    lock_reason,
    next_state,
    standing_return,
)

ALLOWED = {
    ("submit", "draft"): ("submitted", {"sector", "head", "methodologist", "deputy"}),
    ("submit", "returned"): ("submitted", {"sector", "head", "methodologist", "deputy"}),
    ("withdraw", "submitted"): ("draft", {"sector", "head", "deputy"}),
    ("return", "submitted"): ("returned", {"methodologist"}),
    ("return_own", "submitted"): ("returned", {"director", "deputy"}),
    ("accept", "submitted"): ("accepted", {"methodologist"}),
    ("accept_own", "submitted"): ("accepted", {"director", "deputy"}),
    ("undo_accept", "accepted"): ("submitted", {"methodologist"}),
    ("close", "accepted"): ("closed", {"director", "deputy"}),
    ("reopen", "closed"): ("accepted", {"director"}),
    ("send", "closed"): ("sent", {"methodologist"}),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", sorted({act.name for act in ACTS}))
def test_who_may_do_what_in_which_state(act: str, state: str, role: str) -> None:
    after, roles = ALLOWED.get((act, state), (None, set()))
    if role in roles:
        assert next_state(act, state, role, reason="sabab") == after
        assert act in acts_for(state, role)
    else:
        with pytest.raises((NotAllowed, Conflict)):
            next_state(act, state, role, reason="sabab")
        assert act not in acts_for(state, role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", sorted({act.name for act in ACTS}))
def test_a_return_that_stands_changes_where_withdrawing_leads_and_nothing_else(act: str, state: str, role: str) -> None:
    after, roles = ALLOWED.get((act, state), (None, set()))
    if role in roles:
        wanted = "returned" if act == "withdraw" else after
        assert next_state(act, state, role, reason="sabab", came_back=True) == wanted
    else:
        with pytest.raises((NotAllowed, Conflict)):
            next_state(act, state, role, reason="sabab", came_back=True)


@pytest.mark.parametrize(
    ("acts", "place"),
    [
        ("", None),
        ("explain reply", None),
        ("return", 0),
        ("explain return reply explain", 1),  # handed in again with a word
        ("return reply return reply", 2),
        ("return undo_accept", None),  # accepted between both
        ("return undo_accept return", 2),
        ("return reopen", 0),
        ("undo_accept reply", None),
    ],
)
def test_a_return_stands_until_the_month_is_accepted(acts: str, place: int | None) -> None:
    assert standing_return(acts.split()) == place


@pytest.mark.parametrize(
    ("act", "state", "role", "facts", "kind", "code"),
    [
        ("return", "submitted", "methodologist", {}, Invalid, "workflow.reason_missing"),
        ("undo_accept", "accepted", "methodologist", {"reason": "  "}, Invalid, "workflow.reason_missing"),
        ("reopen", "closed", "director", {}, Invalid, "workflow.reason_missing"),
        ("accept", "submitted", "methodologist", {"look_refused": OWN}, Conflict, "workflow.own_submission"),
        ("close", "accepted", "director", {"unfinished": 3}, Conflict, "workflow.unfinished"),
        ("accept", "draft", "methodologist", {}, Conflict, "workflow.wrong_state"),
        ("reopen", "sent", "director", {"reason": "xato"}, Conflict, "workflow.wrong_state"),
        ("accept", "submitted", "director", {}, NotAllowed, "workflow.not_yours"),
        (
            "accept_own",
            "submitted",
            "director",
            {"look_refused": NOT_A_REVIEWERS},
            Conflict,
            "workflow.reviewer_accepts",
        ),
        ("accept_own", "submitted", "methodologist", {}, NotAllowed, "workflow.not_yours"),
        ("return_own", "submitted", "director", {}, Invalid, "workflow.reason_missing"),
        (
            "return_own",
            "submitted",
            "director",
            {"reason": "xato", "look_refused": NOT_A_REVIEWERS},
            Conflict,
            "workflow.reviewer_accepts",
        ),
        ("accept", "submitted", "methodologist", {"wanting": 2}, Conflict, "workflow.not_whole"),
        ("accept_own", "submitted", "director", {"wanting": 2}, Conflict, "workflow.not_whole"),
        ("accept", "draft", "methodologist", {"look_refused": OWN}, Conflict, "workflow.wrong_state"),
        ("accept", "submitted", "methodologist", {"look_refused": OWN, "running": True}, Conflict, OWN),
        ("reopen", "closed", "deputy", {"reason": "xato"}, NotAllowed, "workflow.not_yours"),
        ("burn", "draft", "director", {}, NotAllowed, "workflow.not_yours"),
    ],
)
def test_refusals_say_why(
    act: str, state: str, role: str, facts: dict[str, object], kind: type[DomainError], code: str
) -> None:
    with pytest.raises(kind) as refused:
        next_state(act, state, role, **facts)  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("right", "is_reviewer", "me", "own_allowed", "why"),
    [
        (REVIEWING, False, Acting(1), False, ""),
        (REVIEWING, True, Acting(1), False, ""),
        (REVIEWING, True, Acting(7), False, OWN),
        (REVIEWING, True, Acting(1, absent_id=7), False, OWN),
        (REVIEWING, True, Acting(7), True, ""),
        (REVIEWING_ABOVE, True, Acting(1), False, ""),
        (REVIEWING_ABOVE, False, Acting(1), False, NOT_A_REVIEWERS),
        (REVIEWING_ABOVE, False, Acting(7), False, OWN),
        (REVIEWING_ABOVE, True, Acting(1, absent_id=7), True, OWN),  # the centre's setting is for the reviewer alone
    ],
)
def test_why_somebody_may_not_look(right: str, is_reviewer: bool, me: Acting, own_allowed: bool, why: str) -> None:
    """What person 7 did, looked at by this right."""
    author = Author(frozenset({7}), is_reviewer=is_reviewer)
    assert look_refused(right, author, {right: me}, own_allowed=own_allowed) == why


def test_nothing_leads_out_of_sent() -> None:
    assert [act for role in ROLES for act in acts_for("sent", role)] == []


NOVEMBER = CellFacts(period=parse_period("2025-11"), today=date(2025, 11, 20))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, None),
        ({"submission_state": "returned"}, None),
        ({"has_right": False}, "lock.no_right"),
        ({"span": MonthSpan(last=202001)}, "lock.unit_closed"),
        ({"span": MonthSpan(first=209901)}, "lock.before_beginning"),
        ({"period": parse_period("2025-12")}, "lock.future"),
        ({"period": parse_period("2025-11-21")}, "lock.future"),
        ({"period": parse_period("2025-11-20")}, None),
        ({"plan_state": "closed"}, "lock.year_archived"),
        ({"submission_state": "submitted"}, "lock.submitted"),
        ({"submission_state": "accepted"}, "lock.accepted"),
        ({"submission_state": "accepted", "reopened": True}, "lock.reopened"),
        ({"submission_state": "closed"}, "lock.closed"),
        ({"submission_state": "sent"}, "lock.sent"),
        ({"entry_window_days": 5, "today": date(2025, 12, 5)}, None),
        ({"entry_window_days": 5, "today": date(2025, 12, 6)}, "lock.window_ended"),
        ({"entry_window_days": 0, "today": date(2026, 12, 6)}, None),
        ({"period": parse_period("2025-11-03"), "entry_window_days": 5, "today": date(2025, 11, 20)}, None),
        ({"entry_window_days": 5, "today": date(2025, 12, 6), "exception_until": date(2025, 12, 6)}, None),
        (
            {"entry_window_days": 5, "today": date(2025, 12, 7), "exception_until": date(2025, 12, 6)},
            "lock.window_ended",
        ),
        ({"submission_state": "closed", "exception_until": date(2025, 12, 30)}, "lock.closed"),
        ({"submission_state": "accepted", "exception_until": date(2025, 12, 30)}, "lock.accepted"),
        ({"submission_state": "sent", "exception_until": date(2025, 11, 20)}, None),
        ({"submission_state": "sent", "exception_until": date(2025, 11, 19)}, "lock.sent"),
    ],
)
def test_what_locks_a_cell(facts: dict[str, object], code: str | None) -> None:
    lock = lock_reason(replace(NOVEMBER, **facts))  # type: ignore[arg-type]
    assert (lock and lock.code) == code


def test_the_first_lock_that_holds_is_the_message() -> None:
    facts = CellFacts(
        period=parse_period("2025-11"),
        today=date(2025, 10, 1),
        has_right=False,
        span=MonthSpan(last=202001),
        plan_state="closed",
        submission_state="sent",
    )
    codes = []
    for mended in (
        {"has_right": True},
        {"span": MonthSpan()},
        {"today": date(2026, 3, 1), "entry_window_days": 5},
        {"plan_state": "approved"},
        {"submission_state": "draft"},
        {"entry_window_days": 0},
    ):
        lock = lock_reason(facts)
        codes.append(lock and lock.code)
        facts = replace(facts, **mended)  # type: ignore[arg-type]
    assert codes == [
        "lock.no_right",
        "lock.unit_closed",
        "lock.future",
        "lock.year_archived",
        "lock.sent",
        "lock.window_ended",
    ]
    assert lock_reason(facts) is None


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [
        (date(2025, 11, 19), "kasallik", "exception.past"),
        (date(2025, 12, 5), "kasallik", "exception.too_long"),
        (date(2025, 12, 4), " ", "exception.reason_missing"),
        (date(2025, 12, 4), "kasallik", None),
    ],
)
def test_an_exception_lasts_at_most_fourteen_days_and_has_a_reason(until: date, reason: str, code: str | None) -> None:
    if code is None:
        check_exception(until, date(2025, 11, 20), reason)
        return
    with pytest.raises(Invalid) as refused:
        check_exception(until, date(2025, 11, 20), reason)
    assert refused.value.code == code
