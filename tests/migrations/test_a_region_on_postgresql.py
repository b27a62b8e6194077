"""The same pages on a shared PostgreSQL server: a year's work from the plan to the workbook."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.config import Settings
from app.domain.duties import CHANGED, CORRECT, SEND
from app.domain.errors import Conflict
from app.domain.periods import TASHKENT
from app.extensions import db
from app.models import Change, Entry, Obligation, OwedCorrection, Report
from app.operations.entries import save_cell
from app.operations.history import broken_link, one_writer
from app.operations.months import close_month
from app.operations.obligations import unwaive, waive, waive_several
from app.operations.plans import approve_plan
from app.queries.cells import current_entry, find_cell
from app.queries.consolidation import consolidate
from app.queries.duties import duties, of_person
from app.queries.month_review import review_of
from app.queries.stand_ins import stand
from app.queries.submissions import waived_months, year_matrix
from app.queries.waiting import remarks_on
from app.upkeep.upgrade import upgrade_database
from tests.cast import APPROVED, TODAY, fill_database
from tests.conftest import Browser
from tests.submissions.conftest import OCTOBER, office_of

pytestmark = pytest.mark.postgresql
CELL = "IV.15|abonement|2025-11-18"


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory, postgresql: str) -> Flask:
    folder: Path = tmp_path_factory.mktemp("region")
    (folder / "files").mkdir()
    with_own_database = postgresql.rsplit("/", 1)[0] + "/region"
    engine = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("create database region"))
    engine.dispose()
    settings = Settings(
        data=folder,
        database_url=with_own_database,
        secret_key="0" * 64,
        hosts=("localhost",),
        extra={"TODAY": TODAY},
    )
    upgrade_database(settings)
    app = create_app(settings)
    fill_database(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def save(browser: Browser, cell: str, value: str, version: int, token: str) -> int:
    return browser.client.post(
        f"/diary/{cell[-10:-3]}?cell={cell}",
        data={"value": value, "version": str(version), "csrf_token": token},
        headers={"HX-Request": "true"},
    ).status_code


def test_a_figure_goes_from_the_cell_to_the_workbook(region: Flask) -> None:
    sector = Browser(region.test_client()).sign_in("abonement")
    token = sector.token("/")
    assert save(sector, "IV.15|abonement|2025-07-01", "1200", 0, token) == 200
    assert save(sector, "IV.15|abonement|2025-07-01", "1300", 0, token) == 409
    methodologist = Browser(region.test_client()).sign_in("metodist")
    assert 'data-cell="IV.15|2025-Q3" data-value="1200"' in methodologist.get("/consolidation/2025-Q3").get_data(True)
    sheet = openpyxl.load_workbook(BytesIO(methodologist.get("/consolidation/2025-Q3.xlsx").data)).active
    line = next(row for row in sheet.iter_rows(values_only=True) if row[-1] == "IV.15")
    assert 1200 in line


def test_two_who_fill_one_empty_cell_at_once_do_not_overwrite_each_other(region: Flask) -> None:
    people = [Browser(region.test_client()).sign_in(login) for login in ("abonement", "metodist")]
    tokens = [person.token("/") for person in people]
    gate = threading.Barrier(2)
    answers: list[int] = []

    def work(number: int) -> None:
        gate.wait()
        answers.append(save(people[number], CELL, str(40 + number), 0, tokens[number]))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    with region.app_context():
        assert len(list(db.session.scalars(select(Change).where(Change.subject_key == CELL)))) == 1


def test_the_history_is_whole_and_cannot_be_changed(region: Flask) -> None:
    with region.app_context():
        assert broken_link(1) is None
        for statement in ("update change set person_name = 'x'", "delete from change", "truncate change"):
            with pytest.raises(DBAPIError, match="append-only"):
                db.session.execute(text(statement))
            db.session.rollback()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/plan/2025",
        "/reading-rooms/",
        "/reading-rooms/events/",
        "/submissions/",
        "/deadlines/",
        "/reports/",
        "/system/history",
        "/system/checks",
    ],
)
def test_every_page_opens(region: Flask, path: str) -> None:
    assert Browser(region.test_client()).sign_in("metodist").get(path).status_code == 200


def test_a_sum_is_a_whole_number(region: Flask) -> None:
    with region.app_context():
        entry = db.session.scalar(select(Entry).where(Entry.value.is_not(None)))
        assert isinstance(entry.value, int)


def test_what_is_filled_and_what_is_official_are_counted_alike(region: Flask) -> None:
    """The bits of days, and the former value beside a changed one, by the other database's own arithmetic."""
    with region.app_context():
        office = office_of(region)
        office.settle()
        for day, typed in ((1, "5"), (15, "7"), (31, "-")):
            cell = find_cell(office.plan, f"IV.15|abonement|2025-10-{day:02}")
            save_cell(
                actor=office.people["abonement"], plan=office.plan, cell=cell, typed=typed, version=0, today=TODAY
            )
        october = review_of(office.plan, office.units["abonement"], OCTOBER, TODAY)
        days = next(one for one in october.fills if one.part.key == "IV.15").filled
        assert (days.share.count, len(days.explained)) == (26, 24)  # the 1st is a holiday
        line = next(one for one in year_matrix(office.plan, TODAY).units if one.unit.code == "abonement")
        assert line.months[9].facts.filled == october.filled
        entry = current_entry(find_cell(office.plan, "IV.15|abonement|2025-10-15"))
        entry.value, entry.former_state, entry.former_value = 99, "number", 7
        office.put("sent", commit=False)
        table = [consolidate(office.plan, OCTOBER, today=TODAY, basis=basis) for basis in ("accepted", "entered")]
        lines = [
            next(row for section in one.sections for row in section.rows if row.row.key == "IV.15") for one in table
        ]
        assert [one.parts[0].columns[0].amount for one in lines] == [12, 104]
        assert remarks_on(year_matrix(office.plan, TODAY), []) == []
        db.session.rollback()


