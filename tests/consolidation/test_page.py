"""The page and the workbook show what was typed, and every figure says where it comes from."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

DASH, FIGURE = {"value": "-", "version": "0"}, {"value": "7", "version": "0"}


def cells_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-cell="([^"]+)" data-value="([^"]*)"', page))


def test_page_and_workbook_show_the_figures_that_were_typed(as_) -> None:
    browser = as_("metodist")
    for day, value in (("2025-07-01", "1200"), ("2025-08-01", "30"), ("2025-11-03", "5")):
        answer = browser.post(
            f"/diary/{day[:7]}?unit=abonement&cell=IV.15|abonement|{day}", {"value": value, "version": "0"},
            headers={"HX-Request": "true"},
        )  # fmt: skip
        assert answer.status_code == 200
    page = browser.get("/consolidation/2025-Q3").get_data(as_text=True)
    cells = cells_of(page)
    assert cells["IV.15|2025-Q3"] == "1230"
    assert cells["IV.15|2025-Q1"] == ""
    assert cells["IV.15|2025-9M"] == "1230"
    book = openpyxl.load_workbook(BytesIO(browser.get("/consolidation/2025-Q3.xlsx").data))
    sheet = book.active
    rows = {row[-1].value: row for row in sheet.iter_rows() if row[-1].value}
    head = [cell.value for cell in rows["row_key"]]
    assert sheet.column_dimensions[sheet.cell(1, len(head)).column_letter].hidden
    line = [cell.value for cell in rows["IV.15"]]
    assert line[3:9] == [11187, 9000, None, None, 1230, 1230]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert rows["II.2"][3].value == "1/2/1"


def test_every_figure_opens_its_entries(as_) -> None:
    browser = as_("metodist")
    browser.post(
        "/diary/2025-07?unit=abonement&cell=IV.15|abonement|2025-07-01", {"value": "1200", "version": "0"},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    page = browser.get("/consolidation/2025-Q3").get_data(as_text=True)
    address = re.search(r'href="([^"]+)" data-cell="IV\.15\|2025-Q3"', page)[1]
    behind = browser.get(address.replace("&amp;", "&")).get_data(as_text=True)
    assert "01.07.2025" in behind
    assert "Abonementlar sektori" in behind
    assert "1\u00a0200" in behind


@pytest.mark.parametrize("period", ["2025-11", "2025-Q3", "2025-01--2025-11"])
def test_from_a_figure_a_way_leads_back_to_the_table(as_, period: str) -> None:
    browser = as_("metodist")
    page = browser.get(f"/consolidation/{period}/IV.15").get_data(as_text=True)
    back = re.search(r'href="(/consolidation/[^"/]+)"[^>]*>\s*Jamlanmaga qaytish', page)
    assert back and browser.get(back[1]).status_code == 200


@pytest.mark.parametrize("period", ["2025-Q5", "2025-13", "2025-W02", "2025-11-07", "x", "2025-H3", "99999"])
def test_an_unknown_period_is_not_found(as_, period: str) -> None:
    browser = as_("direktor")
    assert browser.get(f"/consolidation/{period}").status_code == 404
    assert browser.get(f"/consolidation/{period}.xlsx").status_code == 404


def test_a_long_list_of_entries_comes_in_pages_with_the_sums_of_all(as_) -> None:
    browser = as_("metodist")
    for unit in ("abonement", "umumiy-zal"):
        for month in (1, 2, 3):
            cells = [f"IV.15|{unit}|2025-{month:02}-{day:02}" for day in range(1, 29)]
            form = {"cell": cells, "value": ["2"] * 28, "version": ["0"] * 28}
            assert browser.post(f"/diary/2025-{month:02}?unit={unit}", form).status_code == 303
    first = browser.get("/consolidation/2025-Q1/IV.15").get_data(as_text=True)
    second = browser.get("/consolidation/2025-Q1/IV.15?page=2").get_data(as_text=True)
    assert first.count(">Kundalik</a></td>") == 100
    assert second.count(">Kundalik</a></td>") == 68
    for page in (first, second):
        assert "336" in page
        assert page.count(">168<") == 2


def test_an_entry_says_where_it_was_written(as_) -> None:
    browser = as_("metodist")
    fragment = {"headers": {"HX-Request": "true"}}
    browser.post("/diary/2025-07?unit=abonement&cell=IV.15|abonement|2025-07-01", DASH, **fragment)
    browser.post("/diary/2025-07?unit=elektron-zal&cell=IV.20.a|elektron-zal|2025-07", FIGURE, **fragment)
    daily = browser.get("/consolidation/2025-Q3/IV.15").get_data(as_text=True)
    assert 'href="/diary/2025-07?unit=abonement">Kundalik</a>' in daily
    assert re.search(r'data-label="Soni">Faoliyat boʻlmadi</td>', daily)
    monthly = browser.get("/consolidation/2025-Q3/IV.20.a").get_data(as_text=True)
    assert re.search(r'data-label="Sana">2025-yil iyul</td>', monthly)
    assert re.search(r'data-label="Nimadan">Oylik son</td>', monthly), "a month's figure has no page of its own"


@pytest.mark.parametrize(("period", "asked"), [("2025-Q3", "2025-Q3"), ("2025-01--2025-08", "2025")])
def test_the_history_of_a_figure_is_asked_for_its_period(as_, period: str, asked: str) -> None:
    page = as_("metodist").get(f"/consolidation/{period}/IV.15?unit=abonement").get_data(as_text=True)
    address = re.search(r'href="(/system/history[^"]+)"', page)[1].replace("&amp;", "&")
    assert parse_qs(urlsplit(address).query) == {"row": ["IV.15"], "period": [asked], "unit": ["abonement"]}
