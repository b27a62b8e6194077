"""What a plan file leaves open of its rows: asked in the preview, in nobody's way, and set by hand (domain.md §3)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import unescape

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.documents.plan_reader import read_plan
from app.extensions import db
from app.models import Change, Person, PlanImport
from app.operations.plan_import import import_plan
from app.operations.plans import set_counting
from app.queries.plan import plan_of, responsible_units, row_by_key
from app.queries.row_names import short_of
from app.queries.units import all_units
from tests.plan.test_import import case, sent
from tests.plan.test_import import fields_of as ask_fields
from tests.speed.counting import WARM, counted

METODIKA, ABONEMENT = "Ilmiy-metodika xizmati", "Abonementlar sektori"
FORUM = "Kutubxonachilarning respublika miqyosidagi forumida ishtirok etish"
ROWS: list[list[object]] = [
    ["I. TADBIRLAR"],
    [1, "“Kitob bayrami” haftaligi", "Tadbir", 1, 1, "", "aprel", f"{ABONEMENT}, {METODIKA}"],
    [2, FORUM, "Tadbir", "", 2, "", "2026-yil davomida", "Barcha xizmatlar"],
    [3, "Maslahat berish", "Soat", 100, 120, "", "har oyda", ABONEMENT],
    [4, "Foydalanuvchilarni roʻyxatga olish", "Nafar", 5509, 5509, "", "2026-yil davomida", ABONEMENT],
    ["-", "yangi", "Nafar", 1021, 700],
    ["-", "qayta", "Nafar", 130, 100],
    [5, "Kitobxonlar qatnovi", "Nafar", 900, 950, "", "har oyda", f"{ABONEMENT}, {METODIKA}"],
]
HEAD = ["№", "Nomi", "Oʻlchov birligi", "2025-yil (fakt)", "2026-yil (reja)", "Mexanizm", "Muddati", "Masʼullar"]
BY_RULE = {
    "I.1": ("events", "flow", False, {"abonement": "counts", "metodika": "counts"}),
    "I.3": ("month", "flow", False, {"abonement": "counts"}),
    "I.4": ("month", "stock", False, {"abonement": "counts"}),
    "I.4.a": ("day", "flow", False, {"abonement": "counts"}),
}
Told = tuple[str, str, bool, dict[str, str]]


def paper(rows: Sequence[Sequence[object]] = ROWS) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Ish rejasi"
    sheet.append(["Arnasoy tuman axborot-kutubxona markazining 2026-yil uchun ISH REJASI"])
    sheet.append(HEAD)
    for row in rows:
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def written(before: object, after: object) -> bytes:
    """The paper with one cell written otherwise."""
    found = [[after if cell == before else cell for cell in row] for row in ROWS]
    assert found != ROWS
    return paper(found)


def fields_of(page: str) -> dict[str, str]:
    """Name of each field of the section and what stands in it."""
    found = dict(re.findall(r'<input type="text"[^>]*name="(sure-[^"]+)"[^>]*value="([^"]*)"', page))
    for name, value, checked in re.findall(
        r'<input type="radio"[^>]*name="(sure-[^"]+)"\s+value="([^"]*)"( checked)?', page
    ):
        if checked:
            found[name] = value
    for name, options in re.findall(r'<select[^>]*name="(sure-[^"]+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)"\s+selected', options)
        found[name] = chosen[1] if chosen else ""
    return {unescape(name): unescape(value) for name, value in found.items()}


def counted_as(app: Flask, key: str, year: int = 2026) -> Told:
    """How a stored row counts: form, mode, whether it sums its parts, and who has which share."""
    with app.app_context():
        row = row_by_key(plan_of(1, year), key)
        units = all_units(1)
        codes = {unit.id: unit.code for unit in units}
        shares = {codes[unit]: share for unit, share in responsible_units(row, units).items()}
        return row.entry_form, row.mode, row.sums_parts, dict(sorted(shares.items()))


def name_of(app: Flask, key: str) -> str:
    with app.app_context():
        return short_of(row_by_key(plan_of(1, 2026), key))


def stored(browser, content: bytes, told: dict[str, str] | None = None) -> None:
    """Sent and saved as a person does it: all fields as they stand in the preview, but for what is ``told``."""
    preview = sent(browser, content)
    fields = fields_of(browser.get(preview).get_data(as_text=True))
    assert set(told or {}) <= set(fields), fields
    answer = browser.post(preview, {**fields, **(told or {})})
    assert answer.status_code == 303, answer.get_data(as_text=True)


def test_only_what_is_not_certain_is_asked_with_its_reason_and_its_proposal(as_) -> None:
    browser = as_("metodist")
    page = browser.get(sent(browser, paper())).get_data(as_text=True)
    assert "Qanday hisoblanadi: aniqlik kiritish mumkin" in page and "Rejani saqlash" in page
    assert fields_of(page) == {
        "sure-who:I.1": "each",
        "sure-who:I.2": "each",
        "sure-name:I.2": "Kutubxonachilarning respublika…",
        "sure-form:I.3": "month",
        "sure-total:I.4": "level",
    }
    for words in (
        "Rejasi 1 yoki 2, masʼul esa bir nechta",
        "bitta forumni uchta xizmat yozsa, 3 boʻladi",
        "oʻlchov birligi (Soat) ham aytmaydi",
        "oʻzida 5 509, tarkibidagilar yigʻindisi 1 151",
        "Nomi 40 belgiga sigʻmadi",
        "birgalikda, sanaydi: Axborot-bibliografiya xizmati",
        FORUM,
    ):
        assert words in unescape(page).replace("\u00a0", " "), words
    leads = re.findall(r'name="sure-who:I.1"\s+value="([^"]*)"', page)
    assert leads == ["each", METODIKA, ABONEMENT], "the first service named is the first that may lead"


def test_a_paper_on_which_all_is_certain_shows_no_such_section(as_) -> None:
    browser = as_("metodist")
    page = browser.get(sent(browser, paper([ROWS[0], ROWS[-1]]))).get_data(as_text=True)
    assert "aniqlik kiritish mumkin" not in page and "Rejani saqlash" in page


@pytest.mark.parametrize("way", ["untouched", "nothing sent"])
def test_what_nobody_answers_is_taken_as_proposed(app: Flask, as_, way: str) -> None:
    browser = as_("metodist")
    preview = sent(browser, paper())
    fields = fields_of(browser.get(preview).get_data(as_text=True)) if way == "untouched" else {}
    assert browser.post(preview, fields).status_code == 303
    assert {key: counted_as(app, key) for key in BY_RULE} == BY_RULE
    assert set(counted_as(app, "I.2")[3].values()) == {"counts"}
    with app.app_context():
        assert db.session.scalar(select(PlanImport)).answers == {}
        assert row_by_key(plan_of(1, 2026), "I.2").short_name == ""
        assert db.session.scalar(select(Change).where(Change.action == "settle")) is None


SAID = {
    "sure-who:I.1": METODIKA,
    "sure-who:I.2": "Axborot-bibliografiya xizmati",
    "sure-name:I.2": "Respublika forumi",
    "sure-form:I.3": "events",
    "sure-total:I.4": "summed",
}


def assert_said(app: Flask) -> None:
    """What ``SAID`` makes of the rows."""
    assert counted_as(app, "I.1") == ("events", "flow", False, {"abonement": "contributes", "metodika": "counts"})
    assert counted_as(app, "I.2")[3] == {
        "akt": "contributes",
        "bibliografiya": "counts",
        "jamlash": "contributes",
        "metodika": "contributes",
        "oquv-zallari": "contributes",
    }
    assert name_of(app, "I.2") == "Respublika forumi"
    assert counted_as(app, "I.3") == ("events", "flow", False, {"abonement": "counts"})
    assert counted_as(app, "I.4") == ("day", "flow", True, {"abonement": "counts"})
    assert counted_as(app, "I.4.a") == ("day", "flow", False, {"abonement": "counts"}), "it follows its row"


def test_what_is_answered_is_kept_with_the_file_and_set_with_its_trace(app: Flask, as_) -> None:
    browser = as_("metodist")
    stored(browser, paper(), SAID)
    assert_said(app)
    assert counted_as(app, "I.5") == ("day", "flow", False, {"abonement": "counts", "metodika": "counts"})
    with app.app_context():
        answers = db.session.scalar(select(PlanImport)).answers
        assert answers == {name.removeprefix("sure-"): value for name, value in SAID.items()}
        settled = {one.subject_key: one for one in db.session.scalars(select(Change).where(Change.action == "settle"))}
        assert set(settled) == {f"2026|{key}" for key in ("I.1", "I.2", "I.3", "I.4")}
        change = settled["2026|I.3"]
        assert (change.before["entry_form"], change.after["entry_form"]) == ("month", "events")
        assert change.person_id == db.session.scalar(select(Person.id).where(Person.login == "metodist"))
    page = browser.get("/plan/2026/I.1").get_data(as_text=True)
    assert "Yuklashda aniqlik kiritildi" in page
    history = browser.get("/system/history?subject=plan_file").get_data(as_text=True)
    assert "Fayl savollariga javob berildi" in history and "I.3: qayerga yoziladi" in history
    assert "Tadbirlar daftari" in history


def test_the_history_tells_the_answers_of_a_file_in_words(as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, case("c12"))
    (name,) = ask_fields(browser.get(preview).get_data(as_text=True))
    browser.post(f"{preview}/answers", {name: "skip"})
    history = browser.get("/system/history?subject=plan_file").get_data(as_text=True)
    assert "Javob, Ish rejasi!F4" in history and "kirmaydi" in history and not re.search(r">\s*skip\s*<", history)


def test_answers_given_while_the_file_still_asks_stand_there_afterwards(app: Flask, as_) -> None:
    """A question is open: what is said of the rows is saved with its answer, and holds when the plan is stored."""
    browser = as_("metodist")
    preview = sent(browser, written(950, "61,2 ming"))
    page = browser.get(preview).get_data(as_text=True)
    assert "Rejani saqlash" not in page and set(SAID) <= set(fields_of(page))
    told = {**fields_of(page), **SAID, "ask-amount:Ish rejasi!E10": "61200"}
    assert browser.post(f"{preview}/answers", told).location == preview
    page = browser.get(preview).get_data(as_text=True)
    assert "Rejani saqlash" in page and {name: fields_of(page)[name] for name in SAID} == SAID
    assert browser.post(preview, {}).status_code == 303, "they are kept with the file"
    assert_said(app)


def test_an_answer_may_be_taken_back_to_the_proposal(app: Flask, as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, written(950, "61,2 ming"))
    fields = fields_of(browser.get(preview).get_data(as_text=True))
    browser.post(f"{preview}/answers", {**fields, **SAID, "ask-amount:Ish rejasi!E10": "61200"})
    again = {**fields_of(browser.get(preview).get_data(as_text=True)), "sure-form:I.3": "month", "sure-name:I.2": ""}
    assert browser.post(preview, again).status_code == 303
    assert counted_as(app, "I.3") == BY_RULE["I.3"] and name_of(app, "I.2").endswith("…")
    assert counted_as(app, "I.1")[3]["abonement"] == "contributes"


def test_a_bad_answer_is_refused_and_keeps_what_was_typed(app: Flask, as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, paper())
    good = fields_of(browser.get(preview).get_data(as_text=True))
    long = "Respublika kutubxonachilarining an’anaviy forumi"
    for bad in ({"sure-name:I.2": long}, {"sure-form:I.3": "nowhere"}, {"sure-who:I.1": "Hech kim"}):
        answer = browser.post(preview, {**good, "sure-total:I.4": "alone", **bad})
        page = answer.get_data(as_text=True)
        (name,) = bad
        assert answer.status_code == 422 and f"{name.rpartition(':')[2]}: " in page, bad
        assert re.search(r'href="#sure-\d"', page), "the summary leads to the field"
        assert fields_of(page)["sure-total:I.4"] == "alone"
        if name == "sure-name:I.2":
            assert fields_of(page)[name] == long
        with app.app_context():
            assert plan_of(1, 2026) is None and db.session.scalar(select(PlanImport)).answers == {}


def test_a_corrected_paper_does_not_overwrite_what_was_answered(app: Flask, as_) -> None:
    browser = as_("metodist")
    stored(browser, paper(), SAID)
    changed = [[*row[:6], "2026-yil davomida", *row[7:]] if len(row) > 7 else row for row in ROWS]
    changed[1][7] = f"{ABONEMENT}, {METODIKA}, Axborot-bibliografiya xizmati"
    changed[4][4] = 5600
    preview = sent(browser, paper(changed))
    page = browser.get(preview).get_data(as_text=True)
    assert fields_of(page) == {}, "what was set is certain"
    assert browser.post(preview).status_code == 303
    with app.app_context():
        assert row_by_key(plan_of(1, 2026), "I.1").deadline == "2026-yil davomida"
        one = row_by_key(plan_of(1, 2026), "I.1").responsible
        assert [named.words for named in one] == [ABONEMENT, METODIKA, "Axborot-bibliografiya xizmati"]
    assert counted_as(app, "I.1")[3] == {
        "abonement": "contributes",
        "bibliografiya": "contributes",
        "metodika": "counts",
    }
    assert set(counted_as(app, "I.2")[3].items()) >= {("bibliografiya", "counts"), ("metodika", "contributes")}
    assert name_of(app, "I.2") == "Respublika forumi"
    assert counted_as(app, "I.3")[0] == "events" and counted_as(app, "I.4")[:3] == ("day", "flow", True)


def test_of_a_stored_plan_only_rows_that_the_file_changes_are_asked(app: Flask, as_) -> None:
    browser = as_("metodist")
    stored(browser, paper())
    page = browser.get(sent(browser, written("har oyda", "2026-yil davomida"))).get_data(as_text=True)
    assert list(fields_of(page)) == ["sure-form:I.3"], "I.5 changes as well, and is certain"
    same = browser.get(sent(browser, paper())).get_data(as_text=True)
    assert "bir xil" in same and fields_of(same) == {}


@pytest.mark.parametrize(("lead", "other"), [("metodika", "abonement"), ("abonement", "metodika")])
def test_one_answer_does_not_hinder_another_of_a_later_paper(app: Flask, as_, lead: str, other: str) -> None:
    """Who counts was said of the first paper; of the second its form is asked, and both hold."""
    browser = as_("metodist")
    rows = [ROWS[0], [1, "Yangi ish", "Soat", "", 1, "", "aprel", f"{ABONEMENT}, {METODIKA}"]]
    stored(browser, paper(rows), {"sure-who:I.1": METODIKA if lead == "metodika" else ABONEMENT})
    rows[1] = [*rows[1][:6], "may", rows[1][7]]
    stored(browser, paper(rows), {"sure-form:I.1": "visits"})
    assert counted_as(app, "I.1") == ("visits", "flow", False, {lead: "counts", other: "contributes"})


def test_what_all_services_do_by_hand_stays_when_the_paper_is_corrected(app: Flask, as_) -> None:
    """The share of “all services” is set on the row's own page; it fell back to the rule with the next paper."""
    browser = as_("metodist")
    with app.app_context():
        table = read_plan(paper()).table
        actor = db.session.scalar(select(Person).where(Person.login == "metodist"))
        import_plan(actor=actor, table=table)
        plan, units = plan_of(1, 2026), {unit.code: unit.id for unit in all_units(1)}
        row = row_by_key(plan, "I.2")
        set_counting(
            actor=actor, plan=plan, row=row, version=row.version, entry_form="events", mode="flow", sums_parts=False,
            shares={units["metodika"]: "counts"}, everyone="contributes",
        )  # fmt: skip
        db.session.commit()
    stored(browser, written("2026-yil davomida", "may"))
    shares = counted_as(app, "I.2")[3]
    assert shares.pop("metodika") == "counts" and set(shares.values()) == {"contributes"}


