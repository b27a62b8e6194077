"""What has no figure is not on plan: every page that speaks of a quarter counts it, names it and lists it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from app.domain.periods import parse_period
from app.extensions import db
from app.operations.beginning import set_beginning
from tests.deviations.conftest import Quarter
from tests.deviations.test_pages import block, lines_in
from tests.home.test_turns import page_on
from tests.submissions.conftest import office_of

DAY = date(2025, 7, 2)  # nobody wrote a word since January
COUNTED = re.compile(r"Orqada qolgan qatorlar: (\d+)(?:, son yozilmagan qatorlar: (\d+))?(?:, sababi \D+: (\d+))?")


def counted_on(page: str) -> list[int]:
    """Behind, without a figure, and others of which somebody spoke."""
    (found,) = COUNTED.findall(page)
    return [int(number or 0) for number in found]


def rows_of(page: str) -> int:
    return len(re.findall(r'<td data-label="№"', page))


@pytest.fixture
def empty(approved: Flask) -> Flask:
    approved.config["TODAY"] = DAY
    return approved


def due_by_hand(app: Flask, unit: str | None = None) -> int:
    """The lines of quarter II of which something was due, and that the unit counts: no figure stands anywhere."""
    with app.app_context():
        lines = Quarter(office_of(app), parse_period("2025-Q2"), DAY).found().lines
        return sum(
            any(part.due for part in line.figures.parts)
            and (unit is None or unit in {one.unit.code for one in line.units})
            for line in lines
        )


def test_nothing_written_is_never_told_as_on_plan(empty: Flask, as_) -> None:
    expected = due_by_hand(empty)
    assert expected > 20
    pages = {login: page_on(empty, as_(login), DAY, "/deviations/2025-Q2") for login in ("kuzatuvchi", "metodist")}
    for page in pages.values():
        assert counted_on(page) == [0, expected, 0] and rows_of(page) == expected
        assert "hamma qator reja boʻyicha" not in page
    for login in ("direktor", "orinbosar"):
        page = block(page_on(empty, as_(login), DAY))
        assert counted_on(page) == [0, expected, 0] and rows_of(page) == 6 and "qator yoʻq" not in page
        assert f"qatorlar: {expected}\n" in page or f"qatorlar: {expected}<" in page


def test_the_hand_in_and_the_page_of_reasons_count_the_same_before_and_after_they_are_typed(empty: Flask, as_) -> None:
    browser, expected = as_("abonement"), due_by_hand(empty, "abonement")
    june, reasons = "/submissions/2025-06/abonement", "/deviations/2025-Q2?unit=abonement"
    lines = lines_in(page_on(empty, browser, DAY, june))
    assert len(lines) == expected and any(line.startswith("II.6|") for line in lines)
    assert counted_on(page_on(empty, browser, DAY, june)) == [0, expected, 0]
    sent = {"deviation_line": lines, "deviations": ["Taʼmir"] * len(lines)}
    assert browser.post("/deviations/2025-Q2", sent).status_code == 303
    for address in (june, reasons):
        page = page_on(empty, browser, DAY, address)
        assert counted_on(page) == [0, expected, 0], address
    assert rows_of(page) == expected and "Kutilayotgan sabablar: 0." in page


def test_a_reason_is_asked_for_what_has_no_figure(empty: Flask, as_) -> None:
    director = as_("direktor")
    assert director.post("/deviations/2025-Q2/ask", {"place": "II.6|abonement"}).status_code == 303
    page = page_on(empty, as_("abonement"), DAY, "/deadlines/?unit=abonement&month=2025-07")
    assert "/deviations/2025-Q2?unit=abonement#II.6-abonement" in page


def test_a_quarter_before_the_beginning_is_told_so(empty: Flask, as_) -> None:
    with empty.app_context():
        set_beginning(actor=office_of(empty).people["admin"], first_month=parse_period("2025-06"), today=DAY)
        db.session.commit()
    day, before = date(2025, 6, 10), "ish boshlashidan oldin"
    assert before in block(page_on(empty, as_("direktor"), day))
    page = page_on(empty, as_("metodist"), day, "/deviations/2025-Q1")
    assert (
        before in page and "Dastur bilan ish boshlangan oy: 2025-yil iyun" in page and "yoki undan oldinda" not in page
    )
    assert before in page_on(empty, as_("abonement"), day, "/deviations/2025-Q1?unit=abonement")
    assert before not in block(page_on(empty, as_("direktor"), DAY))