def test_what_another_wrote_meanwhile_is_seen_behind_the_lock(region: Flask) -> None:
    """One reads, another writes and has done so before the first has the lock: what the first decides by is fresh –
    what is kept in memory by the centre's mark (a waiver), and the rows that were read (a month, a plan)."""
    with region.app_context():
        office = office_of(region)
        if office.plan.state == "draft":
            approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
        owed = list(
            db.session.scalars(
                select(Obligation).where(
                    Obligation.unit_id == office.units["abonement"].id, Obligation.last_month == 202510
                )
            )
        )
        waive_several(actor=office.people["metodist"], obligations=owed, reason="taʼmir")
        office.put("accepted")
        row = office.row()
        row.state, row.submitted_by_id = "draft", None
        db.session.commit()
        place = (office.units["abonement"].id, OCTOBER.year_month)
        assert place in waived_months(office.plan)
        seen = office.row("umumiy-zal")
        assert (seen.state, office.plan.state) == ("accepted", "approved")
        with region.app_context():
            other = office_of(region)
            first = db.session.get_one(Obligation, owed[0].id)
            unwaive(actor=other.people["metodist"], obligation=first, version=first.version)
            other.row("umumiy-zal").state = "returned"
            other.plan.state = "closed"
            db.session.commit()
        one_writer(1)
        assert place not in waived_months(office.plan)
        assert (seen.state, office.plan.state) == ("returned", "closed")
        office.plan.state = "approved"
        db.session.commit()
        with region.app_context():
            unwaived = db.session.get_one(Obligation, owed[0].id)
            waive(actor=office_of(region).people["metodist"], obligation=unwaived, version=unwaived.version, reason="x")
            office_of(region).row("umumiy-zal").state = "accepted"
            db.session.commit()
        stand(office.people["direktor"], TODAY)
        assert place in waived_months(office.plan)
        with region.app_context():
            waived = db.session.get_one(Obligation, owed[0].id)
            unwaive(actor=office_of(region).people["metodist"], obligation=waived, version=waived.version)
            db.session.commit()
        with pytest.raises(Conflict, match=r"workflow\.unfinished"):
            close_month(actor=office.people["direktor"], plan=office.plan, month=OCTOBER, today=TODAY)
        db.session.rollback()


def test_a_changed_figure_of_a_month_that_left_stands_in_the_list_of_duties(region: Flask) -> None:
    """The months and the changes in them are one statement, which joins what has no column on one side."""
    with region.app_context():
        office = office_of(region)
        if office.plan.state == "draft":
            approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
        entry = db.session.scalars(select(Entry).where(Entry.unit_id == office.units["abonement"].id)).first()
        assert entry is not None
        entry.former_state, entry.former_value = "number", 5
        db.session.flush()
        found = duties(office.plan.centre_id, of_person(office.people["metodist"]), TODAY)
        day = entry.changed_at.astimezone(TASHKENT).date()
        (duty,) = [duty for duty in found if duty.kind == CHANGED]
        assert duty.unit_id == entry.unit_id and duty.due is not None and duty.due > day
        db.session.rollback()


def test_a_report_that_became_wrong_and_one_that_waits_are_told_apart(region: Flask) -> None:
    """Both are one statement, of two halves with different columns."""
    with region.app_context():
        office = office_of(region)
        common = {
            "centre_id": office.plan.centre_id, "version_number": 1, "basis": "accepted", "plan_revision": 1,
            "figures": {}, "figures_hash": "0" * 64, "workbook_sha256": "0" * 64, "history_hash": "0" * 64,
            "made_by_id": office.people["metodist"].id, "made_at": datetime(2025, 10, 8, tzinfo=UTC),
        }  # fmt: skip
        left = Report(**common, period="2025-08", sent_at=datetime(2025, 10, 9, tzinfo=UTC))
        db.session.add_all([left, Report(**common, period="2025-09")])
        db.session.flush()
        wrong = {"centre_id": left.centre_id, "report_id": left.id, "figures_hash": "0" * 64}
        db.session.add(OwedCorrection(**wrong, since=date(2025, 11, 17)))
        db.session.flush()
        found = duties(left.centre_id, of_person(office.people["metodist"]), TODAY)
        assert [
            (duty.kind, duty.period, duty.due) for duty in found if duty.kind in (CORRECT, SEND) and duty.number
        ] == [
            (SEND, "2025-09", date(2025, 10, 8)),  # 1 October is a holiday
            (CORRECT, "2025-08", date(2025, 11, 20)),
        ]
        db.session.rollback()


def test_what_holds_the_row_of_the_centre_holds_its_lock_first(region: Flask) -> None:
    """A unit that is changed marks its centre: another writer would wait for the row, and it for the other's lock."""
    with region.app_context():
        office = office_of(region)
        office.units["abonement"].name += " va oʻquv zali"
        db.session.flush()
        engine = create_engine(db.engine.url)
        with engine.connect() as other:
            asked = text("select pg_try_advisory_xact_lock(:centre)")
            assert other.scalar(asked, {"centre": office.plan.centre_id}) is False
            db.session.rollback()
            assert other.scalar(asked, {"centre": office.plan.centre_id}) is True
        engine.dispose()
