"""Every page that a role can reach by its links: whole, accessible, in its language, and wide enough for nothing less."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest

from app.domain.units import PAGES
from tests.browser.conftest import OFFICE, Desk
from tests.browser.site import LOGINS

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parents[1] / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}
FILES = re.compile(r"\.(xlsx|docx|csv|ics|pdf)$|/evidence/\d+$")
HTML_LANG = {"uz": "uz", "ru": "ru", "uz_Cyrl": "uz-Cyrl"}
SERVICES = "^/(" + "|".join(page.replace("_", "-") for page in PAGES) + ")/"
SAMPLES = {"/plan/PERIOD/ROW": 3, "/SERVICE/": 3, "/SERVICE/REGISTER/": 5, "/SERVICE/REGISTER/N": 3}
JUDGED = [("uz", "methodologist"), ("uz", "director"), ("uz", "administrator"), ("uz", "sector"), ("ru", "methodologist")]


def shape(address: str) -> str:
    """What kind of page an address is: its path without years, numbers and rows, and the names of its parameters."""
    path, query = urlsplit(address).path, urlsplit(address).query
    path = re.sub(r"/[IVX]+\.[\w.-]+", "/ROW", path)
    path = re.sub(SERVICES, "/SERVICE/", path)
    path = re.sub(r"(?<=/SERVICE/)[a-z-]+", "REGISTER", path)
    path = re.sub(r"20\d\d(-[A-Z0-9]+)*", "PERIOD", path)
    names = sorted({name for name, _value in parse_qsl(query)} - {"unit", "month"})
    return re.sub(r"/\d+", "/N", path) + ("?" + "&".join(names) if names else "")


def links(page: Any) -> list[str]:
    found = page.eval_on_selector_all("main a[href]:not([download]), header a[href]", "all => all.map(a => a.href)")
    here = urlsplit(page.url).netloc
    local = [urljoin(link, urlsplit(link)._replace(fragment="").geturl()) for link in found]
    return [link for link in local if urlsplit(link).netloc == here and not FILES.search(urlsplit(link).path)]


def axe(page: Any) -> list[str]:
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]} ({len(fault['nodes'])})" for fault in found]


def too_wide(page: Any) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def headings(page: Any) -> str:
    return " ".join(page.locator("h1, h2, caption, main th[scope=col]").all_inner_texts())


def troubles(page: Any, language: str, judge_access: bool) -> list[str]:
    """What a person would notice about an open page."""
    found = axe(page) if judge_access else []
    if not re.fullmatch(r".{3,} – Jamlanma", page.title()):
        found.append(f"title: {page.title()!r}")
    if not page.locator("html").get_attribute("lang").startswith(HTML_LANG[language]):
        found.append("lang")
    if language != "uz" and not re.search(r"[А-Яа-яЎўҚқҒғҲҳ]{3}", headings(page)):
        found.append(f"headings: {headings(page)[:80]}")
    found += [f"too wide for {size['width']}" for size in (OFFICE, PHONE) if page.set_viewport_size(size) or too_wide(page)]
    page.set_viewport_size(OFFICE)
    return found


def walk(page: Any, language: str, judge_access: bool) -> tuple[Counter[str], dict[str, list[str]]]:
    """Visit one page of every shape (of some more); gives how many of each, and the troubles by address."""
    seen: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    waiting, known = [page.url], {page.url}
    while waiting:
        address = waiting.pop(0)
        kind = shape(address)
        if seen[kind] >= SAMPLES.get(kind, 1):
            continue
        seen[kind] += 1
        answer = page.goto(address)
        found = troubles(page, language, judge_access)
        if answer.status != 200:
            found.append(f"status {answer.status}")
        if found:
            wrong[urlsplit(address)._replace(scheme="", netloc="").geturl()] = found
        new = [link for link in links(page) if link not in known]
        known.update(new)
        waiting += new
    return seen, wrong


@pytest.mark.parametrize("role", LOGINS)
@pytest.mark.parametrize("language", ["uz", "ru"])
def test_every_page_of_a_role(desk: Desk, role: str, language: str) -> None:
    seen, wrong = walk(desk.open(LOGINS[role], language), language, judge_access=(language, role) in JUDGED)
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)
    assert len(seen) >= 15, "the links lead nowhere"


def test_the_main_pages_in_cyrillic(desk: Desk) -> None:
    page = desk.open("abonement", "uz_Cyrl")
    wrong = {}
    for path in ("/", "/diary/2025-11", "/plan/2025", "/consolidation/2025", "/deadlines/", "/reading-rooms/"):
        page.goto(path)
        if found := troubles(page, "uz_Cyrl", judge_access=False):
            wrong[path] = found
    assert wrong == {}
