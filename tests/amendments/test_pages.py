"""An amendment in the browser: row by row, what would come of it, its approval, its paper; and who sees what."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import docx
import openpyxl
import pytest
from flask import Flask

from app.extensions import db
from app.models import Change
from app.queries.plan import part_by_key, plan_of, row_by_key
from tests.deadlines.conftest import approved

__all__ = ["approved"]

LIST, ONE = "/plan/2025/amendments/", "/plan/2025/amendments/1"
BEGIN = {"month": "2025-11", "reason": "Viloyat kutubxonasi topshirigʻi", "document": "12-son xat"}


def text(browser: Any, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.get_data(as_text=True))


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def form_of(browser: Any, address: str) -> dict[str, str]:
    """The form of a row as the page has it."""
    page = text(browser, address)
    form = re.search(r'<form method="post"\s+action="/plan/.*?</form>', page, re.DOTALL)
    assert form, address
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form[0]))
    fields |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.S))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', options)
        fields[name] = chosen[1] if chosen else ""
    fields.pop("csrf_token", None)
    return fields


def version(browser: Any) -> str:
    found = re.findall(r'name="version" value="(\d+)"', text(browser, ONE))
    return found[-1]


@pytest.fixture
def begun(approved: Flask, as_: Any) -> Any:
    browser = as_("metodist")
    assert browser.post(LIST, BEGIN).status_code == 303
    return browser


def test_from_the_row_to_the_approved_plan(approved: Flask, begun: Any, as_: Any) -> None:
    assert f'href="{ONE}/rows/IV.15"' in text(begun, "/plan/2025/IV.15")
    form = form_of(begun, f"{ONE}/rows/IV.15")
    assert form["plan_text"] == "9000"
    assert begun.post(f"{ONE}/rows/IV.15", form | {"plan_text": "9 600"}).status_code == 303
    page = words_of(text(begun, ONE))
    assert "9000 → oʻrniga 9600" in page and "Noy: 750 → 1 050; Dek: 750 → 1 050" in page
    assert "Boʻlinmalarning majburiyatlari oʻzgarmaydi." in page
    assert begun.post(f"{ONE}/ask", {"version": version(begun)}).status_code == 303
    assert "Tasdiqlashga yuborish" not in text(begun, ONE)
    director = as_("direktor")
    assert f'href="{ONE}"' in text(director, "/") and "Koʻrib, tasdiqlash" in text(director, "/")
    assert f'href="{ONE}"' in text(director, "/deadlines/")
    assert director.post(f"{ONE}/approve", {"version": version(director)}).status_code == 303
    with approved.app_context():
        part = part_by_key(plan_of(1, 2025), "IV.15")
        assert (part.plan, part.phasing) == (9600, [750] * 10 + [1050] * 2)
    row = words_of(text(begun, "/plan/2025/IV.15"))
    assert "1-oʻzgartirish : oʻzgaradi, 2025-yil noyabr oyidan" in row
    assert "2-tahriri" in words_of(text(begun, "/plan/2025"))
    assert f'href="{ONE}"' not in text(director, "/")


def test_a_wrong_figure_is_told_beside_its_field_and_nothing_is_lost(begun: Any) -> None:
    form = form_of(begun, f"{ONE}/rows/IV.15")
    answer = begun.post(f"{ONE}/rows/IV.15", form | {"plan_text": "koʻp", "deadline": "har oyda"})
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422 and 'id="plan_text-error"' in page
    assert 'value="koʻp"' in page and 'value="har oyda"' in page
    assert "Hali birorta qator yoʻq" in text(begun, ONE)


def test_what_stands_in_the_way_is_named_and_stops_the_asking(approved: Flask, begun: Any, as_: Any) -> None:
    cell = {"value": "40", "version": "0"}
    assert as_("abonement").post("/diary/2025-11?cell=IV.15|abonement|2025-11-03", cell).status_code == 200
    form = form_of(begun, f"{ONE}/rows/IV.15/counting")
    assert begun.post(f"{ONE}/rows/IV.15/counting", form | {"entry_form": "month"}).status_code == 303
    page = words_of(text(begun, ONE))
    assert "Abonementlar sektori 2025-yil noyabr uchun boshqa shaklda 1 ta son yozgan" in page
    assert "Tasdiqlashga yuborish" not in page
    answer = begun.post(f"{ONE}/ask", {"version": version(begun)})
    assert answer.status_code == 422 and "Toʻsqinlik qiladigan joylar bor: 1" in answer.get_data(as_text=True)


def test_a_row_is_added_counted_and_taken_out_again(approved: Flask, begun: Any) -> None:
    form = form_of(begun, f"{ONE}/add") | {
        "section": "VI", "number": "36", "name": "Onlayn soʻrovnoma", "plan_text": "4", "deadline": "har oyda",
        "responsible": "Abonementlar sektori",
    }  # fmt: skip
    answer = begun.post(f"{ONE}/add", form)
    assert answer.status_code == 303 and answer.location == f"{ONE}/rows/VI.36/counting"
    counting = form_of(begun, answer.location)
    assert counting["share-abonement"] == "counts"
    assert begun.post(answer.location, counting | {"entry_form": "month"}).status_code == 303
    page = words_of(text(begun, ONE))
    assert "VI.36" in page and "Abonementlar sektori: 2 majburiyat qoʻshiladi" in page and "Noy: 2; Dek: 2" in page
    assert begun.post(f"{ONE}/rows/VI.36/leave", {}).status_code == 303
    assert begun.post(f"{ONE}/rows/IV.28/end", {}).status_code == 303
    page = words_of(text(begun, ONE)).split("Oʻzgaradigan qatorlar")[1]
    assert "VI.36" not in page.partition("Tasdiqlash")[0]
    assert "2 majburiyat bekor boʻladi" in page, "the figures of the last quarter, and the report of them"
    with approved.app_context():
        assert row_by_key(plan_of(1, 2025), "VI.36") is None


def test_the_paper_says_draft_until_it_is_approved(begun: Any, as_: Any) -> None:
    form = form_of(begun, f"{ONE}/rows/IV.15")
    begun.post(f"{ONE}/rows/IV.15", form | {"plan_text": "9 600"})

    def paper() -> tuple[str, list[str], list[list[str]]]:
        answer = begun.get(f"{ONE}.docx")
        assert answer.status_code == 200
        document = docx.Document(io.BytesIO(answer.data))
        cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
        return document.sections[0].header.paragraphs[0].text, [p.text for p in document.paragraphs], cells

    above, words, cells = paper()
    assert above == "QORALAMA" and "2025-yil ish rejasiga 1-oʻzgartirish" in words
    assert "Asos: 12-son xat" in words and "Amal qila boshlaydi: 2025-yil noyabr" in words
    assert cells[0] == ["Qator", "Nomi", "Amaldagi tahriri", "Yangi tahriri"]
    assert cells[1][0] == "IV.15" and cells[1][2:] == ["Joriy yil (reja): 9000", "Joriy yil (reja): 9600"]
    begun.post(f"{ONE}/ask", {"version": version(begun)})
    director = as_("direktor")
    director.post(f"{ONE}/approve", {"version": version(director)})
    above, words, cells = paper()
    assert above == "" and cells[1][2:] == ["Joriy yil (reja): 9000", "Joriy yil (reja): 9600"]
    assert any(line.startswith("Tasdiqladi: ") and "Toʻraqulov" in line for line in words) or words


def test_everybody_reads_and_only_those_who_may_write(begun: Any, as_: Any) -> None:
    for login in ("abonement", "oquv", "direktor", "admin", "kuzatuvchi"):
        browser = as_(login)
        assert "Viloyat kutubxonasi topshirigʻi" in text(browser, LIST)
        page = text(browser, ONE)
        assert "Qatorni oʻzgartirish" not in page and "<textarea" not in page
        assert browser.get(f"{ONE}/rows/IV.15").status_code == 404
        assert browser.post(f"{ONE}/rows/IV.15/end", {}).status_code == 404
    assert begun.get("/plan/2025/amendments/7").status_code == 404
    assert begun.get(f"{ONE}/rows/IX.99").status_code == 404


def test_the_history_tells_it_in_words(approved: Flask, begun: Any) -> None:
    begun.post(f"{ONE}/rows/IV.28/end", {})
    page = words_of(text(begun, "/system/history"))
    assert "Rejaga oʻzgartirish" in page
    with approved.app_context():
        noted = db.session.query(Change).filter_by(subject="amendment").order_by(Change.id).all()
        assert [(change.action, change.subject_key) for change in noted] == [("add", "2025|1"), ("change", "2025|1")]
        assert noted[1].after == {"lines": {"IV.28": {"act": "end"}}}


def test_the_consolidation_its_workbook_and_reports_say_by_which_revision(
    approved: Flask, begun: Any, as_: Any
) -> None:
    form = form_of(begun, f"{ONE}/rows/IV.15")
    begun.post(f"{ONE}/rows/IV.15", form | {"plan_text": "9 600"})
    assert "tahriri boʻyicha" not in text(begun, "/consolidation/2025")
    begun.post(f"{ONE}/ask", {"version": version(begun)})
    director = as_("direktor")
    director.post(f"{ONE}/approve", {"version": version(director)})
    page = words_of(text(begun, "/consolidation/2025-10"))
    assert "Ish rejasining 2-tahriri boʻyicha" in page
    assert "Oʻzgartirilgan qatorlar: IV.15 ( 1-oʻzgartirish )".replace(" ", "") in page.replace(" ", "")
    book = openpyxl.load_workbook(io.BytesIO(begun.get("/consolidation/2025-10.xlsx").data))
    cells = [cell.value for row in book.active.iter_rows(max_row=8) for cell in row if cell.value]
    assert "Ish rejasining 2-tahriri boʻyicha" in cells
