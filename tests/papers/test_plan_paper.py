"""The plan's paper: what its file brought, what the centre and one draft say, what is kept, the way there and back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask import Flask

from app.documents.plan_docx import write_plan_docx
from app.documents.plan_reader import read_plan
from app.documents.plan_xlsx import write_plan_xlsx
from app.domain.plan_table import PlanTable
from app.domain.roll_over import Proposal
from app.extensions import db
from app.models import Change, Person, PlanImport
from app.operations.plan_files import import_file, undo_import
from app.operations.plan_import import import_plan
from app.operations.plans import approve_plan
from app.operations.roll_over import begin_plan, roll_over
from app.queries.papers import ends_of_plan
from app.queries.plan import plan_of, plan_table
from tests.cast import APPROVED, PLAN_XLSX
from tests.papers.reading import NOTHING, none_of, typed, words_of_letter, words_of_page, words_of_workbook

TITLE = "{markaz}ning {yil}-yil uchun moʻljallangan ISH REJASI"
OF_FILE = ("“TASDIQLAYMAN”", "Jizzax viloyati Arnasoy tuman axborot-kutubxona markazi direktori")
FILE_TITLE = "Jizzax viloyati Arnasoy tuman axborot-kutubxona markazining 2025-yil uchun moʻljallangan ISH REJASI"
WRITERS = {"xlsx": write_plan_xlsx, "docx": write_plan_docx}
READERS = {"xlsx": words_of_workbook, "docx": words_of_letter}


def lines_of(mark: str, year: int = 2025) -> dict[str, list[str]]:
    """What a person looks for on a paper of which everything was said."""
    day, line = f"«___» __________ {year}-yil", "____________________"
    return {
        "approval": ["“TASDIQLAYMAN”", f"Tasdiqlovchi {mark}", f"{line} T. {mark}ov", day],
        "agreement": ["“KELISHILDI”", f"Kelishuvchi {mark}", f"{line} K. {mark}ov", day],
        "signatures": [f"Imzolovchi {mark}", f"I. {mark}ova"],
    }


def files(as_, year: int = 2025) -> dict[str, list[str]]:
    browser = as_("abonement")
    return {kind: read(browser.get(f"/plan/{year}.{kind}").data) for kind, read in READERS.items()}


def assert_said(words: list[str], mark: str, *, year: int = 2025) -> None:
    told = lines_of(mark, year)
    for piece in ("approval", "agreement"):
        for line in told[piece]:
            assert line in words, (piece, line)
    text = "\n".join(words)
    assert all(line in text for line in told["signatures"])
    end = max(place for place, word in enumerate(words) if f"Imzolovchi {mark}" in word)
    assert end > words.index(told["approval"][1]) + 20, "who signs stands below the table"


def test_a_plan_of_which_nothing_is_said_is_printed_as_its_file_brought_it(as_) -> None:
    for words in files(as_).values():
        assert [*OF_FILE, FILE_TITLE] == [word for word in words if word][:3]
        assert "“KELISHILDI”" not in words and not any("___" in word for word in words)
    page = as_("abonement").get("/plan/2025").get_data(as_text=True)
    assert words_of_page(page) == [*OF_FILE, FILE_TITLE]


def test_the_centres_own_stands_in_place_of_the_files_and_the_plans_own_in_place_of_both(as_, say) -> None:
    say("centre", typed("markazniki"))
    for words in files(as_).values():
        assert_said(words, "markazniki")
        assert FILE_TITLE in words and OF_FILE[1] not in words
    say("plan", typed("rejaniki", title=TITLE))
    for words in files(as_).values():
        assert_said(words, "rejaniki")
        assert "Markaz rejanikining 2025-yil uchun moʻljallangan ISH REJASI" in words
        assert not any("markazniki" in word for word in words)
    page = as_("abonement").get("/plan/2025").get_data(as_text=True)
    shown = words_of_page(page)
    assert shown[:4] == lines_of("rejaniki")["agreement"] and shown[4:8] == lines_of("rejaniki")["approval"]


def test_a_plan_may_have_neither_blocks_nor_signatures(as_, say) -> None:
    say("centre", typed("markazniki"))
    say("plan", none_of(NOTHING))
    for words in files(as_).values():
        assert next(word for word in words if word) == FILE_TITLE
        assert not any("TASDIQ" in word or "markazniki" in word for word in words)


def test_one_draft_says_its_own(as_, say) -> None:
    say("centre", typed("markazniki"))
    say("plan", typed("rejalarniki", title=TITLE))
    say(2025, typed("shuniki", title="Markaz shunikining 2025-yil ISH REJASI"))
    for words in files(as_).values():
        assert_said(words, "shuniki")
        assert "Markaz shunikining 2025-yil ISH REJASI" in words and not any("rejalarniki" in word for word in words)
    say(2025, NOTHING)
    for words in files(as_).values():
        assert_said(words, "rejalarniki")
    say("plan", NOTHING)
    say("centre", NOTHING)
    for words in files(as_).values():
        assert [*OF_FILE, FILE_TITLE] == [word for word in words if word][:3], "what the file brought was never lost"


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("said", ["nothing", "centre", "plan", "none", "by hand"])
def test_what_went_out_comes_in_again_without_a_change(app: Flask, as_, say, said: str, kind: str) -> None:
    if said != "nothing":
        say("centre", typed("markazniki") | {"centre_name": "Arnasoy tuman axborot-kutubxona markazi"})
    if said == "plan":
        say("plan", typed("rejaniki", title=TITLE) | {"centre_name": "Arnasoy tuman axborot-kutubxona markazi"})
    if said == "none":
        say("plan", none_of(NOTHING))
    if said == "by hand":
        say(2025, typed("shuniki") | {"centre_name": "", "approval_organisation": "Arnasoy tuman markazining"})
    browser = as_("metodist")
    data = browser.get(f"/plan/2025.{kind}").data
    with app.app_context():
        plan, actor = plan_of(1, 2025), db.session.query(Person).filter_by(login="metodist").one()
        before = plan_table(plan), dict(plan.own_ends), plan.title, list(plan.approval), plan.version
        table = read_plan(data).table
        assert table is not None
        assert import_plan(actor=actor, table=table).nothing
        assert (plan_table(plan), dict(plan.own_ends), plan.title, list(plan.approval), plan.version) == before
    answer = browser.post("/plan/import", {"file": (BytesIO(data), f"reja.{kind}"), "year": ""})
    assert answer.status_code == 303
    page = browser.get(answer.location).get_data(as_text=True)
    assert "Sarlavha qismi oʻzgaradi" not in page and "Savollar" not in page
    assert "Qoʻshiladi: 0. Oʻzgaradi: 0. Olib tashlanadi: 0." in page


def other_paper() -> PlanTable:
    table = read_plan(PLAN_XLSX.read_bytes()).table
    assert table is not None
    return replace(table, approval=("“TASDIQLAYMAN”", "Yangi direktor"), agreement=("“KELISHILDI”", "Hokim"))


def test_a_file_that_says_otherwise_takes_the_place_of_what_was_said_by_hand_once(app: Flask, as_, say) -> None:
    say(2025, typed("shuniki") | {"centre_name": ""})
    with app.app_context():
        actor = db.session.query(Person).filter_by(login="metodist").one()
        done = import_plan(actor=actor, table=other_paper())
        assert done.above and not done.changed
        db.session.commit()
        assert import_plan(actor=actor, table=other_paper()).nothing, "the same file again"
    words = files(as_)["xlsx"]
    assert "Yangi direktor" in words and "Hokim" in words and not any("Tasdiqlovchi" in word for word in words)
    assert any("Imzolovchi shuniki" in word for word in words), "of signatures the file says nothing"


def test_what_a_file_brought_waits_behind_what_the_centre_says(app: Flask, as_, say) -> None:
    browser, form = as_("metodist"), {"year": ""}
    data = write_plan_xlsx(other_paper())
    for waits in (False, True):
        if waits:
            say("centre", typed("markazniki"))
        address = browser.post("/plan/import", {**form, "file": (BytesIO(data), "reja.xlsx")}).location
        page = browser.get(address).get_data(as_text=True)
        assert "Sarlavha qismi oʻzgaradi." in page
        assert ("“Qogʻozlar” sahifasida belgilangani chiqadi" in page) == waits
    with app.app_context():
        actor = db.session.query(Person).filter_by(login="metodist").one()
        assert import_plan(actor=actor, table=other_paper()).above
        db.session.commit()
        assert import_plan(actor=actor, table=other_paper()).nothing
    assert "Tasdiqlovchi markazniki" in files(as_)["xlsx"]
    say("centre", NOTHING)
    assert "Yangi direktor" in files(as_)["xlsx"]


def test_taking_a_file_back_gives_back_what_was_said_by_hand(app: Flask, as_, say) -> None:
    say(2025, typed("shuniki") | {"centre_name": ""})
    with app.app_context():
        actor = db.session.query(Person).filter_by(login="metodist").one()
        import_file(
            actor=actor, name="reja.xlsx", content=b"reja", year=None, folder=app.config["SETTINGS"].files,
            table=other_paper(), headings={}, answers={},
        )  # fmt: skip
        db.session.commit()
        undo_import(actor=actor, kept=db.session.query(PlanImport).one())
        db.session.commit()
    for words in files(as_).values():
        assert_said(words, "shuniki")


def test_an_approved_plan_keeps_its_head_whatever_is_said_afterwards(app: Flask, as_, say) -> None:
    say("plan", typed("tasdiqdagi", title=TITLE))
    with app.app_context():
        director = db.session.query(Person).filter_by(login="direktor").one()
        approve_plan(actor=director, plan=plan_of(1, 2025), today=APPROVED)
        db.session.commit()
    before = files(as_)
    say("plan", typed("keyingi", title="{markaz} {yil}"))
    say("centre", none_of(NOTHING))
    assert files(as_) == before
    assert_said(before["xlsx"], "tasdiqdagi")
    answer = say(2025, typed("yashirin"), status=423)
    page = answer.get_data(as_text=True)
    assert (
        "2025-yil rejasi tasdiqlangan: uning sarlavhasi, bloklari va imzolari tasdiqlangan kundagidek qoladi." in page
    )
    shown = as_("metodist").get("/plan/2025/head").get_data(as_text=True)
    assert 'action="/plan/2025/head"' not in shown and "Kelgusi yil rejasining bosh qismi" in shown
    assert "Tasdiqlovchi tasdiqdagi" in shown
    assert files(as_) == before


def test_a_plan_approved_before_papers_kept_it_prints_what_its_file_brought(app: Flask, as_, say) -> None:
    with app.app_context():
        plan = plan_of(1, 2025)
        plan.state, plan.approved_on = "approved", APPROVED
        db.session.commit()
    say("centre", typed("markazniki"))
    for words in files(as_).values():
        assert [*OF_FILE, FILE_TITLE] == [word for word in words if word][:3]


def test_the_next_plan_grows_out_of_what_this_one_prints(app: Flask, as_, say) -> None:
    say(2025, typed("shuniki", title="Markaz shunikining 2025-yil ISH REJASI"))
    with app.app_context():
        actor = db.session.query(Person).filter_by(login="metodist").one()
        done = roll_over(actor=actor, plan=plan_of(1, 2025), today=date(2025, 11, 18), basis="so_far", rule=Proposal())
        db.session.commit()
        assert ends_of_plan(done.plan).title == "Markaz shunikining 2026-yil ISH REJASI"
        data = write_plan_xlsx(plan_table(done.plan))
    words = words_of_workbook(data)
    assert_said(words, "shuniki", year=2026)
    assert not any("«___»" in word and "2025" in word for word in words)


def test_a_plan_that_begins_empty_is_titled_as_the_centre_titles_its_plans(app: Flask, as_, say) -> None:
    say("plan", typed("rejaniki", title=TITLE))
    form = as_("metodist").get("/plan/new").get_data(as_text=True)
    assert 'value="Markaz rejanikining 2026-yil uchun moʻljallangan ISH REJASI"' in form
    with app.app_context():
        actor = db.session.query(Person).filter_by(login="metodist").one()
        names = {"centre_name": "Markaz rejaniki", "headings": ["Birinchi"], "today": date(2025, 11, 18)}
        usual = "Markaz rejanikining 2026-yil uchun moʻljallangan ISH REJASI"
        plan = begin_plan(actor=actor, year=2026, title=usual, **names)
        assert plan.own_ends == {} and ends_of_plan(plan).title == usual
        db.session.rollback()
        other = begin_plan(actor=actor, year=2026, title="2026-yil dasturi", **names)
        assert ends_of_plan(other).title == "2026-yil dasturi", "what was typed is what is printed"


def test_the_block_of_who_agrees_is_read_from_a_file() -> None:
    table = other_paper()
    for write in WRITERS.values():
        read = read_plan(write(table)).table
        assert read is not None and (read.approval, read.agreement, read.title) == (
            table.approval, table.agreement, table.title,
        )  # fmt: skip


def test_each_change_of_a_plans_head_is_told_in_the_history(app: Flask, as_, say) -> None:
    say(2025, {**NOTHING, "title": "2025-yil dasturi", "approval_way": "none"})
    with app.app_context():
        noted = db.session.query(Change).filter_by(subject="plan", action="change").one()
        assert noted.subject_key == "2025"
    page = " ".join(re.sub(r"<[^>]+>", " ", as_("direktor").get("/system/history").get_data(as_text=True)).split())
    assert "Reja: 2025-yil" in page and "Qogʻozning sarlavhasi: — → oʻrniga 2025-yil dasturi" in page
    assert "“TASDIQLAYMAN” bloki: umumiysidek → oʻrniga yozilmaydi" in page
