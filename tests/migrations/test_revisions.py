"""Migrations (trust.md M1–M3, M6): up and down with a year of data lying in the tables, nothing lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Executable, func, inspect, select, table, text
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.domain.periods import parse_period
from app.extensions import db
from app.models import LockException, Person, Plan, Setting, Submission, SubmissionNote, Unit
from app.operations.calendar import add_holiday
from app.operations.entries import save_cell
from app.operations.history import broken_link
from app.operations.people import person_by_login
from app.operations.plans import approve_plan
from app.queries.cells import find_cell
from app.upkeep.upgrade import alembic_config
from tests.cast import APPROVED, TODAY, fill_database
from tests.conftest import settings_for

REVISIONS = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()][::-1]


@pytest.fixture
def filled(tmp_path: Path) -> Flask:
    """A database at the head, made by the migrations alone, with the cast, the plan, figures and a handed-in month."""
    app = create_app(settings_for(tmp_path))
    with app.app_context():
        command.upgrade(alembic_config(), "head")
    fill_database(app)
    with app.app_context():
        plan = db.session.scalars(select(Plan)).one()
        people = {person.login: person for person in db.session.scalars(select(Person))}
        unit = db.session.scalars(select(Unit).where(Unit.code == "abonement")).one()
        for day in range(1, 11):
            cell = find_cell(plan, f"IV.16|abonement|2025-11-{day:02}")
            save_cell(actor=people["abonement"], plan=plan, cell=cell, typed=str(day), version=0, today=TODAY)
        month = Submission(centre_id=plan.centre_id, unit_id=unit.id, year_month=202510, state="returned")
        month.notes.append(
            SubmissionNote(centre_id=plan.centre_id, person_id=people["metodist"].id, act="return", text="12-kun?")
        )
        db.session.add_all([month, Setting(centre_id=plan.centre_id, name="entry_window_days", value="10")])
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return app


def ask(app: Flask, *statements: Executable) -> list[int]:
    with app.app_context(), db.engine.connect() as connection:
        answers = [connection.execute(statement).scalar_one() for statement in statements]
    with app.app_context():
        db.engine.dispose()
    return answers


def counts(app: Flask, tables: list[str]) -> dict[str, int]:
    answers = ask(app, *(select(func.count()).select_from(table(name)) for name in tables))
    return dict(zip(tables, answers, strict=True))


def figures(app: Flask) -> int:
    return ask(app, text("select sum(value) from entry"))[0]


def tables_at(app: Flask) -> set[str]:
    with app.app_context():
        names = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        db.session.remove()
        db.engine.dispose()
    return names


def move(app: Flask, revision: str, *, up: bool) -> None:
    with app.app_context():
        (command.upgrade if up else command.downgrade)(alembic_config(), revision)
        db.session.remove()
        db.engine.dispose()


def test_tables_are_what_the_models_say(filled: Flask) -> None:
    with filled.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "render_as_batch": True})
        assert compare_metadata(context, db.metadata) == []


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_down_to_a_revision_and_up_again_keeps_what_that_revision_knows(filled: Flask, revision: str) -> None:
    before = tables_at(filled)
    move(filled, revision, up=False)
    known = sorted(tables_at(filled) & before)
    assert {"entry", "part", "person", "change"} <= set(known)
    kept, sum_kept = counts(filled, known), figures(filled)
    assert kept["entry"] == 10 and sum_kept == 55_000
    move(filled, "head", up=True)
    assert tables_at(filled) == before
    assert counts(filled, known) == kept and figures(filled) == sum_kept
    assert ask(filled, text("pragma integrity_check")) == ["ok"]
    with filled.app_context(), db.engine.connect() as connection:
        assert connection.execute(text("pragma foreign_key_check")).fetchall() == []


def test_history_stays_chained_and_figures_stay_readable_after_the_way_down_and_up(filled: Flask) -> None:
    move(filled, REVISIONS[0], up=False)
    move(filled, "head", up=True)
    with filled.app_context():
        plan = db.session.scalars(select(Plan)).one()
        assert broken_link(plan.centre_id) is None
        cell = find_cell(plan, "IV.16|abonement|2025-11-10")
        assert cell.period == parse_period("2025-11-10")
        db.session.remove()
        db.engine.dispose()


def test_history_still_refuses_changes_after_every_revision(filled: Flask) -> None:
    with filled.app_context(), db.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("update change set reason = 'x'"))


def test_weeks_and_days_off_of_the_version_before_the_calendar_are_counted_anew(filled: Flask) -> None:
    """docs/domain.md §4: week 18 of 2025 lies in April and May; a centre's own days off stay days off."""
    with filled.app_context():
        plan = db.session.scalars(select(Plan)).one()
        approve_plan(actor=person_by_login("direktor"), plan=plan, today=APPROVED)
        add_holiday(
            actor=person_by_login("metodist"), day=TODAY, kind="working_day", name="Sanitariya kuni", today=TODAY
        )
        db.session.commit()
    months = text("select min(first_month * 1000000 + last_month) from obligation where period = '2025-W18'")
    assert ask(filled, months) == [202504202505]
    move(filled, "0003", up=False)
    assert ask(filled, months) == [202505202505]
    move(filled, "head", up=True)
    assert ask(filled, months) == [202504202505]
    own = text("select kind from centre_holiday where code = ''")
    weeks = text("select group_concat(distinct page) from unit where working_week = '123456'")
    assert ask(filled, own, weeks) == ["day_off", "reading_rooms"]


