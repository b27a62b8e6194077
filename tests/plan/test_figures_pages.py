"""Next year's plan in the browser: made, its figures typed, with scripts cell by cell and without them as one page."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import Invalid
from app.domain.plan_figures import figure_version
from app.extensions import db
from app.models import Person
from app.operations.entries import save_cell
from app.operations.plan_tree import split_row
from app.operations.plans import read_texts
from app.queries.cells import find_cell
from app.queries.plan import plan_of, row_by_key
from tests.plan.test_rows import form_of, text_of
from tests.speed.counting import COLD, OBJECTS, WARM, counted

NOVEMBER = date(2025, 11, 20)
WISH = {"basis": "expected", "way": "growth", "percent": "5", "step": "10"}


def rolled(app: Flask, browser, **wish: str) -> None:
    app.config["TODAY"] = NOVEMBER
    answer = browser.post("/plan/2025/roll-over", {**form_of(browser, "/plan/2025/roll-over"), **WISH, **wish})
    assert (answer.status_code, answer.location) == (303, "/plan/2026/figures")


def plan_text(app: Flask, key: str) -> str:
    with app.app_context():
        return row_by_key(plan_of(1, 2026), key).plan_text


def test_the_way_to_next_year_s_plan_opens_in_november(app: Flask, as_) -> None:
    browser = as_("metodist")
    app.config["TODAY"] = date(2025, 10, 31)
    assert "/plan/2025/roll-over" not in browser.get("/plan/2025").get_data(as_text=True)
    early = text_of(browser.get("/plan/2025/roll-over").get_data(as_text=True))
    assert "2026-yil rejasini tuzish boshlanadigan kun: 2025-yil 1-noyabr" in early
    assert browser.post("/plan/2025/roll-over", WISH).status_code == 422
    app.config["TODAY"] = NOVEMBER
    for page in ("/plan/2025", "/plan/2026", "/plan/new"):
        assert "/plan/2025/roll-over" in browser.get(page).get_data(as_text=True), page
    rolled(app, browser)
    for page in ("/plan/2025", "/plan/2027"):
        assert "/plan/2025/roll-over" not in browser.get(page).get_data(as_text=True), page
    again = browser.get("/plan/2025/roll-over").get_data(as_text=True)
    assert "allaqachon bor" in again and 'href="/plan/2026"' in again
    assert browser.post("/plan/2025/roll-over", WISH).status_code == 409


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_made(app: Flask, as_) -> None:
    browser = as_("metodist")
    app.config["TODAY"] = NOVEMBER
    for percent, words in (("koʻp", "foiz emas"), ("900", "Foiz -99 dan")):
        answer = browser.post("/plan/2025/roll-over", WISH | {"percent": percent})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and 'id="percent-error"' in page and words in text_of(page)
    assert browser.post("/plan/2025/roll-over", WISH | {"percent": "−10 %"}).status_code == 303


def test_the_table_shows_both_years_and_what_is_open(app: Flask, as_) -> None:
    browser = as_("metodist")
    rolled(app, browser, way="keep")
    page = browser.get("/plan/2026/figures").get_data(as_text=True)
    line = page[page.index('id="row-IV.15"') :].split("</tr>")[0]
    assert "9\u00a0000" in text_of(line).replace(" ", "\u00a0") or "9 000" in text_of(line)
    assert 'data-cell="IV.15|plan"' in line and 'value="9000"' in line
    total = page[page.index('id="row-IV.12.4"') :].split("</tr>")[0]
    assert "<input" not in total and 'data-total="IV.12.4|plan"' in total
    text = " ".join(text_of(page).split())
    assert "Fakti yoʻq qatorlar: 63" in text or "Fakti yoʻq qatorlar:" in text
    assert "Nomida yoki mexanizmida 2025-yil yozilgan qatorlar: 2" in text


def test_one_cell_is_saved_with_the_totals_and_the_difference_that_follow(app: Flask, as_) -> None:
    browser = as_("metodist")
    rolled(app, browser, way="keep")
    sent = {"value": "400", "version": str(figure_version("310"))}
    answer = browser.post("/plan/2026/figures?cell=IV.12.4.a|plan", sent)
    told = json.loads(answer.headers["HX-Trigger"])["cellSaved"]
    assert answer.status_code == 200 and told["value"] == "400" and told["version"] == figure_version("400")
    assert text_of(told["totals"]["IV.12.4|plan"]) == "740"
    assert told["running"]["IV.12.4.a|growth"].replace("\u00a0", " ") == "+29 %"
    assert plan_text(app, "IV.12.4") == "740"
    late = browser.post("/plan/2026/figures?cell=IV.12.4.a|plan", {**sent, "value": "390"})
    told = json.loads(late.headers["HX-Trigger"])["cellConflict"]
    assert late.status_code == 409 and (told["mine"], told["theirs"]) == ("390", "400")
    wrong = browser.post("/plan/2026/figures?cell=IV.15|plan", {"value": "9O", "version": "1"})
    assert wrong.status_code == 422 and "cellRefused" in wrong.headers["HX-Trigger"]
    assert browser.post("/plan/2026/figures?cell=IX.1|plan", sent).status_code == 404


@pytest.mark.parametrize("key", ["IV.15", "IV.19", "I.2"])
def test_people_and_things_are_whole_wherever_a_figure_is_typed(app: Flask, as_, key: str) -> None:
    """In the table, in the row's own form and in an amendment, as the reader of files asks about them."""
    browser = as_("metodist")
    rolled(app, browser, way="keep")
    version = figure_version(plan_text(app, key))
    grid = browser.post(f"/plan/2026/figures?cell={key}|plan", {"value": "2,5", "version": str(version)})
    assert (
        grid.status_code == 422
        and "butun sonlarda yoziladi" in json.loads(grid.headers["HX-Trigger"])["cellRefused"]["message"]
    )
    form = form_of(browser, f"/plan/2026/{key}/edit") | {"plan_text": "2,5"}
    answer = browser.post(f"/plan/2026/{key}/edit", form)
    assert answer.status_code == 422 and "butun sonlarda yoziladi" in answer.get_data(as_text=True)
    assert figure_version(plan_text(app, key)) == version
    with pytest.raises(Invalid, match="number.counted"):
        read_texts(name="Qator", measure="Nafar", plan_text="2,5")
    assert read_texts(name="Qator", measure="Gektar", plan_text="2,5").plan.values == (Decimal("2.5"),)


