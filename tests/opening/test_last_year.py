"""Last year's months typed beside a plan, there being no plan of last year: growth, the season and key L live by them;
they are no part of this year (domain.md §4 “Beginning”)."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from app.domain.errors import Locked
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Plan
from app.operations.entries import save_cell
from app.operations.opening import save_opening
from app.operations.own_shares import spread_own_shares
from app.queries.cells import find_cell
from app.queries.consolidation import consolidate
from app.queries.month_facts import last_year_by_unit, last_year_months
from app.queries.plan import part_by_key
from app.queries.shared_figures import shared_figures
from app.queries.units import all_units
from tests.cast import TODAY
from tests.opening.office import Office, office_of

PAGE = "/plan/2025/last-year"
DONE = {"abonement": "3000", "umumiy-zal": "1500"}
MONTHS = [400, 500, 300, 200, 100, 100, 100, 100, 300, 400, 300, 200]  # visits of 2024, 3000 together


@pytest.fixture
def office(app: Flask, context: None) -> Office:
    return office_of()


def type_in(office: Office, *typed: tuple[str, str], last_year: bool = True) -> list[str]:
    """Gives the codes of what was refused."""
    cells = [(key, text, 0) for key, text in typed]
    _count, refusals = save_opening(
        actor=office.people["metodist"], plan=office.plan, typed=cells, today=TODAY, last_year=last_year
    )
    db.session.commit()
    return [one.error.code for one in refusals]


def visits(unit: str = "abonement") -> list[tuple[str, str]]:
    return [(f"IV.15|{unit}|2024-{month:02}", str(figure)) for month, figure in enumerate(MONTHS, 1)]


def words(browser: Any, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.get_data(as_text=True))).split())


def test_they_are_no_part_of_this_year(office: Office) -> None:
    assert type_in(office, *visits()) == []
    for period in ("2025", "2025-01", "2025-Q4"):
        table = consolidate(office.plan, parse_period(period), today=TODAY)
        row = next(row for section in table.sections for row in section.rows if row.row.key == "IV.15")
        assert row.parts[0].running.value is None and row.parts[0].opening == (), period


def test_the_season_of_last_year_is_theirs(office: Office) -> None:
    type_in(office, *visits(), ("IV.15|umumiy-zal|2024-01", "600"))
    assert last_year_months(office.plan, part_by_key(office.plan, "IV.15")) == [1000, *MONTHS[1:]]


def test_of_the_year_alone_no_month_is_known(office: Office) -> None:
    assert type_in(office, ("IV.15|abonement|2024-01--2024-12", "3000")) == []
    assert last_year_months(office.plan, part_by_key(office.plan, "IV.15")) is None
    figure = next(one for one in shared_figures(office.plan) if one.key == "IV.15")
    codes = {unit.id: unit.code for unit in all_units(1)}
    assert {codes[unit]: value for unit, value in last_year_by_unit(office.plan, figure).items()} == {"abonement": 3000}


def test_shares_are_spread_by_what_was_typed_of_last_year(office: Office) -> None:
    """What is proposed by it is what is stored: 9000 as 3000 to 1500."""
    assert type_in(office, *((f"IV.15|{unit}|2024-01--2024-12", done) for unit, done in DONE.items())) == []
    part = part_by_key(office.plan, "IV.15")
    spread_own_shares(
        actor=office.people["metodist"], plan=office.plan, part=part, version=part.indicator.version, way="last_year",
        reason="Oʻtgan yil boʻyicha",
    )  # fmt: skip
    codes = {unit.id: unit.code for unit in all_units(1)}
    found = {codes[share.unit_id]: share.amount for share in part.own_shares if share.amount}
    assert found == {"abonement": 6000, "umumiy-zal": 3000}


def held_against(app: Flask, *typed: tuple[str, str]) -> None:
    """1650 visits this year, and what is known of last year's."""
    with app.app_context():
        office = office_of()
        assert type_in(office, *typed) == []
        cell = find_cell(office.plan, "IV.15|abonement|2025-02-03")
        save_cell(actor=office.people["metodist"], plan=office.plan, cell=cell, typed="1650", version=0, today=TODAY)
        db.session.commit()


def test_growth_is_held_against_the_same_months(app: Flask, as_: Any) -> None:
    """1650 from January to October after 2500 by then: 66 % of it, 34 % less."""
    held_against(app, *visits())
    page = words(as_("direktor"), "/plan/2025/IV.15")
    assert "Oʻtgan yilning shu oylariga nisbatan -34 %" in page.replace("\u2212", "-").replace("\u00a0", " ")


def test_half_a_year_is_no_growth(app: Flask, as_: Any) -> None:
    held_against(app, *visits()[:3])
    assert "oʻtgan yilning shu oylari toʻliq maʼlum emas" in words(as_("direktor"), "/plan/2025/IV.15")


