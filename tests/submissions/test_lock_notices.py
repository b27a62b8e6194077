"""Why a month takes no figures is said in words on every page on which it would be written, with what leads out of it:
a tooltip is read by nobody who touches or listens (domain.md §5 “Locks”)."""

from __future__ import annotations

import html
import re
from datetime import date, datetime

import pytest
from flask import Flask

from app.domain.periods import TASHKENT, parse_period
from app.domain.permissions import roles_with
from app.domain.workflow import RIGHT_TO_OPEN
from app.extensions import db
from app.i18n.labels import label
from app.models import BlankReason, Setting
from app.models.types import living_at
from app.operations.handing_in import submit_month
from app.operations.lock_exceptions import grant_exception
from app.operations.months import close_month, reopen_month
from app.operations.submissions import accept_month, undo_accept
from app.pages.month_lock import OPENED_AS
from tests.cast import TODAY
from tests.deadlines.conftest import approved
from tests.home.test_turns import page_on
from tests.submissions.conftest import OCTOBER, office_of

__all__ = ["approved"]

WINDOW = "Yozish muddati tugagan: 2025-yil 5-noyabr. Yozish uchun oyni metodist vaqtincha ochadi."
# lock → the sentence and the address of its remedy, for who writes for the unit; by hand
LOCKS = {
    "submitted": ("Oy topshirilgan: Abonement kutubxonachisi", "/submissions/2025-10/manaviyat"),
    "accepted": ("Oy qabul qilingan: Metodist", "/submissions/2025-10/manaviyat"),
    "closed": ("Oy yopilgan: Metodist", "/submissions/2025-10/manaviyat"),
    "sent": ("Oy hisoboti yuborilgan: Metodist", "/submissions/2025-10/manaviyat"),
    "window": (WINDOW, "/submissions/2025-10/manaviyat"),
    "ended": ("Bu boʻlinma faoliyati tugatilgan.", None),
    "before": ("Boʻlinma bu oyda hali dastur bilan ishlamagan.", None),
    "archived": (
        "2025-yil yopilgan va arxivga olingan: koʻrish mumkin, yozib boʻlmaydi.",
        "/submissions/2025-10/manaviyat",
    ),
    "future": ("Bu davr hali boshlanmagan: 2025-yil oktabr.", None),
}
PAGES = {
    "diary": "/diary/2025-10?unit=manaviyat",
    "service": "/reading-rooms/?unit=manaviyat&month=2025-10",
    "register": "/reading-rooms/events?unit=manaviyat&month=2025-10",
}


def bring(app: Flask, lock: str) -> date:
    """October of manaviyat under a lock; the day on which it is looked at."""
    with app.app_context():
        office = office_of(app)
        unit = office.units["manaviyat"]
        if lock in ("submitted", "accepted", "closed", "sent"):
            office.put(lock)
        elif lock == "window":
            db.session.add(Setting(centre_id=1, name="entry_window_days", value="5"))
        elif lock == "ended":
            unit.last_month = 202509
        elif lock == "before":
            unit.first_month = 202511
        elif lock == "archived":
            office.plan.state = "closed"
        db.session.commit()
    return date(2025, 9, 20) if lock == "future" else TODAY


