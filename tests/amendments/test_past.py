"""A plan that is amended in the middle of its year says of the months before what it said (domain.md §5)."""

from __future__ import annotations

from datetime import date
from difflib import unified_diff
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from app.cli.console import Refused
from app.cli.diary import Taking
from app.documents.diary_table import read_diary
from app.domain.amending import ADD, CHANGE, END
from app.domain.periods import parse_period
from app.extensions import db
from app.operations.beginning import set_beginning
from app.operations.opening import save_opening
from app.queries.month_review import review_of
from app.queries.opening import opening_lines, opening_progress
from app.queries.plan import row_by_key
from app.queries.units import all_units
from tests.amendments.conftest import Amended, Line, approved, at_work
from tests.amendments.past import Facts, live

__all__ = ["approved"]

COUNTS, SEES, JOINS = "counts", "oversees", "contributes"
NEW = {"section": "IV", "measure": "Nafar", "plan": "120", "responsible": ["Abonementlar sektori"]}
EVERYTHING: tuple[Line, ...] = (
    # the form
    (CHANGE, "IV.15", {"entry_form": "month"}),  # day by day until then
    (CHANGE, "IV.20.a", {"entry_form": "events"}),  # a figure of the month until then
    (CHANGE, "IV.24", {"entry_form": "month"}),  # a register until then
    (CHANGE, "I.6", {"entry_form": "month"}),  # documents until then
    (CHANGE, "IV.28", {"entry_form": "month", "deadline": "2025-yil har oyda"}),
    # the deadline
    (CHANGE, "IV.26", {"deadline": "2025-yil har oyda"}),  # each week until then
    (CHANGE, "IV.22", {"deadline": "2025-yil har haftada"}),  # all year long until then
    (CHANGE, "I.3", {"deadline": "2025-yil har oyning 5-sanasigacha", "entry_form": "month"}),
    (CHANGE, "IV.14.a", {"deadline": "2025-yil har oyda"}),
    (CHANGE, "IV.14.b", {"deadline": "2025-yil har oyda"}),
    (CHANGE, "V.33.c", {"deadline": "2025-yil har oyda"}),  # that of its row until then
    (CHANGE, "I.2", {"mechanism": ["Har chorakda Viloyat kutubxonaga taqdim etish"]}),
    # who counts
    (CHANGE, "IV.19", {"shares": {"oquv-zallari": COUNTS, "abonement": COUNTS, "manaviyat": SEES}}),
    (CHANGE, "IV.12.2", {"shares": {"akt": COUNTS, "jamlash": SEES}}),
    (CHANGE, "IV.16", {"shares": {"abonement": COUNTS, "oquv-zallari": COUNTS, "umumiy-zal": COUNTS}}),
    (CHANGE, "I.1", {"shares": {"bibliografiya": COUNTS, "metodika": JOINS}}),
    (CHANGE, "II.5", {"shares": {"metodika": JOINS, "bibliografiya": COUNTS, "akt": JOINS, "jamlash": JOINS}}),
    # what is in the plan
    (END, "I.4", {}),
    (END, "IV.18", {}),
    (END, "V.34", {}),
    (END, "V.33.d", {}),
    (ADD, "IV.36", {**NEW, "number": "36", "name": "Yangi tadbir", "measure": "Tadbir", "deadline": "har haftada"}),
    (ADD, "IV.37", {**NEW, "number": "37", "name": "Yangi son", "deadline": "yil davomida", "entry_form": "day"}),
    (ADD, "IV.23.1", {**NEW, "parent": "IV.23", "number": "23.1", "name": "Yangi maʼlumot", "deadline": ""}),
    (ADD, "V.33.5", {**NEW, "section": "V", "parent": "V.33", "number": "33.5", "name": "Seminar", "deadline": ""}),
)  # fmt: skip
# From when it holds, the day on which it is approved, of which months and quarters is asked.
SPANS = [
    ("2025-07", date(2025, 7, 2), ("2025-01", "2025-05", "2025-06"), ("2025-Q1", "2025-Q2")),
    ("2025-06", date(2025, 6, 2), ("2025-01", "2025-04", "2025-05"), ("2025-Q1",)),
]


