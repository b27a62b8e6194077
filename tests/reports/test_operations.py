"""A frozen report stays what it was, a correction has its own number, the differences are those made by hand."""

from __future__ import annotations

import copy
from collections import Counter
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from flask import current_app
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.documents.consolidation_xlsx import write_report_xlsx
from app.domain.errors import Conflict, Invalid, NotAllowed
from app.domain.frozen import Signer, differences, figures_hash, rows_of
from app.domain.periods import TASHKENT, parse_period
from app.extensions import db
from app.models import Change, Obligation, Person, Plan, Report, Submission
from app.models.types import living_at
from app.operations.entries import save_cell
from app.operations.evidence import file_path
from app.operations.history import broken_link
from app.operations.plans import approve_plan
from app.operations.report_sending import send_report, sign_report
from app.operations.reports import correct_report, freeze_report
from app.queries.cells import current_entry, find_cell
from app.queries.letters import letter_of, open_duties_of_period
from app.queries.months import units_to_submit
from app.queries.owed_reports import owed_reports
from app.queries.reports import changes_since, reports_of
from tests.cast import APPROVED

pytestmark = pytest.mark.usefixtures("request_context")
TODAY = date(2025, 11, 18)
SIGNERS = [Signer("Direktor", "A. Karimov"), Signer("Metodist", "D. Tosheva")]
FROZEN = ("figures", "figures_hash", "workbook_sha256", "basis", "plan_revision", "history_hash", "signers", "made_at")


def sign(report: Report, login: str = "direktor", *, day: date = TODAY) -> None:
    """The signature bears its day."""
    with living_at(datetime.combine(day, time(12), TASHKENT)):
        sign_report(actor=person(login), report=report, today=day)


def person(login: str) -> Person:
    return db.session.scalar(select(Person).where(Person.login == login))


def save(plan: Plan, key: str, value: str) -> None:
    """Type a figure, as if its month had been opened for it and closed again."""
    cell = find_cell(plan, key)
    entry = current_entry(cell)
    version = entry.version if entry else 0
    month = select(Submission).where(Submission.year_month == cell.period.year_month)
    states = {row: row.state for row in db.session.scalars(month)}
    for row in states:
        row.state = "draft"
    save_cell(actor=person("metodist"), plan=plan, cell=cell, typed=value, version=version, today=TODAY)
    for row, state in states.items():
        row.state = state
    db.session.flush()


def freeze(plan: Plan, folder: Path, period: str = "2025-Q3", **options) -> Report:
    options = {"actor": person("metodist"), "basis": "accepted", "signers": SIGNERS, "today": TODAY, **options}
    return freeze_report(
        plan=plan, period=parse_period(period), write_workbook=write, folder=folder, **options
    )  # fmt: skip


def write(figures, paper) -> bytes:
    return write_report_xlsx(figures, paper, locale="uz")


def send(report: Report, number: str = "45", day: date = TODAY, **options) -> int:
    if not report.draft and report.sent_at is None and report.signed_at is None:
        sign(report, day=options.get("today", TODAY))
    options = {
        "actor": person("metodist"),
        "way": "exat",
        "recipient": "Viloyat kutubxonasi",
        "write_workbook": write,
        "folder": current_app.config["SETTINGS"].files,
        "today": TODAY,
        "duties": [duty.id for duty in open_duties_of_period(1, report.period)],
        **options,
    }
    return send_report(report=report, number=number, day=day, **options)


def correct(plan: Plan, folder: Path, report: Report, reason: str = "Avgust qayta sanaldi") -> Report:
    return correct_report(
        actor=person("metodist"), plan=plan, report=report, reason=reason, signers=SIGNERS, write_workbook=write,
        folder=folder, today=TODAY,
    )  # fmt: skip


def frozen_bytes(report: Report) -> tuple:
    db.session.refresh(report)
    return (*(repr(getattr(report, name)) for name in FROZEN), figures_hash(report.figures))


