"""What is owed of rows that came into the plan or left it, and by which words the months before are judged."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import update

from app.domain.amending import ADD, CHANGE, END
from app.domain.duties import FIGURES
from app.extensions import db
from app.models import Entry
from app.operations.obligations import make_obligations
from app.queries.duties import duties, everybody
from app.queries.months import due_days
from tests.amendments.conftest import Amended

SEMINAR = {
    "section": "V", "parent": "V.33", "number": "33.5", "name": "Raqamli seminar", "measure": "Tadbir", "plan": "6",
    "deadline": "", "responsible": ["Axborot-kommunikatsiya texnologiyalari va raqamlashtirish xizmati"],
}  # fmt: skip


def made_again(amended: Amended) -> tuple[int, int, int]:
    return make_obligations(actor=amended.people["metodist"], plan=amended.plan)


def test_an_added_row_brings_nothing_for_the_time_before_it_came(amended: Amended) -> None:
    """V.33 is quarterly and of the methodologist; from July the digital service has a line of it, until September."""
    assert amended.owed("V.33", unit="akt") == []
    amended.amend("2025-07", (ADD, "V.33.5", SEMINAR), day=date(2025, 7, 2))
    assert amended.owed("V.33", unit="akt") == ["2025-Q3", "2025-Q4"]
    assert amended.owed("V.33", unit="metodika") == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert made_again(amended) == (0, 0, 0)
    amended.amend("2025-10", (END, "V.33.5", {}), day=date(2025, 10, 2))
    assert amended.owed("V.33", unit="akt") == ["2025-Q3"], "owed before it ended, and nothing after"
    assert made_again(amended) == (0, 0, 0)


def test_what_a_sub_row_made_owed_before_it_ended_stays(amended: Amended) -> None:
    """The digital service counts one line of V.33 in the first half-year only."""
    akt = {"shares": {"akt": "counts"}}
    amended.amend("2025-01", (CHANGE, "V.33.d", akt), day=date(2025, 1, 8))
    assert amended.owed("V.33", unit="akt") == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    amended.amend("2025-07", (END, "V.33.d", {}), day=date(2025, 7, 2))
    assert amended.owed("V.33", unit="akt") == ["2025-Q1", "2025-Q2"]
    assert made_again(amended) == (0, 0, 0)


def test_a_figure_answers_the_row_whose_deadline_it_followed_then(amended: Amended) -> None:
    """V.33 is monthly from February on, by its lines; from July one of them has a deadline of its own. A figure of May
    answers May of V.33, as it did when it was written, and in July its own line only."""
    amended.amend("2025-02", (CHANGE, "V.33", {"deadline": "2025-yil har oyda"}), day=date(2025, 2, 3))
    amended.write("V.33.c|metodika|2025-05", "-", date(2025, 5, 20))
    amended.write("V.33.c|metodika|2025-07", "-", date(2025, 7, 3))
    written = datetime(2025, 5, 20, 9, tzinfo=UTC)
    db.session.execute(update(Entry).where(Entry.year_month == 202505).values(changed_at=written))
    amended.amend("2025-07", (CHANGE, "V.33.c", {"deadline": "2025-yil har chorakda"}), day=date(2025, 7, 4))
    today = date(2025, 9, 1)
    every = {
        duty.period: duty
        for duty in duties(1, everybody(), today, settled=True)
        if duty.kind == FIGURES and duty.row_key == "V.33"
    }
    assert (every["2025-05"].state, every["2025-05"].done_on) == ("done", date(2025, 5, 20))
    assert every["2025-06"].state == every["2025-07"].state == "overdue"
    left = {duty.period for duty in duties(1, everybody(), today) if duty.kind == FIGURES and duty.row_key == "V.33"}
    assert "2025-05" not in left and {"2025-04", "2025-06", "2025-07"} <= left, "the open list says the same"


def test_the_day_of_a_month_is_not_that_of_a_row_that_named_its_own(amended: Amended) -> None:
    """From March to June I.1 named the 20th; since July it names none again. April was to be handed in by 5 May."""
    usual = due_days(1, 2025)
    amended.amend("2025-03", (CHANGE, "I.1", {"deadline": "har oyning 20-sanasigacha"}), day=date(2025, 3, 3))
    assert due_days(1, 2025) == usual
    amended.amend("2025-07", (CHANGE, "I.1", {"deadline": "2025-yil davomida"}), day=date(2025, 7, 2))
    assert due_days(1, 2025)[202504] == usual[202504] == date(2025, 5, 5)


def test_the_plan_of_the_months_before_stays_where_they_were_due(amended: Amended) -> None:
    """V.33.c: 8 in four quarters, two in each. Monthly from July: 4 until June stay, 4 over six months."""
    quarterly = amended.months("V.33.c")
    assert quarterly[:6] == [0, 0, 2, 0, 0, 2]
    amended.amend("2025-07", (CHANGE, "V.33", {"deadline": "2025-yil har oyda"}), day=date(2025, 7, 2))
    assert amended.months("V.33.c") == [0, 0, 2, 0, 0, 2, 1, 1, 1, 1, 0, 0], "of a line that follows the row, too"
    assert amended.figure("V.33.c", date(2025, 7, 2), "2025-Q1").due == 2
