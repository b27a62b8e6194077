"""What a first page says of one's own days and rows: the blank days are those that handing in asks for, and what a unit
has done stands beside what the centre has, each under its own name."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.periods import Period, month_of, parse_period
from app.extensions import db
from app.models import BlankReason, Entry, Obligation
from app.models.types import now
from app.operations.entries import save_cell
from app.operations.own_shares import set_own_shares
from app.queries.cells import find_cell
from app.queries.day_figures import AskedMonth, day_figures
from app.queries.diary import day_parts
from app.queries.month_review import review_of
from app.queries.months import units_to_submit
from app.queries.plan import part_by_key
from tests.home.test_turns import page_on
from tests.speed.counting import WARM, counted
from tests.submissions.conftest import Office, office_of

DAY = date(2025, 11, 18)
NOVEMBER = parse_period("2025-11")


def write(office: Office, key: str, typed: str, login: str = "abonement") -> None:
    save_cell(
        actor=office.people[login],
        plan=office.plan,
        cell=find_cell(office.plan, key),
        typed=typed,
        version=0,
        today=DAY,
    )


def blank_by_hand_in(office: Office, code: str, day: date) -> list[date]:
    found = review_of(office.plan, office.units[code], month_of(day), day)
    return sorted({one for span in found.spans for one in span.days})


def blank_at_home(office: Office, day: date) -> dict[str, list[date]]:
    units = units_to_submit(office.plan)
    (figures,) = day_figures([AskedMonth(office.plan, month_of(day), units)], day)
    return {unit.code: figures.blank_days(unit.id) for unit in units}


@pytest.mark.parametrize("day", [DAY, date(2025, 11, 1), date(2025, 11, 3), date(2025, 11, 29), date(2025, 12, 1)])
def test_the_blank_days_are_those_that_handing_in_asks_for(approved: Flask, day: date) -> None:
    with approved.app_context():
        office = office_of(approved)
        for row in ("IV.14.a", "IV.14.b", "IV.15", "IV.16"):
            for number in (3, 4, 5, 10):
                write(office, f"{row}|abonement|2025-11-{number:02}", "7")
        whole = find_cell(office.plan, "IV.15|umumiy-zal|2025-11")  # as years that were taken over have it
        db.session.add(
            Entry(
                centre_id=1, part_id=whole.part.id, unit_id=whole.unit.id, date=whole.period.start, year_month=202511,
                grain="month", state="number", value=40, person_id=office.people["metodist"].id,
            )
        )  # fmt: skip
        place = {"centre_id": 1, "unit_id": office.units["abonement"].id, "person_id": office.people["metodist"].id}
        spoken = {"first_day": date(2025, 11, 6), "last_day": date(2025, 11, 8), "kind": "repair"}
        db.session.add(BlankReason(**place, **spoken))
        for owed in db.session.scalars(select(Obligation).where(Obligation.unit_id == office.units["huquqiy"].id)):
            owed.waived_at = now()
        db.session.flush()
        found = blank_at_home(office, day)
        assert found == {code: blank_by_hand_in(office, code, day) for code in found}
        if day == DAY:  # by hand: November's working days until the 17th without Sundays, less four written, three told
            assert [one.day for one in found["abonement"]] == [1, 11, 12, 13, 14, 15, 17]


def line_of(page: str, row: str) -> str:
    """The words of a line of one's own rows."""
    table = page[page.index("<caption>Yil boshidan, oʻz ulushingiz") :]
    line = re.search(rf'<tr>(?:(?!</tr>).)*data-own="{re.escape(row)}".*?</tr>', table, re.DOTALL)
    assert line, row
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", line[0])).replace("\u00a0", " ").split())


def divide(office: Office, key: str, **amounts: int) -> None:
    part = part_by_key(office.plan, key)
    given = {office.units[code.replace("_", "-")].id: amount for code, amount in amounts.items()}
    set_own_shares(
        actor=office.people["metodist"],
        plan=office.plan,
        part=part,
        version=part.indicator.version,
        amounts=given,
        reason="Yil boshida kelishildi",
    )


