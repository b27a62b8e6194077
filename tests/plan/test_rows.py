"""One row of the plan by HTTP: everything about it, its editing, its counting, its months."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.plan_difference import compare
from app.extensions import db
from app.models import Change, Indicator, Person
from app.operations.entries import save_cell
from app.operations.plans import approve_plan
from app.queries.cells import find_cell
from app.queries.plan import plan_of, plan_table, responsible_units, row_by_key
from app.queries.units import all_units
from tests.cast import APPROVED, TODAY


@pytest.fixture
def figures(app: Flask) -> None:
    """Visits of two units in January and October, and a correction."""
    with app.app_context():
        plan, actor = plan_of(1, 2025), db.session.scalar(select(Person).where(Person.login == "metodist"))
        typed = [("abonement", "01-15", "300"), ("oquv-zallari", "01-15", "50"), ("abonement", "10-02", "4150")]
        for unit, day, text in typed:
            cell = find_cell(plan, f"IV.15|{unit}|2025-{day}")
            save_cell(actor=actor, plan=plan, cell=cell, typed=text, version=0, today=TODAY)
        cell = find_cell(plan, "IV.15|abonement|2025-10-02")
        save_cell(actor=actor, plan=plan, cell=cell, typed="4000", version=1, today=TODAY)
        db.session.commit()


def approve(app: Flask) -> None:
    with app.app_context():
        director = db.session.scalar(select(Person).where(Person.login == "direktor"))
        approve_plan(actor=director, plan=plan_of(1, 2025), today=APPROVED)
        db.session.commit()


def form_of(browser, path: str) -> dict[str, str]:
    """What a browser would send from the form as it stands."""
    return fields_of(browser.get(path).get_data(as_text=True))


def fields_of(page: str) -> dict[str, str]:
    main = page[page.index('<main id="main"') :]
    found = dict(re.findall(r'<input type="(?:text|hidden)"[^>]* name="([^"]+)"\s+value="([^"]*)"', main))
    found |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', main, re.S))
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return {name: html.unescape(text) for name, text in found.items() if name not in ("csrf_token", "next")}


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


@pytest.mark.usefixtures("figures")
def test_the_row_page_says_what_was_done_and_by_whom(as_) -> None:
    page = as_("kuzatuvchi").get("/plan/2025/IV.15").get_data(as_text=True)
    text = " ".join(text_of(page).split())
    for words in (
        "Yil boshidan 4 350",
        "Yillik rejaga nisbatan 48,3 % reja: 9 000",
        "Shu kungacha rejaga nisbatan 58 % yanvar–oktabr",
        "Rejadan orqada",
        "Hamma yozuvlar: 3",
        "2025-yil 2-oktabr 4 150 → oʻrniga 4 000",
        "Muddat qanday oʻqildi Yil davomida",
        "Abonementlar sektori 300 4 000 4 300",
    ):
        assert words in text, words
    assert "/consolidation/2025/IV.15" in page
    assert "tahrirlash" not in page


def test_every_row_has_its_page(app: Flask, as_) -> None:
    browser = as_("abonement")
    with app.app_context():
        keys = list(db.session.scalars(select(Indicator.key)))
    assert len(keys) > 55
    for key in keys:
        page = browser.get(f"/plan/2025/{key}")
        assert page.status_code == 200 and key in page.get_data(as_text=True)
    assert browser.get("/plan/2025/II.2/1").location == "/plan/2025/II.2#figure-1"
    for path in ("/plan/2025/II.2/4", "/plan/2025/IX.1", "/plan/2031/I.1", "/plan/1999", "/plan/2100"):
        assert browser.get(path).status_code == 404, path


def test_a_composite_row_answers_for_each_of_its_figures(as_) -> None:
    text = " ".join(text_of(as_("metodist").get("/plan/2025/II.2").get_data(as_text=True)).split())
    assert "reja: 1/2/1" in text and "Oylar boʻyicha: II.2/3 3-tarkib (1)" in text


@pytest.mark.usefixtures("figures")
def test_growth_is_held_against_the_same_months_of_last_year(app: Flask, as_) -> None:
    with app.app_context():
        plan = plan_of(1, 2025)
        plan.year = 2024
        db.session.execute(db.text("update entry set date = '2024' || substr(date, 5), year_month = year_month - 100"))
        db.session.commit()
    app.config["TODAY"] = TODAY.replace(year=2025)
    with app.app_context():
        from tests.cast import make_plan

        actor = db.session.scalar(select(Person).where(Person.login == "metodist"))
        plan = make_plan(actor)
        cell = find_cell(plan, "IV.15|abonement|2025-02-03")
        save_cell(actor=actor, plan=plan, cell=cell, typed="4785", version=0, today=TODAY)
        db.session.commit()
    text = " ".join(text_of(as_("direktor").get("/plan/2025/IV.15").get_data(as_text=True)).split())
    assert "Oʻtgan yilning shu oylariga nisbatan +10 %" in text


def test_editing_a_draft_changes_the_table_and_leaves_history(app: Flask, as_) -> None:
    browser = as_("metodist")
    form = form_of(browser, "/plan/2025/III.8/edit")
    form |= {
        "name": "Seminar o'tkazish",
        "plan_text": "2/12",
        "deadline": "har chorakda",
        "mechanism": "1. Reja;\n2) Oʻtkazish",
    }
    answer = browser.post("/plan/2025/III.8/edit", form)
    assert (answer.status_code, answer.location) == (303, "/plan/2025/III.8")
    with app.app_context():
        row = row_by_key(plan_of(1, 2025), "III.8")
        assert (row.name, row.plan_text, row.mechanism) == ("Seminar oʻtkazish", "2/12", ["Reja", "Oʻtkazish"])
        assert [part.plan for part in row.parts] == [2, 12]
        change = db.session.scalars(select(Change).where(Change.subject_key == "2025|III.8")).all()[-1]
        assert change.before["name"] is None and change.after["name"] == "Seminar oʻtkazish"
    assert (
        "III.8" not in browser.get("/plan/2025").get_data(as_text=True).split("open-points")[1].split("</details>")[0]
    )


def test_what_is_typed_stays_after_a_refusal(as_) -> None:
    browser = as_("metodist")
    form = form_of(browser, "/plan/2025/IV.15/edit") | {"plan_text": "9O00", "name": "Yangi nom"}
    answer = browser.post("/plan/2025/IV.15/edit", form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="9O00"' in page and "Yangi nom" in page and 'id="plan_text-error"' in page


def test_of_two_editors_the_second_sees_both(as_) -> None:
    first, second = as_("metodist"), as_("metodist")
    form = form_of(second, "/plan/2025/IV.15/edit")
    first.post("/plan/2025/IV.15/edit", form_of(first, "/plan/2025/IV.15/edit") | {"plan_text": "9100"})
    answer = second.post("/plan/2025/IV.15/edit", form | {"plan_text": "9200"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'value="9200"' in page and "Hozir saqlangani: 9100" in page
    fresh = re.search(r'name="version" value="(\d+)"', page)[1]
    assert second.post("/plan/2025/IV.15/edit", form | {"plan_text": "9200", "version": fresh}).status_code == 303


def test_an_approved_plan_refuses_editing_and_counting_and_leads_to_an_amendment(app: Flask, as_) -> None:
    browser = as_("metodist")
    form, counting = form_of(browser, "/plan/2025/IV.15/edit"), form_of(browser, "/plan/2025/IV.15/counting")
    approve(app)
    assert browser.get("/plan/2025/IV.15/edit").status_code == 423
    answer = browser.post("/plan/2025/IV.15/edit", form | {"plan_text": "1"})
    assert answer.status_code == 423 and "tasdiqlangan" in answer.get_data(as_text=True)
    assert "/edit" not in browser.get("/plan/2025/IV.15").get_data(as_text=True)
    assert browser.post("/plan/2025/IV.15/counting", counting | {"entry_form": "month"}).status_code == 423
    assert "/plan/2025/amendments" in browser.get("/plan/2025/IV.15/counting").get_data(as_text=True)
    page = browser.get("/plan/2025/IV.15").get_data(as_text=True)
    assert "/counting" not in page and 'href="/plan/2025/amendments/"' in page


def test_shares_and_mode_are_set_with_history(app: Flask, as_) -> None:
    browser = as_("metodist")
    form = form_of(browser, "/plan/2025/IV.17/counting")
    form |= {"share-oquv-zallari": "oversees", "share-kotiba": "counts", "entry_form": "month"}
    assert browser.post("/plan/2025/IV.17/counting", form).status_code == 303
    with app.app_context():
        row = row_by_key(plan_of(1, 2025), "IV.17")
        names = {unit.id: unit.code for unit in all_units(1)}
        shares = {names[unit_id]: share for unit_id, share in responsible_units(row, all_units(1)).items()}
        assert shares == {"oquv-zallari": "oversees", "manaviyat": "counts", "kotiba": "counts"}
        assert row.entry_form == "month"
    text = " ".join(text_of(browser.get("/plan/2025/IV.17").get_data(as_text=True)).split())
    assert "Qayerga yoziladi: Tadbirlar daftari → oʻrniga Oylik son" in text


def test_all_services_can_be_given_another_share(app: Flask, as_) -> None:
    browser = as_("metodist")
    form = form_of(browser, "/plan/2025/III.8/counting") | {"everyone": "contributes", "share-akt": "counts"}
    assert browser.post("/plan/2025/III.8/counting", form).status_code == 303
    with app.app_context():
        units = {unit.code: unit.id for unit in all_units(1)}
        shares = responsible_units(row_by_key(plan_of(1, 2025), "III.8"), all_units(1))
    assert (shares[units["akt"]], shares[units["jamlash"]]) == ("counts", "contributes")


def test_somebody_has_to_count(as_) -> None:
    browser = as_("metodist")
    form = form_of(browser, "/plan/2025/IV.16/counting") | {
        "share-oquv-zallari": "oversees",
        "share-abonement": "oversees",
    }
    answer = browser.post("/plan/2025/IV.16/counting", form)
    assert answer.status_code == 422 and 'id="shares-error"' in answer.get_data(as_text=True)


def test_months_by_hand_make_the_plan(as_) -> None:
    browser = as_("metodist")
    path = "/plan/2025/IV.15/phasing/0"
    form = form_of(browser, path)
    assert [form[f"month-{month}"] for month in range(1, 13)] == ["750"] * 12
    wrong = browser.post(path, form | {"month-1": "700"})
    assert wrong.status_code == 422 and "8\u00a0950" in wrong.get_data(as_text=True)
    assert browser.post(path, form | {"month-1": "700", "month-12": "800"}).status_code == 303
    assert "qoʻlda boʻlingan" in browser.get("/plan/2025/IV.15").get_data(as_text=True)
    assert form_of(browser, path)["month-12"] == "800"
    assert browser.post(path, form_of(browser, path) | {"generated": "1"}).status_code == 303
    assert form_of(browser, path)["month-12"] == "750"
    assert browser.get("/plan/2025/I.3/phasing/0").status_code == 404


def test_a_point_that_is_confirmed_leaves_the_list(app: Flask, as_) -> None:
    browser = as_("metodist")
    assert "/plan/2025/I.3/confirm" in browser.get("/plan/2025").get_data(as_text=True)
    answer = browser.post("/plan/2025/I.3/confirm", {"points": ["fact", "plan"]})
    assert answer.status_code == 303
    assert "/plan/2025/I.3/confirm" not in browser.get("/plan/2025").get_data(as_text=True)
    assert browser.post("/plan/2025/I.4/confirm", {"points": ["nonsense"]}).status_code == 422
    with app.app_context():
        plan = plan_of(1, 2025)
        assert compare(plan_table(plan), plan_table(plan)).nothing
        assert row_by_key(plan, "I.3").confirmed == ["fact", "plan"]


@pytest.mark.parametrize("login", ["abonement", "direktor", "admin", "kuzatuvchi"])
def test_other_roles_read_and_change_nothing(as_, login: str) -> None:
    browser = as_(login)
    for page in ("edit", "counting", "phasing/0"):
        assert browser.get(f"/plan/2025/IV.15/{page}").status_code == 404
        assert browser.post(f"/plan/2025/IV.15/{page}", {"version": "1"}).status_code == 404
    assert browser.post("/plan/2025/I.3/confirm", {"points": ["fact"]}).status_code == 404
    for path in ("/plan/2025", "/plan/2025/IV.15"):
        text = browser.get(path).get_data(as_text=True)
        assert not re.search(r'/(edit|counting|confirm|phasing/0)"', text)