def test_a_report_holds_the_figures_of_its_day_and_the_bytes_of_its_workbook(plan, folder) -> None:
    save(plan, "IV.15|abonement|2025-07-01", "1200")
    report = freeze(plan, folder)
    row = next(row for s in report.figures["sections"] for row in s["rows"] if row["key"] == "IV.15")
    assert report.figures["columns"] == ["2025-Q1", "2025-Q2", "2025-Q3"]
    assert row["parts"][0]["columns"] == [{"state": "empty"}, {"state": "empty"}, {"state": "number", "amount": "1200"}]
    assert report.figures_hash == figures_hash(report.figures)
    content = file_path(folder, report.workbook_sha256).read_bytes()
    assert sha256(content).hexdigest() == report.workbook_sha256
    note = db.session.scalars(select(Change).where(Change.subject == "report")).one()
    assert (note.previous_hash, note.after["figures_hash"]) == (report.history_hash, report.figures_hash)
    assert broken_link(plan.centre_id) is None


def test_a_correction_is_a_new_version_with_its_own_number(plan, folder) -> None:
    save(plan, "IV.15|abonement|2025-08-04", "100")
    first = freeze(plan, folder)
    send(first)
    before = frozen_bytes(first)
    save(plan, "IV.15|abonement|2025-08-04", "130")
    second = correct(plan, folder, first)
    assert (second.version_number, second.corrects_id) == (2, first.id)
    with pytest.raises(Invalid) as refused:
        send(second, number="45", day=date(2025, 11, 18))
    assert refused.value.code == "letter.number_taken"
    send(second, number="45-1", day=date(2025, 11, 18))
    assert frozen_bytes(first) == before
    assert (first.outgoing_number, second.outgoing_number) == ("45", "45-1")


def test_differences_are_those_made_by_hand(plan, folder) -> None:
    save(plan, "IV.15|abonement|2025-08-04", "100")
    save(plan, "IV.16|abonement|2025-02-03", "7")
    first = freeze(plan, folder)
    assert changes_since(first, TODAY) == []
    save(plan, "IV.15|abonement|2025-08-04", "130")
    save(plan, "IV.16|abonement|2025-02-03", "-")
    save(plan, "IV.15|abonement|2025-11-03", "999")  # outside the period
    found = {(one.key, one.column): (one.before.amount, one.after.amount) for one in changes_since(first, TODAY)}
    assert found == {
        ("IV.15", "2025-Q3"): (100, 130),
        ("IV.15", "running"): (100, 130),
        ("IV.16", "2025-Q1"): (7, 0),
        ("IV.16", "running"): (7, 0),
    }
    assert differences(first.figures, first.figures) == []


def test_a_row_that_came_later_is_no_difference_where_it_has_nothing(plan, folder) -> None:
    """An amendment brings a row from December on: to the third quarter it brings its plan, and no figure."""
    before = freeze(plan, folder).figures
    after = copy.deepcopy(before)
    row = copy.deepcopy(next(row for row in rows_of(before) if row["key"] == "IV.15"))
    (part,) = row["parts"]
    row["key"], part["key"], part["fact"], part["plan"] = "IV.99", "IV.99", None, "120"
    part["columns"], part["running"] = [{"state": "empty"} for _ in part["columns"]], {"state": "empty"}
    after["sections"][-1]["rows"].append(row)
    assert [(one.key, one.column) for one in differences(before, after)] == [("IV.99", "plan")]
    part["columns"][0] = {"state": "no_activity", "amount": "0"}
    found = [one.column for one in differences(before, after)]
    assert found == ["plan", before["columns"][0]], "that nothing was done is said, though"


@pytest.mark.parametrize(
    ("act", "error", "code"),
    [
        (lambda plan, folder, sent: freeze(plan, folder), Conflict, "report.sent_before"),
        (lambda plan, folder, sent: freeze(plan, folder, "2025-12"), Invalid, "report.future"),
        (lambda plan, folder, sent: freeze(plan, folder, "2025-10", basis="x"), Invalid, "choice.unknown"),
        (lambda plan, folder, sent: freeze(plan, folder, "2025-10", signers=[]), Invalid, "report.signers"),
        (
            lambda plan, folder, sent: freeze(plan, folder, "2025-10", signers=[Signer("Direktor", " ")]),
            Invalid,
            "report.signers",
        ),
        (lambda plan, folder, sent: send(sent), Conflict, "report.already_sent"),
        (lambda plan, folder, sent: correct(plan, folder, sent, "  "), Invalid, "report.reason_missing"),
        (
            lambda plan, folder, sent: correct(plan, folder, freeze(plan, folder, "2025-10")),
            Conflict,
            "report.not_sent",
        ),
        (
            lambda plan, folder, sent: send(freeze(plan, folder, "2025-10"), "46", date(2025, 9, 30)),
            Invalid,
            "report.day_early",
        ),
        (
            lambda plan, folder, sent: send(freeze(plan, folder, "2025-10"), "46", date(2025, 11, 19)),
            Invalid,
            "report.day_future",
        ),
        (lambda plan, folder, sent: send(freeze(plan, folder, "2025-10"), ""), Invalid, "field.required"),
        (
            lambda plan, folder, sent: send(freeze(plan, folder, "2025-10"), "46", way="pigeon"),
            Invalid,
            "choice.unknown",
        ),
        (
            lambda plan, folder, sent: freeze(plan, folder, "2025-10", actor=person("direktor")),
            NotAllowed,
            "report.not_yours",
        ),
        (
            lambda plan, folder, sent: send(freeze(plan, folder, "2025-10"), "46", actor=person("abonement")),
            NotAllowed,
            "report.not_yours",
        ),
    ],
)
def test_what_is_refused(plan, folder, act, error, code) -> None:
    sent = freeze(plan, folder)
    send(sent)
    with pytest.raises(error) as refused:
        act(plan, folder, sent)
    assert refused.value.code == code


