"""A day's figures: typed without the mouse, pasted, refused, in conflict, and never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.browser.pages import CELL, FOCUSED, cell, expect_saved, paste, sign_in_by_keyboard, sign_out, tab_to, total
from tests.browser.site import MONTH, TODAY

pytestmark = pytest.mark.browser
PARTS = ("IV.14.a", "IV.14.b", "IV.15", "IV.16")


def keys(unit: str, day: str) -> list[str]:
    return [f"{part}|{unit}|{day}" for part in PARTS]


def diary(unit: str) -> str:
    return f"/diary/{MONTH}?unit={unit}"


def test_four_figures_of_today_by_the_keyboard_alone(desk: Desk) -> None:
    page = desk.open(path="/login")
    sign_in_by_keyboard(page, "abonement", desk.site.password("abonement"))
    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    tab_to(page, CELL)
    before = {key: int(cell(page, key).input_value() or 0) for key in keys("abonement", TODAY)}
    assert page.evaluate(FOCUSED) == next(iter(before))
    for figure in before.values():
        page.keyboard.type(str(figure + 7))
        page.keyboard.press("Enter")
    expect_saved(page, *before)
    page.goto(diary("abonement"))
    for key, figure in before.items():
        expect(cell(page, key)).to_have_value(str(figure + 7))


def test_the_totals_of_month_and_year_grow_while_one_types(desk: Desk) -> None:
    page = desk.open("abonement", path=diary("abonement"))
    month, year = total(page, "IV.15"), total(page, "IV.15", "running")
    free_day = f"IV.15|abonement|{MONTH}-02"
    cell(page, free_day).focus()
    page.keyboard.type("1 046")
    page.keyboard.press("Enter")
    expect_saved(page, free_day)
    expect(cell(page, free_day)).to_have_value("1\u00a0046")
    assert (total(page, "IV.15"), total(page, "IV.15", "running")) == (month + 1046, year + 1046)


def test_arrows_enter_and_escape_as_in_a_spreadsheet(desk: Desk) -> None:
    page = desk.open("abonement", path=diary("abonement"))
    cell(page, f"IV.14.b|abonement|{MONTH}-04").focus()
    for key, there in (
        ("ArrowDown", f"IV.14.b|abonement|{MONTH}-05"),
        ("ArrowRight", f"IV.15|abonement|{MONTH}-05"),
        ("ArrowUp", f"IV.15|abonement|{MONTH}-04"),
        ("ArrowLeft", f"IV.14.b|abonement|{MONTH}-04"),
        ("Enter", f"IV.14.b|abonement|{MONTH}-05"),
        ("Shift+Enter", f"IV.14.b|abonement|{MONTH}-04"),
        ("Tab", f"IV.15|abonement|{MONTH}-04"),
        ("Home", f"IV.14.a|abonement|{MONTH}-04"),
        ("End", f"IV.16|abonement|{MONTH}-04"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == there, key
    before = page.evaluate("document.activeElement.value")
    page.keyboard.type("999")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.value") == before
    page.reload()
    expect(cell(page, f"IV.16|abonement|{MONTH}-04")).to_have_value(before)


def test_a_block_from_excel_is_shown_first_and_taken_back_as_one_change(desk: Desk) -> None:
    page = desk.open("abonement", path=diary("abonement"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    block = [f"{part}|abonement|{MONTH}-{day}" for day in ("11", "12") for part in PARTS[:2]]
    before = [cell(page, key).input_value() for key in block]
    cell(page, block[0]).focus()
    paste(page, "21\t22\r\n23\tdam\r\n")
    dialog = page.get_by_role("dialog", name="Nusxadan koʻchirish")
    expect(dialog).to_contain_text("Yoziladigan kataklar: 3")
    expect(dialog).to_contain_text("son emas")
    assert [cell(page, key).input_value() for key in block] == before
    page.keyboard.press("Enter")
    expect_saved(page, *block[:3])
    assert [cell(page, key).input_value() for key in block] == ["21", "22", "23", before[3]]
    versions = [cell(page, key).get_attribute("data-version") for key in block[:3]]
    page.get_by_role("button", name="Oxirgisini qaytarish").click()
    expect(cell(page, block[0])).to_have_value(before[0])
    for key, version in zip(block[:3], versions, strict=True):
        expect(cell(page, key)).to_have_attribute("data-version", str(int(version) + 1))
    page.reload()
    assert [cell(page, key).input_value() for key in block] == before


def test_two_people_in_one_cell_both_see_both_values(desk: Desk) -> None:
    key = f"IV.15|olkashunoslik|{MONTH}-13"
    hers, his = desk.open("olka", path=diary("olkashunoslik")), desk.open("metodist", path=diary("olkashunoslik"))
    cell(hers, key).fill("301")
    hers.keyboard.press("Enter")
    expect_saved(hers, key)
    cell(his, key).fill("302")
    his.keyboard.press("Enter")
    said = his.locator("[data-cell-problems]")
    expect(said).to_contain_text("302")
    expect(said).to_contain_text("Saodat Boʻriyeva: 301")
    hers.reload()
    expect(cell(hers, key)).to_have_value("301")
    his.get_by_role("button", name="Meniki qolsin").click()
    expect_saved(his, key)
    hers.reload()
    expect(cell(hers, key)).to_have_value("302")


def test_a_refused_figure_says_why_and_stays_as_typed(desk: Desk) -> None:
    key = f"IV.15|umumiy-zal|{MONTH}-06"
    page = desk.open("umumiy", path=diary("umumiy-zal"))
    before = cell(page, key).input_value()
    cell(page, key).fill("1О")  # a Cyrillic letter where a nought should be
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Harf O yozilgan")).to_be_visible()
    expect(cell(page, key)).to_have_value("1О")
    expect(cell(page, key)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-cell-summary]")).to_contain_text("Saqlanmagan kataklar: 1")
    cell(page, key).focus()
    page.keyboard.press("Escape")
    expect(cell(page, key)).to_have_value(before)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_leaving_with_something_unsaved_asks(desk: Desk) -> None:
    key = f"IV.15|umumiy-zal|{MONTH}-07"
    page = desk.open("umumiy", path=diary("umumiy-zal"))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    cell(page, key).fill("12x")
    page.keyboard.press("Enter")
    expect(page.locator("[data-cell-summary]")).to_contain_text("Saqlanmagan kataklar: 1")
    page.get_by_role("link", name="Mening sahifam").click(no_wait_after=True)
    expect(cell(page, key)).to_have_value("12x")
    assert asked == ["beforeunload"]
    assert page.url.endswith(diary("umumiy-zal"))


def test_what_was_typed_after_signing_out_elsewhere_is_kept_and_saved_after_signing_in(desk: Desk) -> None:
    key = f"IV.15|umumiy-zal|{MONTH}-10"
    page = desk.open("umumiy", path=diary("umumiy-zal"))
    other = page.context.new_page()
    other.goto("/")
    sign_out(other)
    cell(page, key).fill("77")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Tizimdan chiqib qolgansiz")
    expect(cell(page, key)).to_have_value("77")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Tizimga kirish").click()
    opened.value.wait_for_load_state()
    sign_in_by_keyboard(opened.value, "umumiy", desk.site.password("umumiy"))
    opened.value.close()
    page.bring_to_front()
    again = page.get_by_role("button", name="Qayta urinish")
    if again.is_visible():
        again.click()
    expect_saved(page, key)
    page.reload()
    expect(cell(page, key)).to_have_value("77")


def test_the_same_day_without_scripts(desk: Desk) -> None:
    page = desk.open("elektron", java_script_enabled=False)
    cells = page.locator(CELL)
    names = [item.get_attribute("data-cell") for item in cells.all()]
    for place in range(len(names)):
        cells.nth(place).fill(str(31 + place))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#alerts")).to_contain_text(f"Saqlandi. Oʻzgargan kataklar: {len(names)}")
    page.goto(diary("elektron-zal"))
    assert [cell(page, name).input_value() for name in names] == [str(31 + place) for place in range(len(names))]
    cell(page, names[0]).fill("3l")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#error-summary")).to_contain_text("Harf “l”")
    expect(cell(page, names[0])).to_have_value("3l")