def notices(page: str) -> str:
    """What a reader of the page is told before anything else; no attribute is among it."""
    blocks = re.findall(r'<div class="notice info" id="month-lock">.*?</div>', page, re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", " ".join(blocks))).replace("\u00a0", " ").split())


@pytest.mark.parametrize("where", PAGES)
@pytest.mark.parametrize("lock", LOCKS)
def test_every_page_of_a_locked_month_says_why(app: Flask, as_, lock: str, where: str) -> None:
    words, href = LOCKS[lock]
    day = bring(app, lock)
    page = page_on(app, as_("manaviyat"), day, PAGES[where])
    assert notices(page).startswith(words)
    block = page[page.index('id="month-lock"') :].split("</div>")[0]
    assert re.findall(r'href="([^"]+)"', block) == ([href] if href else [])


@pytest.mark.parametrize("where", PAGES)
@pytest.mark.parametrize("login", ["manaviyat", "kuzatuvchi"])
def test_an_open_month_and_who_only_reads_are_told_nothing(app: Flask, as_, where: str, login: str) -> None:
    if login == "kuzatuvchi":
        bring(app, "closed")
    assert not notices(page_on(app, as_(login), TODAY, PAGES[where]))


@pytest.mark.parametrize(("lock", "login"), [("window", "metodist"), ("sent", "metodist")])
def test_who_may_open_a_month_is_led_to_where_it_is_opened(app: Flask, as_, lock: str, login: str) -> None:
    day = bring(app, lock)
    page = page_on(app, as_(login), day, PAGES["diary"])
    block = page[page.index('id="month-lock"') :].split("</div>")[0]
    assert ('href="/submissions/exceptions"' in block) == (lock == "window")


@pytest.mark.parametrize(("code", "roles"), [("lock.window_ended", {"Metodist"}), ("lock.sent", {"Direktor"})])
def test_a_lock_names_those_who_open_it(app: Flask, as_, code: str, roles: set[str]) -> None:
    """It sent everybody to the methodologist, who opens no month that left."""
    with app.test_request_context():
        holders = {label("role", role) for role in roles_with(RIGHT_TO_OPEN[OPENED_AS[code]])}
    assert roles <= holders
    lock = {"lock.window_ended": "window", "lock.sent": "sent"}[code]
    day = bring(app, lock)
    remedy = notices(page_on(app, as_("manaviyat"), day, PAGES["diary"])).split(". ", 1)[1].lower()
    named = {role for role in ("metodist", "direktor", "oʻrinbosar") if role in remedy}
    assert named == {role for role in ("metodist", "direktor", "oʻrinbosar") if role in " ".join(holders).lower()}


def test_the_hand_in_says_that_blank_days_take_a_reason_only(app: Flask, as_) -> None:
    with app.app_context():
        office_of(app).settle()
        db.session.query(BlankReason).delete()
        db.session.commit()
    bring(app, "window")
    browser = as_("manaviyat")
    page = page_on(app, browser, TODAY, "/submissions/2025-10/manaviyat")
    assert notices(page).startswith(WINDOW)
    assert "Bu kunlarga endi son yozilmaydi: sababini tanlang." in page and "kun ustiga bosing" not in page
    days = re.search(r'<p class="days">(.*?)</p>', page, re.DOTALL)
    assert days and set(re.findall(r'href="([^"]+)"', days[1])) == {"#why-2025-10-02_2025-10-31"}
    assert 'id="why-2025-10-02_2025-10-31"' in page
    assert "oyni ochib berishni soʻrang" in page and 'id="submit-act"' not in page  # its silent rows could not be told
    several = page_on(app, as_("oquv"), TODAY, "/submissions/2025-10")
    assert WINDOW in several and "/diary/2025-10" not in several and "kun ustiga bosing" not in several
    ready, blocked = several.split("Hali topshirib boʻlmaydi")
    can, cannot = (set(re.findall(r'/2025-10/([\w-]+)#submit"', part)) for part in (ready, blocked))
    assert "umumiy-zal" in can and "manaviyat" in cannot and not can & cannot
    assert "“Faoliyat boʻlmadi” deb yozib boʻlmaydigan qatorlar: " in blocked


def test_an_exception_gives_the_days_back(app: Flask, as_) -> None:
    bring(app, "window")
    with app.app_context():
        office = office_of(app)
        grant_exception(
            actor=office.people["metodist"],
            plan=office.plan,
            unit=office.units["manaviyat"],
            month=OCTOBER,
            until=date(2025, 11, 25),
            reason="Kasallik",
            today=TODAY,
        )
        db.session.commit()
    browser = as_("manaviyat")
    page = page_on(app, browser, TODAY, "/submissions/2025-10/manaviyat")
    assert not notices(page) and 'href="/diary/2025-10?unit=manaviyat#d2"' in page
    assert not notices(page_on(app, browser, TODAY, PAGES["diary"]))


def test_the_first_page_leads_to_the_reason_not_to_locked_cells(approved: Flask, as_) -> None:
    bring(approved, "window")
    with approved.app_context():
        for month in parse_period("2025").months[:9]:
            office_of(approved).put("accepted", month)
    page = page_on(approved, as_("abonement"), TODAY)
    blank = re.search(r'<p class="blank">(.*?)</p>', page, re.DOTALL)
    assert blank and "oktabr oyiga yozish muddati tugagan: sababini yozing" in blank[1]
    assert "/diary/2025-10" not in blank[1] and 'href="/submissions/2025-10/abonement"' in blank[1]


def test_the_table_of_todays_cells_says_why_under_it(approved: Flask, as_) -> None:
    with approved.app_context():
        office = office_of(approved)
        office.put("submitted", office.unit_month().month.next)
    page = page_on(approved, as_("oquv"), TODAY)
    table = page[page.index('class="grid team"') :]
    legend = re.search(r'</table>.*?<ul class="legend">(.*?)</ul>', table, re.DOTALL)
    assert legend and "<sup>1</sup> Oy topshirilgan: Abonement kutubxonachisi" in " ".join(legend[1].split())
    assert re.search(r'<td class="n fixed">—<sup>1</sup></td>', table) and "title=" not in table.split("</table>")[0]


def test_a_lock_names_whose_act_it_was(app: Flask, as_) -> None:
    """Each act by another person on another day: who handed in is named while it waits, as on the month's own page,
    also after the acceptance was taken back; who opened a closed month again did not accept it."""
    unit, metodist, director = "abonement", "metodist", "direktor"
    steps = [
        (unit, 3, submit_month, {"today": TODAY}, "Oy topshirilgan: Abonement kutubxonachisi, 2025-yil 3-noyabr."),
        (metodist, 4, accept_month, {"today": TODAY}, "Oy qabul qilingan: Metodist, 2025-yil 4-noyabr."),
        (metodist, 5, undo_accept, {"reason": "xato"}, "Oy topshirilgan: Abonement kutubxonachisi, 2025-yil 3-noyabr."),
        (metodist, 6, accept_month, {"today": TODAY}, "Oy qabul qilingan: Metodist, 2025-yil 6-noyabr."),
        (director, 7, close_month, {"today": TODAY}, "Oy yopilgan: Direktor, 2025-yil 7-noyabr."),
        (director, 8, reopen_month, {"reason": "xato"}, "Yopilgan oy qayta ochilgan: Direktor, 2025-yil 8-noyabr."),
        (director, 9, close_month, {"today": TODAY}, "Oy yopilgan: Direktor, 2025-yil 9-noyabr."),
    ]
    with app.app_context():
        office_of(app).settle()
        office_of(app).put("accepted")
        db.session.delete(office_of(app).row("abonement"))
        db.session.commit()
    reader = as_("abonement")
    for who, day, act, values, said in steps:
        with app.app_context(), living_at(datetime(2025, 11, day, 9, tzinfo=TASHKENT)):
            office = office_of(app)
            place = {"plan": office.plan, "month": OCTOBER}
            if act not in (close_month, reopen_month):
                place = {"unit_month": office.unit_month(), "version": office.version()}
            act(actor=office.people[who], **place, **values)
            db.session.commit()
        for page in ("/diary/2025-10?unit=abonement", "/reading-rooms/?unit=abonement&month=2025-10"):
            assert said in notices(reader.get(page).get_data(as_text=True)), (act.__name__, page)
        lead = reader.get("/submissions/2025-10/abonement").get_data(as_text=True).split('class="lead"')[1]
        assert "Abonement kutubxonachisi topshirdi, 03.11.2025" in lead.replace("\u00a0", " ")
