"""The year's paper: a plan comes in and is approved; what was typed stands in the consolidation and its workbook."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.pages import cell, expect_saved
from tests.plan.papers import replaced

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OTHER = "Huquqiy axborot boʻlimchasi"  # nobody has this name yet


def test_a_plan_with_an_unknown_unit_is_taken_in_and_approved(desk: Desk) -> None:
    paper = replaced("2025", "2027", replaced("2024", "2026"))
    paper = replaced("Huquqiy axborotlar sektori", OTHER, paper)
    page = desk.open("metodist", path="/plan/import")
    page.locator("#file").set_input_files({"name": "reja.xlsx", "mimeType": XLSX, "buffer": paper})
    page.get_by_role("button", name="Faylni tekshirish").click()
    choice = page.get_by_label(OTHER)
    expect(choice).to_be_visible()
    page.get_by_role("button", name="Rejani saqlash").click()
    expect(page.locator("#error-summary")).to_be_focused()
    choice.select_option(label=choice.locator("option", has_text="Huquqiy").first.inner_text())
    page.get_by_role("button", name="Rejani saqlash").click()
    expect(page).to_have_url(re.compile("/plan/2027"))
    expect(page.locator("main")).to_contain_text(OTHER)

    leader = desk.open("direktor", path="/plan/2027")
    leader.locator("summary", has_text="Rejani tasdiqlash").click()
    leader.get_by_role("button", name="Ha, tasdiqlash").click()
    expect(leader.locator(".lead")).to_contain_text("asdiqlangan")
    expect(leader.locator("summary", has_text="Rejani tasdiqlash")).to_have_count(0)


def figures(page: Page) -> dict[str, str]:
    return page.eval_on_selector_all(
        "table [data-cell]", "all => Object.fromEntries(all.map(one => [one.dataset.cell, one.dataset.value]))"
    )


def test_what_was_typed_stands_in_the_consolidation(desk: Desk) -> None:
    writer, reader = desk.open("abonement", path="/diary/2025-11"), desk.open("direktor", path="/consolidation/2025-11")
    before = int(figures(reader)["IV.16|2025-11"])
    key = "IV.16|abonement|2025-11-09"
    old = int(cell(writer, key).input_value() or 0)
    cell(writer, key).fill(str(old + 432))
    writer.keyboard.press("Enter")
    expect_saved(writer, key)
    reader.reload()
    assert int(figures(reader)["IV.16|2025-11"]) == before + 432
    reader.locator('[data-cell="IV.16|2025-11"]').first.click()
    expect(reader.locator("tr", has_text="09.11.2025").filter(has_text="Abonement")).to_contain_text(str(old + 432))


def test_the_workbook_equals_the_page(desk: Desk) -> None:
    page = desk.open("metodist", path="/consolidation/2025")
    columns = page.eval_on_selector_all("tr:has(th[scope=row]) td.n:has([data-cell])", "all => all.length")
    assert columns > 100
    with page.expect_download() as sent:
        page.get_by_role("link", name="Excel").click()
    sheet = openpyxl.load_workbook(BytesIO(sent.value.path().read_bytes())).active
    head = next(row for row in sheet.iter_rows() if row[-1].value == "row_key")
    periods = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
    compared = 0
    shown = figures(page)
    for row in sheet.iter_rows(min_row=head[0].row + 2, values_only=True):
        for place, period in enumerate(periods, 5):
            text = shown.get(f"{row[-1]}|{period}")
            if text is not None:  # rows of one figure; several in a cell are words in the workbook
                assert row[place] == (int(text) if text.isdigit() else None if text == "" else row[place]), (
                    row[-1],
                    period,
                )
                compared += text.isdigit()
    assert compared >= 60
