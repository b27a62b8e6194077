"""Reasons are written, shared, changed and taken back; everything leaves its trace and nobody writes for others."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain.errors import Conflict, Invalid, Locked, NotAllowed
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Change, Deviation, DeviationReason
from app.operations.deviations import end_ask
from app.operations.history import broken_link
from app.queries.deviations import given_reasons
from app.queries.history import Wanted, find_changes
from tests.cast import CAST
from tests.deviations.conftest import Q3, Quarter, put

REPAIR, TRIP = "Zal taʼmirda edi", "Safar keyingi chorakka belgilandi"


def history(quarter: Quarter) -> list[tuple[str, str, object, object]]:
    changes = db.session.scalars(select(Change).where(Change.subject == "deviation").order_by(Change.id))
    return [(one.action, one.subject_key, one.before, one.after) for one in changes]


def sentences() -> int:
    return db.session.scalar(select(func.count()).select_from(DeviationReason)) or 0


def test_one_sentence_serves_several_rows_in_one_act(quarter: Quarter) -> None:
    put(quarter.office, "IV.16", "abonement", 1)
    assert quarter.explain("abonement", ("IV.15", "abonement", REPAIR), ("IV.16", "abonement", f"  {REPAIR} ")) == 2
    assert sentences() == 1
    quarter.explain("oquv", ("IV.16", "oquv-zallari", REPAIR))
    assert sentences() == 1
    assert {(one.unit.code, one.text) for one in quarter.line("IV.16").units} == {
        ("abonement", REPAIR), ("oquv-zallari", REPAIR)
    }  # fmt: skip
    assert quarter.place("IV.15", "umumiy-zal").text == ""
    assert history(quarter)[:2] == [
        ("explain", "IV.15|abonement|2025-Q3", None, {"reason": REPAIR}),
        ("explain", "IV.16|abonement|2025-Q3", None, {"reason": REPAIR}),
    ]
    assert broken_link(1) is None


def test_a_changed_reason_keeps_the_former_and_one_taken_back_leaves_a_trace(quarter: Quarter) -> None:
    quarter.explain("abonement", ("IV.15", "abonement", REPAIR))
    assert quarter.explain("abonement", ("IV.15", "abonement", REPAIR)) == 0  # the same words are no change
    quarter.explain("abonement", ("IV.15", "abonement", TRIP))
    quarter.explain("abonement", ("IV.15", "abonement", "  "))
    assert (quarter.place("IV.15", "abonement").text, quarter.place("IV.15", "abonement").is_missing) == ("", True)
    assert [(action, before, after) for action, _key, before, after in history(quarter)] == [
        ("explain", None, {"reason": REPAIR}),
        ("explain", {"reason": REPAIR}, {"reason": TRIP}),
        ("void", {"reason": TRIP}, None),
    ]
    assert db.session.scalar(select(func.count()).select_from(Deviation)) == 1
    shown, count = find_changes(1, Wanted(subject="deviation", row="IV.15", period=Q3))
    assert count == 3 and all(one.unit_code == "abonement" for one in shown)
    assert find_changes(1, Wanted(subject="deviation", period=parse_period("2025-Q2")))[1] == 0


def test_who_saw_an_older_reason_is_told_the_one_that_stands(quarter: Quarter) -> None:
    quarter.explain("abonement", ("IV.15", "abonement", REPAIR))
    with pytest.raises(Conflict) as refused:
        quarter.explain("metodist", ("IV.15", "abonement", TRIP), version=0)
    assert (refused.value.code, refused.value.params) == ("conflict.deviation", {"row": "IV.15", "text": REPAIR})
    assert quarter.place("IV.15", "abonement").text == REPAIR


# who → the units for which he may say why IV.15 stands behind
WRITES = {
    "abonement": {"abonement"},
    "oquv": {"oquv-zallari", "elektron-zal", "abonement", "umumiy-zal", "manaviyat", "huquqiy", "olkashunoslik"},
    "metodist": {"oquv-zallari", "elektron-zal", "abonement", "umumiy-zal", "manaviyat", "huquqiy", "olkashunoslik"},
    "direktor": set(),
    "orinbosar": set(),
    "admin": set(),
    "kuzatuvchi": set(),
}


@pytest.mark.parametrize("who", WRITES)
def test_reasons_are_written_for_ones_own_units(quarter: Quarter, who: str) -> None:
    able = set()
    for unit in quarter.office.units:
        try:
            quarter.explain(who, ("IV.15", unit, REPAIR))
        except NotAllowed:
            continue
        able.add(unit)
    assert able == WRITES[who]


def test_a_line_that_the_unit_does_not_count_takes_none(quarter: Quarter) -> None:
    for row, unit in (("IV.15", "jamlash"), ("IV.99", "abonement"), ("IV.15", "yoq")):
        with pytest.raises(NotAllowed):
            quarter.explain("metodist", (row, unit, REPAIR))


def test_a_closed_month_takes_reasons_a_closed_year_and_one_that_has_not_come_do_not(quarter: Quarter) -> None:
    for month in parse_period("2025-9M").months:
        quarter.office.put("sent", month, commit=False)
    assert quarter.explain("abonement", ("IV.15", "abonement", REPAIR), today=date(2026, 3, 1)) == 1
    with pytest.raises(Invalid, match="deviation.too_early"):
        quarter.explain("abonement", ("IV.15", "abonement", TRIP), today=date(2025, 9, 29))
    for state, error, code in (("closed", Locked, "lock.year_archived"), ("draft", Invalid, "deviation.draft")):
        quarter.office.plan.state = state
        db.session.flush()
        with pytest.raises(error, match=code):
            quarter.explain("abonement", ("IV.15", "abonement", TRIP), version=1)


@pytest.mark.parametrize(("words", "code"), [("a" * 301, "text.too_long"), ("a\x00b", "text.control")])
def test_words_that_cannot_be_stored_are_refused_beside_their_field(quarter: Quarter, words: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        quarter.explain("abonement", ("IV.15", "abonement", words))
    assert (refused.value.code, refused.value.field) == (code, "deviations")
    assert quarter.place("IV.15", "abonement").given is None


def test_who_may_ask(quarter: Quarter) -> None:
    able = set()
    for person in CAST:
        try:
            quarter.ask(person.login, "IV.15", "abonement")
        except NotAllowed:
            continue
        able.add(person.login)
    assert able == {"metodist", "direktor", "orinbosar"}


def test_asking_twice_changes_nothing_and_what_needs_no_reason_is_not_asked(quarter: Quarter) -> None:
    quarter.ask("direktor", "IV.15", "abonement")
    quarter.ask("metodist", "IV.15", "abonement", date(2025, 11, 3))
    given = quarter.place("IV.15", "abonement").given
    assert given is not None and (given.asked_by, given.asked_on) == (quarter.person("direktor").name, quarter.today)
    with pytest.raises(Invalid, match="deviation.not_behind"):
        quarter.ask("direktor", "IV.16", "abonement")
    quarter.explain("umumiy", ("IV.15", "umumiy-zal", REPAIR))
    with pytest.raises(Conflict, match="deviation.stands"):
        quarter.ask("direktor", "IV.15", "umumiy-zal")
    assert [action for action, *_ in history(quarter)] == ["ask", "explain"]


def test_what_is_ahead_may_be_explained_and_is_told(quarter: Quarter) -> None:
    put(quarter.office, "IV.18", "abonement", 1000)
    quarter.explain("abonement", ("IV.18", "abonement", "Yangi avtomobil keldi"))
    assert quarter.line("IV.18").figures.pace == "ahead" and quarter.line("IV.18").is_spoken_of


def test_a_question_is_taken_back(quarter: Quarter) -> None:
    quarter.ask("direktor", "IV.15", "abonement")
    place = {"plan": quarter.office.plan, "quarter": Q3, "row_key": "IV.15", "unit_code": "abonement"}
    with pytest.raises(NotAllowed):
        end_ask(actor=quarter.person("abonement"), **place)
    end_ask(actor=quarter.person("metodist"), **place)
    end_ask(actor=quarter.person("metodist"), **place)
    assert not quarter.place("IV.15", "abonement").is_asked
    assert [action for action, *_ in history(quarter)] == ["ask", "end_ask"]


def test_the_reasons_of_a_period_come_by_one_query(quarter: Quarter) -> None:
    quarter.explain("abonement", ("IV.15", "abonement", REPAIR))
    first = Quarter(quarter.office, parse_period("2025-Q1"))
    first.explain("abonement", ("IV.15", "abonement", TRIP))
    told = {
        key: [(one.quarter, one.text) for one in given_reasons(1, parse_period(key))]
        for key in ("2025-Q3", "2025-9M", "2025-H1", "2025-Q2")
    }
    assert told == {
        "2025-Q3": [(20253, REPAIR)],
        "2025-9M": [(20253, REPAIR), (20251, TRIP)],
        "2025-H1": [(20251, TRIP)],
        "2025-Q2": [],
    }
