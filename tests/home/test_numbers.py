"""A number on a first page leads to a list that counts the same: each link with a number in its words is opened and its
list counted."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.domain.periods import parse_period
from app.extensions import db
from app.models import Obligation
from app.models.types import now
from tests.home.test_turns import page_on
from tests.submissions.conftest import office_of

LINK = re.compile(r'<a [^>]*href="([^"]+)"[^>]*>([^<]*\d[^<]*)</a>')
COUNT = re.compile(r"(?:: |jami )(\d+)(?: oy topshirilmagan)?$")
# what one line of each list looks like
LISTS = {
    "/deadlines/": r"<tr>\s*<td data-label=\"Muddat\".*?</tr>",
    "/deviations/": r'<td data-label="№"[^>]*>[^<]*',
    "/submissions/": r'href="/submissions/[^"]*#submit"',
    "/consolidation/": r'<tr class="(?:sub)?(?: deep)?">.*?</tr>',
}
LOGINS = ("abonement", "oquv", "metodist", "direktor", "orinbosar", "admin", "kuzatuvchi")
DAYS = [date(2025, 8, 5), date(2025, 10, 14), date(2025, 12, 31), date(2026, 2, 2)]


@pytest.fixture
def lived(approved: Flask) -> Flask:
    """Half of the year is closed; since then nobody handed anything in, and some waits for the review."""
    with approved.app_context():
        office = office_of(approved)
        for month in parse_period("2025-H1").months:
            office.put("closed", month, commit=False)
        office.put("submitted", parse_period("2025-07"), commit=False)
        for unit in ("abonement", "umumiy-zal", "jamlash"):
            db.session.delete(office.row(unit, parse_period("2025-07")))
        db.session.commit()
    return approved


def counted_links(page: str) -> list[tuple[str, int]]:
    found = []
    for href, words in LINK.findall(page):
        number = COUNT.search(unescape(words).replace("\u00a0", "").strip())
        if number:
            found.append((unescape(href), int(number[1])))
    return found


def length_of(app: Flask, browser, day: date, href: str) -> int:
    """How many lines the list at an address has, on all of its pages."""
    pattern = next(pattern for place, pattern in LISTS.items() if urlsplit(href).path.startswith(place))
    mark = "&" if "?" in href else "?"
    numbers = range(1, 9) if urlsplit(href).path == "/deadlines/" else range(1, 2)
    pages = (page_on(app, browser, day, f"{href}{mark}page={number}") for number in numbers)
    return len({line for page in pages for line in re.findall(pattern, page, re.DOTALL)})


@pytest.mark.parametrize("day", DAYS)
def test_each_number_on_a_first_page_leads_to_a_list_that_counts_the_same(lived: Flask, as_, day: date) -> None:
    opened = 0
    for login in LOGINS:
        browser = as_(login)
        for href, number in counted_links(page_on(lived, browser, day)):
            assert length_of(lived, browser, day, href) == number, (login, href)
            opened += 1
    assert opened >= 8


def test_what_the_paper_leaves_open_is_counted_alike_on_both_pages(lived: Flask, as_) -> None:
    browser, day = as_("metodist"), date(2025, 10, 14)
    words = r"joylar: (\d+), qatorlar: (\d+)"
    here = re.search(words, page_on(lived, browser, day))
    table = page_on(lived, browser, day, "/plan/2025?open=1")
    there = re.search(words, table)
    assert here and there and here.groups() == there.groups() and int(here[1]) > int(here[2]) > 0


def test_what_is_not_due_yet_is_told_apart_from_the_number_above_it(lived: Flask, as_) -> None:
    with lived.app_context():
        for month in parse_period("2025-9M").months:
            office_of(lived).put("closed", month, commit=False)
        for owed in db.session.query(Obligation).filter_by(kind="report"):
            owed.waived_at = None
        db.session.commit()
    for login in ("metodist", "kuzatuvchi"):
        page = page_on(lived, as_(login), date(2025, 10, 1))
        block = re.search(r"<h2>Viloyatga</h2>(.*?)</section>", page, re.DOTALL)[1]
        number = int(re.search(r'class="big"[^>]*>(\d+)<', block)[1])
        lines = len(re.findall(r"<li", block))
        assert ("Yaqinda:" in block) == (number == 0 and lines > 0), (login, block)


def test_nothing_is_awaited_never_stands_beside_an_act_that_is_late(lived: Flask, as_) -> None:
    """The deputy comes for a unit that owes nothing and has a month to close since weeks."""
    with lived.app_context():
        office = office_of(lived)
        ids = [office.units[code].id for code in ("orinbosar", "kotiba")]
        for owed in db.session.query(Obligation).filter(Obligation.unit_id.in_(ids)):
            owed.waived_at = now()
        office.put("accepted", parse_period("2025-07"))
    page = page_on(lived, as_("orinbosar"), date(2025, 9, 12))
    assert "Oyni yopish: 2025-yil iyul" in page and "kechikdi" in page
    assert "Yaqin kunlarda muddati keladigan ish yoʻq" not in page and "Boʻlinmangizdan kutilmoqda" in page
    assert "Boʻlinmangiz boʻyicha yaqin kunlarda muddati keladigan ish yoʻq." in page