def test_a_file_that_is_taken_back_waits_with_its_answers(app: Flask, as_) -> None:
    browser = as_("metodist")
    stored(browser, paper(), SAID)
    with app.app_context():
        kept = db.session.scalar(select(PlanImport))
        seen = kept.change_id
        number = kept.id
    assert browser.post(f"/plan/import/{number}/undo", {"seen": str(seen)}).status_code == 303
    with app.app_context():
        assert plan_of(1, 2026) is None
    page = browser.get(f"/plan/import/{number}").get_data(as_text=True)
    assert {name: fields_of(page)[name] for name in SAID} == SAID


def test_an_approved_year_and_a_file_with_errors_ask_nothing_of_the_kind(app: Flask, as_) -> None:
    browser = as_("metodist")
    with app.app_context():
        import_plan(
            actor=db.session.scalar(select(Person).where(Person.login == "metodist")), table=read_plan(paper()).table
        )
        plan_of(1, 2026).state = "approved"
        db.session.commit()
    page = browser.get(sent(browser, written("Maslahat berish", "Maslahat"))).get_data(as_text=True)
    assert "Uni saqlab boʻlmaydi" in page and fields_of(page) == {}


def test_the_preview_asks_the_database_as_often_for_many_rows_as_for_few(app: Flask, as_) -> None:
    browser = as_("metodist")
    stored(browser, paper())
    many = [[*row[:3], 77, *row[4:]] if len(row) > 4 else row for row in ROWS]
    counts = []
    for content in (written("Maslahat berish", "Maslahat"), paper(many)):
        preview = sent(browser, content)
        browser.get(preview)
        with counted() as count:
            assert fields_of(browser.get(preview).get_data(as_text=True))
        counts.append(count.statements)
    assert counts[0] == counts[1] <= WARM, counts
