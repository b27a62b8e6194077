"""Single cells over HTTP: contract.md “Pages”, domain.md §3, §5."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.event import listen, remove

from app.domain.errors import Invalid
from app.extensions import db
from app.i18n.labels import explain
from app.models import Change
from app.operations.history import broken_link

CELL = "IV.15|abonement|2025-11-18"


def post(browser, cell: str, value: str, version: int, unit: str = "abonement", **extra):
    month = cell.rpartition("|")[2][:7]
    return browser.post(
        f"/diary/{month}?unit={unit}&cell={cell}",
        {"value": value, "version": str(version), **extra},
        headers={"HX-Request": "true"},
    )


def event(answer, name: str) -> dict:
    return json.loads(answer.headers["HX-Trigger"])[name]


@pytest.mark.parametrize(
    ("typed", "shown", "state"),
    [
        ("46", "46", "number"),
        (" 1 234 ", "1\u00a0234", "number"),
        ("12\u00a0345", "12\u00a0345", "number"),
        ("0", "0", "number"),
        ("-", "–", "no_activity"),
        ("yoʻq", "–", "no_activity"),
    ],
)
def test_what_people_type_is_saved_and_shown(as_, typed: str, shown: str, state: str) -> None:
    answer = post(as_("abonement"), CELL, typed, 0)
    assert answer.status_code == 200
    saved = event(answer, "cellSaved")
    assert (saved["value"], saved["state"], saved["version"]) == (shown, state, 1)


@pytest.mark.parametrize("typed", ["-8", "+5", "1e3", "1,5", "4O", "12 dona", "=1+1", "½", "١٢", "9" * 40, "NaN"])
def test_a_bad_figure_is_refused_with_a_sentence_and_the_old_one_stays(as_, typed: str) -> None:
    browser = as_("abonement")
    post(browser, CELL, "46", 0)
    answer = post(browser, CELL, typed, 1)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.get_data(as_text=True)
    assert event(answer, "cellRefused")["message"]
    assert 'data-version="1"' in browser.get("/diary/2025-11").get_data(as_text=True)


def test_two_people_in_one_cell_both_see_both_values(as_) -> None:
    first, second = as_("abonement"), as_("metodist")
    post(first, CELL, "46", 0)
    answer = post(second, CELL, "48", 0)
    assert answer.status_code == 409
    conflict = event(answer, "cellConflict")
    assert (conflict["theirs"], conflict["theirs_by"], conflict["mine"]) == ("46", "Abonement kutubxonachisi", "48")
    assert post(second, CELL, "48", conflict["version"]).status_code == 200


def test_the_same_value_sent_twice_is_no_conflict_and_one_change(as_, app) -> None:
    browser = as_("abonement")
    assert post(browser, CELL, "46", 0).status_code == 200
    assert post(browser, CELL, "46", 0).status_code == 200
    with app.app_context():
        assert count_changes(CELL) == 1


def count_changes(key: str) -> int:
    return db.session.scalar(select(func.count()).where(Change.subject_key == key))


def test_an_emptied_cell_is_empty_and_not_nought(as_) -> None:
    browser = as_("abonement")
    post(browser, CELL, "46", 0)
    answer = post(browser, CELL, "", 1)
    saved = event(answer, "cellSaved")
    assert (saved["state"], saved["value"], saved["totals"]["IV.15"]) == ("empty", "", "")


def test_a_day_that_has_not_come_is_locked(as_) -> None:
    answer = post(as_("abonement"), "IV.15|abonement|2025-11-19", "5", 0)
    assert answer.status_code == 423
    assert "19-noyabr" in event(answer, "cellLocked")["message"]


@pytest.mark.parametrize(
    ("login", "cell", "status"),
    [
        ("umumiy", CELL, 404),  # another sector's cell
        ("biblio", CELL, 404),
        ("admin", CELL, 404),  # enters no figures
        ("direktor", CELL, 404),
        ("kuzatuvchi", CELL, 404),
        ("oquv", CELL, 200),  # the head of the service above
        ("metodist", CELL, 200),  # on behalf
        ("abonement", "IV.27|abonement|2025-11", 404),  # not a row of this unit
        ("abonement", "IV.15|abonement|2024-11-18", 404),  # another year
        ("abonement", "IV.99|abonement|2025-11-18", 404),
        ("jamlash", "IV.12|jamlash|2025-11", 404),  # a sum takes no figure
        ("akt", "IV.27|akt|2025-11", 422),  # pages are counted from the register
    ],
)
def test_who_may_write_which_cell(as_, login: str, cell: str, status: int) -> None:
    assert post(as_(login), cell, "5", 0).status_code == status


def test_both_names_are_kept_when_the_methodologist_writes_for_a_unit(as_, app) -> None:
    post(as_("metodist"), CELL, "46", 0)
    with app.app_context():
        change = db.session.scalar(select(Change).where(Change.subject_key == CELL))
        assert (change.person_name, change.unit_code) == ("Metodist", "abonement")


def test_a_cell_set_aside_wants_a_reason_and_leaves_the_sum(as_) -> None:
    browser = as_("abonement")
    assert post(browser, CELL, "", 0, state="not_applicable").status_code == 422
    answer = post(browser, CELL, "", 0, state="not_applicable", reason="taʼmirlash")
    assert event(answer, "cellSaved")["state"] == "not_applicable"


def test_without_javascript_the_page_saves_all_its_cells(as_) -> None:
    browser = as_("abonement")
    cells = [f"IV.15|abonement|2025-11-{day:02}" for day in (3, 4, 5)]
    form = {"cell": cells, "value": ["10", "20", "-"], "version": ["0", "0", "0"]}
    answer = browser.post("/diary/2025-11?unit=abonement", form)
    assert answer.status_code == 303
    page = browser.get("/diary/2025-11?unit=abonement").get_data(as_text=True)
    assert 'data-total="IV.15">30<' in page


def test_without_javascript_a_bad_cell_keeps_what_was_typed_and_saves_the_others(as_) -> None:
    browser = as_("abonement")
    cells = [f"IV.15|abonement|2025-11-{day:02}" for day in (3, 4)]
    form = {"cell": cells, "value": ["10", "4O"], "version": ["0", "0"]}
    answer = browser.post("/diary/2025-11?unit=abonement", form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<title>Xato:" in page
    assert 'value="4O"' in page
    assert "harf O" in page.lower() or "Harf O" in page
    assert 'value="10"' in browser.get("/diary/2025-11?unit=abonement").get_data(as_text=True)


def test_a_day_of_no_activity_fills_only_its_empty_cells(as_) -> None:
    browser = as_("abonement")
    cells = ["IV.15|abonement|2025-11-03", "IV.16|abonement|2025-11-03", "IV.15|abonement|2025-11-04"]
    form = {"cell": cells, "value": ["10", "", ""], "version": ["0", "0", "0"], "no_activity": "2025-11-03"}
    assert browser.post("/diary/2025-11?unit=abonement", form).status_code == 303
    page = browser.get("/diary/2025-11?unit=abonement").get_data(as_text=True)
    assert page.count('value="–"') == 1
    assert 'data-total="IV.16">0<' in page


@pytest.mark.parametrize("month", ["2025-13", "2025-00", "2025-Q1", "2025", "9999-99", "2025-1", "x"])
def test_an_unknown_month_is_not_found(as_, month: str) -> None:
    assert as_("abonement").get(f"/diary/{month}").status_code == 404


def test_a_month_without_a_plan_says_what_to_do(as_) -> None:
    page = as_("abonement").get("/diary/2024-05").get_data(as_text=True)
    assert "ish rejasi hali kiritilmagan" in page


def test_the_month_grid_is_light(as_) -> None:
    """31 × 6 cells in at most 70 kB; ours has four columns here (performance.md “Bars”)."""
    page = as_("abonement").get("/diary/2025-10?unit=abonement").data
    cells = page.count(b"data-cell=")
    assert cells >= 100
    assert len(page) / cells * 186 <= 70_000


def test_a_page_sets_a_day_aside_and_its_own_form_leaves_it_so(as_) -> None:
    browser = as_("abonement")
    form = {"row": "IV.16", "day": "03.11.2025", "reason": "Fond koʻchirildi"}
    page = browser.post("/diary/2025-11/aside?unit=abonement", form, follow_redirects=True).get_data(as_text=True)
    assert 'value="×"' in page
    sent_back = {"cell": ["IV.16|abonement|2025-11-03"], "value": ["×"], "version": ["1"]}
    browser.post("/diary/2025-11?unit=abonement", sent_back)
    assert 'value="×"' in browser.get("/diary/2025-11?unit=abonement").get_data(as_text=True)
    answer = post(browser, "IV.16|abonement|2025-11-03", "5", 1)
    assert event(answer, "cellSaved")["value"] == "5"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "toʻldirish shart"),
        ({"day": ""}, "toʻldirish shart"),
        ({"day": "03.12.2025"}, "date.outside_month"),
        ({"row": "IV.14"}, "Roʻyxatdan tanlang"),
    ],
)
def test_setting_aside_is_refused_with_a_sentence_and_keeps_what_was_typed(as_, changes, sentence: str) -> None:
    form = {"row": "IV.16", "day": "03.11.2025", "reason": "Fond koʻchirildi"} | changes
    answer = as_("abonement").post("/diary/2025-11/aside?unit=abonement", form)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert (explain(Invalid(sentence)) if "." in sentence else sentence) in text
    assert form["reason"].strip() in text and 'value="×"' not in text


def test_a_whole_month_is_set_aside_on_the_service_page(as_) -> None:
    browser = as_("abonement")
    here = "/reading-rooms/?unit=abonement&month=2025-11"
    assert "/reading-rooms/aside" in browser.get(here).get_data(as_text=True)
    address = here.replace("/?", "/aside?")
    refused = browser.post(address, {"row": "IV.14", "reason": ""})
    assert refused.status_code == 422 and 'aria-invalid="true"' in refused.get_data(as_text=True)
    assert browser.post(address, {"row": "IV.14", "reason": "Hisobot choraklik"}).status_code == 303
    assert 'value="×"' in browser.get(here).get_data(as_text=True)


def statements_of(browser, path: str, form: dict) -> int:
    """How many statements a posted form makes."""
    token = browser.token("/")
    made = []
    listen(Engine, "before_cursor_execute", count := lambda *call: made.append(call[2]))
    try:
        assert browser.client.post(path, data={**form, "csrf_token": token}).status_code == 303
    finally:
        remove(Engine, "before_cursor_execute", count)
    return len(made)


def page_of(cells: int, changed: int) -> dict[str, str | list[str]]:
    """A page of so many cells in which the first ones were typed into."""
    keys = [f"IV.{row}|abonement|2025-11-{day:02}" for day in range(1, 19) for row in (15, 16)][:cells]
    return {"cell": keys, "value": ["7"] * changed + [""] * (cells - changed), "version": ["0"] * cells}


def test_a_page_of_cells_is_read_once_and_written_once(as_, app) -> None:
    browser = as_("abonement")
    path = "/diary/2025-11?unit=abonement"
    one_of_few = statements_of(browser, path, page_of(4, 1))
    second = {"value": ["7", "8"] + [""] * 34, "version": ["1"] + ["0"] * 35}
    one_of_many = statements_of(browser, path, page_of(36, 0) | second)
    assert one_of_many == one_of_few <= 25
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Change).where(Change.subject == "cell")) == 2
    third = {"value": ["9"] * 36, "version": ["1", "1"] + ["0"] * 34}
    assert statements_of(browser, path, page_of(36, 36) | third) <= one_of_many + 1  # new figures and changed ones
    with app.app_context():
        assert broken_link(1) is None
        assert db.session.scalar(select(func.count()).select_from(Change).where(Change.subject == "cell")) == 38