def test_marks_of_the_version_before_letters_have_force_only_where_a_report_left(filled: Flask) -> None:
    """docs/domain.md §4: what the sent report of a period answered stays done; any other mark is owed again."""
    with filled.app_context():
        plan = db.session.scalars(select(Plan)).one()
        approve_plan(actor=person_by_login("direktor"), plan=plan, today=APPROVED)
        db.session.commit()
    move(filled, "0007", up=False)
    with filled.app_context(), db.engine.begin() as connection:
        connection.execute(text("update obligation set done_on = '2025-10-08', done_by_id = 1 where kind = 'report'"))
        connection.execute(
            text(
                "insert into report (id, centre_id, period, version_number, correction_reason, basis, plan_revision, "
                "figures, figures_hash, workbook_sha256, history_hash, signers, made_at, made_by_id, outgoing_number, "
                "outgoing_date, way, recipient, sent_at) values (7, 1, '2025-Q3', 1, '', 'accepted', 1, '{}', '', '', "
                "'', '[]', '2025-10-08', 1, '12', '2025-10-08', 'exat', 'Viloyat', '2025-10-08')"
            )
        )
    with filled.app_context():
        db.engine.dispose()
    move(filled, "head", up=True)
    linked = text("select group_concat(distinct period) from obligation where report_id = 7")
    others = text("select count(*) from obligation where report_id is not null and period != '2025-Q3'")
    assert ask(filled, linked, others) == ["2025-Q3", 0]
    with filled.app_context(), db.engine.connect() as connection, pytest.raises(DBAPIError, match="frozen"):
        connection.execute(text("update report set recipient = 'x'"))
    move(filled, "0007", up=False)
    marked = text("select group_concat(distinct period || done_on) from obligation where done_on is not null")
    assert ask(filled, marked) == ["2025-Q32025-10-08"]
    with filled.app_context(), db.engine.connect() as connection, pytest.raises(DBAPIError, match="frozen"):
        connection.execute(text("delete from report"))


def test_an_exception_that_was_given_for_a_sent_month_still_opens_it(filled: Flask) -> None:
    with filled.app_context():
        unit = db.session.scalars(select(Unit).where(Unit.code == "abonement")).one()
        sent, draft = 202509, 202508
        db.session.add(Submission(centre_id=unit.centre_id, unit_id=unit.id, year_month=sent, state="sent"))
        who = {"centre_id": unit.centre_id, "unit_id": unit.id, "person_id": person_by_login("metodist").id}
        for month in (sent, draft):
            db.session.add(LockException(**who, year_month=month, until=TODAY, reason="xato"))
        db.session.commit()
    move(filled, "0007", up=False)
    move(filled, "head", up=True)
    opens = "select opens from lock_exception where year_month = {}"
    assert ask(filled, *(text(opens.format(month)) for month in (sent, draft))) == ["sent", "window"]


def test_a_returned_month_that_was_taken_back_as_a_draft_is_returned_again(filled: Flask) -> None:
    """By whom and since when its note tells; what was accepted in between was a draft rightly."""
    with filled.app_context():
        unit = db.session.scalars(select(Unit).where(Unit.code == "abonement")).one()
        metodist, who = person_by_login("metodist").id, person_by_login("abonement").id
        for month, acts in ((202508, ["return", "reply"]), (202509, ["return", "undo_accept"]), (202507, [])):
            row = Submission(centre_id=unit.centre_id, unit_id=unit.id, year_month=month, state="draft")
            row.state_by_id = who
            row.notes = [
                SubmissionNote(centre_id=unit.centre_id, person_id=metodist, act=act, text="12-kun?") for act in acts
            ]
            db.session.add(row)
        db.session.commit()
    move(filled, "0020", up=False)
    move(filled, "head", up=True)
    with filled.app_context():
        rows = {row.year_month: row for row in db.session.scalars(select(Submission))}
        assert [rows[month].state for month in (202507, 202508, 202509)] == ["draft", "returned", "draft"]
        mended = rows[202508]
        assert (mended.state_by_id, mended.state_at) == (metodist, mended.notes[0].at)
