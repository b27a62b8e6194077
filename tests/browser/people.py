"""What the people of the quarter do at their pages, by mouse and keyboard: each act and what it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import CELL, cell, expect_saved, figure, tab_to

WHAT = ".waited .what"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def said(page: Page, words: str) -> None:
    """The act is done, and the page says so."""
    expect(page.locator("#alerts")).to_contain_text(words)


def go_to(page: Page, place: str) -> None:
    """A page of the menu."""
    page.locator(".side nav").get_by_role("link", name=re.compile(f"^{place}")).click()


def go_home(page: Page) -> None:
    go_to(page, "Mening sahifam")


def follow(page: Page, words: str) -> None:
    """From the first page to where something that is waited for is done."""
    go_home(page)
    page.locator(WHAT, has_text=words).first.click()


def type_today(page: Page, figures: Sequence[int]) -> None:
    """All figures of a day by the keyboard alone, from the first page."""
    go_home(page)
    tab_to(page, ".figures " + CELL)
    keys = [item.get_attribute("data-cell") or "" for item in page.locator(".figures " + CELL).all()]
    assert len(keys) == len(figures)
    for number in figures:
        page.keyboard.press("Control+A")
        page.keyboard.type(str(number))
        page.keyboard.press("Enter")
    expect_saved(page, *keys)


def write(page: Page, key: str, figure: int) -> None:
    """One figure of a page of figures; Enter saves it."""
    cell(page, key).fill(str(figure))
    cell(page, key).press("Enter")
    expect_saved(page, key)


def correct_card(page: Page, label: str, value: str) -> None:
    """The newest card of a register is opened, and one of its fields is another."""
    card, editor = page.locator("th.name a").first, page.locator("#editor")
    title = card.inner_text()
    card.click()
    expect(editor.locator("#title")).to_have_value(title)
    expect(editor.locator("#title")).to_be_focused()
    editor.get_by_label(label).fill(value)
    editor.get_by_role("button", name="Saqlash", exact=True).click()
    said(page, f"Saqlandi: {title}")


def choose_unit(page: Page, unit: str) -> None:
    """From the page of several units to one's own; of the last one the link leads there at once."""
    if not heading(page).startswith(unit):
        page.locator("main li").get_by_role("link", name=re.compile(f"^{unit}")).first.click()
    assert heading(page).startswith(unit)


def explain(page: Page, row: str, reason: str) -> None:
    """Say why a row stood behind, on the page of the quarter's reasons."""
    line = page.locator("tr").filter(has=page.get_by_role("cell", name=row, exact=True))
    line.get_by_role("combobox").first.fill(reason)  # a field that offers what was said before
    page.get_by_role("button", name="Sabablarni saqlash").first.click()
    said(page, "Ogʻish sabablari saqlandi")


def hand_in(page: Page, *, reason: str = "", words: str = "", reply: str = "", act: str = "Oyni topshirish") -> None:
    """On the page of a month: one reason for all blank days, words for each check, an answer to the note."""
    form = page.locator("#submit")
    if reason:
        form.get_by_label(re.compile("^(Hammasi uchun bitta sabab|Sababi)$")).first.select_option(label=reason)
    for text in form.get_by_label(re.compile("^Izoh: ")).all():
        text.fill(words)
    if reply:
        form.get_by_label("Metodistga javob").fill(reply)
    form.get_by_role("button", name=act).click()
    said(page, "Oy topshirildi")


def accept_next(page: Page) -> None:
    page.locator(".foot-bar").get_by_role("button", name=re.compile("^Qabul qilish")).click()
    said(page, "Oy qabul qilindi")


def give_back(page: Page, note: str) -> None:
    page.locator("summary", has_text="Qaytarish, sababi bilan").click()
    page.get_by_label("Nimani tuzatish kerak").fill(note)
    page.get_by_role("button", name="Qaytarish", exact=True).click()
    said(page, "Oy qaytarildi")


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def close_month(page: Page, name: str) -> None:
    """From the director's first page, where it says that it can be done."""
    go_home(page)
    page.get_by_role("link", name="Koʻrib, yopish").click()
    page.get_by_role("button", name=f"{name} oyini yopish").click()
    said(page, "Oy yopildi")


