"""Amendments, consolidations, reports, diaries and lists: what a person sees on them, by default and as it was said."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from flask import Flask

from app.cli.diary import lines_of
from app.documents.diary_table import read_diary, write_diary_csv, write_diary_xlsx
from app.documents.paper_ends import diary_file_ends
from app.domain.periods import parse_period
from app.extensions import db
from app.i18n.labels import LABELS
from app.models import Report
from app.operations.evidence import file_path
from app.operations.plans import approve_plan
from app.queries.diary import day_parts
from app.queries.plan import plan_of
from tests.cast import APPROVED, TODAY
from tests.papers.reading import NOTHING, none_of, typed, words_of_letter, words_of_page, words_of_workbook
from tests.reports.conftest import CLOSED, set_months
from tests.submissions.conftest import office_of

LINE = "____________________"
OF_FILE = ["“TASDIQLAYMAN”", "Jizzax viloyati Arnasoy tuman axborot-kutubxona markazi direktori"]
CENTRE = "Jizzax viloyati Arnasoy tuman axborot-kutubxona markazi"
BEGIN = {"month": "2025-11", "reason": "Viloyat topshirigʻi", "document": "12-son xat"}
ONE = "/plan/2025/amendments/1"
REPORT = {"period": "2025-Q3", "basis": "accepted", "signers": ["Direktor", "A. Karimov"], "number": "", "day": ""}


def above(words: list[str], until: str) -> list[str]:
    """What stands above the head of a table."""
    return [word for word in words[: words.index(until)] if word]


@pytest.fixture
def approved(app: Flask) -> Flask:
    with app.app_context():
        office = office_of(app)
        approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
        set_months(office.plan, *CLOSED)
        db.session.commit()
    return app


@pytest.fixture
def amended(approved: Flask, as_):
    """An amendment that is asked for; ``approve`` approves it."""
    browser = as_("metodist")
    assert browser.post("/plan/2025/amendments/", BEGIN).status_code == 303
    assert browser.post(f"{ONE}/rows/IV.28/end", {}).status_code == 303

    def act(name: str, login: str) -> None:
        page = as_(login).get(ONE).get_data(as_text=True)
        version = re.findall(r'name="version" value="(\d+)"', page)[-1]
        assert as_(login).post(f"{ONE}/{name}", {"version": version}).status_code == 303

    act("ask", "metodist")
    return lambda: act("approve", "direktor")


def amendment(as_) -> list[str]:
    return words_of_letter(as_("abonement").get(f"{ONE}.docx").data)


def test_an_amendment_by_default_has_the_block_of_its_plan_and_those_who_made_it(as_, amended) -> None:
    words = amendment(as_)
    assert above(words, "Qator")[:4] == [*OF_FILE, CENTRE, "2025-yil ish rejasiga 1-oʻzgartirish"]
    assert words[-2:] == [f"Tayyorladi\t{LINE} Metodist", f"Tasdiqladi\t{LINE}"]
    amended()
    assert amendment(as_)[-1] == f"Tasdiqladi\t{LINE} Direktor"


def test_an_amendment_says_what_is_said_of_it_and_keeps_it_once_it_is_approved(as_, say, amended) -> None:
    say("centre", typed("markazniki"))
    assert "Tasdiqlovchi markazniki" in amendment(as_)
    say("amendment", typed("oʻziniki", title="{yil}-yil rejasiga {raqam}-tuzatish") | {"agreement_way": "none", **{
        f"agreement_{part}": "" for part in ("post", "name")}})  # fmt: skip
    words = amendment(as_)
    assert above(words, "Qator")[:6] == [
        "“TASDIQLAYMAN”", "Tasdiqlovchi oʻziniki", f"{LINE} T. oʻzinikiov", "«___» __________ 2025-yil",
        "Markaz oʻziniki", "2025-yil rejasiga 1-tuzatish",
    ]  # fmt: skip
    assert words[-1] == f"Imzolovchi oʻziniki\t{LINE} I. oʻzinikiova" and "markazniki" not in "".join(words)
    amended()
    kept = amendment(as_)
    say("amendment", none_of(NOTHING))
    say("centre", typed("yangi"))
    assert amendment(as_) == kept and "2025-yil rejasiga 1-tuzatish" in kept
    page = words_of_page(as_("direktor").get(ONE).get_data(as_text=True))
    assert "Tasdiqlovchi oʻziniki" in page


def test_a_consolidation_by_default_has_the_plans_centre_and_two_lines_to_sign_on(as_) -> None:
    words = words_of_workbook(as_("oquv").get("/consolidation/2025-Q3.xlsx").data)
    assert above(words, "№")[:2] == [CENTRE, "Ish rejasining bajarilishi: 2025-yil III chorak"]
    end = words[words.index("Direktor") :]
    assert end[:4] == ["Direktor", LINE, "Metodist", LINE] and end[4].startswith("Tayyorlangan kun: 2025-yil 18-noyabr")


def test_a_consolidation_of_a_unit_says_whose_centre_and_which_unit(as_, say) -> None:
    say("consolidation", typed("jamlanmaniki", title="{davr} jamlanmasi"))
    words = words_of_workbook(as_("oquv").get("/consolidation/2025-Q3.xlsx?unit=abonement").data)
    head = above(words, "№")
    assert head.index("Markaz jamlanmaniki") + 1 == head.index("2025-yil III chorak jamlanmasi")
    assert head[head.index("2025-yil III chorak jamlanmasi") + 1] == "Abonementlar sektori"
    assert "«___» __________ 2025-yil" in head


def test_a_consolidation_in_russian_has_russian_words_and_what_people_typed(as_, say) -> None:
    say("consolidation", typed("jamlanmaniki", title="{davr} boʻyicha"))
    browser = as_("oquv")
    assert browser.post("/language", {"locale": "ru", "next": "/"}).status_code in (302, 303)
    words = words_of_workbook(browser.get("/consolidation/2025-Q3.xlsx").data)
    for wanted in ("«УТВЕРЖДАЮ»", "«СОГЛАСОВАНО»", "«___» __________ 2025 г.", "Tasdiqlovchi jamlanmaniki"):
        assert wanted in words, wanted
    assert any(word.replace("\u00a0", " ") == "III квартал 2025 г. boʻyicha" for word in words)
    assert "“TASDIQLAYMAN”" not in words


def report_file(as_, address: str) -> list[str]:
    return words_of_workbook(as_("abonement").get(f"{address}.xlsx").data)


def test_a_report_keeps_the_head_with_which_it_was_frozen_also_when_it_is_written_once_more(
    approved: Flask, as_, say
) -> None:
    say("report", typed("birinchi", title="{davr} hisoboti") | {"signatures_way": "as_set", "signatures": ["", ""]})
    browser, director = as_("metodist"), as_("direktor")
    address = browser.post("/reports/new", REPORT).location
    first = report_file(as_, address)
    for wanted in ("Tasdiqlovchi birinchi", "Markaz birinchi", "2025-yil III chorak hisoboti", "Direktor"):
        assert wanted in first
    say("report", typed("ikkinchi", title="{davr}") | {"signatures_way": "as_set", "signatures": ["", ""]})
    assert report_file(as_, address) == first
    assert director.post(f"{address}/sign").status_code == 303
    sending = {"number": "01-05/45", "day": "18.11.2025", "way": "exat", "recipient": "Viloyat kutubxonasi"}
    assert browser.post(f"{address}/send", sending).status_code == 303
    with approved.app_context():
        report = db.session.query(Report).one()
        assert report.sent_sha256 and report.sent_sha256 != report.workbook_sha256
        sent = file_path(approved.config["SETTINGS"].files, report.sent_sha256).read_bytes()
    words = words_of_workbook(sent)
    assert any("01-05/45" in word for word in words) and not any("ikkinchi" in word for word in words)
    for wanted in ("Tasdiqlovchi birinchi", "Markaz birinchi", "2025-yil III chorak hisoboti"):
        assert wanted in words
    page = words_of_page(unescape(browser.get(address).get_data(as_text=True)))
    assert "Tasdiqlovchi birinchi" in page and f"Direktor {LINE} A. Karimov" in page
    assert not any("ikkinchi" in line for line in page)


def test_another_head_makes_another_version_of_what_was_not_sent_and_the_same_head_none(
    approved: Flask, as_, say
) -> None:
    browser = as_("metodist")
    first = browser.post("/reports/new", REPORT).location
    assert browser.post("/reports/new", REPORT).location == first, "nothing is otherwise"
    say("report", typed("birinchi", title="{davr}"))
    second = browser.post("/reports/new", REPORT).location
    assert second != first and "Tasdiqlovchi birinchi" in report_file(as_, second)


def test_who_signs_reports_is_proposed_as_it_was_said_and_may_be_changed(approved: Flask, as_, say) -> None:
    browser = as_("metodist")
    page = browser.get("/reports/new?period=2025-Q3").get_data(as_text=True)
    assert 'value="Direktor"' in page and 'value="Metodist"' in page, (
        "the director and the methodologist by their posts"
    )
    say("centre", typed("markazniki"))
    assert 'value="Imzolovchi markazniki"' in browser.get("/reports/new?period=2025-Q3").get_data(as_text=True)
    say("report", {**NOTHING, "signatures_way": "own", "signatures": ["Direktor v. b.", "B. Aliyev"]})
    page = browser.get("/reports/new?period=2025-Q3").get_data(as_text=True)
    assert 'value="B. Aliyev"' in page and "markazniki" not in page
    address = browser.post("/reports/new", REPORT).location
    words = report_file(as_, address)
    assert f"{LINE}   A. Karimov" in words and not any("Aliyev" in word for word in words), "who signs is said with it"


def test_a_draft_of_a_report_has_the_head_and_is_signed_by_nobody(approved: Flask, as_, say) -> None:
    say("report", typed("birinchi", title="{davr}"))
    address = as_("metodist").post("/reports/new", {**REPORT, "period": "2025-Q4"}).location
    words = report_file(as_, address)
    assert "QORALAMA" in words and "Tasdiqlovchi birinchi" in words
    assert not any(word in ("Direktor", f"{LINE}   A. Karimov") for word in words)


def diary(app: Flask, ending: str = "xlsx") -> bytes:
    """As ``diary export`` writes it."""
    with app.test_request_context():
        plan, month = plan_of(1, 2025), parse_period("2025-11")
        unit = office_of(app).units["abonement"]
        parts = day_parts(plan, unit, month)
        heads, lines = ["Sana", "Boʻlinma", *(part.key for part in parts)], lines_of(plan, unit, month, parts)
        if ending == "csv":
            return write_diary_csv(heads, lines)
        ends = diary_file_ends(plan.centre_id, month, TODAY, "uz")
        return write_diary_xlsx("kundalik", heads, lines, ends, unit.name)


def test_a_diary_of_which_nothing_is_said_is_its_table_alone(app: Flask) -> None:
    rows = list(openpyxl.load_workbook(BytesIO(diary(app))).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("Sana", "Boʻlinma") and len(rows) == 31 and rows[1][0].date() == date(2025, 11, 1)


@pytest.mark.parametrize("said", ["centre", "diary"])
def test_a_diary_with_a_head_says_whose_it_is_and_is_read_again_without_it(app: Flask, as_, say, said: str) -> None:
    as_("abonement").post(
        "/diary/2025-11?cell=IV.15|abonement|2025-11-04", {"value": "41", "version": "0"},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    plain = [line.cells for line in read_diary(diary(app))]
    say(said, typed("shuniki", title="{davr} kundaligi" if said == "diary" else ""))
    data = diary(app)
    words = words_of_workbook(data)
    head = above(words, "Sana")
    title = "2025-yil noyabr kundaligi" if said == "diary" else "Kundalik: 2025-yil noyabr"
    assert head[-3:] == ["Markaz shuniki", title, "Abonementlar sektori"] and "Tasdiqlovchi shuniki" in head
    assert words[-2:] == ["Imzolovchi shuniki", f"{LINE}   I. shunikiova"]
    assert [line.cells[:3] for line in read_diary(data)] == [cells[:3] for cells in plain]
    assert [line.cells[:3] for line in read_diary(diary(app, "csv"))][0] == plain[0][:3]
    page = words_of_page(as_("abonement").get("/diary/2025-11?unit=abonement").get_data(as_text=True))
    assert title in page and "Tasdiqlovchi shuniki" in page


def test_a_diary_of_another_program_loses_no_line_to_its_head() -> None:
    book = openpyxl.Workbook()
    for row in (["Kundalik"], ["2025-11-01", 5], ["Sana", "IV.15"], ["2025-11-04", 41], [None, "izoh"]):
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    lines = [line.cells[:2] for line in read_diary(buffer.getvalue())]
    assert lines[0] == ("Kundalik", "") and ("2025-11-01", "5") in lines, "a day above the heading is no head"
    book.active.delete_rows(2)
    buffer = BytesIO()
    book.save(buffer)
    lines = [line.cells[:2] for line in read_diary(buffer.getvalue())]
    assert lines == [("Sana", "IV.15"), ("2025-11-04", "41"), ("", "izoh")], "what is no signature is judged"


def test_a_register_prints_its_name_the_centre_and_what_is_said_of_lists(as_, say) -> None:
    browser = as_("manaviyat")
    page = words_of_page(browser.get("/reading-rooms/events/").get_data(as_text=True))
    assert page == ["Arnasoy tuman axborot-kutubxona markazi", LABELS["register"]["events"]]
    say("lists", typed("roʻyxatniki", title="{nomi} ({markaz})"))
    page = words_of_page(unescape(browser.get("/reading-rooms/events/").get_data(as_text=True)))
    assert f"{LABELS['register']['events']} (Markaz roʻyxatniki)" in page and "Kelishuvchi roʻyxatniki" in page
    assert f"Imzolovchi roʻyxatniki {LINE} I. roʻyxatnikiova" in page


def test_the_printed_list_of_deadlines_is_signed_by_default_and_as_it_was_said(approved: Flask, as_, say) -> None:
    browser = as_("metodist")
    page = words_of_page(browser.get("/deadlines/print?whose=all").get_data(as_text=True))
    assert page[1] == "2025-yil 31-dekabr gacha bajariladigan ishlar"
    assert page[-2:] == [f"Direktor {LINE}", f"Tuzuvchi {LINE} Metodist"]
    say("lists", none_of(NOTHING))
    page = words_of_page(browser.get("/deadlines/print?whose=all").get_data(as_text=True))
    assert len(page) == 2, "the centre and the name of the list"
