"""Reviewing months one after the other, and several at once without being blind (screens.md, domain.md §5)."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from app.domain.periods import TASHKENT
from app.extensions import db
from app.models import SubmissionNote
from app.models.types import living_at
from app.operations.entries import save_cell
from app.operations.handing_in import submit_month
from app.operations.submissions import return_month
from app.queries.cells import find_cell
from app.queries.submissions import year_matrix
from tests.cast import TODAY
from tests.submissions.conftest import Office, office_of

HERE = "/submissions/2025-10/abonement"


def type_in(office: Office, typed: str, version: int = 0) -> None:
    cell = find_cell(office.plan, "IV.16|abonement|2025-10-15")
    who = office.people["abonement"]
    save_cell(actor=who, plan=office.plan, cell=cell, typed=typed, version=version, today=TODAY)


def hand_in(office: Office, **options) -> None:
    who, at = office.people["abonement"], office.unit_month()
    submit_month(actor=who, unit_month=at, version=office.version(), today=TODAY, **options)


@pytest.fixture
def given_back(app) -> None:
    """Abonement's October came back with a note."""
    with app.app_context():
        office = office_of(app)
        office.settle()
        type_in(office, "46")
        with living_at(datetime(2025, 11, 17, 8, tzinfo=TASHKENT)):
            hand_in(office)
        metodist = office.people["metodist"]
        with living_at(datetime(2025, 11, 17, 9, tzinfo=TASHKENT)):
            return_month(actor=metodist, unit_month=office.unit_month(), version=office.version(), reason="15-kun?")
        db.session.commit()


def test_the_note_of_a_returned_month_stands_before_everything(given_back, as_) -> None:
    page = as_("abonement").get(HERE).get_data(as_text=True)
    content = page.split("<main")[1]
    assert content.index("15-kun?") < content.index("Barcha topshirishlar") < content.index('id="submit"')
    assert "hech bir son oʻzgarmadi" in content


def test_taken_back_again_it_stands_as_a_returned_month_on_every_page(app, given_back, as_) -> None:
    """Its own page with note, answer and “nothing changed”; the unit's first page; the matrix; the duties and paper."""
    with app.app_context():
        office = office_of(app)
        office.approve()
        office.people["direktor"].centre.first_month = 202510  # so that nothing older stands before it
        db.session.commit()
    browser = as_("abonement")
    pages = (HERE, "/", "/submissions/", "/submissions/2025-10", "/deadlines/", "/deadlines/print")

    def read() -> list[str]:
        found = [browser.get(page).get_data(as_text=True).split("<main")[1] for page in pages]
        return [re.sub(r'name="csrf_token"[^>]*value="[^"]*"|abonement\|\d+', "", page) for page in found]

    before = read()
    for page, says in zip(pages, before, strict=True):
        assert "15-kun?" in says or "aytarilgan" in says, page
    assert "Metodistga javob" in before[0]
    for act in ("submit", "withdraw"):
        with app.app_context():
            version = office_of(app).version()
        assert browser.post(f"{HERE}/{act}", {"version": str(version)}, follow_redirects=True).status_code == 200
    after = read()
    # who handed it in, and when, is not told of what was taken back
    assert "topshirdi" in before[0] and "topshirdi" not in after[0].split("word-first")[0]
    for page, was, says in list(zip(pages, before, after, strict=True))[1:]:
        assert says == was, page
    assert after[0].index("15-kun?") < after[0].index('id="submit"') < after[0].index("Metodistga javob")
    assert "Qaytarilgandan keyin hech bir son oʻzgarmadi" in after[0]


def test_handed_in_again_as_it_was_is_remarked_to_both(app, given_back, as_) -> None:
    browser, metodist = as_("abonement"), as_("metodist")
    with app.app_context():
        version = office_of(app).version()
    answer = browser.post(f"{HERE}/submit", {"version": str(version), "reply": "Daftarda ham 46"})
    assert answer.status_code == 303
    page = metodist.get(HERE).get_data(as_text=True)
    assert "Qaytarilgandan keyin hech bir son oʻzgarmadi" in page and "Daftarda ham 46" in page
    listed = metodist.get("/submissions/").get_data(as_text=True).split('id="waiting"')[1]
    assert "oʻzgarishsiz qayta topshirilgan" in listed


def test_what_changed_since_the_return_is_told_with_both_figures(app, given_back, as_) -> None:
    with app.app_context():
        office = office_of(app)
        type_in(office, "48", version=1)
        hand_in(office)
        db.session.commit()
    metodist = as_("metodist")
    page = metodist.get(HERE).get_data(as_text=True).split("word-first")[1].split("Tekshiruv")[0]
    assert "oʻzgargan sonlar: 1" in page
    assert re.search(r'IV\.16.*<span class="was">46</span> → <b>48</b>', page, re.S)
    listed = metodist.get("/submissions/").get_data(as_text=True).split('id="waiting"')[1]
    assert "oʻzgargan sonlar: 1" in listed and "oʻzgarishsiz" not in listed