def freeze(page: Page, period: str, number: str = "", day: str = "") -> None:
    """The methodologist makes the report of a period; its number and day are printed where they are known already."""
    go_to(page, "Hisobotlar")
    page.get_by_label("Davr").select_option(period)
    page.get_by_role("button", name="Hisobot tayyorlash").click()
    if number:
        page.get_by_label("Chiqish raqami").fill(number)
        page.get_by_label("Chiqish sanasi").fill(day)
    page.get_by_role("button", name="Hisobotni tayyorlash").click()
    said(page, "Hisobot tayyor")


def draft(page: Page, period: str) -> None:
    """A period that is not over gives a draft, which says so and has nowhere to leave by."""
    go_to(page, "Hisobotlar")
    page.get_by_label("Davr").select_option(period)
    page.get_by_role("button", name="Hisobot tayyorlash").click()
    expect(page.locator(".notice.warning").first).to_contain_text("Hozir faqat QORALAMA tayyorlanadi")
    page.get_by_role("button", name="Qoralamani tayyorlash").click()
    said(page, "Qoralama tayyor")
    expect(page.locator("#send")).to_have_count(0)


def sign(page: Page) -> None:
    go_home(page)
    page.get_by_role("link", name="Koʻrib, imzolash").first.click()
    page.get_by_role("button", name="Imzolash").click()
    said(page, "Hisobot imzolandi")


def answer(page: Page, title: str) -> Locator:
    """One of the four answers of who gathers the months."""
    return page.locator(".answers section").filter(has=page.get_by_role("heading", name=title))


def send(page: Page, words: str, number: str = "", way: str = "E-XAT orqali") -> None:
    """From the answer “Viloyatga” to the report that waits, and out with it. ``words``: its period."""
    go_home(page)
    answer(page, "Viloyatga").get_by_role("link", name=words, exact=True).click()
    if number:
        page.locator("#send").get_by_label("Chiqish raqami").fill(number)
    page.locator("#send").get_by_label("Qanday yuborildi").select_option(label=way)
    page.locator("#send").get_by_role("button", name="Yuborilganini qayd etish").click()
    said(page, "Yuborilgani qayd etildi")


def grant(page: Page, unit: str, month: str, until: str, reason: str) -> None:
    """The director opens a month that was sent, for some days."""
    go_to(page, "Topshirishlar")
    page.get_by_role("link", name="Vaqtincha ochilgan oylar").click()
    page.get_by_label("Xizmat, sektor").select_option(unit)
    page.locator("#month").select_option(month)
    page.get_by_label("Qachongacha").fill(until)
    page.get_by_label("Sababi").fill(reason)
    page.get_by_role("button", name="Vaqtincha ochish").click()
    said(page, "Vaqtincha ochildi")


def end_unit(page: Page, name: str, last_month: str) -> None:
    """The administrator notes the last month of a unit."""
    go_to(page, "Xodimlar va boʻlinmalar")
    page.get_by_role("link", name="Boʻlinmalar", exact=True).click()
    page.get_by_role("link", name=name).click()
    page.get_by_label("Oxirgi ish oyi").fill(last_month)
    page.get_by_role("button", name="Saqlash").click()
    said(page, "Saqlandi.")


def decree(page: Page, year: int, day: str, name: str) -> None:
    """A day off by decree is written into the list of a year."""
    go_to(page, "Muddatlar")
    page.get_by_role("link", name="Bayram kunlari").click()
    if year != int(page.locator(".seg [aria-current]").inner_text()):
        page.get_by_role("link", name=f"{year} ›").click()
    form = page.locator("form").filter(has=page.get_by_role("heading", name="Kun qoʻshish"))
    form.get_by_label("Kun", exact=False).first.fill(day)
    form.get_by_label("Turi").select_option(label="Dam olish kuni")
    form.get_by_label("Nomi").fill(name)
    form.get_by_role("button", name="Qoʻshish").click()
    said(page, "Kun qoʻshildi. Keyingi muddatlar qayta hisoblandi.")


def import_plan(page: Page, paper: bytes, year: int) -> None:
    """The methodologist takes in the paper of a year; every name in it is known."""
    page.goto("/plan/import")
    page.locator("#file").set_input_files({"name": "reja.xlsx", "mimeType": XLSX, "buffer": paper})
    page.get_by_role("button", name="Faylni tekshirish").click()
    page.get_by_role("button", name="Rejani saqlash").click()
    expect(page).to_have_url(re.compile(f"/plan/{year}"))


def figure_of(page: Page, row: str, period: str) -> int:
    """A figure of the official table, on what was accepted."""
    page.goto(f"/consolidation/{period}?basis=accepted")
    return figure(page.locator(f'[data-cell="{row}|{period}"]').first.inner_text())
