"""Who does what with an amendment, in which state, and how each refusal is told (domain.md §5)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.domain.amending import ADD, CHANGE, END
from app.domain.duties import AMEND, AMEND_AGAIN, AMEND_LEFT
from app.domain.errors import Conflict, Invalid, Locked, NotAllowed
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Obligation
from app.operations.amendment_lines import amend_new_row, amend_row, leave_row
from app.operations.amendments import (
    ask_amendment,
    begin_amendment,
    change_amendment,
    return_amendment,
    withdraw_amendment,
)
from app.queries.amendments import amendment_of, open_amendment
from app.queries.duties import duties, everybody, of_person
from tests.amendments.conftest import Amended, approved, at_work
from tests.submissions.conftest import office_of

__all__ = ["approved"]

DAY = date(2025, 7, 2)
RAISED = (CHANGE, "IV.15", {"plan": "9600"})
TEXTS: dict[str, Any] = {
    "name": "Qatnov", "measure": "Nafar", "fact_text": "11187", "plan_text": "9 600", "mechanism": "", "deadline": "",
    "responsible": "",
}  # fmt: skip


def kinds(amended: Amended, login: str) -> list[str]:
    found = duties(1, of_person(amended.people[login]), DAY)
    return [duty.kind for duty in found if duty.kind in (AMEND, AMEND_AGAIN)]


def test_from_the_methodologist_to_the_director_and_back(amended: Amended) -> None:
    amendment = amended.prepare("2025-07", RAISED)
    assert (kinds(amended, "direktor"), kinds(amended, "metodist")) == ([], [])
    amended.ask(amendment, DAY)
    assert (kinds(amended, "direktor"), kinds(amended, "metodist")) == ([AMEND], [])
    assert amended.months("IV.15") == [750] * 12, "nothing changes before it is approved"
    version = amendment.version
    with pytest.raises(Invalid, match="amendment.note_missing"):
        return_amendment(
            actor=amended.people["direktor"], plan=amended.plan, amendment=amendment, version=version, note=" "
        )
    return_amendment(
        actor=amended.people["direktor"], plan=amended.plan, amendment=amendment, version=version, note="10 000 boʻlsin"
    )
    assert (amendment.state, amendment.note) == ("returned", "10 000 boʻlsin")
    assert (kinds(amended, "direktor"), kinds(amended, "metodist")) == ([], [AMEND_AGAIN])
    amend_row(
        actor=amended.people["metodist"], plan=amended.plan, amendment=amendment, row_key="IV.15",
        version=amendment.version, **{**TEXTS, "plan_text": "10 000"},
    )  # fmt: skip
    amended.ask(amendment, DAY)
    amended.approve(amendment, DAY)
    assert (amendment.state, amendment.note) == ("approved", "")
    assert [one.kind for one in duties(1, everybody(), DAY) if one.kind in (AMEND, AMEND_AGAIN)] == []
    assert sum(amended.months("IV.15")) == 10000


def test_what_was_left_unfinished_is_owed_when_its_year_is_over(approved: Flask, as_: Any) -> None:
    """Nobody asked for it: from January on the methodologist is told on her first page, until she takes it back."""
    with at_work(approved) as amended:
        amended.prepare("2025-11", RAISED)

    def told(day: date) -> tuple[list[tuple[str, str]], bool]:
        approved.config["TODAY"] = day
        with approved.app_context():
            found = [(one.kind, one.permission) for one in duties(1, everybody(), day) if one.kind == AMEND_LEFT]
        return found, "Tugallanmagan oʻzgartirish" in as_("metodist").get("/").get_data(as_text=True)

    assert told(date(2025, 12, 31)) == ([], False)
    assert told(date(2026, 1, 1)) == ([(AMEND_LEFT, "plan.edit")], True)
    assert "Tugallanmagan" not in as_("direktor").get("/").get_data(as_text=True), "it is not his"
    with at_work(approved) as amended:
        found = amendment_of(amended.plan, 1)
        withdraw_amendment(actor=amended.people["metodist"], plan=amended.plan, amendment=found, version=found.version)
        db.session.commit()
    assert told(date(2026, 1, 1)) == ([], False)


def test_what_came_back_stands_on_the_first_page_with_its_note(approved: Flask, as_: Any) -> None:
    approved.config["TODAY"] = DAY
    with at_work(approved) as amended:
        found = amended.prepare("2025-07", RAISED)
        amended.ask(found, DAY)
        return_amendment(
            actor=amended.people["direktor"], plan=amended.plan, amendment=found, version=found.version,
            note="10 000 boʻlsin",
        )  # fmt: skip
        db.session.commit()
    page = as_("metodist").get("/").get_data(as_text=True)
    assert "Qaytarilgan oʻzgartirishni tuzatish: 2025-yil" in page and "“10 000 boʻlsin”" in page
    assert 'href="/plan/2025/amendments/1"' in page


def test_one_is_open_at_a_time_and_can_be_taken_back(amended: Amended) -> None:
    amendment, who = amended.prepare("2025-07", RAISED), amended.people["metodist"]
    with pytest.raises(Conflict, match="amendment.open"):
        amended.prepare("2025-08", RAISED)
    amended.ask(amendment, DAY)
    withdraw_amendment(actor=who, plan=amended.plan, amendment=amendment, version=amendment.version)
    assert amendment.state == "withdrawn" and open_amendment(amended.plan) is None
    assert amended.prepare("2025-08", RAISED).number == 2, "its number stays taken"
    with pytest.raises(Conflict, match="amendment.not_asked"):
        amended.approve(amendment, DAY)


def test_who_prepared_it_does_not_approve_it(amended: Amended) -> None:
    amendment = amended.prepare("2025-07", RAISED)
    amended.ask(amendment, DAY)
    amendment.prepared_by_id = amended.people["direktor"].id
    db.session.commit()
    assert kinds(amended, "direktor") == []
    with pytest.raises(Conflict, match="amendment.own"):
        amended.approve(amendment, DAY)


@pytest.mark.parametrize("login", ["abonement", "oquv", "direktor", "admin", "kuzatuvchi"])
def test_others_prepare_nothing(amended: Amended, login: str) -> None:
    with pytest.raises(NotAllowed):
        begin_amendment(
            actor=amended.people[login], plan=amended.plan, month=parse_period("2025-07"), reason="Sinov uchun"
        )


@pytest.mark.parametrize(
    ("month", "reason", "code"),
    [
        ("2025-07", "  ", "amendment.reason_missing"),
        ("2025-06", "Sinov", "amendment.month_shut"),
        ("2025-05", "Sinov", "amendment.month_shut"),
        ("2026-01", "Sinov", "amendment.other_year"),
        ("2025-Q3", "Sinov", "amendment.other_year"),
    ],
)
def test_from_which_month_it_cannot_hold(amended: Amended, approved: Flask, month: str, reason: str, code: str) -> None:
    office_of(approved).put("closed", parse_period("2025-06"))
    with pytest.raises(Invalid, match=code):
        amended.prepare(month, reason=reason)


def test_the_next_one_does_not_reach_behind_the_last(amended: Amended) -> None:
    amended.amend("2025-07", RAISED, day=DAY)
    with pytest.raises(Invalid, match="amendment.before_last"):
        amended.prepare("2025-06")
    amendment = amended.prepare("2025-07")
    with pytest.raises(Invalid, match="amendment.before_last"):
        change_amendment(
            actor=amended.people["metodist"], plan=amended.plan, amendment=amendment, version=amendment.version,
            month=parse_period("2025-01"), reason="Sinov", document="",
        )  # fmt: skip


def test_a_month_that_was_closed_meanwhile_stops_the_approval(amended: Amended, approved: Flask) -> None:
    amendment = amended.prepare("2025-07", RAISED)
    amended.ask(amendment, DAY)
    office_of(approved).put("closed", parse_period("2025-07"))
    with pytest.raises(Invalid, match="amendment.month_shut"):
        amended.approve(amendment, date(2025, 8, 10))


def test_what_is_as_it_stands_is_no_line(amended: Amended) -> None:
    amendment, who = amended.prepare("2025-07"), amended.people["metodist"]
    row = next(row for section in amended.plan.sections for row in section.indicators if row.key == "IV.15")
    same = {
        "name": row.name, "measure": row.measure, "fact_text": row.fact_text, "plan_text": row.plan_text,
        "mechanism": "\n".join(row.mechanism), "deadline": row.deadline,
        "responsible": "\n".join(one.words for one in row.responsible if one.printed),
    }  # fmt: skip

    def put(**changed: str) -> None:
        amend_row(
            actor=who, plan=amended.plan, amendment=amendment, row_key="IV.15", version=amendment.version,
            **{**same, **changed},
        )  # fmt: skip

    put()
    assert amendment.lines == []
    with pytest.raises(Invalid, match="amendment.empty"):
        ask_amendment(actor=who, plan=amended.plan, amendment=amendment, version=amendment.version, today=DAY)
    put(plan_text="9600")
    assert [line.wanted for line in amendment.lines] == [{"plan": "9600"}]
    put()
    assert amendment.lines == [], "typed back as it was"
    put(plan_text="9600")
    leave_row(actor=who, plan=amended.plan, amendment=amendment, row_key="IV.15")
    assert amendment.lines == []
    with pytest.raises(Conflict, match="conflict.amendment"):
        amend_row(actor=who, plan=amended.plan, amendment=amendment, row_key="IV.15", version=1, **TEXTS)


@pytest.mark.parametrize(
    ("number", "code"), [("15", "amendment.number_taken"), ("", "amendment.number"), ("o‘n", "amendment.number")]
)
def test_a_new_row_wants_a_number_of_its_own(amended: Amended, number: str, code: str) -> None:
    amendment = amended.prepare("2025-07")
    with pytest.raises(Invalid, match=code):
        amend_new_row(
            actor=amended.people["metodist"], plan=amended.plan, amendment=amendment, section="IV", number=number,
            version=amendment.version, **TEXTS,
        )  # fmt: skip


def test_a_new_row_within_another_takes_its_section(amended: Amended) -> None:
    amendment = amended.prepare("2025-07")
    key = amend_new_row(
        actor=amended.people["metodist"], plan=amended.plan, amendment=amendment, section="I", parent="IV.12",
        number="12.5", version=amendment.version, **{**TEXTS, "responsible": ""},
    )  # fmt: skip
    amended.ask(amendment, DAY)
    amended.approve(amendment, DAY)
    rows = [row for section in amended.plan.sections for row in section.indicators]
    row = next(row for row in rows if row.key == key)
    assert (key, row.parent.key if row.parent else "") == ("IV.12.5", "IV.12")
    assert rows.index(row) == [one.key for one in rows].index("IV.13") - 1


def test_a_draft_is_edited_and_not_amended(app: Flask, amended: Amended) -> None:
    plan = amended.plan
    for state, code in (("draft", "amendment.draft"), ("closed", "lock.year_archived")):
        plan.state = state
        db.session.commit()
        with pytest.raises(Locked, match=code):
            amended.prepare("2025-07")


def test_what_was_done_stays_done(amended: Amended) -> None:
    """A row that ends in July keeps what it owed until June, and who had waived or answered it."""
    before = amended.owed("I.4", "figures")
    one = next(o for o in db.session.query(Obligation) if o.indicator.key == "I.4" and o.period == "2025-Q1")
    one.waive_reason, kept = "Boshqa hujjat bilan", one.id
    amended.amend("2025-07", (END, "I.4", {}), day=DAY)
    assert amended.owed("I.4", "figures") == [period for period in before if period in ("2025-Q1", "2025-Q2")]
    assert db.session.get_one(Obligation, kept).waive_reason == "Boshqa hujjat bilan"


def test_an_added_row_takes_a_later_amendment(amended: Amended) -> None:
    wanted = {"section": "VI", "number": "36", "name": "Onlayn soʻrov", "plan": "12", "deadline": "har oyda"}
    amended.amend("2025-07", (ADD, "VI.36", {**wanted, "responsible": ["Abonementlar sektori"]}), day=DAY)
    assert amended.months("VI.36") == [0] * 6 + [2] * 6
    amended.amend("2025-10", (CHANGE, "VI.36", {"plan": "18"}), day=date(2025, 10, 2))
    assert amended.months("VI.36") == [0] * 6 + [2] * 3 + [4] * 3
