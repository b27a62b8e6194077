"""A row that passes from one unit to another in the year: whose share is what (domain.md §3 “Own share”)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.domain.amending import CHANGE, END
from app.domain.errors import Invalid
from app.domain.periods import parse_period
from app.extensions import db
from app.models import OwnShare
from app.operations.amendment_effects import effects_of
from app.operations.own_shares import set_own_shares, spread_own_shares
from app.queries.consolidation import PartFigures, consolidate
from app.queries.month_review import review_of
from app.queries.own_shares import SharesOfYear
from app.queries.plan import part_by_key, responsible_units, row_by_key
from app.queries.row_page import row_view
from app.queries.units import all_units
from tests.amendments.conftest import Amended, approved, at_work

__all__ = ["approved"]

JULY, NOVEMBER = date(2025, 7, 2), date(2025, 11, 3)
BOUGHT = "IV.12.2"  # 310 copies: ten months of 26, two of 25; counted by acquisitions alone
VISITS = "IV.15"  # 9000, 750 a month; seven units count it
HANDED_OVER = (CHANGE, BOUGHT, {"shares": {"akt": "counts", "jamlash": "oversees"}})


def of_unit(amended: Amended, key: str, *codes: str, period: str = "2025", day: date = NOVEMBER) -> PartFigures:
    ids = [amended.unit(code).id for code in codes]
    table = consolidate(amended.plan, parse_period(period), today=day, unit_ids=ids)
    return next(one for group in table.sections for row in group.rows for one in row.parts if one.key == key)


def shares(amended: Amended, key: str) -> dict[str, int]:
    found = SharesOfYear(amended.plan).of_part(part_by_key(amended.plan, key)).shares
    return {unit.code: found[unit.id] for unit in all_units(1) if unit.id in found}


def divide(amended: Amended, key: str, amounts: dict[str, int]) -> None:
    part = part_by_key(amended.plan, key)
    set_own_shares(
        actor=amended.people["metodist"], plan=amended.plan, part=part, version=part.indicator.version,
        amounts={amended.unit(code).id: amount for code, amount in amounts.items()}, reason="Kelishuv",
    )  # fmt: skip
    db.session.commit()


def counting(amended: Amended, key: str, *, without: str, instead: str) -> tuple[str, str, dict[str, dict[str, str]]]:
    """From then on another unit counts a row in the place of one."""
    named = responsible_units(row_by_key(amended.plan, key), all_units(1))
    codes = {unit.code: named[unit.id] for unit in all_units(1) if unit.id in named and unit.code != without}
    return CHANGE, key, {"shares": {**codes, instead: "counts"}}


def month_share(amended: Amended, unit: str, month: str, key: str) -> int | None:
    review = review_of(amended.plan, amended.unit(unit), parse_period(month), NOVEMBER)
    return next(line.share for line in review.lines if line.part.key == key)


def test_each_is_held_against_the_months_in_which_it_counts(amended: Amended) -> None:
    """By hand: 6 × 26 = 156 until June; 4 × 26 + 2 × 25 = 154 from July, 104 of them by the end of October."""
    amended.write("IV.12.2|jamlash|2025-03", "-", date(2025, 4, 1))
    assert shares(amended, BOUGHT) == {"jamlash": 310}
    amended.amend("2025-07", HANDED_OVER, day=JULY)
    assert shares(amended, BOUGHT) == {"akt": 154, "jamlash": 156}
    one, other = of_unit(amended, BOUGHT, "jamlash"), of_unit(amended, BOUGHT, "akt")
    assert (one.share, one.due, other.share, other.due) == (156, 156, 154, 104)
    both = of_unit(amended, BOUGHT, "jamlash", "akt")
    assert (both.share, both.due) == (310, 260), "together they are the centre"
    assert of_unit(amended, BOUGHT, "jamlash", period="2025-Q1").due == 78, "as before"
    assert (month_share(amended, "jamlash", "2025-06", BOUGHT), month_share(amended, "akt", "2025-07", BOUGHT)) == (
        26,
        26,
    )
    # Of IV.12, which sums 11 + 310 + 650: acquisitions have 11 + 156 + 650, the other 154.
    assert of_unit(amended, "IV.12", "jamlash").share == 817 and of_unit(amended, "IV.12", "akt").share == 154


def test_the_rows_page_and_the_first_pages_say_the_same(approved: Flask, as_: Any) -> None:
    with at_work(approved) as amended:
        amended.amend("2025-07", HANDED_OVER, day=JULY)
        (figure,) = row_view(amended.plan, None, row_by_key(amended.plan, BOUGHT), all_units(1), NOVEMBER).figures
        assert {one.unit.code: one.share for one in figure.by_unit} == {"jamlash": 156, "akt": 154}
    for login, share in (("jamlash", "156"), ("akt", "154")):
        page = as_(login).get("/").get_data(as_text=True)
        (line,) = [one for one in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f'data-own="{BOUGHT}"' in one]
        assert f">{share}<" in re.sub(r"\s", "", line), login


def test_a_share_that_was_set_keeps_what_lay_in_its_months(amended: Amended) -> None:
    """2400 a year are 200 a month: six months are 1200. 3600 of the other stay; 4200 of 9000 are nobody's."""
    divide(amended, VISITS, {"abonement": 3600, "umumiy-zal": 2400})
    amendment = amended.prepare("2025-07", counting(amended, VISITS, without="umumiy-zal", instead="bibliografiya"))
    assert effects_of(amended.plan, amendment, JULY).faults == []
    amended.ask(amendment, JULY)
    amended.approve(amendment, JULY)
    assert shares(amended, VISITS) == {"abonement": 3600, "umumiy-zal": 1200}
    left = of_unit(amended, VISITS, "umumiy-zal")
    assert (left.share, left.due) == (1200, 1200)
    assert month_share(amended, "umumiy-zal", "2025-03", VISITS) == 200, "as before"
    assert of_unit(amended, VISITS, "bibliografiya").share is None, "nobody has given it one"
    divide(amended, VISITS, {"abonement": 3600, "umumiy-zal": 1200, "bibliografiya": 1200})
    new = of_unit(amended, VISITS, "bibliografiya")
    assert (new.share, new.due) == (1200, 800)  # July to October at 200
    with pytest.raises(Invalid, match="shares.above_plan"):
        divide(amended, VISITS, {"abonement": 3600, "umumiy-zal": 1200, "bibliografiya": 4201})


