"""The pages about deadlines over HTTP: who sees and may do what, the feed, reminders."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.periods import TASHKENT
from app.extensions import db
from app.models import CalendarKey, CentreHoliday, Obligation, Unit
from app.operations.people import set_active
from app.queries.duties import duties, of_person
from app.queries.months import units_to_submit
from app.queries.plan import plan_of
from app.queries.units import default_centre
from tests.cast import TODAY
from tests.deadlines.conftest import centre_of
from tests.deadlines.test_calendar_file import read_calendar
from tests.deadlines.test_months import put

EVERYBODY = ("abonement", "oquv", "metodist", "direktor", "admin", "kuzatuvchi")


def number_of(app: Flask, *place: str) -> int:
    with app.app_context():
        return centre_of().one(*place).id


def text(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("login", EVERYBODY)
def test_everybody_reads_every_page(approved: Flask, as_, login: str) -> None:
    browser = as_(login)
    number = number_of(approved, "I.4", "2025-Q1")
    views = (
        "",
        "?whose=all&show=all&page=3",
        "?view=calendar&month=2025-12",
        "?month=2026-12&show=x&_scheme=x",
    )
    for path in (*views, "print", "holidays", "holidays?year=2031", "feed", str(number)):
        assert browser.get(f"/deadlines/{path}").status_code == 200, path
    assert browser.get("/deadlines/999999").status_code == 404


@pytest.mark.parametrize(
    ("act", "data", "allowed"),
    [
        ("{own_date}/date", {"due_on": "01.12.2025"}, {"oquv", "metodist"}),
        ("{figures}/waive", {"reason": "Bekor qilindi"}, {"metodist"}),
        ("holidays", {"day": "05.12.2025", "name": "Dam olish", "kind": "day_off"}, {"metodist", "admin"}),
        ("holidays/seed", {"year": "2027"}, {"metodist", "admin"}),
        ("holidays/week", {"working_week": "1"}, {"metodist", "admin"}),
        ("make", {}, {"metodist"}),
    ],
)
def test_who_may_do_what(approved: Flask, as_, act: str, data: dict[str, str], allowed: set[str]) -> None:
    places = {
        "own_date": number_of(approved, "V.29", "2025", "figures", "oquv-zallari"),
        "figures": number_of(approved, "I.4", "2025-Q1"),
    }
    done = False
    # Those who may not come first, so that nothing is done before they try.
    for login in sorted((*EVERYBODY, "manaviyat"), key=lambda login: login in allowed):
        answer = as_(login).post(f"/deadlines/{act.format(**places)}", {"version": "1", **data})
        if login not in allowed:
            assert answer.status_code == 404, login
        else:  # the second one finds it done already
            assert answer.status_code in ({303} if not done else {303, 409, 422}), login
            done = True


def test_the_list_has_its_filters(approved: Flask, as_) -> None:
    browser = as_("jamlash")
    mine = text(browser.get("/deadlines/"))
    assert "I.4</a>" in mine and "IV.26</a>" not in mine
    everyone = text(browser.get("/deadlines/?whose=all&unit=elektron-zal&show=overdue"))
    assert "IV.26</a>" in everyone and "I.4</a>" not in everyone
    december = text(browser.get("/deadlines/?whose=all&month=2025-12&show=all"))
    assert "03.12.2025" in december and "05.11.2025" not in december
    with approved.app_context():
        centre = centre_of()
        found = duties(centre.id, of_person(centre.person("jamlash")), TODAY)
        overdue = sum(duty.state == "overdue" for duty in found)
    assert f'Muddatlar <span class="pill">{overdue}</span>' in mine


def test_the_calendar_shows_due_days_and_holidays(approved: Flask, as_) -> None:
    page = text(as_("metodist").get("/deadlines/?view=calendar&month=2025-12&whose=all"))
    assert "Konstitutsiya kuni" in page and page.count("<time datetime=") == 31
    cell = re.search(r'<time datetime="2025-12-03">.*?</td>', page, re.DOTALL)
    assert cell and "Ilmiy-metodika xizmati: " in cell[0]


def test_the_printed_list_ends_with_next_month(approved: Flask, as_) -> None:
    page = text(as_("metodist").get("/deadlines/print?whose=all"))
    with approved.app_context():
        open_now = centre_of().duties(TODAY, settled=False)
        wanted = [duty for duty in open_now if duty.due is None or duty.due <= date(2025, 12, 31)]
    assert page.count('class="sign"') == len(wanted) > 50
    assert "2025-yil 31-dekabr gacha" in page and "15.01.2026" not in page and "signatures" in page


def test_a_month_that_waits_for_others_is_told_to_who_closes_it_and_counts_as_nobodys_lateness(
    approved: Flask, as_
) -> None:
    """One truth of October: in the list, on paper, in the feed, with its day and for how many units it waits."""
    with approved.app_context():
        centre = centre_of()
        units = units_to_submit(centre.plan)
        for unit in units[3:]:
            put(centre, unit.code, 202510, "accepted", date(2025, 11, 5))
        db.session.commit()
    browser, reviewer = as_("direktor"), as_("metodist")
    told = "kutilmoqda: 3 boʻlinma"
    (listed,) = [row for row in rows_of(text(browser.get("/deadlines/"))) if "2025-yil oktabr" in row]
    assert "Oyni yopish" in listed and "07.11.2025" in listed and told in listed
    (printed,) = [row for row in rows_of(text(browser.get("/deadlines/print"))) if "2025-yil oktabr" in row]
    assert "Oyni yopish" in printed and "07.11.2025" in printed and told in printed
    feed = browser.get(urlsplit(address_of(browser)).path).get_data()
    (event,) = [one for one in read_calendar(feed) if one["SUMMARY"] == "Oyni yopish: 2025-yil oktabr"]
    assert (event["DTSTART;VALUE=DATE"], event["DESCRIPTION"]) == ("20251107", f"Direktor, {told}")
    first = text(browser.get("/")).split('<main id="main"')[1]
    assert len(re.findall(r"kutilmoqda: \d+ boʻlinma, [\w-]+ edi", first)) >= 3 and "kechikdi" not in first
    assert "<small>kutilmoqda: " in text(reviewer.get("/"))  # the same words for who gathers
    page = text(browser.get("/deadlines/?show=overdue"))
    assert "Muddati oʻtgan: 0" in page and 'Muddatlar <span class="pill">' not in page
    for address in ("/deadlines/", "/deadlines/print", urlsplit(address_of(reviewer)).path):
        assert "Oyni yopish" not in text(reviewer.get(address)), address
    with approved.app_context():
        for unit in units[:3]:
            put(centre_of(), unit.code, 202510, "accepted", date(2025, 11, 18))
        db.session.commit()
    page = text(browser.get("/deadlines/?show=overdue"))
    assert "Muddati oʻtgan: 1" in page and 'Muddatlar <span class="pill">1</span>' in page and told not in page


def rows_of(page: str) -> list[str]:
    return re.findall(r"<tr\b.*?</tr>", page, re.DOTALL)


def test_a_refused_waiver_keeps_what_was_typed(approved: Flask, as_) -> None:
    number = number_of(approved, "I.4", "2025-Q1")
    browser = as_("metodist")
    answer = browser.post(f"/deadlines/{number}/waive", {"version": "1", "reason": " "})
    assert answer.status_code == 422 and "<title>Xato:" in text(answer)
    conflict = browser.post(f"/deadlines/{number}/waive", {"version": "9", "reason": "Sababi <b>bor</b>"})
    assert conflict.status_code == 409 and "Sababi &lt;b&gt;bor&lt;/b&gt;</textarea>" in text(conflict)
    with approved.app_context():
        assert db.session.get(Obligation, number).waived_at is None


def test_the_list_of_days_off_is_mended_by_hand(approved: Flask, as_) -> None:
    browser = as_("admin")
    taken = browser.post("/deadlines/holidays", {"day": "08.12.2025", "name": "Yana", "year": "2025"})
    assert taken.status_code == 422 and 'value="Yana"' in text(taken)
    assert browser.post("/deadlines/holidays", {"day": "", "name": "Yana"}).status_code == 422
    with approved.app_context():
        number = db.session.query(CentreHoliday).filter_by(day=date(2025, 6, 6)).one().id
    answer = browser.post(f"/deadlines/holidays/{number}", {"day": "07.06.2025", "shown": "06.06.2025"})
    assert answer.status_code == 303
    with approved.app_context():
        feast = db.session.get(CentreHoliday, number)
        assert (feast.day, feast.confirmed) == (date(2025, 6, 7), True)
    stale = browser.post(f"/deadlines/holidays/{number}", {"day": "09.06.2025", "shown": "06.06.2025"})
    assert stale.status_code == 409
    assert browser.post(f"/deadlines/holidays/{number}/remove").status_code == 303
    assert browser.post(f"/deadlines/holidays/{number}/remove").status_code == 404


def address_of(browser) -> str:
    answer = browser.post("/deadlines/feed")
    assert answer.status_code == 303
    found = re.search(r'value="(http[^"]+\.ics)"', text(browser.get("/deadlines/feed")))
    assert found
    return urlsplit(found[1]).path


def test_the_feed_is_read_without_signing_in(approved: Flask, as_) -> None:
    browser = as_("jamlash")
    address = address_of(browser)
    assert address not in text(browser.get("/deadlines/feed"))  # shown once
    secret = address.split("/")[-1].removesuffix(".ics")
    assert len(secret) >= 22  # 128 bits and more
    with approved.app_context():
        assert secret not in db.session.query(CalendarKey).one().token_hash
        found = centre_of().duties(TODAY, {centre_of().unit("jamlash").id}, settled=False)
        things = [f"obligation-{d.number}" if d.row_key else f"{d.kind}-{d.period}-jamlash" for d in found if d.due]
        wanted = {f"{thing}@arnasoy.jamlanma" for thing in things}
    answer = approved.test_client().get(address)
    assert answer.status_code == 200 and answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers
    events = read_calendar(answer.get_data())
    assert {e["UID"] for e in events} == wanted
    again = read_calendar(approved.test_client().get(address).get_data())
    assert [e["UID"] for e in again] == [e["UID"] for e in events] and events
    first = next(e for e in events if e["DTSTART;VALUE=DATE"] == "20250403" and "I.4 " in e["SUMMARY"])
    assert first["SUMMARY"].endswith(", 2025-yil I chorak")
    assert any(e["SUMMARY"] == "Oyni topshirish: 2025-yil noyabr" for e in events)


@pytest.mark.parametrize(("login", "named"), [("oquv", 2), ("metodist", 1), ("jamlash", 0)])
def test_no_two_events_of_a_day_are_called_alike(approved: Flask, as_, login: str, named: int) -> None:
    """Who comes for several units reads of which each event is; it was the same title once for each of them."""
    events = read_calendar(approved.test_client().get(address_of(as_(login))).get_data())
    alike = Counter((one["DTSTART;VALUE=DATE"], one["SUMMARY"]) for one in events)
    assert [title for title, count in alike.items() if count > 1] == []
    with approved.app_context():
        names = {unit.name for unit in db.session.scalars(select(Unit))}
    tails = {one["SUMMARY"].rsplit(", ", 1)[-1] for one in events} & names
    assert min(len(tails), 2) == named and events


def test_a_renewed_closed_or_foreign_secret_opens_nothing(approved: Flask, as_) -> None:
    browser, stranger = as_("jamlash"), approved.test_client()
    old = address_of(browser)
    new = address_of(browser)
    assert (stranger.get(old).status_code, stranger.get(new).status_code) == (404, 200)
    assert stranger.get("/deadlines/feed/x.ics").status_code == 404
    assert stranger.get(f"/deadlines/feed/{'x' * 4000}.ics").status_code == 404
    with approved.app_context():
        set_active(actor=centre_of().person("admin"), person=centre_of().person("jamlash"), active=False, today=TODAY)
        db.session.commit()
    assert stranger.get(new).status_code == 404
    other = as_("metodist")
    address = address_of(other)
    assert other.post("/deadlines/feed/end").status_code == 303
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize(
    ("login", "reminded"), [("jamlash", True), ("metodist", True), ("kuzatuvchi", False), ("admin", False)]
)
def test_only_those_who_owe_are_reminded(approved: Flask, as_, login: str, reminded: bool) -> None:
    page = text(as_(login).get("/"))
    assert ("Muddati oʻtgan ishlar: " in page) is reminded
    assert ("<h2>Sizdan kutilmoqda</h2>" in page) is reminded
    assert ('<span class="pill">' in page) is reminded


def due_months(browser, address: str) -> set[str]:
    """The months of the due days that a list shows, page by page."""
    first = text(browser.get(address))
    pages = [first] + [
        text(browser.get(f"{address}&page={number}")) for number in range(2, 40) if f"page={number}" in first
    ]
    return {day[:7] for page in pages for day in re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)">', page)}


def offered_months(page: str) -> list[str]:
    (choices,) = re.findall(r'<select[^>]*name="month".*?</select>', page, re.DOTALL)
    return re.findall(r'value="(\d{4}-\d\d)"', choices)


@pytest.mark.parametrize(("login", "show"), [("abonement", "open"), ("metodist", "overdue"), ("metodist", "all")])
def test_each_month_of_the_filter_shows_something_and_none_is_left_out(
    approved: Flask, as_, login: str, show: str
) -> None:
    """In January nobody has a plan of the new year yet, and December is still owed."""
    approved.config["TODAY"] = date(2026, 1, 5)
    browser = as_(login)
    address = f"/deadlines/?whose=mine&show={show}"
    offered = offered_months(text(browser.get(address)))
    assert offered == sorted(due_months(browser, address))
    assert "2025-12" in offered and ("2026-01" in offered) == (show != "overdue")
    for month in offered:
        assert due_months(browser, f"{address}&month={month}") == {month}
    asked = text(browser.get(f"{address}&month=2031-05"))
    assert offered_months(asked) == [*offered, "2031-05"], "what is asked for stays chosen"
    calendar = text(browser.get(f"{address}&view=calendar"))
    assert offered_months(calendar) == sorted({*offered, "2026-01"}), "beside them the month that it shows"


@pytest.mark.parametrize("made", [True, False])
def test_who_owes_nothing_in_january_keeps_the_counters_and_the_way_to_the_old_year(
    approved: Flask, as_, *, made: bool
) -> None:
    """“Not made yet” is said where no plan has ever made any; last year's stand although this one has no plan."""
    with approved.app_context():
        for obligation in db.session.scalars(select(Obligation)):
            if not made:
                db.session.delete(obligation)
            elif obligation.unit.code == "abonement":
                obligation.waived_at = datetime(2025, 12, 1, 9, tzinfo=TASHKENT)
        if not made:
            plan_of(default_centre().id, 2025).state = "draft"
        db.session.commit()
    approved.config["TODAY"] = date(2026, 1, 5)
    browser = as_("abonement")
    page = text(browser.get("/deadlines/"))
    assert ("Majburiyatlar hali tuzilmagan" not in page) is made
    assert ("Bajarilmagan: 0" in page and "Hammasi bajarilgan." in page) is made
    assert (due_months(browser, "/deadlines/?show=all") >= {"2025-04", "2026-01"}) is made


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("190001", "Bunday oy yoʻq. Oyni yili va raqami bilan yozing, masalan 2025-06"),
        ("1900-01", "Bunday oy yoʻq."),
        ("2150-01", "Bunday oy yoʻq."),
        ("2025-13", "Bunday oy yoʻq."),
        ("2025", "Bunday oy yoʻq."),
        ("2019-12", "Shu oraliqdagi oyni yozing: 2020-yil 1-yanvar – 2026-yil 31-dekabr."),
        ("2027-01", "Shu oraliqdagi oyni yozing: 2020-yil 1-yanvar – 2026-yil 31-dekabr."),
    ],
)
def test_an_absurd_first_month_is_refused_in_words(approved: Flask, as_, typed: str, told: str) -> None:
    answer = as_("admin").post("/deadlines/holidays/beginning?year=2025", {"first_month": typed})
    page = text(answer)
    assert answer.status_code == 422 and f'value="{typed}"' in page
    assert re.search(rf'<a href="#first_month">[^<]*{re.escape(told)}', page)
    with approved.app_context():
        assert default_centre().first_month is None


@pytest.mark.parametrize("typed", ["2020-01", "2026-12", ""])
def test_a_first_month_near_today_is_taken(approved: Flask, as_, typed: str) -> None:
    answer = as_("admin").post("/deadlines/holidays/beginning?year=2025", {"first_month": typed})
    assert answer.status_code == 303
    with approved.app_context():
        assert (default_centre().first_month or "") == (int(typed.replace("-", "")) if typed else "")
