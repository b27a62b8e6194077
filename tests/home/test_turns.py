"""What the pages say at the turns of a month and of a year: what is owed is seen where people look first."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.periods import parse_period
from app.extensions import db
from app.models import Obligation, Plan, Unit
from app.models.types import now
from tests.submissions.conftest import office_of


def page_on(app: Flask, browser, day: date, address: str = "/") -> str:
    app.config["TODAY"] = day
    answer = browser.get(address, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).split('<main id="main"')[1]


def months_in(page: str) -> list[tuple[str, str]]:
    """(month, when) of the months that are waited for, as they stand."""
    lines = re.findall(
        r'class="what" href="/submissions/(\d{4}-\d{2})/abonement">.*?class="when">([^<]*)<', page, re.DOTALL
    )
    return [(month, when) for month, when in lines]


def act_in(page: str) -> list[tuple[str, str]]:
    """(month, words) of the button that stands out, if it leads to a month."""
    return re.findall(r'<a class="btn primary" href="/submissions/(\d{4}-\d{2})/abonement">([^<]*)<', page)


def hand_in_all(app: Flask, year: int, until: int, state: str = "accepted") -> None:
    with app.app_context():
        for month in parse_period(str(year)).months[:until]:
            office_of(app).put(state, month)


GIVE = "Oyni topshirish"
DAYS = [
    # day, months that were handed in, the months that are waited for with their day, the act that stands out
    (date(2025, 11, 18), 10, [("2025-11", "3-dekabr, 15 kun")], []),
    (date(2025, 12, 2), 10, [("2025-11", "3-dekabr, 1 kun"), ("2025-12", "7-yanvar, 36 kun")], [("2025-11", GIVE)]),
    (
        date(2025, 12, 2),
        9,
        [("2025-10", "5-noyabr edi, 27 kun kechikdi"), ("2025-11", "3-dekabr, 1 kun"), ("2025-12", "7-yanvar, 36 kun")],
        [("2025-10", GIVE)],
    ),
    (date(2025, 12, 3), 10, [("2025-11", "3-dekabr, bugun"), ("2025-12", "7-yanvar, 35 kun")], [("2025-11", GIVE)]),
    (date(2026, 1, 5), 11, [("2025-12", "7-yanvar, 2 kun")], [("2025-12", GIVE)]),
    (date(2026, 2, 20), 11, [("2025-12", "7-yanvar edi, 44 kun kechikdi")], [("2025-12", GIVE)]),
    (date(2026, 1, 5), 12, [], []),
]


@pytest.mark.parametrize(("day", "handed_in", "wanted", "act"), DAYS)
def test_my_page_names_every_month_that_is_owed(approved: Flask, as_, day: date, handed_in: int, wanted, act) -> None:
    settle(approved)
    hand_in_all(approved, 2025, handed_in)
    page = page_on(approved, as_("abonement"), day)
    assert (months_in(page), act_in(page)) == (wanted, act)


# A reading room works from Monday to Saturday; 31 December 2025 is a day off by decree, and so are 1 and 2 January.
# The day, whether its month can be handed in: from its last working day on, and on the days off behind it.
ENDS = [
    (date(2025, 11, 28), []),
    (date(2025, 11, 29), ["2025-11"]),  # Saturday, the last that is worked
    (date(2025, 11, 30), ["2025-11"]),
    (date(2025, 12, 1), ["2025-11"]),
    (date(2025, 12, 29), []),
    (date(2025, 12, 30), ["2025-12"]),
    (date(2025, 12, 31), ["2025-12"]),
    (date(2026, 1, 1), ["2025-12"]),
]


@pytest.mark.parametrize(("day", "act"), ENDS)
def test_from_its_last_working_day_on_a_month_is_handed_in(approved: Flask, as_, day: date, act: list[str]) -> None:
    settle(approved)
    hand_in_all(approved, 2025, 10 if day <= date(2025, 12, 1) else 11)
    assert act_in(page_on(approved, as_("abonement"), day)) == [(month, GIVE) for month in act]


def settle(app: Flask) -> None:
    """Nothing is owed but the months, and the year with the last of them: the reports of the sector are waived."""
    with app.app_context():
        for owed in db.session.scalars(select(Obligation).join(Obligation.unit).where(Unit.code == "abonement")):
            owed.waived_at = now() if owed.kind == "report" else owed.waived_at
        db.session.commit()


def test_of_many_months_the_oldest_stand_and_the_rest_are_counted(approved: Flask, as_) -> None:
    page = page_on(approved, as_("abonement"), date(2025, 11, 18))
    assert page.count('<li data-look="late">') == 8
    more = re.search(r"Bu yerga sigʻmagan ishlar: (\d+)\.", page)
    assert more and int(more[1]) > 0


def test_a_reader_who_hands_nothing_in_is_not_offered_it(app: Flask, as_) -> None:
    page = page_on(app, as_("kuzatuvchi"), date(2026, 1, 5))
    assert "/submissions/2025-12" not in page


PAGES = ["/diary/2026-01", "/consolidation/2026-Q1", "/submissions/?year=2026", "/reading-rooms/?month=2026-01"]


@pytest.mark.parametrize("address", PAGES)
def test_from_a_year_without_a_plan_leads_a_way_to_the_one_that_has_it(app: Flask, as_, address: str) -> None:
    browser = as_("abonement")
    page = page_on(app, browser, date(2026, 1, 5), address)
    assert "2026-yil uchun ish rejasi hali kiritilmagan" in page
    way = re.search(r'href="(/[^"]+2025[^"]*)"', page)
    assert way and "hali kiritilmagan" not in page_on(app, browser, date(2026, 1, 5), way[1].replace("&amp;", "&"))


@pytest.mark.parametrize("login", ["abonement", "oquv", "metodist", "direktor", "orinbosar", "admin", "kuzatuvchi"])
def test_the_menu_leads_to_the_last_year_that_has_a_plan(app: Flask, as_, login: str) -> None:
    """All but the plan itself, which says that there is none yet; once there is one, everything is of the new year."""
    browser, day = as_(login), date(2026, 1, 5)
    app.config["TODAY"] = day
    menu = re.findall(r'<a[^>]* href="(/[^"]*)"', browser.get("/").get_data(as_text=True).split('<main id="main"')[0])
    ways = [way.replace("&amp;", "&") for way in menu if not way.startswith("/plan/")]
    assert len(ways) > 8
    for way in ways:
        below = page_on(app, browser, day, way).split("</h1>")[1] if way != "/" else ""
        assert "hali kiritilmagan" not in below and "2026" not in way, way
    with app.app_context():
        db.session.add(Plan(centre_id=1, year=2026, state="approved"))
        db.session.commit()
    menu = browser.get("/").get_data(as_text=True).split('<main id="main"')[0]
    assert "2026" in menu and "2025" not in menu


def test_what_the_unit_owes_is_reached_from_its_page_in_january(approved: Flask, as_) -> None:
    hand_in_all(approved, 2025, 11)
    browser = as_("abonement")
    page = page_on(approved, browser, date(2026, 1, 5))
    ways = [way.replace("&amp;", "&") for way in re.findall(r'href="(/reading-rooms/\?[^"]+)"', page)]
    assert ways and "2025-yil dekabr" in page_on(approved, browser, date(2026, 1, 5), ways[0])


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 1, 5), 2025), (date(2026, 2, 5), 2026), (date(2025, 12, 31), 2025)]
)
def test_months_and_reports_open_in_the_year_that_is_handed_in(app: Flask, as_, day: date, year: int) -> None:
    with app.app_context():
        db.session.add(Plan(centre_id=office_of(app).plan.centre_id, year=2026, state="approved"))
        db.session.commit()
    browser = as_("metodist")
    assert f'href="/submissions/?year={year}" aria-current="page"' in page_on(app, browser, day, "/submissions/")
    assert f'value="{year}-' in page_on(app, browser, day, "/reports/")


def test_what_waits_in_the_old_year_is_said_on_the_new_years_page(approved: Flask, as_) -> None:
    hand_in_all(approved, 2025, 11, "closed")
    with approved.app_context():
        office = office_of(approved)
        december = parse_period("2025-12")
        office.put("submitted", december)
        waiting = sum(office.row(code, december) is not None for code in office.units)
        db.session.add(Plan(centre_id=office.plan.centre_id, year=2026, state="approved"))
        db.session.commit()
    page = page_on(approved, as_("metodist"), date(2026, 2, 5), "/submissions/")
    words = f"2025-yilda koʻrib chiqishni kutayotgan topshiriqlar: {waiting}, yopilmagan oylar: 1."
    assert words in page and 'href="/submissions/?year=2025"' in page
    hand_in_all(approved, 2025, 12, "closed")
    assert "2025-yilda" not in page_on(approved, as_("metodist"), date(2026, 2, 5), "/submissions/")


@pytest.mark.parametrize("day", [date(2026, 1, 5), date(2026, 2, 2), date(2026, 6, 15)])
def test_without_a_plan_of_the_new_year_the_centre_looks_at_the_last_one_while_it_is_open(
    approved: Flask, as_, day: date
) -> None:
    """In January and after it: December is still gathered, and the year at a glance and its measures stay."""
    hand_in_all(approved, 2025, 11, "closed")
    readers = {login: as_(login) for login in ("metodist", "kuzatuvchi", "direktor", "orinbosar")}
    pages = {login: page_on(approved, reader, day) for login, reader in readers.items()}
    for login in ("metodist", "kuzatuvchi"):
        assert "2025-yil bir qarashda" in pages[login] and "Yigʻilayotgan oy: 2025-yil dekabr" in pages[login]
    for login in ("direktor", "orinbosar"):
        assert "2025-yil, asosiy koʻrsatkichlar" in pages[login], login
    with approved.app_context():
        db.session.add(Plan(centre_id=1, year=2026, state="approved"))
        db.session.commit()
    later = page_on(approved, readers["metodist"], day)
    assert ("2025-yil bir qarashda" in later) == (day.month == 1) and "2025-yil dekabr" in later


def test_a_year_that_is_archived_is_no_longer_looked_at(approved: Flask, as_) -> None:
    hand_in_all(approved, 2025, 12, "sent")
    with approved.app_context():
        office_of(approved).plan.state = "closed"
        db.session.commit()
    page = page_on(approved, as_("metodist"), date(2026, 2, 2))
    assert "2025-yil bir qarashda" not in page and "2026-yil uchun ish rejasi hali kiritilmagan" in page
