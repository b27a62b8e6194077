"""Who looks at a month is one truth while somebody stands in: list, badge, first page, matrix and the month's own page
say the same of it (domain.md §5 “Whose act”)."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest
from flask import Flask

from app.domain.duties import REVIEW
from app.domain.errors import DomainError
from app.domain.periods import TASHKENT, parse_period
from app.extensions import db
from app.models import Setting, Submission
from app.operations.submissions import accept_month, accept_own_month
from app.queries.duties import duties, everybody, of_person
from app.queries.stand_ins import stand
from app.queries.waiting import accepting_acts
from tests.cast import TODAY
from tests.stand_ins.conftest import StandInOf, person_of
from tests.submissions.conftest import office_of

UNITS = ("abonement", "umumiy-zal", "metodika")
READERS = ("metodist", "umumiy", "direktor", "orinbosar", "biblio", "kuzatuvchi")
By = dict[str, tuple[str, str]]  # unit → who handed it in, and in whose place


def handed_in(app: Flask, stands_in: StandInOf, stand_ins: list[tuple[str, str]], months: By, allowed: bool) -> None:
    """October of some units, handed in by whom and in whose place; nothing else waits."""
    numbers = {pair: stands_in(*pair) for pair in stand_ins}
    with app.app_context():
        office = office_of(app)
        office.settle()
        for month in parse_period("2025-9M").months:
            office.put("closed", month, commit=False)
        office.put("submitted", commit=False, whole=True)
        db.session.flush()
        for row in db.session.query(Submission).where(Submission.year_month == 202510):
            row.state_at = datetime(2025, 11, 5, 9, tzinfo=TASHKENT)
            login, absent = months.get(row.unit.code, ("", ""))
            if not login:
                row.state = "draft"
                continue
            row.submitted_by_id = office.people[login].id
            row.submitted_stand_in_id = numbers[login, absent] if absent else None
        if allowed:
            db.session.add(Setting(centre_id=1, name="own_acceptance", value="1"))
        db.session.commit()


def listed(app: Flask, login: str) -> set[str]:
    with app.app_context():
        codes = {unit.id: code for code, unit in office_of(app).units.items()}
        found = duties(1, of_person(stand(person_of(login), TODAY)), TODAY)
        return {codes[duty.unit_id or 0] for duty in found if duty.kind == REVIEW}


def decided(app: Flask, login: str) -> set[str]:
    """What ``waiting.accepting_acts`` lets a person decide on: the way from one month to the next."""
    with app.app_context():
        person, office = stand(person_of(login), TODAY), office_of(app)
        rows = [row for row in map(office.row, UNITS) if row and row.state == "submitted"]
        return {row.unit.code for row in rows if accepting_acts(person, row, TODAY)}


def accepts(app: Flask, login: str, unit: str) -> bool:
    """Whether one of the acts lets a person accept a month; it is left as it was."""
    with app.app_context():
        office = office_of(app)
        person = stand(office.people[login], TODAY)
        which = {"unit_month": office.unit_month(unit), "version": office.version(unit), "today": TODAY}
        done = 0
        for act in (accept_month, accept_own_month):
            with suppress(DomainError), db.session.begin_nested() as savepoint:
                act(actor=person, **which)
                done += 1
                savepoint.rollback()
        db.session.rollback()
        return done > 0


def badge(page: str) -> int:
    found = re.search(r'href="/submissions/[^"]*"[^>]*>[^<]*<span class="pill">(\d+)</span>', page)
    return int(found[1]) if found else 0


def on_the_matrix(page: str) -> set[str]:
    above = page.split('id="from-reviewers"', 1)[1].split("</section>", 1)[0] if 'id="from-reviewers"' in page else ""
    ticks = re.findall(r'name="wanted"\s+value="2025-10\|([\w-]+)\|', page)
    return {*ticks, *re.findall(r"/submissions/2025-10/([\w-]+)", above)}


def on_the_first_page(page: str) -> set[str]:
    """The months to look at: in the methodologist's first answer, and among what the director is to do."""
    answer = re.search(r"<h2>Koʻrib chiqish</h2>(.*?)</section>", page, re.DOTALL)
    todo = page.split('<div class="todo">', 1)[1].split("</div>", 1)[0] if '<div class="todo">' in page else ""
    found = [answer[1] if answer else "", *re.findall(r"<section.*?Koʻrib, qabul.*?</section>", todo, re.DOTALL)]
    return set(re.findall(r"/submissions/2025-10/([\w-]+)", "".join(found)))


def offers(page: str) -> bool:
    return re.search(r'action="/submissions/2025-10/[\w-]+/accept(-own)?"', page) is not None


