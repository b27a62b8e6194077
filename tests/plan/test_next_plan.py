"""Next year's plan is looked at before it is made: what is shown is what is stored, and nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Change
from app.pages.figures import printed_amount
from app.queries.plan import plan_of, plan_years, row_by_key, rows_of
from tests.plan.test_roll_over import amend, enter, live
from tests.plan.test_rows import form_of, text_of

NOVEMBER = date(2025, 11, 20)
PAGE = "/plan/2025/roll-over"
WISH = {"basis": "expected", "way": "growth", "percent": "5", "step": "10"}


@pytest.fixture
def office(app: Flask, as_):
    app.config["TODAY"] = NOVEMBER
    with app.app_context():
        live()
        amend(plan_of(1, 2025), ("end", "V.33.a", {}), ("end", "IV.28", {}))
        db.session.commit()
    return as_("metodist")


def looked(browser, **wish: str) -> tuple[str, dict[str, str]]:
    """The page after a look, and what its button would send."""
    answer = browser.post(PAGE, {**form_of(browser, PAGE), **WISH, **wish, "look": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200, text_of(page)
    sent = dict(re.findall(r'name="(form_token|looked_at)"\s+value="([^"]+)"', page))
    assert set(sent) == {"form_token", "looked_at"} and 'form="roll-over"' in page
    return page, {**WISH, **wish, **sent}


def shown_rows(page: str) -> dict[str, list[str]]:
    """Key → the cells of its row: deadline, this year's plan, fact, its basis, next year's plan, difference."""
    table = page[page.index('class="next-plan"') :]
    rows = re.findall(r'<tr id="row-([^"]+)">(.*?)</tr>', table, re.DOTALL)
    return {
        key: [" ".join(text_of(re.sub(r"<del>.*?</ins>", newer, cell, flags=re.DOTALL)).split()) for cell in cells(row)]
        for key, row in rows
    }


def newer(found: re.Match[str]) -> str:
    """Of a deadline that moves, the one to which it does."""
    return found[0].rpartition("<ins>")[2]


def cells(row: str) -> list[str]:
    return re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)


@pytest.mark.parametrize("wish", [WISH, WISH | {"basis": "so_far", "way": "keep"}], ids=["growth", "as it was"])
def test_what_was_looked_at_is_what_is_stored_cell_by_cell(app: Flask, office, wish: dict[str, str]) -> None:
    with app.app_context():
        changes = db.session.scalar(select(func.count()).select_from(Change))
    page, sent = looked(office, **wish)
    rows = shown_rows(page)
    with app.app_context():  # so far nothing is stored
        assert plan_years(1) == [2025] and db.session.scalar(select(func.count()).select_from(Change)) == changes
    answer = office.post(PAGE, sent)
    assert (answer.status_code, answer.location) == (303, "/plan/2026/figures")
    words = {"": "", "so_far": "hozircha", "expected": "kutilmoqda"}
    with app.test_request_context(), app.app_context():
        stored = {row.key: row for row in rows_of(plan_of(1, 2026))}
        told = {
            key: [
                " ".join(row.deadline.split()),
                plain(printed_amount(row.fact_text)),
                words[row.fact_basis],
                plain(printed_amount(row.plan_text)),
            ]
            for key, row in stored.items()
        }
    assert {key: [cell[0], plain(cell[2]), cell[3], plain(cell[4])] for key, cell in rows.items()} == told
    assert list(rows) == list(stored) and len(rows) > 50
    assert rows["IV.15"][2:4] == (["9 500", "kutilmoqda"] if wish is WISH else ["8 000", "hozircha"])


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_page_names_what_ended_moved_and_is_unknown(office) -> None:
    page, _sent = looked(office)
    text = " ".join(text_of(page).split())
    assert "rejadan chiqarilgani uchun koʻchmaydigan qatorlar: 2" in text
    ended = page[page.index("koʻchmaydigan qatorlar: 2") :].split("</ul>")[0]
    assert "IV.28" in ended and "V.33.a" in ended and "row-IV.28" not in page
    moved = page[page.index('id="row-IV.15"') :].split("</tr>")[0]
    assert "<del>2025-yil davomida</del>" in moved and "<ins>2026-yil davomida</ins>" in moved
    rows = shown_rows(page)
    unknown = page[page.index("Natijasi nomaʼlum qatorlar") :].split("</details>")[0]
    assert "IV.26 " in text_of(unknown) and "IV.15" not in text_of(unknown) and rows["IV.26"][2] == ""
    without = page[page.index("Rejasi nomaʼlum qatorlar") :].split("</details>")[0]
    assert "IV.20" in text_of(without) and rows["IV.20"][4] == ""
    assert "Nomida yoki mexanizmida 2025-yil yozilgan qatorlar: 2" in text
    assert "2026-yil uchun moʻljallangan" in text


def test_a_figure_that_came_in_between_is_said_and_looked_at_first(app: Flask, office) -> None:
    page, sent = looked(office, basis="so_far", way="fact", percent="", step="1")
    assert shown_rows(page)["IV.15"][4] == "8 000"
    with app.app_context():
        enter(row_by_key(plan_of(1, 2025), "IV.15").parts[0], 7, date(2025, 11, 17))
    answer = office.post(PAGE, sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "bir xil emas" in text_of(page)
    assert shown_rows(page)["IV.15"][4] == "8 007"
    with app.app_context():
        assert plan_years(1) == [2025]
    again = dict(re.findall(r'name="(looked_at)"\s+value="([^"]+)"', page))
    assert office.post(PAGE, sent | again).status_code == 303
    with app.app_context():
        assert row_by_key(plan_of(1, 2026), "IV.15").plan_text == "8007"


def test_another_rule_is_shown_before_it_is_used(app: Flask, office) -> None:
    page, sent = looked(office)
    assert shown_rows(page)["IV.27"][4] == "61 250"  # 50 000 done, 4167 and 4166 to come, and five of a hundred
    answer = office.post(PAGE, sent | {"percent": "10"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and shown_rows(page)["IV.27"][4] == "64 170"
    with app.app_context():
        assert plan_years(1) == [2025]
    wrong = office.post(PAGE, sent | {"percent": "koʻp"})
    assert wrong.status_code == 422 and 'class="next-plan"' not in wrong.get_data(as_text=True)


def test_what_cannot_be_made_is_not_looked_at(app: Flask, office) -> None:
    app.config["TODAY"] = date(2025, 10, 31)
    early = office.post(PAGE, WISH | {"look": "1"})
    assert early.status_code == 422 and 'class="next-plan"' not in early.get_data(as_text=True)
    app.config["TODAY"] = NOVEMBER
    _page, sent = looked(office)
    assert office.post(PAGE, sent).status_code == 303
    assert office.post(PAGE, WISH | {"look": "1"}).status_code == 409
