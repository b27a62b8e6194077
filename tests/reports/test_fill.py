"""A report says how much of its period was there: what was empty, only explained, accepted empty (domain.md §5)."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.documents.report_block import fill_words
from app.domain.completeness import Share
from app.domain.periods import parse_period
from app.extensions import db
from app.models import BlankReason, Submission, Unit
from app.operations.beginning import set_beginning
from app.operations.opening import save_opening
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
    said = f"{wanted.count:,} / {wanted.of:,}; shundan faqat sababi yozilgani: ".replace(",", "\u00a0")
    page = text_of(browser, address)
    lines = [one for one in words_of(browser.get(f"{address}.xlsx").data) if one.startswith("Toʻldirilgan kataklar: ")]
    assert said in page and len(lines) == 1 and said in lines[0]
    assert "Abonementlar sektori (iyul, avgust, sentabr)" in lines[0]


WHOLE = {"count": 9, "of": 9, "explained": 0, "accepted_empty": []}


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        (None, ""),  # frozen before reports kept it
        (WHOLE, "9 / 9"),
        ({**WHOLE, "count": 0, "of": 0}, "soʻralgan katak yoʻq"),  # frozen before it was kept why
        ({**WHOLE, "explained": 2}, "9 / 9; shundan faqat sababi yozilgani: 2"),
        ({**WHOLE, "count": 7}, "7 / 9"),
        (
            {**WHOLE, "before": ["2025-01", "2025-02"]},
            "9 / 9; dastur bilan ish boshlanishidan oldingi oylar, boshlangʻich sonlari ham yozilmagan: yanvar–fevral",
        ),
        (
            {**WHOLE, "count": 7, "accepted_empty": [{"unit": "Abonement", "months": ["2025-07"]}]},
            "7 / 9; boʻsh kataklari bilan qabul qilingani: Abonement (iyul)",
        ),
    ],
)
def test_how_much_was_there_is_always_said(app: Flask, filled: dict | None, said: str) -> None:
    with app.test_request_context():
        assert fill_words({"filled": filled} if filled else {}, "uz") == said


def fill_lines(browser, period: str) -> list[str]:
    """What page and workbook of a period's report say of its cells."""
    address = freeze_page(browser, period=period, signed=False)
    page = text_of(browser, address).split("<dt>Toʻldirilgan kataklar</dt>")[1].split("</dd>")[0]
    found = [one for one in words_of(browser.get(f"{address}.xlsx").data) if one.startswith("Toʻldirilgan kataklar: ")]
    return [page.partition("<dd>")[2].strip(), *(one.removeprefix("Toʻldirilgan kataklar: ") for one in found)]


def test_a_period_before_the_beginning_is_told_from_one_that_is_whole(closed: Flask, as_) -> None:
    """A centre that begins in June knows something of March and nothing of February; of June everything was asked."""
    with closed.app_context():
        for row in db.session.scalars(select(Submission).where(Submission.year_month < 202506)):
            db.session.delete(row)
        admin, metodist, plan = person("admin"), person("metodist"), plan_of(1, 2025)
        set_beginning(actor=admin, first_month=parse_period("2025-06"), today=TODAY)
        save_opening(actor=metodist, plan=plan, typed=[("IV.15||2025-03", "140", 0)], reason="", today=TODAY)
        db.session.commit()
        june = of_matrix(plan_of(1, 2025), 6)
    browser, number = as_("metodist"), f"{june.count} / {june.of}"
    before = "soʻralgan katak yoʻq; dastur bilan ish boshlanishidan oldingi oylar, "
    assert fill_lines(browser, "2025-02") == [f"{before}boshlangʻich sonlari ham yozilmagan: fevral"] * 2
    assert fill_lines(browser, "2025-03") == [f"{before}sonlari boshlangʻich sonlar: mart"] * 2
    assert all(line.startswith(f"{number}; ") for line in fill_lines(browser, "2025-06"))
    assert june.of and fill_lines(browser, "2025-Q2")[0].startswith(number)