def test_key_l_shows_them_in_the_diary_and_on_the_page_of_a_service(app: Flask, as_: Any) -> None:
    held_against(app, *visits(), ("IV.12.1|jamlash|2024-11", "77"))
    diary = unescape(as_("abonement").get("/diary/2025-11").get_data(as_text=True))
    foot = diary[diary.index('<tr class="last-year">') :]
    assert re.search(r"<td class=\"n\">\s*300\s*</td>", foot[: foot.index("</tr>")])
    assert 'data-last="' not in diary, "of last year's days nothing is known"


def test_what_is_typed_is_judged_cell_by_cell(office: Office) -> None:
    wrong = ("IV.15|abonement|2024-01", "koʻp"), ("IV.15|abonement|2025-01", "5"), ("IV.15|abonement|2024-03", "×")
    refused = type_in(office, *wrong, ("IV.15|abonement|2024-02", "5"))
    assert refused == ["number.not_number", "cell.unknown", "opening.set_aside"]


def test_the_page_takes_a_table_and_shows_it_again(app: Flask, as_: Any) -> None:
    browser = as_("metodist")
    page = unescape(browser.get(f"{PAGE}?unit=abonement").get_data(as_text=True))
    keys = re.search(r'name="cells" value="([^"]*)"', page)[1].split()
    assert "IV.15|abonement|2024-01" in keys and "IV.15|abonement|2024-01--2024-12" in keys
    versions = re.search(r'name="versions" value="([^"]*)"', page)[1]
    values = ["400" if key == "IV.15|abonement|2024-01" else "" for key in keys]
    form = {"cells": " ".join(keys), "versions": versions, "value": values}
    assert browser.post(f"{PAGE}?unit=abonement", form).status_code == 303
    assert re.search(r'value="400"', browser.get(f"{PAGE}?unit=abonement").get_data(as_text=True))
    assert words(browser, "/system/history").count("2024-yil yanvar") == 1


@pytest.mark.parametrize("login", ["abonement", "direktor", "kuzatuvchi"])
def test_others_read_it(app: Flask, as_: Any, login: str) -> None:
    assert 'name="cells"' not in as_(login).get(PAGE).get_data(as_text=True)
    assert as_(login).post(PAGE, {"cells": "", "versions": ""}).status_code == 404


def test_where_last_year_has_a_plan_it_is_read_and_the_page_says_so(app: Flask, as_: Any) -> None:
    held_against(app, *visits())
    with app.app_context():
        db.session.add(Plan(centre_id=1, year=2024, title="2024", centre_name="", state="closed", approval=[]))
        db.session.commit()
    page = words(as_("metodist"), PAGE)
    assert "2024-yil rejasi yuklangan: oʻtgan yil sonlari undan olinadi" in page
    assert "Bu yerda yozilgan sonlar oʻqilmaydi: 12." in page
    with app.app_context():
        office = office_of()
        assert last_year_months(office.plan, part_by_key(office.plan, "IV.15")) is None
        with pytest.raises(Locked, match="opening.year_has_plan"):
            type_in(office, ("IV.15|abonement|2024-01", "5"))


def test_the_beginning_of_the_centre_is_not_bound_by_them(office: Office) -> None:
    """Opening figures of this year keep the beginning from moving before them; last year's months are none."""
    from app.queries.opening import opening_stretches

    type_in(office, *visits())
    assert opening_stretches(1) == {}


def test_months_that_come_to_another_sum_than_the_paper_are_named(app: Flask, as_) -> None:
    """IV.15's fact of 2024 is 11 187. Three months of it say nothing yet; more than it, or all of them, do."""

    def told() -> str:
        page = as_("metodist").get("/plan/2025/last-year").get_data(as_text=True)
        return (
            page.split('id="other-than-fact"')[1].split("</div>")[0].replace("\u00a0", " ")
            if "other-than" in page
            else ""
        )

    with app.app_context():
        type_in(office_of(), ("IV.15|abonement|2024-01", "3000"))
    assert told() == ""
    with app.app_context():
        type_in(office_of(), ("IV.15|umumiy-zal|2024-02", "9000"))
    assert "IV.15" in told() and "yigʻindi 12 000, fakt 11 187" in told()


@pytest.mark.parametrize(("typed", "named"), [("11187", False), ("11000", True)])
def test_a_whole_year_is_held_against_the_fact(app: Flask, as_, typed: str, named: bool) -> None:
    with app.app_context():
        assert type_in(office_of(), ("IV.15||2024-01--2024-12", typed)) == []
    page = as_("metodist").get("/plan/2025/last-year").get_data(as_text=True)
    assert ('id="other-than-fact"' in page) == named
