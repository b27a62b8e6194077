"""What each first page says, held against a table kept by hand: on these days each of the seven roles owes this."""

from __future__ import annotations

import re
from datetime import date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import and_, select

from app.domain.periods import TASHKENT, parse_period
from app.extensions import db
from app.models import LockException, Obligation, Person, Report, Submission, SubmissionNote
from app.models.types import now
from app.operations.people import person_by_login, set_active
from tests.cast import TODAY
from tests.home.test_turns import page_on
from tests.submissions.conftest import office_of

# One centre in the last months of 2025, whose other rows are waived: only the months and the acts on them are owed.
# until September everything is closed; of October abonement came back on 10 November and umumiy-zal never came, the
# others were accepted; of November all hand in on 2 December but jamlash (on the 8th) and umumiy-zal (never).


@pytest.fixture
def quarter(approved: Flask) -> Flask:
    with approved.app_context():
        # What runs all year stays: it is said with each month, and the year is done with the last of them.
        of_year = and_(Obligation.kind == "figures", Obligation.period == "2025")
        for owed in db.session.scalars(select(Obligation).where(Obligation.required, ~of_year)):
            owed.waived_at = now()
        office = office_of(approved)
        for month in parse_period("2025-9M").months:
            office.put("closed", month)
        october = parse_period("2025-10")
        office.put("accepted", october)
        at(office.row("abonement", october), "returned", date(2025, 11, 10))
        note = SubmissionNote(centre_id=1, person_id=office.people["metodist"].id, act="return", text="Yangi aʼzo 36")
        note.submission_id = office.row("abonement", october).id
        db.session.add(note)
        db.session.delete(office.row("umumiy-zal", october))
        db.session.commit()
    return approved


def at(row: Submission | None, state: str, day: date) -> None:
    assert row is not None
    row.state, row.state_at, row.first_submitted_on = state, datetime.combine(day, time(10), TASHKENT), day


def november(app: Flask, day: date) -> None:
    """What has become of November by a day: handed in on the 2nd, accepted on the 4th, by those who did."""
    with app.app_context():
        office, month = office_of(app), parse_period("2025-11")
        if day < date(2025, 12, 2):
            return
        office.put("submitted" if day < date(2025, 12, 4) else "accepted", month)
        for code in ("umumiy-zal", *(("jamlash",) if day < date(2025, 12, 8) else ())):
            db.session.delete(office.row(code, month))
        for row in db.session.scalars(select(Submission).where(Submission.year_month == 202511)):
            at(row, row.state, date(2025, 12, 8) if row.unit_id == office.units["jamlash"].id else date(2025, 12, 2))
        if day >= date(2025, 12, 8):
            row = office.row("jamlash", month)
            at(row, "submitted", date(2025, 12, 8))
        db.session.commit()


def months_waited(page: str) -> list[tuple[str, str]]:
    """(month and unit, look) of the months in the list of what is waited for."""
    lines = re.findall(r'<li(?: data-look="(\w+)")?>\s*<a class="what" href="/submissions/(\S+?)"', page)
    return [(place, look) for look, place in lines]


def numbers(page: str) -> list[int]:
    """The four answers."""
    return [int(number) for number in re.findall(r'<span class="big"[^>]*>(\d+)</span>', page)]


def things(page: str) -> list[str]:
    """What the director is to do, and what waits."""
    block = re.search(r'<div class="todo">(.*?)</div>', page, re.DOTALL)
    return re.findall(r"<h2>([^<]*)</h2>", block[1]) if block else []


