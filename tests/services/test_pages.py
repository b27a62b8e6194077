"""A service's own page: its rows, its month, its registers, each for the right people (screens.md)."""

from __future__ import annotations

import re

import pytest

PAGES = ("methodology", "bibliography", "digitization", "reading-rooms", "acquisitions", "administration")


def text(answer) -> str:
    return answer.get_data(as_text=True)


def figures(page: str, key: str) -> tuple[str, str]:
    own = re.search(rf'data-own="{re.escape(key)}">([^<]*)<', page)
    centre = re.search(rf'data-centre="{re.escape(key)}">([^<]*)<', page)
    assert own and centre, f"{key} is not on the page"
    return own[1], centre[1]


@pytest.mark.parametrize("login", ["metodist", "direktor", "kuzatuvchi", "admin", "abonement"])
@pytest.mark.parametrize("name", PAGES)
def test_everybody_may_read_every_service(as_, login, name) -> None:
    assert as_(login).get(f"/{name}/").status_code == 200


def test_the_rows_of_a_unit_with_its_share_and_both_totals(as_) -> None:
    browser = as_("metodist")
    for unit, count in (("manaviyat", "2"), ("oquv-zallari", "3")):
        data = {
            "title": "Koʻrgazma",
            "date": "18.11.2025",
            "kind": "exhibition",
            "rows": "IV.17",
            "number-IV.17": count,
        }
        assert browser.post(f"/reading-rooms/events/?unit={unit}", data).status_code == 303
    page = text(browser.get("/reading-rooms/?unit=manaviyat"))
    assert figures(page, "IV.17") == ("2", "5")
    assert figures(page, "IV.15") == ("—", "—"), "what nobody entered is not 0"
    assert "ishtirok etadi" in page and "I.2" in page


def test_a_unit_without_rows_of_an_other_unit(as_) -> None:
    page = text(as_("abonement").get("/reading-rooms/"))
    assert 'data-own="IV.18"' in page and 'data-own="IV.27"' not in page


def test_the_months_figures_are_cells_of_that_month(as_) -> None:
    page = text(as_("metodist").get("/digitization/?unit=elektron-zal&month=2025-10"))
    for key in ("IV.20.a", "IV.20.b", "IV.20.c"):
        assert f'data-cell="{key}|elektron-zal|2025-10"' in page
    assert 'data-cell="IV.20|' not in page, "the sum takes no figure"


def test_a_future_month_is_text_with_its_reason(as_) -> None:
    page = text(as_("metodist").get("/digitization/?unit=elektron-zal&month=2025-12"))
    assert "data-cell=" not in page and "hali boshlanmagan" in page


def test_readers_get_no_cells_and_no_buttons(as_) -> None:
    page = text(as_("direktor").get("/digitization/?unit=elektron-zal"))
    assert "data-cell=" not in page and 'name="cell"' not in page and "faqat oʻqish" in page


def test_what_is_missing_of_today_leads_to_the_diary(as_) -> None:
    page = text(as_("abonement").get("/reading-rooms/"))
    assert "bugun yozilmagan" in page and "/diary/2025-11?unit=abonement" in page


def test_no_activity_of_a_row_is_said_and_taken_back(as_) -> None:
    browser = as_("manaviyat")
    address = "/reading-rooms/events/no-activity?unit=manaviyat&month=2025-11"
    cell = {"cell": "IV.17|manaviyat|2025-11"}
    assert browser.post(address, {**cell, "value": "-", "version": "0"}).status_code == 303
    page = text(browser.get("/reading-rooms/"))
    assert "Faoliyat boʻlmadi" in page
    assert figures(page, "IV.17") == ("0", "0")
    assert browser.post(address, {**cell, "value": "", "version": "1"}).status_code == 303
    assert figures(text(browser.get("/reading-rooms/")), "IV.17") == ("—", "—")


def test_a_card_is_stronger_than_no_activity(as_) -> None:
    browser = as_("manaviyat")
    cell = {"cell": "IV.17|manaviyat|2025-11", "value": "-", "version": "0"}
    browser.post("/reading-rooms/events/no-activity", cell)
    browser.post("/reading-rooms/events/", {"title": "T", "date": "18.11.2025", "kind": "event", "rows": "IV.17"})
    page = text(browser.get("/reading-rooms/"))
    assert figures(page, "IV.17") == ("1", "1") and "Faoliyat boʻlmadi" not in page


def test_no_activity_is_for_the_units_own_people(as_) -> None:
    cell = {"cell": "IV.17|manaviyat|2025-11", "value": "-", "version": "0"}
    assert as_("akt").post("/reading-rooms/events/no-activity?unit=manaviyat", cell).status_code == 404
    assert as_("abonement").post("/reading-rooms/events/no-activity", cell).status_code == 404


def test_tabs_are_for_those_with_several_units(as_) -> None:
    assert text(as_("oquv").get("/reading-rooms/")).count('<ul class="tabs">') == 1
    assert '<ul class="tabs">' not in text(as_("manaviyat").get("/reading-rooms/"))


def test_a_year_without_a_plan_says_what_to_do(as_) -> None:
    page = text(as_("manaviyat").get("/reading-rooms/?month=2026-01"))
    assert "2026-yil uchun ish rejasi hali kiritilmagan" in page and "year=2025" in page


@pytest.mark.parametrize("query", ["?unit=akt", "?month=2025-13", "?month=2025-Q1", "?year=25"])
def test_an_address_that_names_nothing_is_not_found(as_, query) -> None:
    assert as_("manaviyat").get("/reading-rooms/" + query).status_code == 404


def test_a_row_with_several_figures_is_named_once(as_) -> None:
    page = text(as_("metodist").get("/methodology/?unit=metodika"))
    lines = re.findall(r"<tr>\s*(<td data-label=\"№\".*?)</tr>", page, re.DOTALL)
    named = {re.search(r">(\S+)</a>", line)[1]: "<small" in line for line in lines}
    assert named["II.2/1"] and not named["II.2/2"] and not named["II.2/3"]
    titles = re.findall(r'<span title="[^"]*">([^<]*)<', "".join(line for line in lines if ">II.2/" in line))
    assert [words.strip() for words in titles] == ["Kutubxonalarni oʻrganish, 1-tarkib", "2-tarkib", "3-tarkib"]


@pytest.mark.parametrize(("query", "month"), [("month=2025-03", "2025-03"), ("year=2025", "2025-11")])
def test_the_diary_opens_at_the_pages_month_and_in_a_year_at_this_one(as_, query: str, month: str) -> None:
    page = text(as_("abonement").get(f"/reading-rooms/?unit=abonement&{query}"))
    assert re.search(rf'href="/diary/{month}\?unit=abonement">Kundalikni ochish<', page)