def test_a_unit_reads_its_own_figures_over_its_own_share_and_the_centres_over_the_centres(approved: Flask, as_) -> None:
    """By hand: ten of twelve months are over; of 1200 that is 1000, of which 900 are 90 percent."""
    with approved.app_context():
        office = office_of(approved)
        for month in range(1, 11):
            write(office, f"IV.15|abonement|2025-{month:02}-10", "90")
        write(office, "IV.15|umumiy-zal|2025-11-03", "30", "umumiy")
        db.session.commit()
    page = page_on(approved, as_("abonement"), DAY)
    assert line_of(page, "IV.15") == "Qatnov nafar 900 belgilanmagan markazda 930, markaz rejasi 9 000"
    assert line_of(page, "IV.16").endswith("— rejasiz")
    with approved.app_context():
        divide(office_of(approved), "IV.15", abonement=1200, manaviyat=300)
        db.session.commit()
    page = page_on(approved, as_("abonement"), DAY)
    assert line_of(page, "IV.15") == "Qatnov nafar 900 1 200 75 ✓ Reja boʻyicha"
    page = page_on(approved, as_("umumiy"), DAY)
    assert line_of(page, "IV.15") == "Qatnov nafar 30 belgilanmagan markazda 930, markaz rejasi 9 000"


def test_who_alone_counts_a_row_and_who_comes_for_all_who_do_have_the_whole_plan(approved: Flask, as_) -> None:
    page = page_on(approved, as_("jamlash"), DAY)
    assert line_of(page, "IV.12.2").startswith("Fondni toʻldirish: xarid qilish orqali nusxa — 310")
    with approved.app_context():
        divide(office_of(approved), "IV.15", abonement=1200)
        db.session.commit()
    assert " 9 000 " in line_of(page_on(approved, as_("oquv"), DAY), "IV.15")


@pytest.mark.parametrize("login", ["abonement", "oquv", "kotiba", "metodist", "direktor", "orinbosar", "kuzatuvchi"])
def test_no_first_page_asks_more_than_it_may(approved: Flask, as_, login: str) -> None:
    page_on(approved, as_(login), date(2025, 12, 9))
    reader = as_(login)
    reader.get("/")
    with counted() as count:
        assert reader.get("/").status_code == 200
    assert count.statements <= WARM


LINKED = re.compile(r"<a [^>]*>\s*([^<]*?)\s*</a>")


def blank_on_page(page: str) -> list[str]:
    """The blank days as the first page words them, wherever they stand."""
    blocks = re.findall(r'<p class="blank">.*?</p>', page, re.DOTALL)
    return [words for block in blocks for words in LINKED.findall(block)]


def hand_in(app: Flask, *months: Period) -> None:
    """All units, everything before the months that a test is about."""
    with app.app_context():
        for month in months:
            office_of(app).put("closed", month)


@pytest.mark.parametrize(
    ("handed_in", "wanted"),
    [
        (9, ["2–31 (oktabr)", "1–29 (noyabr)", "1"]),
        (8, ["2–30 (sentabr)", "2–31 (oktabr)", "1–29 (noyabr)", "1"]),
        (6, ["1–31 (iyul)", "1–30 (avgust)", "2–30 (sentabr)", "jami 5 oy topshirilmagan", "1"]),
    ],
)
def test_every_month_that_is_owed_tells_its_blank_days_or_is_counted(
    approved: Flask, as_, handed_in: int, wanted: list[str]
) -> None:
    """The oldest first; 1 September and 1 October are days off. It named November alone, whatever stood behind."""
    hand_in(approved, *parse_period("2025").months[:handed_in])
    assert blank_on_page(page_on(approved, as_("abonement"), date(2025, 12, 2))) == wanted


@pytest.mark.parametrize(
    ("day", "state", "wanted"),
    [
        (date(2025, 12, 2), None, ["1–29 (noyabr)", "1"]),
        (date(2025, 12, 2), "returned", ["1–29 (noyabr)", "1"]),
        (date(2025, 12, 2), "accepted", ["1"]),
        (date(2026, 1, 5), None, ["1–30 (dekabr)"]),  # without a plan of 2026 nothing is to be written today
    ],
)
def test_the_blank_days_of_the_month_that_is_due_come_first(
    approved: Flask, as_, day: date, state: str | None, wanted: list[str]
) -> None:
    """In the first days of a month and of a year, as long as the month that has ended is not handed in."""
    hand_in(approved, *parse_period("2025").months[: 10 if day.year == 2025 else 11])
    if state:
        with approved.app_context():
            office = office_of(approved)
            office.put(state, NOVEMBER, commit=False)
            office.row("abonement", NOVEMBER).state_at = datetime(2025, 12, 1, 10, tzinfo=UTC)
            db.session.commit()
    assert blank_on_page(page_on(approved, as_("abonement"), day)) == wanted


EARLY = ["noyabr topshirilgan: yozish uchun topshirishni bekor qiling"]


def handed_in_on_the_24th(app: Flask) -> None:
    """November of all units: written or explained until the 24th; abonement explains the 29th, too."""
    hand_in(app, *parse_period("2025").months[:10])
    with app.app_context():
        office = office_of(app)
        for unit in office.units.values():
            place = {"centre_id": 1, "unit_id": unit.id, "person_id": office.people["metodist"].id, "kind": "repair"}
            db.session.add(BlankReason(**place, first_day=date(2025, 11, 1), last_day=date(2025, 11, 24)))
            if unit.code == "abonement":
                db.session.add(BlankReason(**place, first_day=date(2025, 11, 29), last_day=date(2025, 11, 29)))
        office.put("submitted", NOVEMBER)


