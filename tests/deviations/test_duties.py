"""A reason that was asked for is a duty of its unit until one stands: held against a table kept by hand, and walked in
any order by a state machine."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.domain.duties import REASON, Duty
from app.domain.errors import DomainError
from app.domain.periods import TASHKENT, parse_period
from app.extensions import db
from app.models.types import living_at, now
from app.operations.deviations import end_ask
from app.queries.duties import Owing, duties, everybody, of_person
from tests.deviations.conftest import Q3, Quarter, put
from tests.deviations.test_wanted import end, owed_by
from tests.submissions.conftest import office_of

PLACE = ("IV.15", "abonement")


def owed(today: date, unit_ids: set[int] | None = None, *, settled: bool = False) -> list[Duty]:
    owing = everybody() if unit_ids is None else Owing(frozenset(unit_ids), frozenset())
    return [duty for duty in duties(1, owing, today, settled=settled) if duty.kind == REASON]


def told(found: list[Duty]) -> list[tuple[str, str, str, str]]:
    return [(duty.row_key, duty.period, str(duty.due), duty.state) for duty in found]


# asked on → due on: three working days of the centre; 1 October is a feast, 8 December is one
DUE = {
    date(2025, 10, 14): date(2025, 10, 17),
    date(2025, 10, 17): date(2025, 10, 22),
    date(2025, 9, 30): date(2025, 10, 6),
    date(2025, 12, 5): date(2025, 12, 11),
}


@pytest.mark.parametrize(("asked", "due"), DUE.items())
def test_an_answer_is_due_three_working_days_later(quarter: Quarter, asked: date, due: date) -> None:
    quarter.ask("direktor", *PLACE, asked)
    for day, state in ((asked, "due"), (due, "due"), (date.fromordinal(due.toordinal() + 1), "overdue")):
        assert told(owed(day)) == [("IV.15", "2025-Q3", str(due), state)]
    assert told(owed(date(2027, 5, 5))) == [("IV.15", "2025-Q3", str(due), "overdue")], "it does not go with the years"


def test_whose_it_is(quarter: Quarter) -> None:
    quarter.ask("direktor", *PLACE)
    unit = quarter.office.units["abonement"].id
    assert [duty.unit_id for duty in owed(quarter.today)] == [unit] and not owed(quarter.today, {unit + 1})
    have = {
        login
        for login, person in quarter.office.people.items()
        if [duty for duty in duties(1, of_person(person), quarter.today) if duty.kind == REASON]
    }
    assert have == {"abonement", "oquv"}  # its own people, and the head above them


def test_it_is_done_when_a_reason_stands_and_owed_again_when_it_is_taken_back(quarter: Quarter) -> None:
    quarter.ask("direktor", *PLACE)
    for day, state in ((16, "done"), (20, "done_late")):
        with living_at(datetime(2025, 10, day, 10, tzinfo=TASHKENT)):
            quarter.explain("abonement", (*PLACE, "Taʼmir"))
        assert owed(date(2025, 11, 3)) == []
        (done,) = owed(date(2025, 11, 3), settled=True)
        assert (done.state, done.done_on, done.is_open) == (state, date(2025, 10, day), False)
        quarter.explain("abonement", (*PLACE, ""))
        assert told(owed(date(2025, 11, 3))) == [("IV.15", "2025-Q3", "2025-10-17", "overdue")]


def test_a_figure_that_is_mended_leaves_the_question_and_the_place_to_answer_it(quarter: Quarter) -> None:
    quarter.ask("direktor", *PLACE)
    put(quarter.office, "IV.15", "umumiy-zal", 3000)
    assert quarter.behind() == [] and len(owed(quarter.today)) == 1
    assert {line.row.key for line in quarter.found().to_explain} == {"IV.15", *quarter.unwritten()}
    quarter.explain("abonement", (*PLACE, "Sentabr sonlari tuzatildi"))
    assert owed(quarter.today) == []


def test_what_ends_a_question(quarter: Quarter) -> None:
    """Taken back, the year closed, the row waived, the unit ended before the quarter did; and only these."""
    quarter.ask("direktor", "IV.15", "umumiy-zal")
    year = owed_by(quarter, "umumiy-zal", "2025")
    year.waived_at = now()
    db.session.flush()
    assert owed(quarter.today) == []
    year.waived_at = None
    end(quarter, "umumiy-zal", last_month=parse_period("2025-11"))
    assert len(owed(quarter.today)) == 1
    end(quarter, "umumiy-zal", last_month=parse_period("2025-08"))
    assert owed(quarter.today) == []
    end(quarter, "umumiy-zal")
    quarter.office.plan.state = "closed"
    db.session.flush()
    assert owed(quarter.today) == []
    quarter.office.plan.state = "approved"
    db.session.flush()
    assert len(owed(quarter.today)) == 1
    take_back(quarter, "IV.15", "umumiy-zal")
    assert owed(quarter.today) == []


def take_back(quarter: Quarter, row: str, unit: str, who: str = "direktor") -> None:
    end_ask(actor=quarter.person(who), plan=quarter.office.plan, quarter=Q3, row_key=row, unit_code=unit)


UNITS = ("abonement", "umumiy-zal", "manaviyat")
PEOPLE = ("abonement", "umumiy", "oquv", "metodist", "direktor", "orinbosar", "admin")


class QuestionsWay(RuleBasedStateMachine):
    """Anybody asks, answers, takes back and waives in any order: what is owed is what was asked and not answered."""

    app: Flask

    @initialize()
    def begin(self) -> None:
        self.context = self.app.app_context()
        self.context.push()
        office = office_of(self.app)
        self.quarter = Quarter(office)
        put(office, "IV.15", "abonement", 1)
        self.asked: set[str] = set()
        self.texts: dict[str, str] = {}
        self.waived: set[str] = set()

    def try_to(self, do) -> bool:
        try:
            do()
        except DomainError:
            return False
        return True

    unit = st.sampled_from(UNITS)
    who = st.sampled_from(PEOPLE)

    @rule(who=who, unit=unit)
    def ask(self, who: str, unit: str) -> None:
        done = self.try_to(lambda: self.quarter.ask(who, "IV.15", unit))
        able = who in ("metodist", "direktor", "orinbosar")
        known = unit in self.asked and unit not in self.texts
        assert done == (able and unit not in self.texts and (known or unit not in self.waived))
        if done:
            self.asked.add(unit)

    @rule(who=who, unit=unit, words=st.sampled_from(("", "Taʼmir", "Safar")))
    def explain(self, who: str, unit: str, words: str) -> None:
        if self.try_to(lambda: self.quarter.explain(who, ("IV.15", unit, words))):
            self.texts = {**self.texts, unit: words} if words else {k: v for k, v in self.texts.items() if k != unit}

    @rule(who=who, unit=unit)
    def take_back(self, who: str, unit: str) -> None:
        if self.try_to(lambda: take_back(self.quarter, "IV.15", unit, who)):
            self.asked.discard(unit)

    @rule(unit=unit, waived=st.booleans())
    def waive(self, unit: str, waived: bool) -> None:
        owed_by(self.quarter, unit, "2025").waived_at = now() if waived else None
        db.session.flush()
        (self.waived.add if waived else self.waived.discard)(unit)

    @rule(state=st.sampled_from(("closed", "sent", "draft")))
    def bring_the_months(self, state: str) -> None:
        """A reason explains: no state of the months stands in its way."""
        for month in Q3.months:
            self.quarter.office.put(state, month, commit=False)

    @invariant()
    def nothing_asked_vanishes_unless_it_is_answered_or_ended(self) -> None:
        codes = {unit.id: unit.code for unit in self.quarter.office.units.values()}
        found = {codes[duty.unit_id or 0] for duty in owed(self.quarter.today)}
        assert found == self.asked - set(self.texts) - self.waived
        every = owed(self.quarter.today, settled=True)
        assert {codes[duty.unit_id or 0] for duty in every if not duty.is_open} == self.asked & set(self.texts)

    @invariant()
    def what_was_said_stands(self) -> None:
        units = self.quarter.line("IV.15").units
        assert {one.unit.code: one.text for one in units if one.text} == self.texts

    def teardown(self) -> None:
        db.session.rollback()
        self.context.pop()


def test_nothing_that_was_asked_vanishes(approved: Flask) -> None:
    class Machine(QuestionsWay):
        app = approved

    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=checks)
    )