def test_without_a_script_the_page_is_sent_whole_and_nothing_typed_is_lost(app: Flask, as_) -> None:
    browser = as_("metodist")
    rolled(app, browser, way="keep")
    page = browser.get("/plan/2026/figures").get_data(as_text=True)
    form = page[page.index('action="/plan/2026/figures"') :]
    cells = re.search(r'name="cells"\s+value="([^"]*)"', form)[1].split()
    versions = re.search(r'name="versions"\s+value="([^"]*)"', form)[1]
    values = re.findall(r'<input name="value"\s+value="([^"]*)"', form)
    assert len(cells) == len(values) == len(versions.split())
    values[cells.index("IV.15|plan")], values[cells.index("IV.27|plan")] = "9500", "koʻp"
    sent = {"cells": " ".join(cells), "versions": versions, "value": values}
    answer = browser.post("/plan/2026/figures", sent)
    back = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'value="koʻp"' in back and 'data-saved="50000"' in back
    assert plan_text(app, "IV.15") == "9500" and plan_text(app, "IV.27") == "50000"
    fresh = re.search(r'name="versions"\s+value="([^"]*)"', back)[1]
    values[cells.index("IV.27|plan")] = "51000"
    assert browser.post("/plan/2026/figures", {**sent, "versions": fresh, "value": values}).status_code == 303
    assert plan_text(app, "IV.27") == "51000"


def test_results_are_taken_again(app: Flask, as_) -> None:
    browser = as_("metodist")
    rolled(app, browser)
    assert renewed(browser, {"again": "1", "way": "keep"}).status_code == 303
    assert browser.post("/plan/2026/figures/renew", WISH | {"percent": "x"}).status_code == 422
    assert browser.post("/plan/2025/figures/renew", WISH).status_code == 422


def test_what_taking_results_again_does_is_shown_first(app: Flask, as_) -> None:
    """Two visits more than when the plan was made; the plan of them is typed meanwhile."""
    browser = as_("metodist")
    rolled(app, browser)
    stood = fact_text(app, "IV.15")
    with app.app_context():
        plan, actor = plan_of(1, 2025), db.session.scalar(select(Person).where(Person.login == "metodist"))
        cell = find_cell(plan, "IV.15|abonement|2025-11-18")
        save_cell(actor=actor, plan=plan, cell=cell, typed="2", version=0, today=NOVEMBER)
        db.session.commit()
    wish = WISH | {"basis": "so_far"}
    looked = browser.post("/plan/2026/figures/renew", wish).get_data(as_text=True)
    shown = looked.split('id="looked"')[1].split("</table>")[0]
    assert "<ins>2</ins>" in shown and "IV.15" in shown
    assert fact_text(app, "IV.15") == stood, "looking stores nothing"
    mark = html.unescape(re.findall(r'name="looked_at" value="([^"]+)"', looked)[0])
    other = browser.post("/plan/2026/figures/renew", wish | {"again": "1", "looked_at": mark})
    assert 'id="looked"' in other.get_data(as_text=True), "another wish is looked at first"
    with app.app_context():
        plan, actor = plan_of(1, 2025), db.session.scalar(select(Person).where(Person.login == "metodist"))
        cell = find_cell(plan, "IV.15|abonement|2025-11-17")
        save_cell(actor=actor, plan=plan, cell=cell, typed="3", version=0, today=NOVEMBER)
        db.session.commit()
    late = browser.post("/plan/2026/figures/renew", wish | {"looked_at": mark})
    assert late.status_code == 409 and fact_text(app, "IV.15") == stood, "it would be another figure by now"
    assert renewed(browser, {"basis": "so_far"}).status_code == 303
    assert fact_text(app, "IV.15") == "5"
    again = browser.post("/plan/2026/figures/renew", wish).get_data(as_text=True)
    assert "Hech bir qatorning soni oʻzgarmaydi." in again