@pytest.mark.parametrize(
    ("day", "state", "wanted"),
    [
        (date(2025, 11, 25), "submitted", []),  # the day itself is not over
        (date(2025, 11, 27), "submitted", ["25–26", *EARLY]),
        (date(2025, 12, 2), "submitted", ["25–28 (noyabr)", *EARLY, "1"]),
        (date(2025, 12, 20), "submitted", ["25–28 (noyabr)", *EARLY, "1–19"]),
        (date(2025, 12, 2), "accepted", ["1"]),
    ],
)
def test_a_month_that_was_handed_in_early_tells_its_days_that_stayed_blank(
    approved: Flask, as_, day: date, state: str, wanted: list[str]
) -> None:
    """Of the first page and the page of the month; it told the reviewer alone, and nobody could write them."""
    handed_in_on_the_24th(approved)
    with approved.app_context():
        office_of(approved).put(state, NOVEMBER)
    abonement = as_("abonement")
    page = page_on(approved, abonement, day)
    assert blank_on_page(page) == wanted
    told = EARLY[0] in wanted
    assert (page.count('href="/submissions/2025-11/abonement"') >= 2) == (told or state == "returned")
    month = page_on(approved, abonement, day, "/submissions/2025-11/abonement")
    assert ('id="blank-since"' in month) == told
    if told:
        note = month[month.index('id="blank-since"') :].split("</div>")[0]
        assert ("25-noyabr – 28-noyabr." in note) == (day > NOVEMBER.end)
        assert ("25-noyabr – 26-noyabr." in note) == (day < NOVEMBER.end)
        assert 'action="/submissions/2025-11/abonement/withdraw"' in note


def test_taking_an_early_month_back_opens_the_days_that_stayed_blank(approved: Flask, as_) -> None:
    handed_in_on_the_24th(approved)
    day, abonement = date(2025, 12, 2), as_("abonement")
    page = page_on(approved, abonement, day, "/submissions/2025-11/abonement")
    version = re.search(r'/withdraw".*?name="version" value="(\d+)"', page, re.DOTALL)
    assert version
    assert abonement.post("/submissions/2025-11/abonement/withdraw", {"version": version[1]}).status_code == 303
    assert blank_on_page(page_on(approved, abonement, day)) == ["25–28 (noyabr)", "1"]
    diary = page_on(approved, abonement, day, "/diary/2025-11?unit=abonement")
    assert 'data-cell="IV.15|abonement|2025-11-28"' in diary


@pytest.mark.parametrize(("day", "asked"), [(date(2025, 11, 28), False), (date(2025, 11, 29), True)])
@pytest.mark.parametrize(
    ("login", "ids"),
    [("abonement", "#blank-abonement"), ("oquv", "#blank-abonement,#written-abonement")],
)
def test_on_the_last_working_day_the_blank_days_are_asked_again_when_a_figure_is_saved(
    approved: Flask, as_, login: str, ids: str, day: date, asked: bool
) -> None:
    """Saturday 29 November is the last one: the day is asked for, and is blank until its figures stand."""
    hand_in(approved, *parse_period("2025").months[:10])
    with approved.app_context():
        office = office_of(approved)
        place = {"centre_id": 1, "unit_id": office.units["abonement"].id, "person_id": 1, "kind": "repair"}
        db.session.add(BlankReason(**place, first_day=date(2025, 11, 1), last_day=date(2025, 11, 28)))
        db.session.commit()
    browser = as_(login)
    page = page_on(approved, browser, day)
    again = re.search(r'hx-trigger="cellSaved from:body"[^>]*hx-select-oob="([^"]*)"', page)
    assert (again is not None and "#blank-abonement" in again[1].split(",")) == asked
    blank = r'id="blank-abonement">(.*?)</(?:td|div)>'
    told = re.search(blank, page, re.DOTALL)
    assert told and LINKED.findall(told[1]) == (["29"] if asked else [])
    if again is None or not asked:
        return
    assert ids in again[1]
    for wanted in again[1].replace("#", "").split(","):
        assert page.count(f'id="{wanted}"') == 1, wanted
    with approved.app_context():
        office = office_of(approved)
        for part in day_parts(office.plan, office.units["abonement"]):
            found = find_cell(office.plan, f"{part.key}|abonement|2025-11-29")
            save_cell(actor=office.people["abonement"], plan=office.plan, cell=found, typed="5", version=0, today=day)
        db.session.commit()
    told = re.search(blank, page_on(approved, browser, day), re.DOTALL)
    assert told and not LINKED.findall(told[1]), "still there, so that it can be swapped"


