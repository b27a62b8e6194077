"""The demonstrated year is told in the order of its days, up to its today, and keeps what a real year holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.cli.acting import centre
from app.domain.periods import TASHKENT
from app.domain.workflow import OFFICIAL
from app.extensions import Base, db
from app.models import CentreHoliday, Change, LockException, Report, Submission, SubmissionNote, Unit
from app.models.types import Moment
from app.operations.history import broken_link
from app.queries.changes import waiting_changes
from app.queries.exceptions import open_exceptions
from app.queries.plan import plan_of
from app.queries.reports import differences
from app.queries.submissions import year_matrix
from app.queries.units import unit_by_code
from app.upkeep.opening import opened
from tests.cli.program import program

# By hand. Day → how many months ever came back with a note; of what was opened after sending: how often, open today
# (unit, month, until); how many reports left, the corrected ones; the last month of the sector that ends; whether the
# decree of December is known; the months that are closed.
TOLD = {
    "2025-01-09": (0, 0, [], 0, [], None, False, 0),
    "2025-03-31": (2, 1, [("umumiy-zal", 202501, "2025-04-03")], 1, [], None, False, 1),
    "2025-12-02": (3, 2, [("umumiy-zal", 202510, "2025-12-05")], 14, ["2025-08", "2025-Q3"], 202511, False, 10),
    "2026-01-15": (3, 2, [("umumiy-zal", 202511, "2026-01-18")], 15, ["2025-08", "2025-Q3"], 202511, True, 11),
    "2026-02-03": (2, 2, [("umumiy-zal", 202512, "2026-02-06")], 18, ["2025-08", "2025-Q3"], 202511, True, 12),
}


@pytest.fixture(scope="module", params=list(TOLD))
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration that stands on a day, open to be asked."""
    folder: Path = tmp_path_factory.mktemp("story") / "data"
    made = program("demo", "--today", request.param, "--accounts", folder.parent / "accounts.json", data=folder)
    assert made.returncode == 0, made.stderr
    with opened(folder):
        yield request.param


def test_the_history_runs_forward_within_the_story_and_its_chain_holds(told: str) -> None:
    moments = list(db.session.scalars(select(Change.at).order_by(Change.id)))
    assert len(moments) > 100
    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert broken_link(centre().id) is None


def test_nothing_bears_a_moment_after_its_today_or_of_the_real_clock(told: str) -> None:
    first = datetime(2025, 1, 1, tzinfo=TASHKENT)
    last = datetime.combine(date.fromisoformat(told) + timedelta(days=1), datetime.min.time(), TASHKENT)
    columns = [one for table in Base.metadata.sorted_tables for one in table.c if isinstance(one.type, Moment)]
    stamped = 0
    for column in columns:
        earliest, latest, count = db.session.execute(
            select(func.min(column), func.max(column), func.count(column))
        ).one()
        assert not count or first <= earliest <= latest < last, column
        stamped += count
    assert stamped > 200


def test_nobody_hands_in_what_it_does_not_owe(told: str) -> None:
    """The tally of each month stands beside as many signs as it counts; those of units that owe nothing are apart."""
    plan, day = plan_of(centre().id, 2025), date.fromisoformat(told)
    assert plan is not None
    matrix = year_matrix(plan, day)
    marks = [(line.unit.code, mark) for line in matrix.units for mark in line.months]
    unasked = [(code, mark) for code, mark in marks if mark.facts.waived and not mark.facts.outside]
    assert ("kotiba", "2025-11") in {(code, mark.month.key) for code, mark in unasked}
    handed = {"submitted", "accepted", "returned"}
    assert [(code, mark.month.key) for code, mark in unasked if mark.state in handed or mark.facts.submitted_on] == []
    for summary in matrix.months:
        own = [mark for _code, mark in marks if mark.month == summary.month and not mark.facts.waived]
        assert summary.expected == len(own)
        ticks = [mark for _code, mark in marks if mark.month == summary.month and mark.state in OFFICIAL]
        assert summary.accepted == len(ticks)


def test_what_real_years_hold_is_in_it(told: str) -> None:
    returned, granted, running, left, corrected, ended, decreed, closed = TOLD[told]
    threads = select(func.count(SubmissionNote.submission_id.distinct())).where(SubmissionNote.act == "return")
    assert db.session.scalar(threads) == returned
    assert db.session.scalar(select(func.count(LockException.id))) == granted
    open_now = [one for one in open_exceptions(centre().id) if one.until >= date.fromisoformat(told)]
    assert [(one.unit_code, one.year_month, one.until.isoformat()) for one in open_now] == running
    assert db.session.scalar(select(func.count(Report.id)).where(Report.sent_at.is_not(None))) == left
    second = select(Report).where(Report.version_number > 1).order_by(Report.period)
    assert [report.period for report in db.session.scalars(second)] == corrected
    unit = unit_by_code(centre().id, "huquqiy")
    assert unit is not None and unit.last_month == ended
    decree = select(func.count(CentreHoliday.id)).where(CentreHoliday.name.contains("Prezident"))
    assert bool(db.session.scalar(decree)) is decreed
    shut = select(func.count(Submission.year_month.distinct())).where(Submission.state.in_(("closed", "sent")))
    assert db.session.scalar(shut) == closed
    assert waiting_changes(centre().id) == []


def test_a_month_that_came_back_was_mended_and_handed_in_again(told: str) -> None:
    """Its thread holds the note and the answer."""
    if told == "2025-01-09":
        assert db.session.scalar(select(func.count(SubmissionNote.id))) == 0
        return
    unit = select(Unit.id).where(Unit.code == "manaviyat").scalar_subquery()
    row = db.session.scalar(select(Submission).where(Submission.unit_id == unit, Submission.year_month == 202501))
    assert row is not None
    assert [note.act for note in row.notes if note.act != "explain"] == ["return", "reply"]
    acts = select(Change.action).where(Change.subject == "submission", Change.subject_key == "manaviyat|2025-01")
    assert list(db.session.scalars(acts.order_by(Change.id)))[:4] == ["submit", "return", "submit", "accept"]


def test_a_corrected_report_has_its_own_number_and_a_list_of_differences(told: str) -> None:
    for report in db.session.scalars(select(Report).where(Report.version_number == 2)):
        before = report.corrects
        assert before is not None and before.sent_at is not None and report.sent_at is not None
        assert before.outgoing_number != report.outgoing_number and before.sent_at < report.sent_at
        assert {one.key for one in differences(before.figures, report.figures)} == {"IV.16"}
