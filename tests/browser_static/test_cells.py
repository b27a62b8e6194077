"""Cells that save themselves, as a librarian at the keyboard meets them (screens.md “Diary”)."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser_static.stub import COLUMNS, State, key

pytestmark = pytest.mark.browser


def cell(page: Page, row: str, day: int) -> Locator:
    return page.locator(f'[data-cell="{key(row, date(2025, 11, day))}"]')


def state_of(page: Page, row: str, day: int) -> Locator:
    return page.locator("td").filter(has=cell(page, row, day))


def type_into(page: Page, row: str, day: int, text: str) -> None:
    cell(page, row, day).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.fixture
def diary(page: Page) -> Page:
    page.goto("/diary/2025-11")
    return page


def test_enter_saves_the_cell_and_moves_down(diary: Page, state: State) -> None:
    type_into(diary, "IV.15", 17, "46")
    expect(cell(diary, "IV.15", 18)).to_be_focused()
    expect(state_of(diary, "IV.15", 17)).to_have_attribute("data-state", "saved")
    expect(diary.locator("#status")).to_have_text("17 dushanba, Qatnov: 46, saqlandi")
    expect(diary.locator('[data-total="IV.15"]')).to_have_text("999")
    expect(diary.locator('[data-running="IV.15"]')).to_have_text("1 999")
    assert state.sent == [(key("IV.15", date(2025, 11, 17)), "46", 3)]


@pytest.mark.parametrize(
    ("pressed", "row", "day"),
    [
        ("ArrowDown", "IV.16", 18), ("ArrowUp", "IV.16", 16), ("ArrowLeft", "IV.15", 17), ("ArrowRight", "IV.14.a", 17),
        ("Home", "IV.15", 17), ("End", "IV.18", 17), ("Shift+Enter", "IV.16", 16), ("Tab", "IV.14.a", 17),
    ],
)  # fmt: skip
def test_keys_move_between_cells(diary: Page, pressed: str, row: str, day: int) -> None:
    cell(diary, "IV.16", 17).click()
    diary.keyboard.press(pressed)
    expect(cell(diary, row, day)).to_be_focused()


def test_escape_gives_back_what_is_saved_and_sends_nothing(diary: Page, state: State) -> None:
    cell(diary, "IV.15", 17).click()
    diary.keyboard.type("999")
    diary.keyboard.press("Escape")
    expect(cell(diary, "IV.15", 17)).to_have_value("17")
    diary.keyboard.press("Tab")
    expect(cell(diary, "IV.16", 17)).to_be_focused()
    assert state.sent == []


def test_a_refusal_stays_with_its_cell_while_others_are_saved(diary: Page) -> None:
    type_into(diary, "IV.15", 17, "-8")
    type_into(diary, "IV.16", 17, "5")
    expect(state_of(diary, "IV.16", 17)).to_have_attribute("data-state", "saved")
    expect(diary.get_by_role("alert")).to_have_text("Manfiy son yozib boʻlmaydi.")
    expect(cell(diary, "IV.15", 17)).to_have_value("-8")
    expect(cell(diary, "IV.15", 17)).to_have_attribute("aria-invalid", "true")
    expect(diary.locator(".cell-problem")).to_contain_text("17 dushanba, Qatnov")
    expect(diary.locator("[data-cell-summary]")).to_have_text("Saqlanmagan kataklar: 1")
    type_into(diary, "IV.15", 17, "8")
    expect(diary.locator(".cell-problem")).to_have_count(0)


@pytest.mark.parametrize(("choice", "shown", "sent"), [("Meniki qolsin", "4", 2), ("Uniki qolsin", "50", 1)])
def test_of_two_values_the_person_chooses(diary: Page, state: State, choice: str, shown: str, sent: int) -> None:
    state.conflict = key("IV.15", date(2025, 11, 18))
    type_into(diary, "IV.15", 18, "4")
    expect(diary.get_by_role("alert")).to_contain_text("Sizniki: 4. Metodist: 50.")
    diary.get_by_role("button", name=choice).click()
    expect(state_of(diary, "IV.15", 18)).to_have_attribute("data-state", "saved")
    expect(cell(diary, "IV.15", 18)).to_have_value(shown)
    expect(cell(diary, "IV.15", 18)).to_have_attribute("data-version", "10" if sent == 2 else "9")
    assert len(state.sent) == sent


def test_a_locked_cell_keeps_what_was_typed_beside_the_reason(diary: Page) -> None:
    type_into(diary, "IV.15", 17, "7777")
    expect(diary.get_by_role("alert")).to_have_text("Noyabr topshirilgan.")
    expect(cell(diary, "IV.15", 17)).to_have_value("7777")


def test_a_lost_line_is_tried_again_by_itself(diary: Page, state: State) -> None:
    diary.context.set_offline(True)
    type_into(diary, "IV.15", 17, "46")
    expect(state_of(diary, "IV.15", 17)).to_have_attribute("data-state", "failed")
    expect(diary.get_by_role("button", name="Qayta urinish")).to_be_visible()
    diary.context.set_offline(False)
    expect(state_of(diary, "IV.15", 17)).to_have_attribute("data-state", "saved")
    assert [value for _, value, _ in state.sent] == ["46"]


def test_signed_out_keeps_the_page_and_only_the_same_person_goes_on(diary: Page, state: State) -> None:
    state.signed_in = False
    type_into(diary, "IV.15", 17, "46")
    expect(diary.get_by_role("link", name="Tizimga kirish")).to_have_attribute("href", "/login")
    expect(cell(diary, "IV.15", 17)).to_have_value("46")
    state.signed_in, state.person = True, "Boshqa xodim"
    diary.get_by_role("button", name="Qayta urinish").click()
    expect(diary.get_by_role("alert")).to_contain_text("Hozir tizimga boshqa xodim kirgan: Boshqa xodim.")
    assert len(state.sent) == 1
    state.person = "Kutubxonachi"
    diary.get_by_role("button", name="Qayta urinish").click()
    expect(state_of(diary, "IV.15", 17)).to_have_attribute("data-state", "saved")


def test_a_new_session_of_the_same_person_needs_no_hand(diary: Page, state: State) -> None:
    diary.context.clear_cookies()
    type_into(diary, "IV.15", 17, "46")
    expect(state_of(diary, "IV.15", 17)).to_have_attribute("data-state", "saved")
    expect(diary.locator(".cell-problem")).to_have_count(0)


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
def test_no_failure_is_silent(diary: Page, state: State, status: int) -> None:
    state.status = status
    type_into(diary, "IV.15", 17, "46")
    expect(diary.get_by_role("alert")).to_have_count(1)
    expect(diary.locator("[data-cell-summary]")).to_have_text("Saqlanmagan kataklar: 1")


def test_a_cell_is_never_sent_twice_at_once_and_the_latest_wins(diary: Page, state: State) -> None:
    state.hold = threading.Event()
    for text in ("1", "2", "3"):
        type_into(diary, "IV.15", 17, text)
    expect(diary.locator("[data-cell-summary]")).to_have_text("saqlanmoqda…")
    state.hold.set()
    expect(cell(diary, "IV.15", 17)).to_have_attribute("data-version", "5")
    assert [(value, version) for _, value, version in state.sent] == [("1", 3), ("3", 4)]
    assert state.most_at_once == 1


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def test_a_block_from_a_spreadsheet_is_shown_first_and_undone_as_one(diary: Page, state: State) -> None:
    cell(diary, "IV.15", 17).click()
    paste(diary, "46\t1 200\nson\t\n5\t6\n")
    rows = diary.locator("dialog tbody tr")
    expect(rows).to_have_count(5)
    expect(rows.nth(2)).to_contain_text("son emas")
    expect(rows.nth(3)).to_contain_text("Bu kun hali kelmagan.")
    diary.get_by_role("button", name="Kataklarga yozish").click()
    expect(cell(diary, "IV.16", 17)).to_have_value("1 200")
    expect(diary.locator('td[data-state="saved"]')).to_have_count(2)
    diary.get_by_role("button", name="Oxirgisini qaytarish").click()
    expect(cell(diary, "IV.16", 17)).to_have_value("17")
    expect(cell(diary, "IV.15", 17)).to_have_value("17")
    expect(cell(diary, "IV.15", 17)).to_have_attribute("data-version", "5")
    assert sorted(value for _, value, _ in state.sent) == ["1 200", "17", "17", "46"]


def test_no_activity_fills_only_the_empty_cells_of_the_day(diary: Page) -> None:
    type_into(diary, "IV.15", 18, "46")
    diary.locator('button[name="no_activity"][value="2025-11-18"]').click()
    expect(diary.locator('tr.now td[data-state="saved"]')).to_have_count(len(COLUMNS))
    assert [box.input_value() for box in diary.locator("tr.now input").all()] == ["46", "–", "–", "–", "–", "–"]


def test_last_year_is_one_key_away_and_types_nothing(diary: Page) -> None:
    cell(diary, "IV.15", 17).click()
    diary.keyboard.press("l")
    expect(state_of(diary, "IV.15", 17).locator(".last")).to_have_text("22")
    expect(cell(diary, "IV.15", 17)).to_have_value("17")
    diary.keyboard.press("l")
    expect(diary.locator(".last")).to_have_count(0)


def test_leaving_asks_only_with_something_unsaved(diary: Page) -> None:
    asked: list[str] = []
    diary.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    type_into(diary, "IV.15", 17, "46")
    expect(state_of(diary, "IV.15", 17)).to_have_attribute("data-state", "saved")
    diary.reload()
    assert asked == []
    type_into(diary, "IV.15", 17, "-8")
    expect(state_of(diary, "IV.15", 17)).to_have_attribute("data-state", "refused")
    diary.reload()
    assert asked == ["beforeunload"]


def test_single_figures_behave_alike(page: Page) -> None:
    page.goto("/")
    page.fill("#t0", "50")
    page.keyboard.press("Enter")
    expect(page.locator("#t1")).to_be_focused()
    expect(page.locator("#t0-state")).to_have_text("✓ saqlandi")
    page.fill("#t1", "-8")
    page.keyboard.press("Enter")
    expect(page.locator("#t1-note")).to_contain_text("Manfiy son yozib boʻlmaydi.")
    expect(page.locator("#t1-state")).to_have_text("Qabul qilinmadi")
