"""Rows of an approved plan that are split into parts or stand elsewhere from a month on: nothing is counted twice,
nothing is lost (domain.md §5)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.domain.amending import CHANGE
from app.domain.errors import Invalid, Locked
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Amendment, CheckDecision, Indicator
from app.operations.amendment_effects import effects_of
from app.operations.amendment_lines import leave_row, put_line
from app.operations.amendment_places import amend_place, amend_split
from app.operations.amendments import change_amendment
from app.queries.amendments import amendments_of_row
from app.queries.consolidation import consolidate
from app.queries.history import cell_changes, row_changes
from app.queries.plan import row_by_key, rows_of
from tests.amendments.conftest import Amended
from tests.submissions.conftest import office_of

DAY = date(2025, 7, 2)


def split(amended: Amended, found: Amendment, key: str, *names: str, **wanted: str) -> None:
    amend_split(
        actor=amended.people["metodist"], plan=amended.plan, amendment=found, row_key=key, version=found.version,
        names="\n".join(names), **{"until_name": "Yanvar–iyun", **wanted},
    )  # fmt: skip


def place(amended: Amended, found: Amendment, key: str, where: str = "", number: str = "") -> None:
    amend_place(
        actor=amended.people["metodist"], plan=amended.plan, amendment=found, row_key=key, version=found.version,
        where=where, number=number,
    )  # fmt: skip


def decide(amended: Amended, found: Amendment, day: date = DAY) -> None:
    amended.ask(found, day)
    amended.approve(found, day)


def row_of(amended: Amended, key: str) -> Indicator:
    row = row_by_key(amended.plan, key)
    assert row is not None
    return row


def keys(amended: Amended) -> list[str]:
    return [row.key for row in rows_of(amended.plan)]


@pytest.fixture
def divided(amended: Amended, approved: Flask) -> Amended:
    """Visits: 300 in May, which is accepted, 260 in June. From July in two parts, planned 3000 and 1500: 9000 are 750
    a month, so that 4500 were planned until June."""
    amended.write("IV.15|abonement|2025-05-05", "300", date(2025, 5, 5))
    amended.write("IV.15|abonement|2025-06-03", "260", date(2025, 6, 3))
    office_of(approved).put("accepted", parse_period("2025-05"))
    found = amended.prepare("2025-07")
    split(amended, found, "IV.15", "Kattalar", "Bolalar")
    for key, planned in (("IV.15.b", "3000"), ("IV.15.c", "1500")):
        put(amended, found, key, planned)
    effects = effects_of(amended.plan, found, DAY)
    assert (effects.faults, effects.remarks) == ([], [])
    decide(amended, found)
    return amended


def put(amended: Amended, found: Amendment, key: str, planned: str) -> None:
    who = amended.people["metodist"]
    put_line(actor=who, plan=amended.plan, amendment=found, act=CHANGE, row_key=key, wanted={"plan": planned})


def test_a_row_that_is_split_is_what_it_was_and_what_its_parts_are(divided: Amended) -> None:
    divided.write("IV.15.b|abonement|2025-07-03", "100", date(2025, 7, 3))
    divided.write("IV.15.c|abonement|2025-07-03", "40", date(2025, 7, 3))
    assert keys(divided)[keys(divided).index("IV.15") :][:5] == ["IV.15", "IV.15.a", "IV.15.b", "IV.15.c", "IV.16"]
    for period, done, due in (("2025-05", 300, 3750), ("2025-06", 560, 4500), ("2025-07", 700, 5250)):
        figure = divided.figure("IV.15", date(2025, 8, 10), period)
        assert (figure.running.value, figure.due) == (done, due), period
    year = divided.figure("IV.15", date(2025, 8, 10))
    assert (year.plan, year.running.value) == (9000, 700)
    assert divided.months("IV.15.a") == [750] * 6 + [0] * 6
    assert divided.months("IV.15.b") == [0] * 6 + [500] * 6
    assert divided.months("IV.15.c") == [0] * 6 + [250] * 6


def test_an_accepted_month_says_what_it_said(divided: Amended) -> None:
    table = consolidate(divided.plan, parse_period("2025-05"), today=DAY, view="months", basis="accepted")
    rows = {row.row.key: row for section in table.sections for row in section.rows}
    assert [rows[key].parts[0].running.value for key in ("IV.15", "IV.15.a", "IV.15.b")] == [300, 300, None]


def test_the_former_cells_are_those_of_the_part_that_ended(divided: Amended) -> None:
    with pytest.raises(Locked, match="lock.row_outside"):
        divided.write("IV.15.a|abonement|2025-07-03", "1", date(2025, 7, 3))
    with pytest.raises(Locked, match="lock.row_outside"):
        divided.write("IV.15.b|abonement|2025-06-04", "1", date(2025, 7, 3))
    divided.write("IV.15.a|abonement|2025-06-04", "5", date(2025, 7, 3))
    assert divided.figure("IV.15", date(2025, 8, 10), "2025-06").running.value == 565


def test_what_is_owed_of_the_row_stays_owed_and_nothing_becomes_late(divided: Amended, amended: Amended) -> None:
    assert divided.owed("IV.15", unit="abonement") == [*(f"2025-{month:02}" for month in range(1, 13)), "2025"]
    assert not divided.owed("IV.15.a") and not divided.owed("IV.15.b")


def test_the_history_of_the_figures_goes_on_and_the_row_keeps_its_own(divided: Amended) -> None:
    part = row_of(divided, "IV.15.a").parts[0]
    found = cell_changes(divided.plan, {part.key: part.indicator_id}, parse_period("2025"))
    assert [change.subject_key for change in found] == [
        "IV.15|abonement|2025-06-03", "IV.15|abonement|2025-05-05"
    ]  # fmt: skip
    told = row_changes(divided.plan, row_of(divided, "IV.15"))
    assert [change.action for change in told if change.action == "amend"] == ["amend"]
    assert [one.number for one in amendments_of_row(divided.plan, row_of(divided, "IV.15").id)] == [1]


def test_what_was_decided_of_a_figure_goes_with_it_and_of_the_row_stays(amended: Amended) -> None:
    whose: dict[str, Any] = {"centre_id": 1, "reason": "Shundayligicha", "person_id": amended.people["metodist"].id}
    figure = CheckDecision(check="no_cards", subject_key="IV.15|abonement|2025-05|300", **whose)
    row = CheckDecision(check="no_measure", subject_key="2025|IV.15", **whose)
    db.session.add_all([figure, row])
    db.session.commit()
    found = amended.prepare("2025-07")
    split(amended, found, "IV.15", "Kattalar", "Bolalar")
    place(amended, found, "IV.15", number="40")
    decide(amended, found)
    assert (figure.subject_key, row.subject_key) == ("IV.40.a|abonement|2025-05|300", "2025|IV.40")


def test_parts_with_numbers_of_their_own(amended: Amended) -> None:
    found = amended.prepare("2025-07")
    split(amended, found, "IV.27", "Kitoblar", "Jurnallar", way="numbers")
    decide(amended, found)
    rows = [row for row in rows_of(amended.plan) if row.key.startswith("IV.27")]
    assert [(row.key, row.number, row.first_month, row.last_month) for row in rows] == [
        ("IV.27", "27", None, None),
        ("IV.27.1", "27.1", None, 202506),
        ("IV.27.2", "27.2", 202507, None),
        ("IV.27.3", "27.3", 202507, None),
    ]
    assert (rows[0].sums_parts, rows[1].plan_text) == (True, str(sum(amended.months("IV.27.1"))))


def test_a_part_of_the_months_before_is_called_after_those_of_another_month_too(amended: Amended) -> None:
    """A name that somebody gave himself stays."""
    found = amended.prepare("2025-07")
    split(amended, found, "IV.15", "Kattalar", "Bolalar", until_name="Yanvar–iyun")
    split(amended, found, "IV.28", "Kattalar", "Bolalar", until_name="Yozgacha")
    head = {"reason": "Aniqlik", "document": ""}
    change_amendment(
        actor=amended.people["metodist"], plan=amended.plan, amendment=found, version=found.version,
        month=parse_period("2025-09"), **head,
    )  # fmt: skip
    named = [line.wanted["until_name"] for line in found.lines if line.wanted.get("split")]
    assert named == ["Yanvar–avgust", "Yozgacha"]


def test_split_from_january_there_is_nothing_before(amended: Amended) -> None:
    found = amended.prepare("2025-01")
    split(amended, found, "IV.15", "Kattalar", "Bolalar", until_name="")
    decide(amended, found, date(2025, 1, 15))
    assert [key for key in keys(amended) if key.startswith("IV.15")] == ["IV.15", "IV.15.a", "IV.15.b"]


def test_a_row_with_figures_in_the_month_is_not_split_from_it(amended: Amended) -> None:
    amended.write("IV.15|abonement|2025-07-01", "40", date(2025, 7, 1))
    found = amended.prepare("2025-07")
    split(amended, found, "IV.15", "Kattalar", "Bolalar")
    assert [one.code for one in effects_of(amended.plan, found, DAY).faults] == ["amendment.figures_after_end"]


def test_a_split_is_taken_back_whole_and_needs_parts(amended: Amended) -> None:
    found, who = amended.prepare("2025-07"), amended.people["metodist"]
    split(amended, found, "IV.15", "Kattalar", "Bolalar")
    for key in ("IV.15.b", "IV.15.c"):
        leave_row(actor=who, plan=amended.plan, amendment=found, row_key=key)
    assert [one.code for one in effects_of(amended.plan, found, DAY).faults] == ["amendment.split_empty"]
    leave_row(actor=who, plan=amended.plan, amendment=found, row_key="IV.15")
    split(amended, found, "IV.15", "Kattalar", "Bolalar")
    leave_row(actor=who, plan=amended.plan, amendment=found, row_key="IV.15")
    assert found.lines == []


@pytest.mark.parametrize(
    ("key", "names", "code"),
    [
        ("IV.15", ("Bitta",), "plan.split_names"),
        ("IV.12", ("Bir", "Ikki"), "amendment.split_parts"),
        ("IV.14.a", ("Bir", "Ikki"), "plan.unnumbered_parent"),
        ("II.2", ("Bir", "Ikki"), "amendment.split_composite"),
    ],
)
def test_what_cannot_be_split(amended: Amended, key: str, names: tuple[str, ...], code: str) -> None:
    found = amended.prepare("2025-07")
    with pytest.raises(Invalid, match=code):
        split(amended, found, key, *names)
    assert found.lines == []


def test_a_row_that_is_to_sum_parts_loses_none_of_its_own_figures(amended: Amended) -> None:
    """IV.14 counts by itself beside its parts; its own figure would be in no sum."""
    row = row_of(amended, "IV.14")
    assert row.subrows and not row.sums_parts
    amended.write("IV.14|abonement|2025-06", "5500", date(2025, 7, 1), login="abonement")
    found = amended.prepare("2025-07", (CHANGE, "IV.14", {"sums_parts": True}))
    assert [one.code for one in effects_of(amended.plan, found, DAY).faults] == ["amendment.own_figures"]


# places


def test_a_row_moves_with_its_figures_its_history_and_what_was_said_of_it(amended: Amended) -> None:
    amended.write("IV.15|abonement|2025-06-03", "260", date(2025, 6, 3))
    amended.amend("2025-07", (CHANGE, "IV.15", {"plan": "9600"}), day=DAY)
    found = amended.prepare("2025-07")
    place(amended, found, "IV.15", "after:IV.28", "40")
    effects = effects_of(amended.plan, found, DAY)
    assert [(one.row_key, one.code, one.params) for one in effects.remarks] == [
        ("IV.15", "row_moves", {"key": "IV.40"})
    ]
    assert effects.owed == []
    decide(amended, found)
    assert "IV.15" not in keys(amended) and keys(amended).index("IV.40") == keys(amended).index("IV.28") + 1
    assert amended.figure("IV.40", DAY, "2025-06").running.value == 260
    row = row_of(amended, "IV.40")
    assert [one.number for one in amendments_of_row(amended.plan, row.id)] == [2, 1]
    part = row.parts[0]
    assert len(cell_changes(amended.plan, {part.key: row.id}, parse_period("2025"))) == 1
    amended.write("IV.40|abonement|2025-07-01", "10", date(2025, 7, 1))


def test_a_row_takes_a_number_that_became_free_and_the_former_keeps_its_amendment(amended: Amended) -> None:
    amended.amend("2025-07", (CHANGE, "IV.15", {"plan": "9600"}), day=DAY)
    found = amended.prepare("2025-07")
    place(amended, found, "IV.15", number="40")
    place(amended, found, "IV.16", number="15")
    decide(amended, found)
    assert [one.number for one in amendments_of_row(amended.plan, row_of(amended, "IV.40").id)] == [2, 1]
    assert [one.number for one in amendments_of_row(amended.plan, row_of(amended, "IV.15").id)] == [2]


def test_a_number_that_another_row_has_is_a_fault(amended: Amended) -> None:
    found = amended.prepare("2025-07")
    place(amended, found, "IV.15", number="16")
    (fault,) = effects_of(amended.plan, found, DAY).faults
    assert fault.code == "plan.number_taken"


def test_a_row_moves_to_another_section_with_its_parts(amended: Amended) -> None:
    found = amended.prepare("2025-07")
    place(amended, found, "IV.12", "first:V", "50")
    decide(amended, found)
    moved = [key for key in keys(amended) if key.startswith("V.50")]
    assert moved == ["V.50", "V.50.1", "V.50.2", "V.50.3", "V.50.4", "V.50.4.a", "V.50.4.b"] or "V.50" in moved


def test_a_row_does_not_move_into_another_one(amended: Amended) -> None:
    found = amended.prepare("2025-07")
    place(amended, found, "IV.15", "after:IV.12.2")
    assert [one.code for one in effects_of(amended.plan, found, DAY).faults] == ["amendment.place_elsewhere"]


def test_a_place_that_is_as_it_stands_is_no_line(amended: Amended) -> None:
    found = amended.prepare("2025-07")
    place(amended, found, "IV.15", number="15")
    assert found.lines == []
