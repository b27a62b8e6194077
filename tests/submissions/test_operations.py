"""Handing in with checks and explanations, what was changed, closing with waived units, and the two bases."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from app.domain.duties import HAND_IN, RETURNED
from app.domain.errors import Conflict, Invalid, NotAllowed
from app.domain.periods import TASHKENT, parse_period
from app.extensions import db
from app.models import Change, Obligation, Responsible, SubmissionNote
from app.models.types import living_at, now
from app.operations.entries import save_cell
from app.operations.handing_in import submit_month
from app.operations.history import broken_link
from app.operations.lock_exceptions import set_months, set_self_acceptance
from app.operations.months import close_month, reopen_month, send_months
from app.operations.obligations import waive
from app.operations.submissions import (
    accept_month,
    return_month,
    undo_accept,
    withdraw_month,
)
from app.queries.behind import entries_behind
from app.queries.cells import find_cell
from app.queries.consolidation import consolidate
from app.queries.duties import duties, everybody
from app.queries.month_review import review_of
from app.queries.months import due_days, not_handed_in, units_to_submit
from app.queries.owing import owing_years
from app.queries.plan import parts_of_unit, row_by_key
from app.queries.submissions import unfinished_units, year_matrix
from tests.cast import TODAY
from tests.submissions.conftest import OCTOBER, Office

LATER = date(2025, 11, 20)


@pytest.fixture
def office(office: Office) -> Office:
    """An October of which nothing is blank, so that each test adds its own trouble."""
    office.settle()
    return office


def type_day(
    office: Office, day: str, typed: str, row: str = "IV.16", unit: str = "abonement", version: int = 0
) -> None:
    cell = find_cell(office.plan, f"{row}|{unit}|{day}")
    actor = office.people["metodist"]
    save_cell(actor=actor, plan=office.plan, cell=cell, typed=typed, version=version, today=TODAY)


def submit(office: Office, actor: str = "abonement", unit: str = "abonement", day: date = TODAY, **words: str) -> None:
    explanations = {tuple(key.split("__")): text for key, text in words.items()}
    submit_month(
        actor=office.people[actor],
        unit_month=office.unit_month(unit),
        version=office.version(unit),
        today=day,
        explanations=explanations,  # type: ignore[arg-type]
    )


def accept(office: Office, unit: str = "abonement", today: date = TODAY) -> None:
    unit_month, version = office.unit_month(unit), office.version(unit)
    accept_month(actor=office.people["metodist"], unit_month=unit_month, version=version, today=today)


def give_back(office: Office, reason: str = "12-kunni tuzating") -> None:
    metodist = office.people["metodist"]
    return_month(actor=metodist, unit_month=office.unit_month(), version=office.version(), reason=reason)


def notes(office: Office) -> list[tuple[str, str]]:
    return [(note.act, note.text) for note in db.session.scalars(select(SubmissionNote).order_by(SubmissionNote.id))]


def test_a_copied_month_wants_a_word_that_holds_for_this_value_only(office: Office) -> None:
    type_day(office, "2025-09-10", "46")
    type_day(office, "2025-10-10", "46")
    with pytest.raises(Invalid) as refused:
        submit(office)
    assert (refused.value.code, refused.value.params["count"]) == ("submission.unexplained", 1)
    assert office.row() is None
    submit_month(
        actor=office.people["abonement"],
        unit_month=office.unit_month(),
        version=0,
        today=TODAY,
        explanations={("same_as_last_month", "IV.16"): "Ikkala oyda ham shuncha"},
    )
    assert notes(office) == [("explain", "Ikkala oyda ham shuncha")]
    give_back(office)
    submit(office)  # the same value needs no second word
    give_back(office)
    type_day(office, "2025-09-10", "60", version=1)
    type_day(office, "2025-10-10", "60", version=1)
    with pytest.raises(Invalid):
        submit(office)


def test_every_note_stays_in_the_thread(office: Office) -> None:
    for number in range(3):
        submit(office)
        give_back(office, f"{number}-izoh")
    assert [text for _, text in notes(office)] == ["0-izoh", "1-izoh", "2-izoh"]


def test_a_return_does_not_take_the_first_day_away_but_a_recall_does(office: Office) -> None:
    submit(office, day=date(2025, 11, 4))
    withdraw_month(actor=office.people["abonement"], unit_month=office.unit_month(), version=office.version())
    assert office.row().first_submitted_on is None
    submit(office, day=date(2025, 11, 5))
    give_back(office)
    submit(office, day=LATER)
    assert office.row().first_submitted_on == date(2025, 11, 5)
    withdraw_month(actor=office.people["abonement"], unit_month=office.unit_month(), version=office.version())
    assert office.row().first_submitted_on == date(2025, 11, 5)


def test_what_came_back_and_is_taken_back_again_is_returned_as_it_was(office: Office) -> None:
    """By whom, since when and to which day: handing in and taking back moves nothing."""
    office.approve()

    def returned() -> tuple[object, ...]:
        row, unit = office.row(), office.units["abonement"]
        review, found = review_of(office.plan, unit, OCTOBER, LATER), duties(office.plan.centre_id, everybody(), LATER)
        [duty] = [one for one in found if one.kind == RETURNED]
        [marks] = [line.months for line in year_matrix(office.plan, LATER).units if line.unit.id == unit.id]
        [mark] = [mark for mark in marks if mark.month == OCTOBER]
        return (
            row.state, row.state_at, row.state_by_id, row.state_stand_in_id, row.first_submitted_on,
            duty.due, duty.unit_id, duty.state, duty.note, duty.number, mark.state, review.return_note.text,
            review.is_unchanged,
        )  # fmt: skip

    with living_at(datetime(2025, 11, 4, 12, tzinfo=TASHKENT)):
        submit(office, day=date(2025, 11, 4))
    with living_at(datetime(2025, 11, 5, 12, tzinfo=TASHKENT)):
        give_back(office)
    before = returned()
    assert (before[0], before[8]) == ("returned", "12-kunni tuzating")
    assert not office.row().is_taken_back
    for day in (10, 14):
        with living_at(datetime(2025, 11, day, 12, tzinfo=TASHKENT)):
            submit(office, day=date(2025, 11, day))
            assert office.row().state == "submitted"
            withdraw_month(actor=office.people["abonement"], unit_month=office.unit_month(), version=office.version())
        assert returned() == before
        assert office.row().is_taken_back
    submit(office, day=LATER)
    accept(office)
    words = {"actor": office.people["metodist"], "reason": "xato"}
    undo_accept(**words, unit_month=office.unit_month(), version=office.version())
    withdraw_month(actor=office.people["abonement"], unit_month=office.unit_month(), version=office.version())
    assert office.row().state == "draft", "it was accepted since"


def test_what_changed_since_it_was_seen_and_after_it_was_accepted(office: Office) -> None:
    type_day(office, "2025-10-10", "46")
    submit(office)
    give_back(office)
    type_day(office, "2025-10-10", "48", version=1)
    submit(office)
    review = review_of(office.plan, office.units["abonement"], OCTOBER, TODAY)
    assert {line.part.key: line.seen for line in review.lines if line.seen is not None} == {"IV.16": "46"}
    accept(office)
    assert review_of(office.plan, office.units["abonement"], OCTOBER, TODAY).changed_after == 0
    undo_accept(
        actor=office.people["metodist"], unit_month=office.unit_month(), version=office.version(), reason="xato"
    )
    give_back(office)
    type_day(office, "2025-10-10", "49", version=2)
    submit(office)
    assert review_of(office.plan, office.units["abonement"], OCTOBER, TODAY).changed_after == 1
    accept(office)
    assert review_of(office.plan, office.units["abonement"], OCTOBER, TODAY).changed_after == 1


def test_nobody_accepts_his_own_unless_the_centre_allows_it_and_then_it_is_marked(office: Office) -> None:
    metodist = office.people["metodist"]
    submit(office, actor="metodist")
    with pytest.raises(Conflict) as refused:
        accept(office)
    assert refused.value.code == "workflow.own_submission"
    with pytest.raises(NotAllowed):
        set_self_acceptance(actor=metodist, allowed=True)
    set_self_acceptance(actor=office.people["direktor"], allowed=True)
    accept(office)
    assert office.row().own_accepted


def close(office: Office) -> int:
    return close_month(actor=office.people["direktor"], plan=office.plan, month=OCTOBER, today=TODAY)


def test_a_waived_unit_does_not_stand_in_the_way_and_is_shut_with_the_others(office: Office) -> None:
    office.put("accepted")
    row = office.row()
    row.state, row.first_submitted_on = "draft", None
    db.session.flush()
    with pytest.raises(Conflict) as refused:
        close(office)
    assert refused.value.params["count"] == 1
    waive_october(office)
    for line in (level for part in parts_of_unit(office.plan, row.unit) if (level := part.indicator).mode == "stock"):
        type_day(office, OCTOBER.key, "", line.key, version=1)  # what is written is handed in, waived or not
    assert unfinished_units(office.plan, OCTOBER) == []
    close(office)
    assert row.state == "closed"
    reopen_month(actor=office.people["direktor"], plan=office.plan, month=OCTOBER, reason="xato")
    assert row.state == "draft"
    assert office.row("umumiy-zal").state == "accepted"
    assert office.row("umumiy-zal").reopened_at is not None


def test_a_month_in_which_nothing_is_wanted_of_a_unit_is_owed_by_nobody(office: Office) -> None:
    """Kotiba counts one row, of January and February: by hand, all others are asked something each month."""
    office.approve()
    owed = {unit.code: list(range(1, 13)) for unit in units_to_submit(office.plan)} | {"kotiba": [1, 2]}
    assert owed_months(office) == owed
    mark = next(line for line in year_matrix(office.plan, TODAY).units if line.unit.code == "kotiba").months[9]
    assert mark.state == "waived"
    missing = {one.unit.code: one.months for one in not_handed_in(office.plan, parse_period("2025"), TODAY)}
    assert [month.key for month in missing["kotiba"]] == ["2025-01", "2025-02"]
    office.put("accepted")
    db.session.delete(office.row("kotiba"))
    db.session.flush()
    assert close(office) == len(owed) - 1
    september = office.unit_month("kotiba", parse_period("2025-09"))
    submit_month(actor=office.people["kotiba"], unit_month=september, version=0, today=TODAY)
    assert office.row("kotiba", september.month).state == "submitted", "it may hand in what nobody asks"


def test_waived_rows_and_joint_work_make_a_month_owed_or_not(office: Office) -> None:
    office.approve()
    kotiba, metodist = office.units["kotiba"], office.people["metodist"]
    duty = db.session.scalars(
        select(Obligation).where(Obligation.unit_id == kotiba.id, Obligation.period == "2025-02")
    ).one()
    waive(actor=metodist, obligation=duty, version=duty.version, reason="taʼtil")
    assert owed_months(office)["kotiba"] == [1]
    joint = Responsible(centre_id=1, unit_id=kotiba.id, position=90, words="Kotiba", share="contributes")
    row_by_key(office.plan, "I.2").responsible.append(joint)
    db.session.flush()
    assert owed_months(office)["kotiba"] == [1, *range(3, 13)], "joint work is confirmed; all of February is waived"


def owed_months(office: Office) -> dict[str, list[int]]:
    """Unit code → the numbers of the months that it owes: by the matrix, and as the list of duties says."""
    matrix = year_matrix(office.plan, TODAY)
    shown = {
        line.unit.code: [mark.month.end.month for mark in line.months if not mark.facts.waived] for line in matrix.units
    }
    codes = {unit.id: code for code, unit in office.units.items()}
    (year,) = owing_years(office.plan.centre_id)
    assert {codes[unit]: [month % 100 for month in months] for unit, months in year.months.items()} == shown
    return shown


def waive_october(office: Office) -> None:
    for section in office.plan.sections:
        for line in section.indicators:
            if line.parent_id is None:
                db.session.add(
                    Obligation(
                        centre_id=office.plan.centre_id,
                        plan_id=office.plan.id,
                        indicator_id=line.id,
                        unit_id=office.units["abonement"].id,
                        kind="figures",
                        period="2025-10",
                        starts_on=OCTOBER.start,
                        ends_on=OCTOBER.end,
                        first_month=202510,
                        last_month=202510,
                        required=True,
                        waived_at=now(),
                        waive_reason="taʼtil",
                    )
                )
    db.session.flush()


def test_one_unit_alone_is_reopened_and_what_was_sent_never(office: Office) -> None:
    office.put("closed")
    director = office.people["direktor"]
    unit = office.units["abonement"]
    assert reopen_month(actor=director, plan=office.plan, month=OCTOBER, reason="xato", unit=unit) == 1
    assert (office.row().state, office.row("umumiy-zal").state) == ("accepted", "closed")
    assert close(office) == 1
    assert send_months(actor=office.people["metodist"], plan=office.plan, months=[OCTOBER], reason="01-07/15") > 1
    with pytest.raises(Conflict):
        reopen_month(actor=director, plan=office.plan, month=OCTOBER, reason="xato")


def value_of(office: Office, basis: str) -> object:
    result = consolidate(office.plan, parse_period("2025-Q4"), today=TODAY, view="months", basis=basis)
    line = next(r for s in result.sections for r in s.rows if r.row.key == "IV.15")
    assert result.basis == basis
    return line.parts[0].columns[0].amount


def test_the_official_table_takes_only_what_was_accepted(office: Office) -> None:
    type_day(office, "2025-10-10", "46", row="IV.15")
    type_day(office, "2025-10-10", "30", row="IV.15", unit="umumiy-zal")
    assert (value_of(office, "entered"), value_of(office, "accepted")) == (76, None)
    submit(office)
    assert value_of(office, "accepted") is None
    accept(office)
    assert (value_of(office, "entered"), value_of(office, "accepted")) == (76, 46)
    row = row_by_key(office.plan, "IV.15")
    behind = entries_behind(office.plan, row, OCTOBER, basis="accepted")
    assert [entry.unit.code for entry in behind] == ["abonement"]
    undo_accept(
        actor=office.people["metodist"], unit_month=office.unit_month(), version=office.version(), reason="xato"
    )
    assert value_of(office, "accepted") is None


def test_the_due_day_follows_what_the_centre_has_set(office: Office) -> None:
    """October ends on a Friday: the third working day is Wednesday the 5th, the tenth Friday the 14th."""
    assert due_days(office.plan.centre_id, 2025)[202510] == date(2025, 11, 5)
    metodist = office.people["metodist"]
    set_months(actor=metodist, entry_window_days=0, working_days_month=10, today=TODAY)
    assert due_days(office.plan.centre_id, 2025)[202510] == date(2025, 11, 14)


def test_nobody_becomes_late_for_the_past(office: Office) -> None:
    """On 18 November another number of days moves November's day, and leaves October's, with what was in time by it."""
    office.approve()
    submit(office, day=date(2025, 11, 5))
    centre_id, metodist = office.plan.centre_id, office.people["metodist"]
    before = due_days(centre_id, 2025)
    assert (before[202510], before[202511]) == (date(2025, 11, 5), date(2025, 12, 3))
    for days, november in ((1, date(2025, 12, 1)), (10, date(2025, 12, 15))):
        set_months(actor=metodist, entry_window_days=0, working_days_month=days, today=TODAY)
        after = due_days(centre_id, 2025)
        assert (after[202510], after[202511]) == (date(2025, 11, 5), november)
        assert {month: after[month] for month in after if month < 202511} == {
            month: before[month] for month in before if month < 202511
        }
        line = next(line for line in year_matrix(office.plan, TODAY).units if line.unit.code == "abonement")
        assert line.completeness.on_time.count == 1
        (handed,) = [
            duty
            for duty in duties(centre_id, everybody(), TODAY, settled=True)
            if (duty.kind, duty.period, duty.unit_id) == (HAND_IN, "2025-10", office.units["abonement"].id)
        ]
        assert (handed.state, handed.due) == ("done", date(2025, 11, 5))


def test_who_has_not_handed_in_is_named(office: Office) -> None:
    office.put("accepted")
    give_september = not_handed_in(office.plan, parse_period("2025-Q3"), TODAY)
    assert {month.key for item in give_september for month in item.months} == {"2025-07", "2025-08", "2025-09"}
    missing = not_handed_in(office.plan, parse_period("2025-Q4"), TODAY)  # October is in, November is not over
    assert missing == ()


def test_the_matrix_counts_by_hand(office: Office) -> None:
    """Ten months are over; abonement handed in October only, in time; nobody waived anything."""
    submit(office, day=date(2025, 11, 4))
    line = next(line for line in year_matrix(office.plan, TODAY).units if line.unit.code == "abonement")
    assert (line.completeness.received.count, line.completeness.received.of) == (1, 10)
    assert (line.completeness.on_time.count, line.completeness.on_time.of) == (1, 10)
    assert [mark.state for mark in line.months[8:]] == ["overdue", "submitted", "not_due", "not_due"]
    october = year_matrix(office.plan, TODAY).months[9]
    assert (october.handed_in, october.accepted) == (1, 0)


def test_every_act_leaves_history_that_holds_together(office: Office) -> None:
    submit(office)
    give_back(office)
    submit(office)
    accept(office)
    actions = list(db.session.scalars(select(Change.action).where(Change.subject == "submission").order_by(Change.id)))
    assert actions == ["submit", "return", "submit", "accept"]
    last = db.session.scalars(select(Change).order_by(Change.id.desc())).first()
    assert (last.subject_key, last.before, last.after["state"]) == (
        "abonement|2025-10",
        {"state": "submitted"},
        "accepted",
    )
    assert broken_link(office.plan.centre_id) is None