def test_evenly_weighs_the_months(amended: Amended) -> None:
    """Six units of twelve months, two of six: 9000 × 6 / 84 are 642.9 for each half."""
    change = counting(amended, VISITS, without="umumiy-zal", instead="bibliografiya")
    amended.amend("2025-07", change, day=JULY)
    part = part_by_key(amended.plan, VISITS)
    spread_own_shares(
        actor=amended.people["metodist"], plan=amended.plan, part=part, version=part.indicator.version, way="even",
        reason="Teng",
    )  # fmt: skip
    found = shares(amended, VISITS)
    assert sum(found.values()) == 9000 and len(found) == 8
    assert {found["umumiy-zal"], found["bibliografiya"]} == {643} and found["abonement"] == 1286


def test_who_counted_alone_until_june_has_these_months_alone(amended: Amended) -> None:
    """156 until June are acquisitions' own; the 154 from July are divided between both: 77 each."""
    both = {"shares": {"jamlash": "counts", "akt": "counts"}}
    amended.amend("2025-07", (CHANGE, BOUGHT, both), day=JULY)
    assert shares(amended, BOUGHT) == {}, "of what both count nobody has a share yet"
    assert month_share(amended, "jamlash", "2025-03", BOUGHT) == 26, "as before"
    part = part_by_key(amended.plan, BOUGHT)
    spread_own_shares(
        actor=amended.people["metodist"], plan=amended.plan, part=part, version=part.indicator.version, way="even",
        reason="Teng",
    )  # fmt: skip
    assert shares(amended, BOUGHT) == {"akt": 77, "jamlash": 233}
    assert of_unit(amended, BOUGHT, "jamlash", period="2025-H1").due == 156
    assert of_unit(amended, BOUGHT, "akt", period="2025-H1").due == 0


def test_what_one_unit_has_alone_is_not_divided_between_others(approved: Flask, as_: Any) -> None:
    """Acquisitions until June: 156. Of the 154 from July two others take theirs, and no more."""
    two = {"akt": "counts", "metodika": "counts", "jamlash": "oversees"}
    with at_work(approved) as amended:
        amended.amend("2025-07", (CHANGE, BOUGHT, {"shares": two}), day=JULY)
        assert shares(amended, BOUGHT) == {"jamlash": 156}
        with pytest.raises(Invalid, match="shares.above_plan"):
            divide(amended, BOUGHT, {"akt": 100, "metodika": 55})
        with pytest.raises(Invalid, match="shares.not_counting"):
            divide(amended, BOUGHT, {"jamlash": 10})
        divide(amended, BOUGHT, {"akt": 100, "metodika": 54})
        assert shares(amended, BOUGHT) == {"akt": 100, "jamlash": 156, "metodika": 54}
    page = as_("metodist").get(f"/plan/2025/{BOUGHT}/shares/0").get_data(as_text=True)
    assert "156 – yolgʻiz oʻzi hisoblagan oylar rejasi" in page and 'data-wanted="154"' in page
    assert 'name="amount-jamlash"' not in page and 'name="amount-akt"' in page


def test_a_level_belongs_to_who_counts_it_at_the_end(amended: Amended) -> None:
    """5509 readers, two units until June, then one: it has the whole level, the other gave its own away."""
    divide(amended, "IV.14", {"abonement": 2000, "oquv-zallari": 3509})
    amended.amend(
        "2025-07", (CHANGE, "IV.14", {"shares": {"oquv-zallari": "counts", "abonement": "oversees"}}), day=JULY
    )
    assert shares(amended, "IV.14") == {"oquv-zallari": 5509}
    assert of_unit(amended, "IV.14", "oquv-zallari").share == 5509


def test_a_row_that_ends_leaves_no_more_shares_than_plan(amended: Amended) -> None:
    """IV.18: five, one in each of the first five months; from April three are left of it, and 3 + 2 were given."""
    divide(amended, "IV.18", {"abonement": 3, "oquv-zallari": 2})
    amended.amend("2025-04", (END, "IV.18", {}), day=date(2025, 4, 2))
    found = shares(amended, "IV.18")
    assert found == {"abonement": 2, "oquv-zallari": 1}
    assert {one.amount for one in db.session.query(OwnShare)} == {2, 1}
