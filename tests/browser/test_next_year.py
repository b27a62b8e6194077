"""Next year's plan by the keyboard alone: rolled over, its figures typed and pasted, exported, taken in again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.pages import FOCUSED, cell, expect_saved, paste, sign_in_by_keyboard, tab_to
from tests.browser.site import Site, stand_on
from tests.cli.program import program, served

pytestmark = pytest.mark.browser
TEN_MINUTES = 600


@pytest.fixture
def november(world: Path, tmp_path: Path) -> Iterator[Site]:
    """The demonstrated centre on the 20th of November."""
    import shutil

    data = tmp_path / "data"
    shutil.copytree(world, data)
    data.chmod(0o700)
    stand_on(data, "2025-11-20")
    with served(data) as (process, address):
        yield Site(data, address, process)


@pytest.fixture
def office(chromium: Any, november: Site) -> Iterator[Desk]:
    found = Desk(chromium, november)
    yield found
    found.close()
    assert found.faults == []


def press(page: Page, selector: str) -> None:
    """Tab to a thing and press it; a page that follows is waited for."""
    tab_far(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_far(page: Page, selector: str, most: int = 400) -> None:
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def test_2025_is_rolled_to_2026_by_keyboard_exported_and_taken_in_again(office: Desk, november: Site) -> None:
    page = office.open(path="/login", permissions=["clipboard-read", "clipboard-write"])
    began = time.monotonic()
    sign_in_by_keyboard(page, "metodist", november.password("metodist"))
    press(page, ".side nav a[href^='/plan']")
    press(page, "a[href='/plan/2025/roll-over']")
    tab_to(page, "[name=basis]")  # radio buttons: arrows choose
    tab_to(page, "[name=way]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=percent]")
    page.keyboard.type("5")
    tab_to(page, "[name=step]")
    page.keyboard.press("ArrowDown")
    press(page, "main form .btn.primary")
    expect(page).to_have_url(f"{november.address}/plan/2026/figures")
    expect(page.locator("#alerts")).to_contain_text("2026-yil rejasi qoralama boʻlib tuzildi")

    tab_far(page, '[data-cell="I.1|fact"]')
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "I.1|plan"
    page.keyboard.type("3")
    page.keyboard.press("Enter")  # saved, and on to the next line
    assert page.evaluate(FOCUSED) == "I.2|plan"
    page.keyboard.type("14")
    page.keyboard.press("Enter")
    expect_saved(page, "I.1|plan", "I.2|plan")
    for _line in range(60):  # over the heading of the next section and down to the composite cell
        if page.evaluate(FOCUSED) == "II.2|plan":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.type("1/3/1")
    page.keyboard.press("Enter")
    expect_saved(page, "II.2|plan")
    page.keyboard.type("oʻn")
    page.keyboard.press("Enter")
    expect(page.locator(".cell-problem")).to_contain_text("II.3 ")  # told beside the name of its row, still typed
    assert cell(page, "II.3|plan").input_value() == "oʻn"
    page.keyboard.press("ArrowUp")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect_saved(page, "II.3|plan")

    for _line in range(60):
        if page.evaluate(FOCUSED) == "IV.15|plan":
            break
        page.keyboard.press("ArrowDown")
    paste(page, "9 500\n12 000\n170\n6\n7\n")  # a column of Excel
    expect(page.locator("dialog.paste [data-count=good]")).to_have_text("5")
    page.keyboard.press("Enter")
    pasted = {"IV.15": "9500", "IV.16": "12000", "IV.17": "170", "IV.18": "6", "IV.19": "7"}
    expect_saved(page, *(f"{key}|plan" for key in pasted))
    expect(page.locator('[data-running="IV.15|growth"]')).to_contain_text("+5,6")
    assert time.monotonic() - began < TEN_MINUTES

    page.reload()
    for key, figure in {**pasted, "I.1": "3", "I.2": "14", "II.2": "1/3/1", "II.3": "3"}.items():
        assert cell(page, f"{key}|plan").input_value() == figure, key

    press(page, "main .actions a[href='/plan/2026']")
    tab_far(page, "a[href='/plan/2026.xlsx']")
    with page.expect_download() as sent:
        page.keyboard.press("Enter")
    content = sent.value.path().read_bytes()
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    written = {row[-1]: row[4] for row in sheet.iter_rows(values_only=True) if row[-1]}
    assert {key: str(written[key]) for key in pasted} == pasted

    press(page, "a[href='/plan/import']")
    page.locator("#file").set_input_files({"name": "reja_2026.xlsx", "mimeType": "application/zip", "buffer": content})
    tab_far(page, "main form .btn.primary")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("bir xil")
    november_file = november.data.parent / "reja_2026.xlsx"
    november_file.write_bytes(content)
    again = program("plan", "import", str(november_file), "--dry-run", "--json", data=november.data)
    assert again.returncode == 0 and '"questions": []' in again.stdout, again.stdout[-2000:] + again.stderr