def test_a_table_of_several_units_tells_the_same(approved: Flask, as_) -> None:
    handed_in_on_the_24th(approved)
    page = page_on(approved, as_("oquv"), date(2025, 12, 2))
    lines = re.findall(r'<tr>\s*<th scope="row" id="unit-(.*?)">.*?<td class="low"[^>]*>(.*?)</td>', page, re.DOTALL)
    told = {code: LINKED.findall(cell) for code, cell in lines}
    assert told["abonement"] == ["25–28 (noyabr)", *EARLY, "1"]
    assert told["umumiy-zal"] == ["25–29 (noyabr)", *EARLY, "1"]


def test_a_day_that_a_reason_stands_for_is_not_called_written(approved: Flask, as_) -> None:
    """By hand: until 29 November of 25 working days the 3rd is written, 23 have a reason, the 29th is blank."""
    handed_in_on_the_24th(approved)
    with approved.app_context():
        office = office_of(approved)
        unit = office.units["manaviyat"]
        office.put("draft", NOVEMBER)
        place = {"centre_id": 1, "unit_id": unit.id, "person_id": 1, "kind": "repair"}
        db.session.add(BlankReason(**place, first_day=date(2025, 11, 25), last_day=date(2025, 11, 28)))
        for part in day_parts(office.plan, unit):
            found = find_cell(office.plan, f"{part.key}|manaviyat|2025-11-03")
            save_cell(actor=office.people["metodist"], plan=office.plan, cell=found, typed="5", version=0, today=DAY)
        db.session.commit()
    page = page_on(approved, as_("oquv"), date(2025, 11, 30))
    cell = re.search(r'id="written-manaviyat">(.*?)</td>', page, re.DOTALL)
    assert cell and " ".join(re.sub(r"<[^>]+>", " ", cell[1]).split()) == "1 / 25 sababli 23"


def test_a_unit_that_has_ended_is_asked_for_no_day_and_no_month(approved: Flask, as_) -> None:
    hand_in(approved, *parse_period("2025").months[:10])
    with approved.app_context():
        office_of(approved).units["abonement"].last_month = 202511
        db.session.commit()
    day = date(2025, 12, 9)
    page = page_on(approved, as_("abonement"), day)
    assert blank_on_page(page) == ["1–29 (noyabr)"] and 'data-cell="' not in page
    diary = page_on(approved, as_("abonement"), day, "/diary/2025-12?unit=abonement")
    assert "Oyni topshirish" not in diary and "Toʻldirilmoqda" not in diary


def test_days_that_are_written_between_blank_ones_are_not_told_as_blank(approved: Flask, as_) -> None:
    """By hand: of 1–17 November the 3rd, 5th and 10th stand, the 7th and 8th have a reason; Sundays part nothing."""
    hand_in(approved, *parse_period("2025").months[:10])
    with approved.app_context():
        office = office_of(approved)
        unit = office.units["abonement"]
        for part in day_parts(office.plan, unit):
            for number in (3, 5, 10):
                write(office, f"{part.key}|abonement|2025-11-{number:02}", "5")
        place = {"centre_id": 1, "unit_id": unit.id, "person_id": 1, "kind": "repair"}
        db.session.add(BlankReason(**place, first_day=date(2025, 11, 7), last_day=date(2025, 11, 8)))
        db.session.commit()
    page = page_on(approved, as_("oquv"), DAY)
    cell = re.search(r'id="blank-abonement">(.*?)</td>', page, re.DOTALL)
    assert cell and LINKED.findall(cell[1]) == ["1", "4", "6", "11–17"]


def test_the_sums_below_the_units_are_asked_again_when_a_figure_is_saved(approved: Flask, as_) -> None:
    hand_in(approved, *parse_period("2025").months[:10])
    browser = as_("oquv")
    page = page_on(approved, browser, DAY)
    again = re.search(r'hx-trigger="cellSaved from:body"[^>]*hx-select-oob="([^"]*)"', page)
    assert again and "#team-sums" in again[1].split(",") and page.count('<tfoot id="team-sums">') == 1
    with approved.app_context():
        write(office_of(approved), f"IV.15|abonement|{DAY}", "41")
        db.session.commit()
    sums = re.search(r'<tfoot id="team-sums">(.*?)</tfoot>', page_on(approved, browser, DAY), re.DOTALL)
    assert sums and re.findall(r"<td class=\"n\">(.*?)</td>", sums[1]).count("41") == 2, (
        "today and since the month began"
    )
