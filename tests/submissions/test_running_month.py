"""A month that is handed in before it ends: it may be given back at once, and accepted when it is over."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from app.domain.duties import REVIEW
from app.domain.errors import Conflict
from app.domain.periods import parse_period
from app.operations.submissions import accept_month, accept_months, accept_own_month, return_month
from app.queries.duties import duties, everybody
from app.queries.waiting import waiting_for
from tests.cast import APPROVED
from tests.home.test_turns import page_on
from tests.submissions.conftest import Office, office_of

NOVEMBER = parse_period("2025-11")
RUNNING, LAST_DAY, OVER = date(2025, 11, 18), date(2025, 11, 30), date(2025, 12, 1)
DAYS = [(RUNNING, False), (LAST_DAY, False), (OVER, True)]


@pytest.fixture
def early(office: Office) -> Office:
    """November of all units was handed in by the 18th; the plan is in force."""
    office.plan.state, office.plan.approved_on = "approved", APPROVED
    office.put("submitted", NOVEMBER, commit=False)
    return office


def at(office: Office, unit: str) -> dict[str, object]:
    return {"unit_month": office.unit_month(unit, NOVEMBER), "version": office.version(unit, NOVEMBER)}


@pytest.mark.parametrize(("day", "over"), DAYS)
def test_it_waits_for_nobody_before_it_is_over(early: Office, day: date, over: bool) -> None:
    metodist = early.people["metodist"]
    found = [duty for duty in duties(early.plan.centre_id, everybody(), day) if duty.kind == REVIEW]
    assert bool(found) == bool(waiting_for(metodist, day)) == over


@pytest.mark.parametrize(("day", "over"), DAYS)
def test_it_is_accepted_when_it_is_over(early: Office, day: date, over: bool) -> None:
    """One by one, several at once, and by those above: none of the ways goes round it."""
    metodist, director = early.people["metodist"], early.people["direktor"]
    early.row("metodika", NOVEMBER).submitted_by_id = metodist.id
    if over:
        accept_month(actor=metodist, **at(early, "abonement"), today=day)
        accept_own_month(actor=director, **at(early, "metodika"), today=day)
        return
    for accept, actor, unit in (
        (accept_month, metodist, "abonement"),
        (accept_own_month, director, "metodika"),
    ):
        with pytest.raises(Conflict) as refused:
            accept(actor=actor, **at(early, unit), today=day)
        assert refused.value.code == "workflow.month_running"
    one = at(early, "abonement")
    count, refusals = accept_months(actor=metodist, wanted=[(one["unit_month"], one["version"])], today=day)
    assert (count, [error.code for _, error in refusals]) == (0, ["workflow.month_running"])


def test_it_can_be_given_back_at_once(early: Office) -> None:
    return_month(actor=early.people["metodist"], **at(early, "abonement"), reason="Oy hali tugamagan")
    assert early.row("abonement", NOVEMBER).state == "returned"


@pytest.mark.parametrize(("day", "over"), DAYS)
def test_the_pages_say_so(app: Flask, as_, day: date, over: bool) -> None:
    with app.app_context():
        office_of(app).put("submitted", NOVEMBER)
    page = page_on(app, as_("metodist"), day, "/submissions/2025-11/abonement")
    assert bool(re.search(r'action="/submissions/2025-11/abonement/accept"', page)) == over
    assert ("Oy hali tugamagan." in page) == (not over)
    assert 'action="/submissions/2025-11/abonement/return"' in page
    listed = page_on(app, as_("metodist"), day, "/submissions/?year=2025")
    assert ('value="2025-11|abonement|' in listed) == over
