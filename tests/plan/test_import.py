"""Plan files by HTTP: looked at first, saved by confirmation only, names asked once (domain.md §2)."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from app.documents.plan_reader import read_plan
from app.domain.plan_table import PlanTable
from app.extensions import db
from app.models import Change, Indicator, Person, Plan, PlanImport, UnitAlias
from app.operations.entries import save_cell
from app.operations.plans import approve_plan
from app.queries.cells import find_cell
from app.queries.plan import plan_of, plan_table, to_check
from tests.cast import APPROVED, TODAY
from tests.plan.papers import DOCX, XLSX, edited, replaced, without_row

OTHER_YEAR = replaced("2025", "2027", replaced("2024", "2026"))


def send(browser, content: bytes, name: str = "reja.xlsx", **fields: str):
    return browser.post("/plan/import", {"file": (io.BytesIO(content), name), **fields})


def sent(browser, content: bytes, name: str = "reja.xlsx", **fields: str) -> str:
    """The address of the preview of a file that was taken."""
    answer = send(browser, content, name, **fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def stored(app: Flask, year: int = 2025) -> PlanTable | None:
    with app.app_context():
        plan = plan_of(1, year)
        return plan_table(plan) if plan else None


def remove_plan(app: Flask) -> None:
    with app.app_context():
        db.session.delete(plan_of(1, 2025))
        db.session.commit()


@pytest.mark.parametrize(("content", "name"), [(XLSX, "reja.xlsx"), (DOCX, "reja.docx")])
def test_a_real_file_becomes_the_plan_and_the_exports_bring_it_back(app: Flask, as_, content: bytes, name: str) -> None:
    remove_plan(app)
    browser = as_("metodist")
    preview = sent(browser, content, name)
    page = browser.get(preview).get_data(as_text=True)
    assert "hamma qatorlar yangi" in page and "Kitobxonlar qatnovining hisobini" in page
    assert stored(app) is None
    answer = browser.post(preview)
    assert (answer.status_code, answer.location) == (303, "/plan/2025")
    assert stored(app) == read_plan(XLSX).table
    for kind in ("xlsx", "docx"):
        export = browser.get(f"/plan/2025.{kind}")
        assert export.headers["Content-Disposition"] == f"attachment; filename=ish_rejasi_2025.{kind}"
        assert read_plan(export.data).table == stored(app)
        assert "bir xil" in browser.get(sent(browser, export.data, f"x.{kind}")).get_data(as_text=True)


def test_looking_at_a_file_saves_nothing_of_the_plan(app: Flask, as_) -> None:
    browser, before = as_("metodist"), stored(app)
    preview = sent(browser, replaced(9000, 9500))
    page = browser.get(preview).get_data(as_text=True)
    assert re.search(r"<del>9\u00a0000\s*</del>\s*<ins>9\u00a0500\s*</ins>", page)
    assert "Oʻzgaradi: 1." in page
    assert stored(app) == before
    browser.post(f"{preview}/discard")
    assert browser.get(preview).status_code == 302
    assert browser.post(preview).status_code == 409
    assert stored(app) == before


def test_a_change_is_stored_with_its_history(app: Flask, as_) -> None:
    browser = as_("metodist")
    browser.post(sent(browser, replaced(9000, 9500)))
    with app.app_context():
        assert (
            next(row for s in plan_of(1, 2025).sections for row in s.indicators if row.key == "IV.15").plan_text
            == "9500"
        )
        change = db.session.scalars(select(Change).where(Change.subject_key == "2025|IV.15").order_by(Change.id)).all()[
            -1
        ]
    assert (change.before["plan"], change.after["plan"]) == ("9000", "9500")
    page = browser.get("/plan/2025/IV.15").get_data(as_text=True)
    assert re.search(r"<del>9000</del>(?:(?!</li>).)*<ins>9500</ins>", page, re.DOTALL), "in one line of the history"


def test_the_same_file_twice_changes_nothing(app: Flask, as_) -> None:
    browser = as_("metodist")
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Change).where(Change.subject == "plan_row"))
    preview = sent(browser, XLSX)
    page = browser.get(preview).get_data(as_text=True)
    assert "bir xil" in page and "Rejani saqlash" not in page
    browser.post(preview)
    with app.app_context():
        after = db.session.scalar(select(func.count()).select_from(Change).where(Change.subject == "plan_row"))
    assert after == before
    other = replaced(9000, 9500)
    assert sent(browser, other) == sent(browser, other)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "reja.xlsx", "Fayl boʻsh"),
        (b"%PDF-1.7 ...", "reja.pdf", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "reja.xls", "eski formatda"),
        (XLSX[:-2000], "reja.xlsx", "buzilgan"),
        (b"oddiy matn", "reja.txt", "Bu turdagi fayl"),
        (edited(lambda sheet: sheet.delete_rows(1, 200)), "reja.xlsx", "topilmadi"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(app: Flask, as_, content: bytes, name: str, words: str) -> None:
    browser, before = as_("metodist"), stored(app)
    answer = send(browser, content, name)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "<title>Xato:" in page
    assert words in page
    assert stored(app) == before
    with app.app_context():
        assert not db.session.scalar(select(func.count()).select_from(PlanImport))


def test_no_file_and_a_wrong_year_are_told_beside_the_field(as_) -> None:
    browser = as_("metodist")
    assert 'id="file-error"' in browser.post("/plan/import").get_data(as_text=True)
    assert 'id="year-error"' in send(browser, XLSX, year="202").get_data(as_text=True)


def test_a_file_with_questions_cannot_be_confirmed_and_comes_back_marked(app: Flask, as_) -> None:
    browser, before = as_("metodist"), stored(app)
    preview = sent(browser, replaced(9000, "9O00"))
    page = browser.get(preview).get_data(as_text=True)
    assert "Rejani saqlash" not in page
    where = re.search(r"Ish rejasi!([A-Z]+\d+): “9O00” yozuvi qaysi sonni bildiradi", page)
    assert where and 'value="9000"' in page
    assert browser.post(preview).status_code == 422
    assert stored(app) == before
    marked = browser.get(f"{preview}/marked.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(marked))
    cell = book["Ish rejasi"][where[1]]
    assert cell.value == "9O00" and cell.data_type == "s"
    assert "qaysi sonni bildiradi" in cell.comment.text and cell.fill.fgColor.rgb.endswith("FFD79A")
    assert book["Topilganlar"]["B2"].value == f"Ish rejasi!{where[1]}"
    corrected = replaced("9O00", 9000, marked)
    assert read_plan(corrected).table == before


def test_a_marked_letter_keeps_the_places_of_its_table(as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, DOCX, "reja.docx")
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{preview}/marked.xlsx").data))
    assert "oʻqib boʻlmaydi" in book.worksheets[0]["B20"].comment.text


def test_text_of_a_file_never_becomes_a_formula(as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, replaced("Shartnoma asosida", "=HYPERLINK(1)x"))
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{preview}/marked.xlsx").data))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_unknown_unit_is_asked_once_and_then_remembered(app: Flask, as_) -> None:
    browser = as_("metodist")
    other = replaced("Huquqiy axborotlar sektori", "Huquqiy axborot sektori")
    preview = sent(browser, other)
    page = browser.get(preview).get_data(as_text=True)
    group = page[page.index("Oʻxshash nomlar") :]
    assert group.index('value="huquqiy"') < group.index("Barcha boʻlinmalar")
    assert "selected" not in page[page.index('id="unit-1"') :].split("</select>")[0]
    refused = browser.post(preview, {"unit-Huquqiy axborot sektori": ""})
    assert refused.status_code == 422 and "unit-1" in refused.get_data(as_text=True)
    assert browser.post(preview, {"unit-Huquqiy axborot sektori": "huquqiy"}).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(UnitAlias).where(UnitAlias.name == "Huquqiy axborot sektori"))
    assert 'id="unit-1"' not in browser.get(sent(browser, replaced(9000, 1, other))).get_data(as_text=True)


@pytest.mark.parametrize(("choice", "named"), [("later", False), ("new:sector", True)])
def test_an_unknown_unit_may_be_put_off_or_added(app: Flask, as_, choice: str, named: bool) -> None:
    browser = as_("metodist")
    preview = sent(browser, replaced("Huquqiy axborotlar sektori", "Kinoklub sektori"))
    assert browser.post(preview, {"unit-Kinoklub sektori": choice}).status_code == 303
    page = browser.get("/plan/2025").get_data(as_text=True)
    assert ("boʻlinma topilmadi (“Kinoklub sektori”)" in page) is not named
    if not named:  # it can be answered later, on the page of a row that names it
        counting = browser.get("/plan/2025/I.3/counting").get_data(as_text=True)
        version = re.search(r'name="version" value="(\d+)"', counting)[1]
        form = {"version": version, "entry_form": "documents", "mode": "delivered", "share-metodika": "counts"}
        answer = browser.post("/plan/2025/I.3/counting", form | {"unit-Kinoklub sektori": "huquqiy"})
        assert answer.status_code == 303
        assert "Kinoklub sektori”)" not in browser.get("/plan/2025").get_data(as_text=True)


def test_a_line_with_entries_is_not_removed(app: Flask, as_) -> None:
    with app.app_context():
        plan, actor = plan_of(1, 2025), db.session.scalar(select(Person).where(Person.login == "metodist"))
        cell = find_cell(plan, "IV.16|abonement|2025-11-03")
        save_cell(actor=actor, plan=plan, cell=cell, typed="12", version=0, today=TODAY)
        db.session.commit()
    browser, before = as_("metodist"), stored(app)
    preview = sent(browser, without_row("16"))
    page = browser.get(preview).get_data(as_text=True)
    assert "IV.16" in page and "Rejani saqlash" not in page
    assert browser.post(preview).status_code == 422
    assert stored(app) == before


def test_a_line_without_entries_goes_and_says_so(app: Flask, as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, without_row("16"))
    assert "Olib tashlanadi: 1." in browser.get(preview).get_data(as_text=True)
    assert browser.post(preview).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(Indicator).where(Indicator.key == "IV.16")) is None
    assert browser.get("/plan/2025/IV.16").status_code == 404


def test_an_approved_plan_is_not_overwritten(app: Flask, as_) -> None:
    with app.app_context():
        director = db.session.scalar(select(Person).where(Person.login == "direktor"))
        approve_plan(actor=director, plan=plan_of(1, 2025), today=APPROVED)
        db.session.commit()
    browser, before = as_("metodist"), stored(app)
    preview = sent(browser, replaced(9000, 9500))
    page = browser.get(preview).get_data(as_text=True)
    assert "tasdiqlangan, bu fayl esa undan farq qiladi" in page and "Rejani saqlash" not in page
    assert browser.post(preview).status_code == 423
    assert stored(app) == before


def test_a_second_year_stands_beside_the_first(app: Flask, as_) -> None:
    browser = as_("metodist")
    assert browser.post(sent(browser, OTHER_YEAR)).status_code == 303
    page = browser.get("/plan/2027").get_data(as_text=True)
    assert "2026-yil (fakt)" in page and 'href="/plan/2025"' in page
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Plan)) == 2


@pytest.mark.parametrize("login", ["abonement", "oquv", "direktor", "admin", "kuzatuvchi"])
def test_only_the_methodologist_imports(as_, login: str) -> None:
    browser = as_(login)
    assert browser.get("/plan/import").status_code == 404
    assert send(browser, XLSX).status_code == 404
    assert "/plan/import" not in browser.get("/plan/2025").get_data(as_text=True)


def test_there_is_no_foreign_import(as_) -> None:
    browser = as_("metodist")
    for path in ("/plan/import/99", "/plan/import/99/marked.xlsx", "/plan/import/0"):
        assert browser.get(path).status_code == 404


CASES = Path(__file__).parents[1] / "data" / "plan_cases"


def case(name: str) -> bytes:
    (path,) = CASES.glob(f"{name}*")
    return path.read_bytes()


def fields_of(page: str) -> dict[str, str]:
    """Name of each question's field and what stands in it."""
    found = dict(re.findall(r'<input[^>]*name="(ask-[^"]+)"[^>]*value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]*name="(ask-[^"]+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)"\s+selected', options)
        found[name] = chosen[1] if chosen else ""
    return {unescape(name): unescape(value) for name, value in found.items()}


def test_the_questions_of_a_file_are_answered_once_and_kept_with_it(app: Flask, as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, case("a11"))
    page = browser.get(preview).get_data(as_text=True)
    assert "javob kutilayotgan savollar: 6" in page and "Rejani saqlash" not in page
    assert "Zomin tuman" in page and "Shu markazning rejasimi?" in page
    asked = fields_of(page)
    assert asked["ask-amount:Ish rejasi!E9"] == "61200" and asked["ask-amount:Ish rejasi!E11"] == "10-12"
    assert browser.post(preview).status_code == 422, "nothing is stored while a question is open"
    told = {**asked, "ask-sure:": "yes", "ask-amount:Ish rejasi!E17": "13", "ask-amount:Ish rejasi!E11": "11"}
    assert browser.post(f"{preview}/answers", told).location == preview
    page = browser.get(preview).get_data(as_text=True)
    assert "Rejani saqlash" in page and fields_of(page)["ask-amount:Ish rejasi!E17"] == "13"
    changes = browser.get(preview).get_data(as_text=True)
    assert "kamida 50" in changes, "what is no figure stands as it is"
    unit = re.search(r'<select[^>]*name="(unit-[^"]+)"', page)
    answer = browser.post(preview, {unescape(unit[1]): "later"} if unit else {})
    assert (answer.status_code, answer.location) == (303, "/plan/2026")
    table = stored(app, 2026)
    assert table is not None
    lines = {line.number: line.plan for line in table.sections[0].lines}
    assert (lines["3"].values, lines["11"].values, lines["5"].values) == ((61200,), (13,), (11,))
    assert (lines["12"].text, lines["12"].values) == ("kamida 50", ())
    assert "kamida 50" in browser.get("/plan/2026").get_data(as_text=True)
    with app.app_context():
        points = [(point.row.number, point.code) for point in to_check(plan_of(1, 2026))]
        assert ("12", "plan") in points and ("3", "plan") not in points
        change = db.session.scalar(select(Change).where(Change.action == "answer").order_by(Change.id.desc()))
        assert change is not None and change.after["answers"]["amount:Ish rejasi!E17"] == "13"


@pytest.mark.parametrize("said", ["abc", "-5", "o‘n"])
def test_what_is_no_answer_is_told_at_its_field_and_kept_there(app: Flask, as_, said: str) -> None:
    browser = as_("metodist")
    preview = sent(browser, case("a11"))
    asked = fields_of(browser.get(preview).get_data(as_text=True))
    answer = browser.post(f"{preview}/answers", {**asked, "ask-amount:Ish rejasi!E17": said})
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422 and f"“{said}” bu savolga javob emas" in page
    assert fields_of(page)["ask-amount:Ish rejasi!E17"] == said
    with app.app_context():
        assert db.session.scalar(select(PlanImport)).answers == {}


def test_a_column_that_was_told_once_is_known_the_next_time(app: Flask, as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, case("c12"))
    page = browser.get(preview).get_data(as_text=True)
    (name,) = fields_of(page)
    assert browser.post(f"{preview}/answers", {name: ""}).status_code == 303
    assert "javob kutilayotgan savollar: 1" in browser.get(preview).get_data(as_text=True), (
        "nothing chosen is no answer"
    )
    browser.post(f"{preview}/answers", {name: "mechanism"})
    page = browser.get(preview).get_data(as_text=True)
    units = re.findall(r'<select[^>]*name="(unit-[^"]+)"', page)
    assert browser.post(preview, {unescape(one): "later" for one in units}).status_code == 303
    again = sent(browser, case("c12")[:] + b"")
    assert fields_of(browser.get(again).get_data(as_text=True)) == {}


def test_an_answer_for_a_file_that_does_not_wait_any_more_is_refused(as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, case("a37"))
    browser.post(f"{preview}/discard")
    answer = browser.post(f"{preview}/answers", {"ask-amount:Ish rejasi!E7": "2"})
    assert answer.status_code == 409
