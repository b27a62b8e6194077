"""The official table by HTTP: as on the paper, filtered, approved, or not there yet."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from app.documents.plan_print import printed_lines
from app.documents.plan_reader import read_plan
from app.extensions import db
from app.queries.plan import plan_of
from tests.plan.papers import XLSX


def rows(page: str) -> dict[str, list[str]]:
    """Row key → the texts of its eight cells."""
    found = {}
    for key, body in re.findall(r'<tr[^>]* id="row-([^"]+)">(.*?)</tr>', page, re.S):
        cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", body, re.S)
        found[key] = [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in cells]
    return found


def test_every_cell_is_as_on_the_paper(as_) -> None:
    shown = rows(as_("abonement").get("/plan/2025").get_data(as_text=True))
    table = read_plan(XLSX).table
    printed = [line for section in table.sections for line in printed_lines(section)]
    assert list(shown) == [line.key for line in printed]
    for line in printed:
        number, name, measure, fact, plan, _steps, deadline, units = line.texts
        cells = shown[line.key]
        assert cells[0] == number and cells[1].removeprefix("– ") == name.removeprefix("- ")
        assert cells[2] == measure and cells[6:] == [deadline, units]
        assert [cell.replace(" ", "") for cell in cells[3:5]] == [fact, plan]


def test_approval_title_and_head_stand_above(as_) -> None:
    page = as_("abonement").get("/plan/2025").get_data(as_text=True)
    for words in ("“TASDIQLAYMAN”", "ISH REJASI", "2024-yil (fakt)", "Miqdori", "Qoralama", "<caption"):
        assert words in page
    assert page.count("<thead>") == 1 and page.count('scope="rowgroup"') == 6


def test_section_and_unit_narrow_the_table(as_) -> None:
    browser = as_("abonement")
    section = rows(browser.get("/plan/2025?section=VI").get_data(as_text=True))
    assert list(section) == ["VI.35"]
    unit = rows(browser.get("/plan/2025?unit=jamlash&section=IV").get_data(as_text=True))
    assert list(unit) == ["IV.12", "IV.12.1", "IV.12.2", "IV.12.3", "IV.12.4", "IV.12.4.a", "IV.12.4.b"]
    assert "Bunday qator yoʻq" in browser.get("/plan/2025?unit=jamlash&section=VI").get_data(as_text=True)
    unknown = browser.get("/plan/2025?section=XX")
    assert unknown.status_code == 422 and "Boʻlim: Roʻyxatdan" in unknown.get_data(as_text=True)
    assert browser.get("/plan/2025?unit=nobody").status_code == 404


def test_the_director_is_told_what_is_open_and_approves_once(app: Flask, as_) -> None:
    browser = as_("direktor")
    page = browser.get("/plan/2025").get_data(as_text=True)
    open_points = int(re.search(r"Hali tekshirilmagan joylar: (\d+)", page)[1])
    assert open_points > 50
    assert browser.post("/plan/2025/approve").status_code == 303
    page = browser.get("/plan/2025").get_data(as_text=True)
    assert "Tasdiqlangan" in page and "/approve" not in page
    assert browser.post("/plan/2025/approve").status_code == 423


@pytest.mark.parametrize("login", ["abonement", "metodist", "admin", "kuzatuvchi"])
def test_nobody_else_approves(as_, login: str) -> None:
    browser = as_(login)
    assert "/approve" not in browser.get("/plan/2025").get_data(as_text=True)
    assert browser.post("/plan/2025/approve").status_code == 404


@pytest.mark.parametrize(("login", "words"), [("metodist", "/plan/import"), ("abonement", "metodist")])
def test_a_year_without_a_plan_says_what_to_do(as_, login: str, words: str) -> None:
    page = as_(login).get("/plan/2026").get_data(as_text=True)
    assert "hali yuklanmagan" in page and words in page and 'href="/plan/2025"' in page


def test_the_plan_of_this_year_or_the_newest(app: Flask, as_) -> None:
    browser = as_("abonement")
    assert browser.get("/plan/").location == "/plan/2025"
    with app.app_context():
        plan_of(1, 2025).year = 2024
        db.session.commit()
    assert browser.get("/plan/").location == "/plan/2024"
    assert browser.get("/plan/2025.xlsx").status_code == 404