def test_after_each_decision_the_next_waiting_month_opens_and_at_last_the_list(app, prepare, as_) -> None:
    prepare("accepted")
    with app.app_context():
        office = office_of(app)
        for code in ("bibliografiya", "abonement", "umumiy-zal"):
            office.row(code).state = "submitted"
        db.session.commit()
        version = {code: office.version(code) for code in ("bibliografiya", "abonement", "umumiy-zal")}
    browser = as_("metodist")
    page = browser.get("/submissions/2025-10/bibliografiya").get_data(as_text=True)
    assert "3 tadan 1-si" in page and "Qabul qilish, keyingisi" in page
    assert "Keyingisi: Abonementlar sektori" in page
    first = browser.post("/submissions/2025-10/bibliografiya/accept", {"version": version["bibliografiya"]})
    assert first.location == HERE
    note = {"version": version["abonement"], "reason": "15-kun?"}
    second = browser.post(f"{HERE}/return", note)
    assert second.location == "/submissions/2025-10/umumiy-zal"
    assert "keyingisi" not in browser.get(second.location).get_data(as_text=True)
    last = browser.post(f"{second.location}/accept", {"version": version["umumiy-zal"]})
    assert last.location == "/submissions/?year=2025"


def test_only_months_without_remarks_are_ticked_and_the_others_are_shown_before(app, prepare, state_of, as_) -> None:
    version = prepare("submitted")
    with app.app_context():
        office = office_of(app)
        for unit in office.units.values():  # a reason for a whole month is a remark, too: only our two stand here
            row = office.row(unit.code)
            if row is not None and unit.code not in ("abonement", "kotiba"):
                row.state = "accepted"
        note = {"centre_id": 1, "person_id": office.people["abonement"].id, "act": "explain", "text": "toʻgʻri"}
        db.session.add(SubmissionNote(**note, submission_id=office.row().id))
        db.session.commit()
        clean = office.version("kotiba")
    browser = as_("metodist")
    assert " checked" not in browser.get("/submissions/").get_data(as_text=True).split('id="waiting"')[1]
    listed = browser.get("/submissions/?select=clean").get_data(as_text=True).split('id="waiting"')[1]
    ticked = re.findall(r'value="(2025-10\|[^"]+)"[^>]*checked', listed)
    assert ticked == [f"2025-10|kotiba|{clean}"]
    assert "izohlar: 1" in listed and "sababli kunlar: 26" in listed
    wanted = {"wanted": [f"2025-10|abonement|{version}", f"2025-10|kotiba|{clean}"]}
    asked = browser.post("/submissions/accept?year=2025", wanted)
    assert asked.status_code == 200 and state_of() == "submitted"
    page = asked.get_data(as_text=True)
    assert "Avval shularni koʻring" in page and "izohlar: 1" in page and "kotiba</a>" not in page
    done = browser.post("/submissions/accept?year=2025", wanted | {"seen": "1"}, follow_redirects=True)
    assert "Qabul qilindi: 2" in done.get_data(as_text=True)
    assert state_of() == "accepted"


def test_head_column_and_list_count_the_same_months(app, as_) -> None:
    """The head tells what is handed in now from what came back; the column counts both, for both were handed in once;
    the letters of the month and the list of what waits bear the head out."""
    with app.app_context():
        office = office_of(app)
        office.settle()
        office.put("submitted")
        for code, state in (("oquv-zallari", "accepted"), ("abonement", "returned"), ("manaviyat", "returned")):
            office.row(code).state = state
        draft = office.row("umumiy-zal")
        draft.state, draft.first_submitted_on = "draft", None
        office.people["direktor"].centre.first_month = 202510
        db.session.commit()
        for line in year_matrix(office.plan, TODAY).units:
            if line.months[9].facts.waived:  # nothing is asked of it: it hands nothing in
                db.session.delete(office.row(line.unit.code))
        db.session.commit()
    page = as_("metodist").get("/submissions/?year=2025").get_data(as_text=True)
    said = re.search(
        r"Oktabr, boʻlinmalar: (\d+)\. Topshirilgan: (\d+), shundan qabul qilingan: (\d+)\. Qaytarilgan: (\d+)\.\s+"
        r"Topshirilmagan: (\d+)\.",
        page,
    )
    assert said
    of, handed, accepted, back, missing = map(int, said.groups())
    assert (of, accepted, back, missing) == (handed + back + missing, 1, 2, 1)
    letters = re.findall(r'<a class="m [^>]*title="oktabr: ([^"]+)"', page)
    assert len(letters) - letters.count("talab qilinmaydi") == of
    assert letters.count("qaytarilgan") == back
    column = re.search(r"<tfoot>.*?</tfoot>", page, re.DOTALL)
    assert column and f">{accepted}/{of}<" in "".join(column[0].split())
    received = re.findall(r'<span class="nowrap">(\d+)/\d+</span>', column[0])
    assert int(received[0]) == handed + back
    waiting = page.split('id="waiting"')[1].split("</section>")[0]
    assert waiting.count("<li>") == handed - accepted
    assert f"topshirmagan boʻlinmalar {missing}, qaytarilgan oylar {back}, qaror" in as_("direktor").get(
        "/submissions/?year=2025"
    ).get_data(as_text=True)