RETURNED, LATE = ("2025-10/abonement", "back"), ("2025-10/umumiy-zal", "late")
SECTOR = {
    date(2025, 10, 31): [RETURNED, ("2025-11/abonement", "")][1:],
    date(2025, 11, 18): [RETURNED, ("2025-11/abonement", "")],
    date(2025, 12, 1): [RETURNED, ("2025-11/abonement", ""), ("2025-12/abonement", "")],
    date(2025, 12, 3): [RETURNED, ("2025-12/abonement", "")],
    date(2025, 12, 9): [RETURNED, ("2025-12/abonement", "")],
    date(2025, 12, 31): [RETURNED, ("2025-12/abonement", "")],
    date(2026, 1, 5): [RETURNED, ("2025-12/abonement", "")],
    date(2026, 1, 15): [RETURNED, ("2025-12/abonement", "late")],
}
OTHER = {
    date(2025, 11, 18): [LATE, ("2025-11/umumiy-zal", "")],
    date(2025, 12, 9): [LATE, ("2025-11/umumiy-zal", "late"), ("2025-12/umumiy-zal", "")],
    date(2026, 1, 15): [LATE, ("2025-11/umumiy-zal", "late"), ("2025-12/umumiy-zal", "late")],
}
# Of the head's seven units: what came back by the unit, a month that several owe as one line, which leads to all.
HEAD = {
    date(2025, 11, 18): [LATE, RETURNED, ("2025-11", "")],
    date(2025, 12, 1): [LATE, RETURNED, ("2025-11", ""), ("2025-12", "")],
    date(2025, 12, 3): [LATE, RETURNED, ("2025-11/umumiy-zal", ""), ("2025-12", "")],
    date(2025, 12, 4): [LATE, RETURNED, ("2025-11/umumiy-zal", "late"), ("2025-12", "")],
    date(2025, 12, 9): [LATE, RETURNED, ("2025-11/umumiy-zal", "late"), ("2025-12", "")],
    date(2025, 12, 31): [LATE, RETURNED, ("2025-11/umumiy-zal", "late"), ("2025-12", "")],
    date(2026, 1, 5): [LATE, RETURNED, ("2025-11/umumiy-zal", "late"), ("2025-12", "")],
    date(2026, 1, 15): [LATE, RETURNED, ("2025-11/umumiy-zal", "late"), ("2025-12", "late")],
}
# What director and deputy can do waits for the months that are over: none of them is whole.
WAITS = [f"Yopish: 2025-yil {month}" for month in ("oktabr", "noyabr", "dekabr")]
LEADING = {day: WAITS[: 1 + (day.month == 12) + 2 * (day.year == 2026)] for day in HEAD}
# The administrator's open steps: four units have nobody; with the new year its plan is missing, too.
NOBODY = "Xodimi yoʻq boʻlinmalar"
STEPS = {day: [NOBODY, "Aloqa"] if day.year == 2025 else ["Ish rejasi", "Aloqa"] for day in HEAD}
# day → to look at, late, to close, to the region
ANSWERS = {
    date(2025, 11, 18): [0, 2, 0],
    date(2025, 12, 1): [0, 2, 0],
    date(2025, 12, 3): [11, 2, 0],
    date(2025, 12, 4): [0, 4, 0],
    date(2025, 12, 9): [1, 3, 0],
    date(2025, 12, 31): [1, 3, 0],
    date(2026, 1, 5): [1, 3, 0],
    date(2026, 1, 15): [1, 15, 0],
}


def steps(page: str) -> list[str]:
    """What the administrator has still to do before the centre works."""
    block = page.split("Bajarilishi kerak boʻlgan qadamlar")[1]
    return re.findall(r'class="what" href="[^"]*">([^<]*)<', block)


def region(page: str) -> list[tuple[str, str]]:
    """What goes to the region and when, as it is answered."""
    block = re.search(r"<h2>Viloyatga</h2>.*?</section>", page, re.DOTALL)
    assert block
    return re.findall(r"<a [^>]*>([^<]*)</a>\s*<small>([^<]*)</small>", block[0])


def waited_on(app: Flask, as_, login: str, day: date) -> list[tuple[str, str]]:
    november(app, day)
    return months_waited(page_on(app, as_(login), day))


@pytest.mark.parametrize(("day", "wanted"), list(SECTOR.items())[1:])
def test_a_sector_reads_what_came_back_and_what_is_next(quarter: Flask, as_, day: date, wanted) -> None:
    assert waited_on(quarter, as_, "abonement", day) == wanted
    page = page_on(quarter, as_("abonement"), day)
    assert "“Yangi aʼzo 36”" in page
    assert page.count('<a class="btn primary" href="/submissions/2025-10/abonement">Tuzatish</a>') == 1


@pytest.mark.parametrize(("day", "wanted"), list(OTHER.items()))
def test_a_sector_that_never_handed_in_reads_it_across_the_year(quarter: Flask, as_, day: date, wanted) -> None:
    assert waited_on(quarter, as_, "umumiy", day) == wanted


@pytest.mark.parametrize(("day", "wanted"), list(ANSWERS.items()))
def test_the_four_answers_are_the_same_for_who_gathers_and_who_inspects(quarter: Flask, as_, day: date, wanted) -> None:
    november(quarter, day)
    for login in ("metodist", "kuzatuvchi"):
        assert numbers(page_on(quarter, as_(login), day))[:3] == wanted, login


