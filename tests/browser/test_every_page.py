"""Every page that a role can reach by its links: whole, accessible, in its language, and wide enough for nothing less.

All pages are asked for by plain HTTP; those that differ in kind or in their forms are opened in Chromium too.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest

from app.domain.permissions import ROLES
from app.domain.services import PAGES
from tests.browser.conftest import OFFICE, Desk
from tests.browser.site import LOGINS, Answer, Site, Visitor

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parents[1] / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}
FILES = re.compile(r"\.(xlsx|docx|csv|ics|pdf|zip)$|/evidence/\d+$")
HTML_LANG = {"uz": "uz", "ru": "ru", "uz_Cyrl": "uz-Cyrl"}
CYRILLIC = re.compile(r"[А-Яа-яЎўҚқҒғҲҳ]{3}")
SERVICES = "^/(" + "|".join(page.replace("_", "-") for page in PAGES) + ")/"
SAMPLES = {"/plan/PERIOD/ROW": 3, "/SERVICE/": 3, "/SERVICE/REGISTER/": 5, "/SERVICE/REGISTER/N": 3}
Kind = tuple[str, tuple[str, ...]]
opened: set[tuple[str, Kind]] = set()  # what this process has judged in Chromium: language and kind


def shape(address: str) -> str:
    """What kind of page an address is: its path without years, numbers and rows, and the names of its parameters."""
    path, query = urlsplit(address).path, urlsplit(address).query
    path = re.sub(r"/[IVX]+\.[\w.-]+", "/ROW", path)
    path = re.sub(SERVICES, "/SERVICE/", path)
    path = re.sub(r"(?<=/SERVICE/)[a-z-]+", "REGISTER", path)
    path = re.sub(r"20\d\d(-[A-Z0-9]+)*", "PERIOD", path)
    names = sorted({name for name, _value in parse_qsl(query)} - {"unit", "month"})
    return re.sub(r"/\d+", "/N", path) + ("?" + "&".join(names) if names else "")


def links(address: str, page: str) -> list[str]:
    found = [
        html.unescape(link)
        for link, after in re.findall(r'<a [^>]*?href="([^"#]*)[^"]*"([^>]*)>', page)
        if "download" not in after
    ]
    here = [urljoin(address, link) for link in found if link and "://" not in link]
    return [link for link in here if not FILES.search(urlsplit(link).path)]


def kind_of(address: str, page: str) -> Kind:
    """The shape of a page with the shapes of its forms: the same for two roles that can do the same there."""
    return shape(address), tuple(sorted({shape(action) for action in re.findall(r'<form[^>]* action="([^"]*)"', page)}))


def faults(answer: Answer, language: str) -> list[str]:
    """What is wrong with a page as it is sent."""
    if answer.status != 200:
        return [f"status {answer.status}"]
    found = []
    if not re.search(r"<title>[^<]{3,} – Jamlanma</title>", answer.text):
        found.append("title")
    if f'<html lang="{HTML_LANG[language]}' not in answer.text:
        found.append("lang")
    headings = " ".join(re.findall(r"<(?:h1|h2|caption|th|legend)[^>]*>(.*?)</", answer.text, re.S))
    if language != "uz" and not CYRILLIC.search(headings):
        found.append(f"headings: {headings[:80]}")
    if twice := re.search(r"\w*г\.\.(?!\.)|[^.]{20}\.\.(?![./\w])", re.sub(r"<[^>]*>", "", answer.text)):
        found.append(f"two full stops: {twice[0]}")
    ids = Counter(re.findall(r'<[^>]* id="([^"]*)"', answer.text))
    return found + [f"id twice: {name}" for name, count in ids.items() if count > 1]


def walk(visitor: Visitor, language: str) -> tuple[dict[str, Kind], dict[str, list[str]]]:
    """Ask for one page of every shape, of some more; gives their kinds, and the faults by address."""
    seen: Counter[str] = Counter()
    pages: dict[str, Kind] = {}
    wrong: dict[str, list[str]] = {}
    waiting, known = ["/"], {"/"}
    while waiting:
        address = waiting.pop(0)
        if seen[shape(address)] >= SAMPLES.get(shape(address), 1):
            continue
        seen[shape(address)] += 1
        answer = visitor.get(address)
        if found := faults(answer, language):
            wrong[address] = found
        pages[address] = kind_of(address, answer.text)
        new = [link for link in dict.fromkeys(links(address, answer.text)) if link not in known]
        known.update(new)
        waiting += new
    return pages, wrong


def axe(page: Any) -> list[str]:
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]} ({len(fault['nodes'])})" for fault in found]


def sight(page: Any, *, judge_access: bool) -> list[str]:
    """What a person would notice about an open page on the office PC and on a phone."""
    found = axe(page) if judge_access else []
    for size in (PHONE, OFFICE):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"too wide for {size['width']}")
    return found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", ["uz", "ru"])
def test_every_page_of_a_role(site: Site, desk: Desk, role: str, language: str) -> None:
    pages, wrong = walk(site.sign_in(LOGINS[role], language), language)
    assert len(pages) >= 15, "the links lead nowhere"
    page = desk.open(LOGINS[role], language)
    for address, kind in pages.items():
        if (language, kind) not in opened and address not in wrong:
            opened.add((language, kind))
            page.goto(address)
            if found := sight(page, judge_access=language == "uz"):
                wrong[address] = found
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("language", ["ru", "uz_Cyrl"])
def test_the_main_pages_are_accessible_in_the_other_languages(desk: Desk, language: str) -> None:
    page = desk.open("abonement", language)
    wrong = {}
    for path in ("/", "/diary/2025-11", "/plan/2025", "/consolidation/2025", "/reading-rooms/", "/submissions/"):
        page.goto(path)
        if found := sight(page, judge_access=True):
            wrong[path] = found
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)
    assert page.locator("html").get_attribute("lang").startswith(HTML_LANG[language])


@pytest.mark.parametrize(
    ("login", "path", "button"),
    [
        ("manaviyat", "/reading-rooms/events/", "Saqlash"),
        ("metodist", "/plan/import", "Faylni tekshirish"),
        ("admin", "/people/new", None),
        ("abonement", "/profile", "Parolni almashtirish"),
    ],
)
def test_a_refused_form_is_accessible_too(desk: Desk, login: str, path: str, button: str | None) -> None:
    page = desk.open(login, path=path)
    target = page.get_by_role("button", name=button, exact=True) if button else page.locator("main form button.primary")
    with page.expect_navigation():
        target.click()
    assert page.title().startswith("Xato:")
    assert sight(page, judge_access=True) == []


def test_a_page_that_is_not_there_is_accessible_and_leads_home(desk: Desk) -> None:
    page = desk.open("abonement", path="/no-such-page")
    assert sight(page, judge_access=True) == []
    page.get_by_role("link", name="Bosh sahifa").click()
    page.wait_for_url("**/")
