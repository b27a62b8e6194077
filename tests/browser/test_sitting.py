"""A shared PC: the language, signing out, and what the next person can find."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.browser.pages import read, sign_out

pytestmark = pytest.mark.browser
EVENTS = "/reading-rooms/events/?unit=manaviyat"


@pytest.mark.parametrize("path", ["/", "/diary/2025-11", "/plan/2025"])
def test_back_after_signing_out_shows_nothing(desk: Desk, path: str) -> None:
    page = desk.open("abonement", path=path)
    secret = page.locator("h1").inner_text()
    sign_out(page)
    page.go_back()
    page.wait_for_load_state()
    expect(page.get_by_label("Parol")).to_be_visible()
    assert "Feruza" not in read(page)
    assert page.locator("[data-cell], table").count() == 0, secret
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "<" not in kept, "only addresses may stay, no page"


def test_another_language_keeps_the_page_and_what_is_typed(desk: Desk) -> None:
    page = desk.open("manaviyat", path=EVENTS)
    page.locator("#title").fill("“Kitob – bilim manbai” davra suhbati")
    page.locator("#kind").select_option("event")
    page.get_by_role("button", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator("#title")).to_have_value("“Kitob – bilim manbai” davra suhbati")
    expect(page.locator("#kind")).to_have_value("event")
    assert page.url.endswith(EVENTS)


def test_a_card_typed_after_the_sitting_ended_waits_for_the_sign_in(desk: Desk) -> None:
    page = desk.open("manaviyat", path=EVENTS, java_script_enabled=False)
    page.locator("#title").fill("Navoiy kechasi")
    page.locator("#kind").select_option("event")
    page.get_by_role("checkbox").first.check()
    page.context.clear_cookies()
    with page.expect_navigation():
        page.get_by_role("button", name="Saqlash", exact=True).click()
    expect(page.locator("body")).to_contain_text("Yozganlaringiz yoʻqolmadi")
    page.get_by_label("Login").fill("manaviyat")
    page.get_by_label("Parol").fill(desk.site.password("manaviyat"))
    with page.expect_navigation():
        page.get_by_role("button", name="Kirish").click()
    expect(page.locator("body")).to_contain_text("Navoiy kechasi")
    with page.expect_navigation():
        page.get_by_role("button", name="Yozganlarimni yuborish").click()
    expect(page.locator("#alerts")).to_contain_text("Saqlandi: Navoiy kechasi")