@pytest.mark.parametrize(("since", "day", "months", "quarters"), SPANS, ids=["July", "mid-quarter"])
def test_every_page_and_list_says_the_same_of_the_months_before(
    approved: Flask, as_: Any, since: str, day: date, months: tuple[str, ...], quarters: tuple[str, ...]
) -> None:
    approved.config["TODAY"] = day
    with at_work(approved) as amended:
        live(amended, int(since[-2:]) - 1)
    facts = Facts(approved, as_, months, quarters, day)
    before = facts.collect()
    with at_work(approved) as amended:
        amended.amend(since, *EVERYTHING, day=day)
    after = facts.collect()
    others = {place: compared(before[place], after[place]) for place in before if before[place] != after[place]}
    assert not others, f"{len(others)} of {len(before)}:\n" + "\n".join(
        f"{place}\n{words}" for place, words in list(others.items())[:8]
    )
    assert len(before) > 1000, "something was asked"


def compared(before: Any, after: Any) -> str:
    one, other = ([*map(str, facts)] if isinstance(facts, list) else [str(facts)] for facts in (before, after))
    return "\n".join(list(unified_diff(one, other, lineterm="", n=2))[2:25])


def test_a_line_is_held_against_the_lines_that_it_had_then(amended: Amended) -> None:
    """Ten readers from afar were counted in May, of three kinds one, two and three. A fourth kind comes in July."""
    row = row_by_key(amended.plan, "IV.20")
    row.sums_parts = False
    db.session.commit()
    for key, value in (("IV.20", "10"), ("IV.20.a", "1"), ("IV.20.b", "2"), ("IV.20.c", "3")):
        amended.write(f"{key}|elektron-zal|2025-05", value, date(2025, 6, 1))

    def differ() -> list[str]:
        review = review_of(amended.plan, amended.unit("elektron-zal"), parse_period("2025-05"), date(2025, 7, 2))
        return [one.part_key for one in review.findings if one.check == "parts_differ"]

    assert differ() == ["IV.20"]
    wanted = {"section": "IV", "parent": "IV.20", "number": "20.4", "name": "Boshqalarga", "plan": "", "deadline": ""}
    amended.amend("2025-07", (ADD, "IV.20.4", {**wanted, "entry_form": "month"}), day=date(2025, 7, 2))
    assert differ() == ["IV.20"]


def test_a_file_names_a_row_as_it_was_called_and_counted_then(amended: Amended) -> None:
    """Until June visits are counted by the day under their old name; since July by the month under another."""
    old = row_by_key(amended.plan, "IV.15").name
    amended.amend("2025-07", (CHANGE, "IV.15", {"entry_form": "month", "name": "Tashriflar"}), day=date(2025, 7, 2))

    def taken(day: str, heading: str) -> tuple[int, list[str]]:
        taking = Taking(amended.people["metodist"], "abonement")
        lines = read_diary(f"Sana;{heading}\n{day};41\n".encode())
        with force_locale("uz"):
            taking.read_headings(lines)
            taking.take(lines[1])
        db.session.rollback()
        return taking.saved, taking.troubles

    assert taken("2025-05-06", str(old)) == (1, [])
    assert taken("2025-05-06", "IV.15") == (1, [])
    saved, (trouble,) = taken("2025-07-01", str(old))
    assert saved == 0 and "birorta qatoriga toʻgʻri kelmaydi" in trouble
    with force_locale("uz"), pytest.raises(Refused):
        taken("2025-05-06", "Tashriflar")


def test_opening_figures_are_of_who_counted_in_those_months(amended: Amended) -> None:
    """The centre began in May: what was done until April is known of the units that counted then."""
    set_beginning(actor=amended.people["metodist"], first_month=parse_period("2025-05"), today=date(2025, 7, 2))

    def counting() -> dict[str, tuple[int, ...]]:
        return {line.key: line.counting for line in opening_lines(amended.plan.id, 2025, all_units(1))}

    before, progress = counting(), opening_progress(amended.plan, date(2025, 7, 2))
    assert before["IV.12.2"] == (amended.unit("jamlash").id,)
    amended.amend("2025-07", *EVERYTHING, day=date(2025, 7, 2))
    after = counting()
    assert {key: after[key] for key in before} == before
    assert {key: after[key] for key in after.keys() - before.keys()} == dict.fromkeys(after.keys() - before.keys(), ())
    assert opening_progress(amended.plan, date(2025, 7, 2)) == progress
    typed = [("IV.12.2|jamlash|2025-03", "20", 0)]
    saved = save_opening(
        actor=amended.people["metodist"], plan=amended.plan, typed=typed, reason="", today=date(2025, 7, 2)
    )
    assert saved == (1, [])