def renewed(browser, wish: dict[str, str]):
    """Looked at, then taken."""
    looked = browser.post("/plan/2026/figures/renew", WISH | wish).get_data(as_text=True)
    mark = html.unescape(re.findall(r'name="looked_at" value="([^"]+)"', looked)[0])
    return browser.post("/plan/2026/figures/renew", WISH | wish | {"looked_at": mark})


def fact_text(app: Flask, key: str) -> str:
    with app.app_context():
        return row_by_key(plan_of(1, 2026), key).fact_text


def test_whose_results_are_not_taken_is_said(app: Flask, as_) -> None:
    browser = as_("metodist")
    rolled(app, browser)
    with app.app_context():
        plan, actor = plan_of(1, 2026), db.session.scalar(select(Person).where(Person.login == "metodist"))
        names = "xizmat\nsektor\nshaxsiy"
        split_row(actor=actor, plan=plan, row=row_by_key(plan, "II.2"), version=plan.version, names=names)
        db.session.commit()
    looked = browser.post("/plan/2026/figures/renew", WISH).get_data(as_text=True)
    assert "natijasi olinmaydi: II.2 " in looked
    assert renewed(browser, {}).status_code == 303
    text = " ".join(text_of(browser.get("/plan/2026/figures").get_data(as_text=True)).split())
    assert "natijasi olinmagan qatorlar, qoʻlda yozing: II.2." in text


def test_a_plan_begins_empty(app: Flask, as_) -> None:
    browser = as_("metodist")
    app.config["TODAY"] = NOVEMBER
    form = form_of(browser, "/plan/new")
    assert form["year"] == "2026" and form["title"].endswith("2026-yil uchun moʻljallangan ISH REJASI")
    assert browser.post("/plan/new", form | {"year": "2025"}).status_code == 409
    wrong = browser.post("/plan/new", form | {"title": "Boshqa markazining rejasi"})
    assert wrong.status_code == 422 and 'id="title-error"' in wrong.get_data(as_text=True)
    answer = browser.post("/plan/new", form)
    assert (answer.status_code, answer.location) == (303, "/plan/2026/tree")
    assert browser.get("/plan/2026/tree").status_code == 200
    assert "Rejada hali qator yoʻq" in browser.get("/plan/2026/figures").get_data(as_text=True)
    for page in ("/plan/2026", "/plan/2026.xlsx", "/plan/2026.docx"):
        assert browser.get(page).status_code == 200


@pytest.mark.parametrize("login", ["abonement", "direktor", "admin", "kuzatuvchi"])
def test_other_roles_make_no_plan(app: Flask, as_, login: str) -> None:
    rolled(app, as_("metodist"))
    browser = as_(login)
    for path in ("2025/roll-over", "new", "2026/figures"):
        assert browser.get(f"/plan/{path}").status_code == 404
        assert browser.post(f"/plan/{path}", WISH).status_code == 404
    assert browser.get("/plan/2026").status_code == 200
    assert "/figures" not in browser.get("/plan/2026").get_data(as_text=True)


PAGES = (
    "2026/figures",
    "2026/tree",
    "2026/tree/new?where=after:IV.15",
    "2026/IV.15/place",
    "2026/tree/sections/IV",
    "new",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_draft_asks_and_loads_no_more_than_it_may(app: Flask, as_, page: str) -> None:
    browser = as_("metodist")
    rolled(app, browser)
    browser.post("/plan/2026/figures?cell=IV.15|plan", {"value": "9100", "version": "1"})  # whatever is kept is old now
    for bar in (COLD, WARM):
        with counted() as count:
            assert browser.get(f"/plan/{page}").status_code == 200
        assert count.statements <= bar and count.objects <= OBJECTS, (page, count)
