"""A report says how much of its period was there: what was empty, only explained, accepted empty (domain.md §5)."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.documents.report_block import fill_words
from app.domain.completeness import Share
from app.extensions import db
from app.models import BlankReason, Submission, Unit
from app.queries.plan import parts_of_unit, plan_of
from app.queries.submissions import year_matrix
from tests.reports.test_drafts import words_of
from tests.reports.test_operations import TODAY, freeze, person, save
from tests.reports.test_pages import freeze as freeze_page
from tests.reports.test_pages import text_of


def of_matrix(plan, *numbers: int) -> Share:
    """The same by the page on which months are handed in."""
    marks = [mark for line in year_matrix(plan, TODAY).units for mark in line.months if mark.month.end.month in numbers]
    return sum((mark.facts.filled for mark in marks if not mark.facts.waived), start=Share())


def abonement() -> Unit:
    return db.session.scalars(select(Unit).where(Unit.code == "abonement")).one()


def explain_august() -> None:
    db.session.add(
        BlankReason(
            centre_id=1, unit_id=abonement().id, first_day=date(2025, 8, 1), last_day=date(2025, 8, 31), kind="closed",
            person_id=person("metodist").id,
        )
    )  # fmt: skip
    db.session.flush()


@pytest.mark.parametrize(
    ("period", "months"), [("2025-Q3", (7, 8, 9)), ("2025-10", (10,)), ("2025-Q4", (10,)), ("2025-11", ())]
)
def test_what_is_kept_is_what_the_matrix_says_of_the_months_that_are_over(
    plan,
    folder,
    period: str,
    months: tuple[int, ...],
) -> None:
    save(plan, "IV.15|abonement|2025-08-04", "100")
    kept = freeze(plan, folder, period).figures["filled"]
    wanted = of_matrix(plan, *months)
    assert (kept["count"], kept["of"], kept["explained"]) == (wanted.count, wanted.of, 0)
    assert bool(kept["accepted_empty"]) == bool(months)


def test_days_with_a_reason_are_counted_apart(plan, folder) -> None:
    before = freeze(plan, folder).figures["filled"]
    explain_august()
    after = freeze(plan, folder).figures["filled"]
    assert after["of"] == before["of"] and after["explained"] == after["count"] - before["count"] > 0
    daily = {row.key for row in parts_of_unit(plan, abonement()) if row.indicator.entry_form == "day"}
    assert after["explained"] == 26 * len(daily), "August 2025 has 26 days from Monday to Saturday"


def test_only_accepted_months_are_named_as_accepted(plan, folder) -> None:
    unit = abonement()
    row = db.session.scalars(
        select(Submission).where(Submission.unit_id == unit.id, Submission.year_month == 202508)
    ).one()
    row.state = "submitted"
    db.session.flush()
    kept = freeze(plan, folder).figures["filled"]["accepted_empty"]
    assert [one["months"] for one in kept if one["unit"] == unit.name] == [["2025-07", "2025-09"]]


def test_page_and_workbook_say_it_in_one_line(closed: Flask, as_) -> None:
    with closed.app_context():
        explain_august()
        db.session.commit()
        wanted = of_matrix(plan_of(1, 2025), 7, 8, 9)
    browser = as_("metodist")
    address = freeze_page(browser)
    said = f"{wanted.of:,} tadan {wanted.count:,} tasi; shundan faqat sababi yozilgani: ".replace(",", "\u00a0")
    page = text_of(browser, address)
    lines = [one for one in words_of(browser.get(f"{address}.xlsx").data) if one.startswith("Toʻldirilgan kataklar: ")]
    assert said in page and len(lines) == 1 and said in lines[0]
    assert "Abonementlar sektori (iyul, avgust, sentabr)" in lines[0]


WHOLE = {"count": 9, "of": 9, "explained": 0, "accepted_empty": []}


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        (None, ""),  # frozen before reports kept it
        (WHOLE, ""),
        ({**WHOLE, "count": 0, "of": 0}, ""),
        ({**WHOLE, "explained": 2}, "9 tadan 9 tasi; shundan faqat sababi yozilgani: 2"),
        ({**WHOLE, "count": 7}, "9 tadan 7 tasi"),
        (
            {**WHOLE, "count": 7, "accepted_empty": [{"unit": "Abonement", "months": ["2025-07"]}]},
            "9 tadan 7 tasi; boʻsh kataklari bilan qabul qilingani: Abonement (iyul)",
        ),
    ],
)
def test_of_what_is_whole_nothing_is_said(app: Flask, filled: dict | None, said: str) -> None:
    with app.test_request_context():
        assert fill_words({"filled": filled} if filled else {}, "uz") == said