CASES: dict[str, tuple[list[tuple[str, str]], By, bool, dict[str, set[str]]]] = {
    "handed in before she stood in": (
        [("umumiy", "metodist")],
        {"umumiy-zal": ("umumiy", ""), "abonement": ("abonement", "")},
        False,
        {"metodist": {"umumiy-zal", "abonement"}, "umumiy": {"abonement"}, "direktor": {"umumiy-zal"}},
    ),
    "handed in in her place": (
        [("umumiy", "metodist")],
        {"abonement": ("umumiy", "metodist")},
        False,
        {"metodist": set(), "umumiy": set(), "direktor": {"abonement"}},
    ),
    "her own month": (
        [("umumiy", "metodist")],
        {"metodika": ("metodist", ""), "abonement": ("abonement", "")},
        False,
        {"metodist": {"abonement"}, "umumiy": {"abonement"}, "direktor": {"metodika"}},
    ),
    "a centre that lets her accept her own": (
        [("umumiy", "metodist")],
        {"metodika": ("metodist", ""), "umumiy-zal": ("umumiy", "")},
        True,
        {"metodist": {"metodika", "umumiy-zal"}, "umumiy": {"metodika", "umumiy-zal"},
         "direktor": {"metodika", "umumiy-zal"}},
    ),
    "the director in her place": (
        [("direktor", "metodist")],
        {"metodika": ("metodist", ""), "abonement": ("abonement", "")},
        False,
        {"metodist": {"abonement"}, "umumiy": set(), "direktor": {"metodika", "abonement"}},
    ),
    "she in the director's place": (
        [("metodist", "direktor")],
        {"metodika": ("metodist", ""), "abonement": ("abonement", "")},
        False,
        {"metodist": {"abonement"}, "umumiy": set(), "direktor": {"metodika"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_list_badge_first_page_matrix_and_the_month_agree(
    app: Flask, approved: Flask, as_: Callable, stands_in: StandInOf, case: str
) -> None:
    stand_ins, months, allowed, wanted = CASES[case]
    handed_in(app, stands_in, stand_ins, months, allowed)
    for login in READERS:
        found, browser = listed(app, login), as_(login)
        if login in wanted:
            assert found == wanted[login], login
        assert decided(app, login) == found, login
        home = browser.get("/").get_data(as_text=True)
        assert badge(home) == len(found), login
        if login != "kuzatuvchi":  # who inspects reads the answers of the centre
            assert on_the_first_page(home) == found, login
        assert on_the_matrix(browser.get("/submissions/?year=2025").get_data(as_text=True)) == found, login
        pages = {unit: browser.get(f"/submissions/2025-10/{unit}").get_data(as_text=True) for unit in months}
        assert {unit for unit, page in pages.items() if offers(page)} == found, login
        assert {unit for unit in months if accepts(app, login, unit)} == found, login
    with app.app_context():  # nothing waits in silence, and each of it once
        every = [duty for duty in duties(1, everybody(), TODAY) if duty.kind == REVIEW]
        assert len(every) == len(months)


def test_who_has_come_back_accepts_what_her_stand_in_handed_in_before(
    app: Flask, approved: Flask, as_: Callable, stands_in: StandInOf
) -> None:
    """The first page names it as hers, not as the director's, also among what keeps the month open."""
    handed_in(app, stands_in, [("umumiy", "metodist")], {"umumiy-zal": ("umumiy", "")}, False)
    for login in ("metodist", "kuzatuvchi"):
        page = as_(login).get("/").get_data(as_text=True)
        assert "koʻrilmagan: 1" in page and "direktor qabulida" not in page, login
    assert "direktor qabulida: 1" in as_("umumiy").get("/").get_data(as_text=True)  # not hers: she handed it in
    with app.app_context():
        version = office_of(app).version("umumiy-zal")
    answer = as_("metodist").post("/submissions/2025-10/umumiy-zal/accept", {"version": version})
    assert answer.status_code == 303
    with app.app_context():
        assert office_of(app).row("umumiy-zal").state == "accepted"


def test_what_she_handed_in_herself_stays_the_directors_for_who_only_looks_on(
    app: Flask, approved: Flask, as_: Callable, stands_in: StandInOf
) -> None:
    """Nor is it the methodologist's while nobody else has her right in his own name."""
    handed_in(app, stands_in, [("umumiy", "metodist")], {"metodika": ("metodist", "")}, False)
    for login in ("metodist", "umumiy", "kuzatuvchi"):
        page = as_(login).get("/").get_data(as_text=True)
        assert "direktor qabulida: 1" in page and "koʻrilmagan" not in page, login
