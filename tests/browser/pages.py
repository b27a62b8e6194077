"""What people do on our pages, in the words of the tests."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

CELL = "input[data-cell]"
FOCUSED = "document.activeElement.dataset.cell || ''"
MOST_TABS = 40


def cell(page: Page, key: str) -> Locator:
    return page.locator(f'[data-cell="{key}"]')


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on something like that."""
    for _step in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def sign_in_by_keyboard(page: Page, login: str, password: str) -> None:
    """The first field has the focus already, once the page stands; then he is in."""
    expect(page.locator("[name=login]")).to_be_focused()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".side nav")).to_be_attached()


def expect_saved(page: Page, *keys: str) -> None:
    for key in keys:
        place = page.locator("td, .figure").filter(has=cell(page, key))
        expect(place).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-cell-summary]")).to_contain_text("Hammasi saqlandi")


def figure(text: str) -> int:
    """A figure as the page writes it, with its spaces between thousands; blank is nothing."""
    return int(re.sub(r"\D", "", text) or 0)


def total(page: Page, part: str, kind: str = "total") -> int:
    return figure(page.locator(f'[data-{kind}="{part}"]').inner_text())


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def sign_out(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Chiqish").click()


def read(page: Any) -> str:
    return page.locator("body").inner_text()