def test_an_unsent_version_is_replaced_and_cannot_be_sent_any_more(plan, folder) -> None:
    first = freeze(plan, folder)
    save(plan, "IV.15|abonement|2025-08-04", "100")
    second = freeze(plan, folder)
    with pytest.raises(Conflict) as refused:
        send(first)
    assert refused.value.code == "report.superseded"
    send(second)
    assert (second.version_number, first.sent_at) == (2, None)


def test_a_number_printed_on_the_workbook_is_the_one_that_counts(plan, folder) -> None:
    report = freeze(plan, folder, number="77", day=TODAY)
    send(report, number="78", day=date(2025, 11, 17))
    assert (report.outgoing_number, report.outgoing_date) == ("77", TODAY)


@pytest.mark.parametrize(
    "column", ["figures", "figures_hash", "basis", "period", "plan_revision", "signers", "made_at"]
)
def test_the_database_itself_refuses_to_change_what_is_frozen(plan, folder, column) -> None:
    report = freeze(plan, folder)
    db.session.commit()
    with pytest.raises(DatabaseError, match="frozen"):
        db.session.execute(text(f"update report set {column} = {column} where id = {report.id}"))  # noqa: S608
    db.session.rollback()


@pytest.mark.parametrize(
    "statement", ["update report set recipient = 'x'", "update report set sent_at = null", "delete from report"]
)
def test_the_database_itself_refuses_to_change_what_was_sent(plan, folder, statement) -> None:
    send(freeze(plan, folder))
    db.session.commit()
    with pytest.raises(DatabaseError, match="frozen"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_sending_marks_the_months_of_the_period_and_no_others(plan, folder) -> None:
    units = len(units_to_submit(plan))
    assert send(freeze(plan, folder)) == 3 * units
    now = Counter((one.year_month, one.state) for one in db.session.scalars(select(Submission)))
    assert now == {(month, "sent" if 202507 <= month <= 202509 else "closed"): units for month in range(202501, 202511)}


def obligation(plan: Plan, period: str, due: date, **options) -> Obligation:
    row = next(row for section in plan.sections for row in section.indicators if row.key == "IV.14")
    span = parse_period(period)
    made = Obligation(
        centre_id=1, plan_id=plan.id, indicator_id=row.id, unit_id=row.responsible[0].unit_id or 1, kind="report",
        period=period, starts_on=span.start, ends_on=span.end, first_month=span.months[0].year_month,
        last_month=span.year_month, required=True, due_on=due, **options,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def test_what_was_owed_to_the_region_is_on_time_or_late_or_due(plan, folder) -> None:
    dues = ((1, date(2025, 4, 8)), (2, date(2025, 7, 7)), (3, date(2025, 10, 6)), (4, date(2026, 1, 9)))
    made = [obligation(plan, f"2025-Q{quarter}", due) for quarter, due in dues]
    plan.state = "approved"
    for period, number, day in (("2025-Q1", "1", date(2025, 4, 8)), ("2025-Q2", "2", date(2025, 7, 8))):
        send(freeze(plan, folder, period, today=day), number, day, today=day)
    owed = owed_reports(1, 2025, TODAY)
    assert [one.state for one in owed] == ["done", "done_late", "overdue", "not_due"]
    assert [[letter.number for letter in one.letters] for one in owed] == [["1"], ["2"], [], []]
    assert [letter_of(one) is not None for one in made] == [True, True, False, False]
    assert [one.state for one in owed_reports(1, 2025, date(2025, 10, 4))][2] == "due", "September is over"


def test_a_later_correction_does_not_make_a_report_late(plan, folder) -> None:
    obligation(plan, "2025-Q3", date(2025, 10, 6))
    plan.state = "approved"
    first, day = freeze(plan, folder, today=date(2025, 10, 6)), date(2025, 10, 6)
    send(first, day=day, today=day)
    send(correct(plan, folder, first), "45-1", TODAY)
    (owed,) = owed_reports(1, 2025, TODAY)
    assert (owed.state, owed.letters[0].report_id) == ("done", first.id)


ACTS = st.one_of(
    st.tuples(
        st.just("save"), st.sampled_from(["IV.15", "IV.16"]), st.integers(1, 11), st.sampled_from(["5", "", "-"])
    ),
    st.tuples(st.just("freeze"), st.sampled_from(["2025-Q3", "2025-09"])),
    st.tuples(st.just("send"), st.integers(0, 3)),
    st.tuples(st.just("correct"), st.integers(0, 3)),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, max_size=12))
def test_nothing_that_happens_later_changes_a_frozen_report(plan, folder, acts) -> None:
    kept: list[tuple[Report, tuple]] = []
    sent: dict[int, tuple] = {}
    with db.session.begin_nested() as savepoint:
        for number, (act, *given_) in enumerate(acts):
            try:
                with db.session.begin_nested():
                    match act:
                        case "save":
                            save(plan, f"{given_[0]}|abonement|2025-{given_[1]:02}-03", given_[2])
                        case "freeze":
                            kept.append(remembered(freeze(plan, folder, given_[0])))
                        case "send" if given_[0] < len(kept):
                            report = kept[given_[0]][0]
                            send(report, f"n{number}")
                            sent[report.id] = (report.outgoing_number, report.outgoing_date, report.recipient)
                        case "correct" if given_[0] < len(kept):
                            kept.append(remembered(correct(plan, folder, kept[given_[0]][0])))
            except (Conflict, Invalid):
                pass
            for report, before in kept:
                assert frozen_bytes(report) == before
                for digest in (report.workbook_sha256, report.file_sha256):
                    assert sha256(file_path(folder, digest).read_bytes()).hexdigest() == digest
                if report.id in sent:
                    assert (report.outgoing_number, report.outgoing_date, report.recipient) == sent[report.id]
        numbers = [number for number, *_ in sent.values()]
        assert len(numbers) == len(set(numbers))
        savepoint.rollback()


def remembered(report: Report) -> tuple[Report, tuple]:
    return report, frozen_bytes(report)


def test_an_amended_plan_shows_as_changed_since(plan, folder) -> None:
    approve_plan(actor=person("direktor"), plan=plan, today=APPROVED)
    report = freeze(plan, folder)
    part = next(p for s in plan.sections for row in s.indicators for p in row.parts if p.key == "IV.15")
    part.plan = 9500
    db.session.flush()
    (one,) = changes_since(report, TODAY)
    assert (one.key, one.column, one.before.amount, one.after.amount) == ("IV.15", "plan", 9000, 9500)


# As people look for them, written by hand: what ended last first, then from the month to the year.
ORDER = (
    "2025-12 2025-Q4 2025-H2 2025 2025-11 2025-10 2025-09 2025-Q3 2025-9M 2025-08 2025-07 2025-06 2025-Q2 2025-H1 "
    "2025-05 2025-04 2025-03 2025-Q1 2025-02 2025-01"
).split()


@pytest.mark.parametrize("seed", range(3))
def test_the_list_begins_with_the_period_that_ended_last(plan, seed: int) -> None:
    """It began with January, and a year stood before its first month's neighbours."""
    places = [(period, number) for period in ORDER for number in (1, 2)]
    Random(seed).shuffle(places)
    for period, number in places:
        report = Report(
            centre_id=1, period=period, version_number=number, basis="accepted", plan_revision=1, figures={},
            draft=False, figures_hash="", workbook_sha256="", history_hash="", made_by_id=person("metodist").id,
        )  # fmt: skip
        db.session.add(report)
    db.session.flush()
    found = [(one.period, one.version_number) for one in reports_of(1, 2025)]
    assert found == [(period, number) for period in ORDER for number in (2, 1)]