def test_what_the_methodologist_handed_in_herself_is_no_number_of_hers(quarter: Flask, as_) -> None:
    """The answer, the number in the menu and the list that she is given are one; the director has the rest."""
    day, month = date(2025, 12, 3), parse_period("2025-11")
    november(quarter, day)
    with quarter.app_context():
        office = office_of(quarter)
        own = office.row("metodika", month)
        assert own is not None
        own.submitted_by_id = office.people["metodist"].id
        db.session.commit()
    page = page_on(quarter, as_("metodist"), day)
    assert numbers(page)[0] == 10
    assert "koʻrilmagan: 10, direktor qabulida: 1, topshirilmagan: 2" in page
    listed = page_on(quarter, as_("metodist"), day, "/submissions/?year=2025")
    assert listed.count('name="wanted"') == 10 and "Oʻzingiz topshirgansiz" in listed
    assert things(page_on(quarter, as_("direktor"), day))[0].startswith("Koʻrib chiqish: 2025-yil noyabr, Ilmiy")
    with quarter.app_context():
        office = office_of(quarter)
        for unit in office.units:
            row = office.row(unit, month)
            if row is not None and unit != "metodika":
                row.state = "accepted"
        db.session.commit()
    listed = page_on(quarter, as_("metodist"), day, "/submissions/?year=2025")
    assert "Oʻzingiz topshirgansiz" in listed and "Belgilanganlarni qabul qilish" not in listed


def test_a_unit_that_has_ended_is_not_waited_for_in_the_month_that_is_gathered(quarter: Flask, as_) -> None:
    day, words = date(2025, 11, 18), "Yigʻilayotgan oy: 2025-yil oktabr, boʻlinmalar: %s, qabul qilingani: %s"
    assert words % (12, 10) in page_on(quarter, as_("metodist"), day)
    with quarter.app_context():
        office = office_of(quarter)
        db.session.delete(office.row("jamlash", parse_period("2025-10")))
        office.units["jamlash"].last_month = 202509
        db.session.commit()
    assert words % (11, 9) in page_on(quarter, as_("metodist"), day)


@pytest.mark.parametrize("day", list(HEAD))
def test_head_director_deputy_and_administrator_on_each_day(quarter: Flask, as_, day: date) -> None:
    november(quarter, day)
    assert months_waited(page_on(quarter, as_("oquv"), day)) == HEAD[day]
    for login in ("direktor", "orinbosar"):
        assert things(page_on(quarter, as_(login), day)) == LEADING[day], login
    assert steps(page_on(quarter, as_("admin"), day)) == STEPS[day]


def test_the_head_sees_the_months_of_all_sectors(quarter: Flask, as_) -> None:
    day = date(2025, 11, 18)
    page = page_on(quarter, as_("oquv"), day)
    assert months_waited(page)[:2] == [LATE, RETURNED]
    assert re.search(r'data-look="back">2025-yil oktabr qaytarildi', page)
    assert re.search(r'data-look="late">2025-yil oktabr topshirilmagan', page)


def test_director_and_deputy_close_when_nobody_is_missing(quarter: Flask, as_) -> None:
    day = date(2025, 12, 9)
    november(quarter, day)
    for login in ("direktor", "orinbosar"):
        page = page_on(quarter, as_(login), day)
        assert things(page) == WAITS[:2], login
        assert "kutilmoqda: 2 boʻlinma, 7-noyabr edi" in page and "kechikdi" not in page, login
    with quarter.app_context():
        office = office_of(quarter)
        office.put("accepted", parse_period("2025-10"))
    for login in ("direktor", "orinbosar"):
        assert things(page_on(quarter, as_(login), day))[0] == "Oyni yopish: 2025-yil oktabr", login


def test_months_that_wait_behind_the_named_ones_are_counted(quarter: Flask, as_) -> None:
    with quarter.app_context():
        office = office_of(quarter)
        for month in ("2025-08", "2025-09"):
            office.put("returned", parse_period(month))
    page = page_on(quarter, as_("direktor"), date(2026, 1, 15))
    named = [f"Yopish: 2025-yil {month}" for month in ("avgust", "sentabr", "oktabr")]
    assert things(page) == [*named, "Yana yopilmagan oylar: 2"]


