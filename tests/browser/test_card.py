"""An event and its proof: added, corrected, deleted and brought back, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.browser.pages import figure

pytestmark = pytest.mark.browser
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
EVENTS = "/reading-rooms/events/?unit=manaviyat&month=2025-11"


def counted(page) -> int:
    return figure(page.locator('[data-total="IV.17"]').inner_text())


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "bare"])
def test_the_life_of_an_event(desk: Desk, scripts: bool) -> None:
    title = f"Oʻtkir Hoshimov ijodi kechasi {'A' if scripts else 'B'}"
    page = desk.open("manaviyat", path=EVENTS, java_script_enabled=scripts)
    before = counted(page)
    page.locator("#title").fill(title)
    page.locator("#kind").select_option("event")
    page.locator("#attendance").fill("48")
    page.locator('input[name="rows"][value="IV.17"]').check()
    page.locator("#files").set_input_files({"name": "Баённома №1.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Saqlash", exact=True).click()
    expect(page.locator("#alerts")).to_contain_text(f"Saqlandi: {title}")
    assert counted(page) == before + 1
    row = page.locator("tr", has=page.get_by_role("link", name=title, exact=True)).first
    with page.expect_download() as sent:
        row.get_by_role("link", name="Баённома №1.pdf").click()
    assert sent.value.suggested_filename == "Баённома №1.pdf"
    assert sent.value.path().read_bytes() == PDF

    row.get_by_role("link", name=f"Oʻzgartirish: {title}").click()
    editor = page.get_by_role("form", name="Yozuvni oʻzgartirish")
    expect(editor.locator("#attendance")).to_have_value("48")
    editor.locator("#attendance").fill("52")
    editor.get_by_role("button", name="Saqlash", exact=True).click()
    expect(page.locator("#alerts")).to_contain_text(f"Saqlandi: {title}")
    expect(row).to_contain_text("52")

    row.get_by_text("Oʻchirish", exact=True).click()
    expect(row).to_contain_text(f"{title}: bu yozuv oʻchirilsinmi?")
    row.get_by_role("button", name="Ha, oʻchirilsin").click()
    notice = page.locator(".notice", has_text=f"Oʻchirildi: {title}")
    expect(notice).to_be_visible()
    assert counted(page) == before
    notice.get_by_role("button", name="Qaytarish").click()
    expect(page.locator("#alerts")).to_contain_text(f"Qaytarildi: {title}")
    assert counted(page) == before + 1


def test_a_refused_card_names_its_faults_and_keeps_the_words(desk: Desk) -> None:
    page = desk.open("manaviyat", path=EVENTS)
    page.locator("#title").fill("Suhbat")
    page.locator("#date").fill("31.02.2025")
    page.locator("#attendance").fill("oʻttiz")
    page.get_by_role("button", name="Saqlash", exact=True).click()
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.title().startswith("Xato:")
    page.locator("#error-summary").get_by_role("link", name="Taqvimda bunday kun yoʻq").click()
    expect(page.locator("#date")).to_be_focused()
    expect(page.locator("#date")).to_have_value("31.02.2025")
    expect(page.locator("#attendance")).to_have_value("oʻttiz")
    expect(page.locator("#title")).to_have_value("Suhbat")
