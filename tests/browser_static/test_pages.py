"""Pages of the stub: accessible in both schemes and on a phone; forms that lose nothing; no script needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser_static.stub import State, make_stub

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parents[1] / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LARGEST_GRID = 70_000


@pytest.mark.parametrize("path", ["/", "/diary/2025-11", "/diary/2025-12", "/form", "/form?wrong=1", "/row", "/lost"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_a_page_is_accessible(browser: Browser, site: str, path: str, scheme: str, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, base_url=site)
    page = context.new_page()
    page.goto(path)
    context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    assert wide <= 0, "the page must not scroll sideways"


def test_the_largest_grid_is_small_enough() -> None:
    page = make_stub(State()).test_client().get("/diary/2025-12").data
    assert page.count(b"hx-post") == 31 * 6
    assert len(page) <= LARGEST_GRID


@pytest.fixture
def bare(browser: Browser, site: str) -> Page:
    """A phone without scripts."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, base_url=site)
    yield context.new_page()
    context.close()


def test_without_a_script_enter_sends_every_open_cell(bare: Page, state: State) -> None:
    bare.goto("/diary/2025-11")
    bare.locator("tr.now input").first.fill("46")
    with bare.expect_navigation():
        bare.keyboard.press("Enter")
    form = state.forms[0]
    cells = form["cells"][0].split()
    assert len(cells) == len(form["versions"][0].split()) == len(form["value"]) == 15 * 6
    assert dict(zip(cells, form["value"], strict=True))["IV.15|abonement|2025-11-18"] == "46"
    assert "no_activity" not in form


def test_without_a_script_the_menu_opens(bare: Page) -> None:
    bare.goto("/")
    expect(bare.get_by_role("navigation", name="Asosiy")).to_be_hidden()
    bare.locator("summary").first.click()
    expect(bare.get_by_role("navigation", name="Asosiy")).to_be_visible()


def test_an_error_is_told_first_and_leads_to_its_field(page: Page) -> None:
    page.goto("/form?wrong=1")
    assert page.title().startswith("Xato:")
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("link", name="Harf O yozilgan").click()
    expect(page.get_by_label("Ishtirokchilar")).to_be_focused()
    expect(page.get_by_label("Ishtirokchilar")).to_have_accessible_description("Harf O yozilgan, 0 kerak butun son")


def test_another_language_keeps_what_is_typed(page: Page) -> None:
    page.goto("/form")
    page.get_by_label("Nomi").fill("Kitobxonlar klubi")
    page.get_by_label("Takrorlanadi").check()
    page.get_by_role("button", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.get_by_label("Nomi")).to_have_value("Kitobxonlar klubi")
    expect(page.get_by_label("Takrorlanadi")).to_be_checked()


def test_a_form_is_sent_once(page: Page, state: State) -> None:
    page.goto("/form")
    page.evaluate("for (const time of [1, 2]) document.querySelector('form.form').requestSubmit()")
    page.wait_for_url("**/form")
    expect(page.get_by_label("Nomi")).to_have_value("")
    assert len(state.forms) == 1


@pytest.mark.parametrize(
    ("name", "size", "told"),
    [
        ("asos.pdf", 10, "asos.pdf"),
        ("asos.exe", 10, "Bu turdagi fayl qabul qilinmaydi: asos.exe"),
        ("asos.jpg", 2000, "Fayl juda katta: asos.jpg"),
    ],
)
def test_a_file_is_judged_before_it_is_sent(page: Page, state: State, name: str, size: int, told: str) -> None:
    page.goto("/form")
    page.locator("#proof").set_input_files({"name": name, "mimeType": "x/y", "buffer": b"0" * size})
    expect(page.locator("[data-drop] li")).to_have_text(told)
    page.get_by_role("button", name="Saqlash").click()
    if told == name:
        page.wait_for_load_state()
        expect(page.locator("[data-drop] li")).to_have_count(0)
    else:
        expect(page.get_by_role("alert")).to_have_text(told)
    assert len(state.forms) == (told == name)


def test_deleting_asks_by_naming_the_thing(page: Page) -> None:
    page.goto("/form")
    page.get_by_text("Oʻchirish", exact=True).click()
    expect(page.get_by_text("“Koʻrgazma” oʻchirilsinmi?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("“Koʻrgazma” oʻchirilsinmi?")).to_be_hidden()


def test_paper_is_light_and_without_navigation(browser: Browser, site: str) -> None:
    context = browser.new_context(color_scheme="dark", base_url=site)
    page = context.new_page()
    page.goto("/diary/2025-12")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.get_by_role("navigation", name="Asosiy")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.grid thead')).display") == "table-header-group"
    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    context.close()
    assert sheets == 1