def test_a_report_that_waits_for_its_signature_is_said_to_whoever_sends_it(quarter: Flask, as_) -> None:
    """Frozen, it lies with the director; signed, it is the methodologist's again, by its day."""
    day = date(2025, 12, 3)
    with quarter.app_context():
        office = office_of(quarter)
        office.put("closed", parse_period("2025-10"))
        report = Report(
            centre_id=1, period="2025-10", version_number=1, basis="accepted", plan_revision=1, figures={}, draft=False,
            figures_hash="", workbook_sha256="", history_hash="", made_by_id=office.people["metodist"].id,
        )  # fmt: skip
        db.session.add(report)
        db.session.commit()
    signing, closing = "Hisobotni imzolash: 2025-yil oktabr", "Yopish: 2025-yil noyabr"
    assert things(page_on(quarter, as_("direktor"), day)) == [signing, closing]
    assert region(page_on(quarter, as_("metodist"), day)) == [("2025-yil oktabr", "direktor imzosida")]
    with quarter.app_context():
        db.session.get(Report, 1).signed_at = now()
        db.session.commit()
    assert things(page_on(quarter, as_("direktor"), day)) == [closing]
    assert region(page_on(quarter, as_("metodist"), day)) == [("2025-yil oktabr", "7-noyabr edi, 26 kun kechikdi")]


def test_the_administrator_reads_how_the_installation_stands(quarter: Flask, as_) -> None:
    page = page_on(quarter, as_("admin"), date(2025, 12, 9))
    assert "Oxirgi zaxira nusxa" in page and "hali yoʻq" in page and "Diskda joy" in page
    assert "Xodimi yoʻq boʻlinmalar" in page and not months_waited(page)


def test_an_exception_stands_first_with_its_end_for_those_whom_it_concerns(quarter: Flask, as_) -> None:
    day = date(2025, 11, 18)
    with quarter.app_context():
        office = office_of(quarter)
        db.session.add(
            LockException(
                centre_id=1, unit_id=office.units["abonement"].id, year_month=202509, until=date(2025, 11, 25),
                reason="Sentabr sonlari tuzatiladi", person_id=office.people["metodist"].id, opens="window",
            )
        )  # fmt: skip
        db.session.commit()
    page = page_on(quarter, as_("abonement"), day)
    assert months_waited(page)[0] == ("2025-09/abonement", "low")
    assert "2025-yil sentabr 25-noyabr gacha ochiq" in page and "Sentabr sonlari tuzatiladi" in page
    assert "gacha ochiq" not in page_on(quarter, as_("umumiy"), day)
    assert "gacha ochiq" not in page_on(quarter, as_("abonement"), date(2025, 11, 26))


@pytest.mark.parametrize("login", ["abonement", "oquv", "metodist", "direktor", "orinbosar", "kuzatuvchi", "admin"])
@pytest.mark.parametrize("day", [date(2025, 11, 18), date(2025, 12, 9), date(2026, 1, 15)])
def test_one_act_stands_out_on_every_first_page(quarter: Flask, as_, day: date, login: str) -> None:
    november(quarter, day)
    page = re.sub(r'<p class="no-js">.*?</p>', "", page_on(quarter, as_(login), day), flags=re.DOTALL)
    assert len(re.findall(r'class="btn primary"', page)) <= 1


def step_links(page: str) -> dict[str, str]:
    """What the administrator has still to do → where it is done."""
    block = page.split("Bajarilishi kerak boʻlgan qadamlar")[1]
    return {words: href for href, words in re.findall(r'class="what" href="([^"]*)">([^<]*)<', block)}


def test_a_fresh_centre_is_told_whom_it_lacks_and_that_it_has_not_said_when_it_begins(app: Flask, as_) -> None:
    admin = as_("admin")
    with app.app_context():
        people = {person.login: person for person in db.session.scalars(select(Person))}
        for login in ("metodist", "direktor"):
            set_active(actor=people["admin"], person=people[login], active=False, today=TODAY)
        db.session.commit()
    links = step_links(page_on(app, admin, TODAY))
    assert list(links)[:3] == ["Metodist", "Direktor", "Ishning boshlanishi"]
    for words, place in (("Metodist", "login"), ("Direktor", "login"), ("Ishning boshlanishi", "first_month")):
        page = admin.get(links[words].split("#")[0])
        assert page.status_code == 200 and f'id="{place}"' in page.get_data(as_text=True), words
    assert links["Ishning boshlanishi"].endswith("#first_month")
    assert admin.post("/deadlines/holidays/beginning", {"first_month": "2025-06"}).status_code == 303
    with app.app_context():
        set_active(actor=None, person=person_by_login("direktor"), active=True, today=TODAY)
        db.session.commit()
    assert list(step_links(page_on(app, admin, TODAY)))[:2] == ["Metodist", "Ish rejasi"]


def test_who_has_handed_a_month_in_has_begun(quarter: Flask, as_) -> None:
    assert "Ishning boshlanishi" not in step_links(page_on(quarter, as_("admin"), date(2025, 12, 9)))
