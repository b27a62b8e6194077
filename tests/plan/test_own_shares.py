"""Dividing a row's plan: who may, what is refused, what it leaves behind, and what the pages hold against it."""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.domain.amounts import parse_amount
from app.domain.errors import Conflict, Invalid, Locked, NotAllowed
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Change, Entry, Indicator, OwnShare, Part
from app.operations.history import broken_link
from app.operations.own_shares import set_own_shares, spread_own_shares
from app.operations.plan_import import import_plan
from app.operations.plan_rows import set_amounts
from app.operations.plans import approve_plan, set_counting
from app.queries.consolidation import Consolidation, consolidate
from app.queries.data_checks import findings_of
from app.queries.month_review import review_of
from app.queries.own_shares import SharesOfYear
from app.queries.plan import part_by_key, plan_of, plan_table, row_by_key, row_units, rows_of
from app.queries.row_page import row_view
from app.queries.units import all_units
from tests.cast import APPROVED, TODAY
from tests.speed.year import copy_of_plan
from tests.submissions.conftest import Office, office_of

VISITS = "IV.15"  # 9000 a year; seven units count it
ACQUIRED = ["IV.12.1", "IV.12.2", "IV.12.3", "IV.12.4.a", "IV.12.4.b"]
COUNTING = ["oquv-zallari", "elektron-zal", "abonement", "umumiy-zal", "manaviyat", "huquqiy", "olkashunoslik"]


@pytest.fixture
def office(context: None, app: Flask) -> Office:
    return office_of(app)


def divide(
    office: Office, key: str, amounts: dict[str, int], *, login: str = "metodist", reason: str = "kelishuv"
) -> None:
    part = part_by_key(office.plan, key)
    given = {office.units[code].id: amount for code, amount in amounts.items()}
    set_own_shares(
        actor=office.people[login],
        plan=office.plan,
        part=part,
        version=part.indicator.version,
        amounts=given,
        reason=reason,
    )


def spread(office: Office, key: str, way: str) -> None:
    part = part_by_key(office.plan, key)
    version = part.indicator.version
    spread_own_shares(actor=office.people["metodist"], plan=office.plan, part=part, version=version, way=way)


def shares(office: Office, key: str) -> dict[str, int]:
    found, codes = SharesOfYear(office.plan).of_part(part_by_key(office.plan, key)), office.units.values()
    return {unit.code: found.shares[unit.id] for unit in codes if unit.id in found.shares}


def write(office: Office, key: str, unit: str, month: int, value: int, year: int = 2025) -> None:
    part = part_by_key(plan_of(1, year), key)
    place = {"centre_id": 1, "part_id": part.id, "unit_id": office.units[unit].id}
    when = {"date": date(year, month, 10), "year_month": year * 100 + month, "grain": "month"}
    db.session.add(Entry(**place, **when, state="number", value=value, person_id=office.people["metodist"].id))
    db.session.flush()


def of_units(office: Office, key: str, *codes: str):
    ids = [office.units[code].id for code in codes]
    table = consolidate(office.plan, parse_period("2025"), today=TODAY, unit_ids=ids)
    parts = {part.key: part for section in table.sections for row in section.rows for part in row.parts}
    return parts[key]


def test_shares_are_stored_told_in_the_history_and_change_no_figure(office: Office) -> None:
    write(office, VISITS, "abonement", 3, 400)
    before = of_units(office, VISITS, *COUNTING)
    version = row_by_key(office.plan, VISITS).version
    divide(office, VISITS, {"abonement": 3200, "umumiy-zal": 1900})
    assert shares(office, VISITS) == {"abonement": 3200, "umumiy-zal": 1900}
    assert row_by_key(office.plan, VISITS).version == version + 1
    divide(office, VISITS, {"abonement": 3300}, reason="Umumiy zal taʼmirda")
    change = db.session.scalars(select(Change).where(Change.subject == "own_shares").order_by(Change.id)).all()[-1]
    assert change.before == {"abonement": "3200", "umumiy-zal": "1900", "origin": "typed"}
    assert change.after == {"abonement": "3300", "origin": "typed"}
    assert (change.subject_key, change.reason, change.person_name) == ("2025|IV.15", "Umumiy zal taʼmirda", "Metodist")
    assert broken_link(1) is None
    assert of_units(office, VISITS, *COUNTING) == before, "the units together are held against the whole plan"


def test_the_same_shares_again_leave_no_trace(office: Office) -> None:
    divide(office, VISITS, {"abonement": 3200})
    version, count = row_by_key(office.plan, VISITS).version, len(db.session.scalars(select(Change)).all())
    divide(office, VISITS, {"abonement": 3200})
    assert row_by_key(office.plan, VISITS).version == version
    assert len(db.session.scalars(select(Change)).all()) == count


def test_evenly_and_by_last_year(office: Office) -> None:
    spread(office, VISITS, "even")
    found = shares(office, VISITS)
    assert set(found) == set(COUNTING) and sum(found.values()) == 9000
    assert sorted(found.values()) == [1285, 1285, 1286, 1286, 1286, 1286, 1286]
    with pytest.raises(Invalid, match="shares.nothing_to_go_by"):
        spread(office, VISITS, "last_year")
    copy_of_plan(office.people["metodist"], 2024)
    for unit, month, value in [("abonement", 2, 500), ("abonement", 8, 500), ("umumiy-zal", 5, 500), ("akt", 5, 900)]:
        write(office, VISITS, unit, month, value, 2024)
    spread(office, VISITS, "last_year")
    found = shares(office, VISITS)
    assert found == {**dict.fromkeys(COUNTING, 0), "abonement": 6000, "umumiy-zal": 3000}
    assert {share.origin for share in db.session.scalars(select(OwnShare))} == {"last_year"}


def test_who_began_in_july_is_given_for_half_a_year_and_owes_nothing_before(office: Office) -> None:
    office.units["huquqiy"].first_month = 202507
    office.units["manaviyat"].last_month = 202412  # ended before the year
    db.session.flush()
    spread(office, VISITS, "even")
    found = shares(office, VISITS)
    assert sum(found.values()) == 9000 and "manaviyat" not in found
    assert found["huquqiy"] == pytest.approx(found["abonement"] / 2, abs=1)
    own = of_units(office, VISITS, "huquqiy")
    assert (own.share, own.due) == (found["huquqiy"], pytest.approx(found["huquqiy"] * 4 / 6, abs=2))


REFUSALS = [
    ("abonement", VISITS, {"abonement": 1}, "asos", NotAllowed, "shares.methodologist"),
    ("direktor", VISITS, {"abonement": 1}, "asos", NotAllowed, "shares.methodologist"),
    ("metodist", VISITS, {"abonement": 1}, " ", Invalid, "shares.reason_needed"),
    ("metodist", VISITS, {"abonement": 9001}, "asos", Invalid, "shares.above_plan"),
    ("metodist", VISITS, {"abonement": -1}, "asos", Invalid, "shares.negative"),
    ("metodist", VISITS, {"akt": 5}, "asos", Invalid, "shares.not_counting"),
    ("metodist", VISITS, {"abonement": Decimal("1.5")}, "asos", Invalid, "shares.places"),
    ("metodist", "IV.16", {"abonement": 5}, "asos", Invalid, "shares.no_plan"),
    ("metodist", "IV.12.4", {"jamlash": 5}, "asos", Invalid, "shares.of_parts"),
    ("metodist", "IV.12.2", {"jamlash": 5}, "asos", Invalid, "shares.one_unit"),
    ("metodist", "I.2", {"metodika": 5}, "asos", Invalid, "shares.one_unit"),  # joint: the lead's alone
]


@pytest.mark.parametrize(("login", "key", "amounts", "reason", "kind", "code"), REFUSALS)
def test_what_cannot_be_is_refused(office: Office, login, key, amounts, reason, kind, code) -> None:
    approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
    with pytest.raises(kind, match=code):
        divide(office, key, amounts, login=login, reason=reason)
    assert db.session.scalars(select(OwnShare)).all() == []


def test_a_draft_wants_no_reason_a_closed_plan_takes_none_and_an_old_version_conflicts(office: Office) -> None:
    divide(office, VISITS, {"abonement": 1}, reason="")
    part = part_by_key(office.plan, VISITS)
    with pytest.raises(Conflict):
        set_own_shares(actor=office.people["metodist"], plan=office.plan, part=part, version=1, amounts={}, reason="x")
    row = part.indicator
    row.mode = "ratio"
    with pytest.raises(Invalid, match="shares.of_ratio"):
        divide(office, VISITS, {"abonement": 1})
    row.mode = "flow"
    office.plan.state = "closed"
    with pytest.raises(Locked):
        divide(office, VISITS, {"abonement": 1})


def count_by(office: Office, key: str, **changes: str) -> None:
    """Set who counts a row, as the methodologist does on its page; the others as they stand."""
    row = row_by_key(office.plan, key)
    now = {entry.unit_id: entry.share for entry in row.responsible if entry.unit_id}
    wanted = {office.units[code.replace("_", "-")].id: share for code, share in changes.items()}
    set_counting(
        actor=office.people["metodist"], plan=office.plan, row=row, version=row.version, entry_form=row.entry_form,
        mode=row.mode, sums_parts=row.sums_parts, shares={**now, **wanted},
    )  # fmt: skip


def test_who_counts_the_row_no_more_loses_the_share_and_the_history_says_so(office: Office) -> None:
    divide(office, VISITS, {"abonement": 3200, "umumiy-zal": 1900})
    count_by(office, VISITS, umumiy_zal="oversees")
    assert shares(office, VISITS) == {"abonement": 3200}
    change = db.session.scalars(select(Change).where(Change.subject == "own_shares").order_by(Change.id)).all()[-1]
    assert set(change.before) - set(change.after) == {"umumiy-zal"}
    others = {code.replace("-", "_"): "oversees" for code in COUNTING if code != "abonement"}
    count_by(office, VISITS, **others)
    assert db.session.scalars(select(OwnShare)).all() == [], "whose alone the row is now has all of it"
    assert shares(office, VISITS) == {"abonement": 9000}


def test_a_plan_that_is_lowered_below_its_shares_says_by_how_much(app: Flask, as_) -> None:
    with app.app_context():
        office = office_of(app)
        divide(office, VISITS, {"abonement": 5000, "umumiy-zal": 3000})
        row = row_by_key(office.plan, VISITS)
        assert row_view(office.plan, None, row, all_units(1), TODAY).figures[0].rest == 1000
        assert [one for one in findings_of(office.plan, TODAY) if one.check == "shares_above_plan"] == []
        set_amounts(row, parse_amount("11187"), parse_amount("7500"))
        db.session.commit()
        (found,) = [one for one in findings_of(office.plan, TODAY) if one.check == "shares_above_plan"]
        assert found.facts == {"total": 8000, "planned": 7500, "excess": 500}
    page = words(as_("metodist").get("/plan/2025/IV.15"))
    assert "Ulushlar yigʻindisi rejadan 500 ga ortiq." in page
    assert "Ulushlar yigʻindisi 8 000, reja 7 500: rejadan 500 ga ortiq." in words(
        as_("metodist").get("/system/checks")
    )


def test_a_plan_file_that_takes_the_figure_away_takes_the_shares_with_it(office: Office) -> None:
    divide(office, VISITS, {"abonement": 5000})
    table = plan_table(office.plan)
    row = row_by_key(office.plan, VISITS)
    set_amounts(row, parse_amount("11187"), parse_amount(""))
    db.session.flush()
    without = plan_table(office.plan)
    set_amounts(row, parse_amount("11187"), parse_amount("9000"))
    db.session.flush()
    assert plan_table(office.plan) == table and shares(office, VISITS) == {"abonement": 5000}
    import_plan(actor=office.people["metodist"], table=without)
    assert db.session.scalars(select(OwnShare)).all() == []


@pytest.fixture
def divided(app: Flask) -> Flask:
    """An approved plan: of 9000 visits the lending department has 1200 and did 90, the reading hall has no share and
    did 360; a third has a share and no figure."""
    with app.app_context():
        office = office_of(app)
        approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
        write(office, VISITS, "abonement", 10, 90)
        write(office, VISITS, "umumiy-zal", 10, 360)
        divide(office, VISITS, {"abonement": 1200, "huquqiy": 800}, reason="Yil boshidagi kelishuv")
        db.session.commit()
    return app


def words(answer) -> str:
    return words_of(answer.get_data(as_text=True))


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").split())


def test_a_row_that_sums_its_parts_has_the_shares_of_the_parts_that_a_unit_counts(office: Office) -> None:
    """Gifts: 650 = 310 of persons and 340 of bodies, here counted by two units."""
    count_by(office, "IV.12.4", jamlash="counts", abonement="counts")
    for key, unit, value in [("IV.12.4.a", "jamlash", 30), ("IV.12.4.b", "jamlash", 12), ("IV.12.4.a", "abonement", 5)]:
        write(office, key, unit, 2, value)
    divide(office, "IV.12.4.a", {"jamlash": 200, "abonement": 110})
    assert of_units(office, "IV.12.4", "jamlash").share is None, "of the second part nothing is known"
    divide(office, "IV.12.4.b", {"jamlash": 300, "abonement": 20})
    own = of_units(office, "IV.12.4", "jamlash")
    parts = [of_units(office, key, "jamlash") for key in ("IV.12.4.a", "IV.12.4.b")]
    assert (own.share, own.running.amount, own.of_year.percent) == (500, 42, Decimal(42) * 100 / 500)
    assert own.due == sum(part.due for part in parts)
    assert of_units(office, "IV.12.4", "jamlash", "abonement").share == 650
    view = row_view(office.plan, None, row_by_key(office.plan, "IV.12.4"), all_units(1), TODAY)
    assert [(one.unit.code, one.share) for one in view.figures[0].by_unit] == [("abonement", 130), ("jamlash", 500)]


def test_a_part_without_a_plan_drops_out_of_the_share_of_the_sum(office: Office) -> None:
    """Acquisitions: 11, 310, and gifts of 310 and 340; 12.3 has no plan. By hand: 5 + 100 + 200 + 300."""
    for key in ("IV.12.1", "IV.12.2", "IV.12.3", "IV.12.4"):
        count_by(office, key, jamlash="counts", abonement="counts", huquqiy="counts")
    plans = {key: part_by_key(office.plan, key).plan for key in ACQUIRED}
    assert [key for key, plan in plans.items() if plan is None] == ["IV.12.3"]
    for key, amount in zip(("IV.12.1", "IV.12.2", "IV.12.4.a", "IV.12.4.b"), (5, 100, 200, 300), strict=True):
        divide(office, key, {"jamlash": amount, "abonement": min(amount, plans[key] - amount)})
    own = of_units(office, "IV.12", "jamlash")
    assert (own.share, own.pace) == (605, "not_reported")
    assert own.due == sum(of_units(office, key, "jamlash").due for key in ACQUIRED if plans[key])
    assert of_units(office, "IV.12", "huquqiy").share is None, "of the parts that have a plan nothing is known"
    both = sum(of_units(office, "IV.12", unit).share for unit in ("jamlash", "abonement"))
    assert of_units(office, "IV.12", "jamlash", "abonement").share == both
    assert of_units(office, "IV.12", "jamlash", "abonement", "huquqiy").share == sum(filter(None, plans.values()))
    view = row_view(office.plan, None, row_by_key(office.plan, "IV.12"), all_units(1), TODAY)
    assert {one.unit.code: one.share for one in view.figures[0].by_unit} == {
        "jamlash": 605,
        "abonement": of_units(office, "IV.12", "abonement").share,
    }


@pytest.mark.parametrize("printed", ["", "700"])
def test_the_page_of_a_sum_and_the_table_say_the_same_share(office: Office, printed: str) -> None:
    """Also where the paper prints another plan of the sum than its parts have, or of the sum only."""
    set_amounts(row_by_key(office.plan, "IV.12.4"), parse_amount(""), parse_amount(printed))
    if printed:
        for key in ("IV.12.4.a", "IV.12.4.b"):
            set_amounts(row_by_key(office.plan, key), parse_amount(""), parse_amount(""))
    db.session.flush()
    for key in ("IV.12", "IV.12.4", "IV.13"):
        row = row_by_key(office.plan, key)
        figure = row_view(office.plan, None, row, all_units(1), TODAY).figures[0]
        shares = {code: of_units(office, key, code).share for code in office.units}
        shown = {one.unit.code: one.share for one in figure.by_unit}
        assert shown == {code: share for code, share in shares.items() if share is not None} != {}, key


def test_a_ratio_is_held_against_the_percentage_itself(office: Office) -> None:
    row = row_by_key(office.plan, VISITS)
    row.mode = "ratio"
    set_amounts(row, parse_amount(""), parse_amount("80"))
    place = {"centre_id": 1, "part_id": row.parts[0].id, "unit_id": office.units["abonement"].id, "grain": "month"}
    db.session.add(
        Entry(**place, date=date(2025, 3, 1), year_month=202503, state="number", value=30, base=40, person_id=1)
    )
    db.session.flush()
    own = of_units(office, VISITS, "abonement")
    assert (own.share, own.running.value, own.of_year.percent) == (80, 75, Decimal("93.75"))


def test_a_level_is_held_against_the_level_of_the_unit(office: Office) -> None:
    """5509 readers at the year's end: 3900 of them are the lending department's; the months before stand as high."""
    divide(office, "IV.14", {"abonement": 3900, "oquv-zallari": 1609})
    for month, level in ((1, 3480), (9, 3705)):
        write(office, "IV.14", "abonement", month, level)
    own = of_units(office, "IV.14", "abonement")
    assert (own.share, own.due, own.running.amount, own.of_year.percent) == (3900, 3900, 3705, 95)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_figure_stands_over_the_plan_of_somebody_else(office: Office, data) -> None:
    """Whatever is divided and entered: the percent of some units is their figures over their own shares, recounted here
    from the tables; where one of them has none, there is no percent; of all together it is the whole plan."""
    with db.session.begin_nested() as savepoint:
        stored = data.draw(st.dictionaries(st.sampled_from(COUNTING), st.integers(0, 1200), max_size=7))
        divide(office, VISITS, stored)
        for unit in data.draw(st.lists(st.sampled_from([*COUNTING, "akt"]), max_size=5, unique=True)):
            write(office, VISITS, unit, 2, data.draw(st.integers(0, 5000)))
        chosen = data.draw(st.lists(st.sampled_from([*COUNTING, "akt"]), min_size=1, unique=True))
        part = part_by_key(office.plan, VISITS)
        done = db.session.scalar(
            select(db.func.sum(Entry.value)).where(
                Entry.part_id == part.id, Entry.unit_id.in_([office.units[code].id for code in chosen])
            )
        )
        own, counting = of_units(office, VISITS, *chosen), [code for code in chosen if code in COUNTING]
        if set(counting) == set(COUNTING):
            wanted: int | None = 9000
        elif counting and all(code in stored for code in counting):
            wanted = sum(stored[code] for code in counting)
        else:
            wanted = None
        assert own.share == wanted
        if wanted is None:
            assert (own.of_year.kind, own.due, own.pace) == ("empty", None, "part_of_plan")
        elif wanted and done is not None:
            assert own.of_year.percent == Decimal(done) * 100 / wanted
        savepoint.rollback()
    db.session.expire_all()


def test_a_month_is_held_against_the_months_share_of_the_unit(divided: Flask, as_) -> None:
    """By hand: 1200 a year are 100 a month; 9000 are 750."""
    with divided.app_context():
        office, october = office_of(divided), parse_period("2025-10")
        for unit, expected in (("abonement", (100, None)), ("umumiy-zal", (None, 750))):
            lines = review_of(office.plan, office.units[unit], october, TODAY).lines
            assert [(line.share, line.plan) for line in lines if line.part.key == VISITS] == [expected]
    page = words(as_("metodist").get("/submissions/2025-10/umumiy-zal"))
    assert "Oylik ulush" in page and "IV.15 Qatnov 360 — — markaz rejasi 750" in page
    assert "IV.15 Qatnov 90 — — 100" in words(as_("metodist").get("/submissions/2025-10/abonement"))


def test_the_table_of_a_unit_has_its_own_share_in_a_column_and_the_centres_has_none(divided: Flask, as_) -> None:
    browser = as_("metodist")
    page = browser.get("/consolidation/2025?unit=abonement").get_data(as_text=True)
    line = re.search(r'<tr class="">(?:(?!</tr>).)*/plan/2025/IV.15".*?</tr>', page, re.DOTALL)[0]
    cells = [words_of(one) for one in re.findall(r"<td.*?</td>", line, re.DOTALL)]
    assert cells == ["15", "Nafar", "11 187", "9 000", "1 200", "—", "—", "—", "90", "90", "7,5", "! Rejadan orqada"]
    book = openpyxl.load_workbook(BytesIO(browser.get("/consolidation/2025.xlsx?unit=abonement").data)).active
    heads = [cell.value for row in book.iter_rows(max_row=8) for cell in row]
    assert "Oʻz ulushi" in heads and "Ulushga, foiz" in heads
    line = next(row for row in book.iter_rows(values_only=True) if row[-1] == VISITS)
    assert line[4:12] == (9000, 1200, None, None, None, 90, 90, 7.5)
    whole = openpyxl.load_workbook(BytesIO(browser.get("/consolidation/2025.xlsx").data)).active
    assert "Oʻz ulushi" not in [cell.value for row in whole.iter_rows(max_row=8) for cell in row]


def test_the_page_of_a_row_lists_units_against_their_shares_and_tells_who_divided_it(divided: Flask, as_) -> None:
    page = words(as_("kuzatuvchi").get("/plan/2025/IV.15"))
    assert re.search(r"Abonementlar sektori [^A-Z]*90 1 200 7,5 ", page)
    assert re.search(r"Huquqiy axborotlar sektori [^A-Z]*800 ", page), "who has a share and no figure stands there, too"
    assert "Taqsimlanmagan: 7 000." in page
    assert "Boʻlinmalarning oʻz ulushi, IV.15" in page and "“Yil boshidagi kelishuv”" in page
    history = words(as_("kuzatuvchi").get("/system/history"))
    assert "Boʻlinmalarning oʻz ulushi: IV.15, 2025-yil" in history and "qoʻlda yozilgan" in history


def test_a_services_page_names_whose_plan_a_figure_is_held_against(divided: Flask, as_) -> None:
    def line(unit: str) -> list[str]:
        page = as_("metodist").get(f"/reading-rooms/?unit={unit}").get_data(as_text=True)
        found = re.search(r"<tr>(?:(?!</tr>).)*data-own=\"IV.15\".*?</tr>", page, re.DOTALL)[0]
        return [words_of(cell) for cell in re.findall(r"<td.*?</td>", found, re.DOTALL)][2:]

    assert line("abonement") == ["90", "1 200", "7,5", "! Rejadan orqada", "450", "9 000", "5"]
    assert line("umumiy-zal") == ["360", "belgilanmagan", "", "", "450", "9 000", "5"]


def test_shares_of_a_part_that_goes_do_not_stay_behind(office: Office) -> None:
    count_by(office, "V.29", jamlash="counts")
    row = row_by_key(office.plan, "V.29")
    assert [part.key for part in row.parts] == ["V.29/1", "V.29/2"]
    divide(office, "V.29/2", {"jamlash": 1})
    set_amounts(row, parse_amount("2"), parse_amount("2"))
    db.session.flush()
    assert db.session.scalars(select(OwnShare)).all() == []
    assert db.session.scalars(select(Part.key).join(Indicator).where(Indicator.key == "V.29")).all() == ["V.29"]


def counted_by_one(office: Office) -> dict[str, str]:
    """Row → the unit that alone counts it, or all the parts that it sums; read off the tree, not by the rule."""
    who: dict[str, set[int]] = {}
    for row in reversed(list(rows_of(office.plan))):
        who[row.key] = set(row_units(row).counting)
        if row.sums_parts:
            who[row.key] = set().union(*(who[one.key] for one in rows_of(office.plan) if one.parent_id == row.id))
    codes = {unit.id: unit.code for unit in office.units.values()}
    return {key: codes[min(units)] for key, units in who.items() if len(units) == 1}


spans = st.sampled_from([(None, None), (202506, None), (None, 202508), (202503, 202509), (202512, None)])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_who_alone_counts_a_row_is_held_against_what_the_centre_is(office: Office, data) -> None:
    """Wherever he began or ended, whatever lies in which months: the same figures over the same plan, due and per cent.
    From June on it was 224 on his own page and 260 in the centre's table."""
    with db.session.begin_nested() as savepoint:
        sole = counted_by_one(office)
        assert len(sole) > 20 and {"IV.12", "IV.12.2"} <= sole.keys()
        for code in set(sole.values()):
            unit = office.units[code]
            unit.first_month, unit.last_month = data.draw(spans)
        row = row_by_key(office.plan, "IV.12.2")
        row.deadline = data.draw(st.sampled_from([row.deadline, "iyun-dekabr", "har chorakda", "III chorak"]))
        row.parts[0].phasing = data.draw(st.sampled_from([None, [0] * 5 + [40] * 6 + [70]]))
        db.session.flush()
        for month in data.draw(st.lists(st.integers(1, 12), max_size=4, unique=True)):
            write(office, "IV.12.2", "jamlash", month, data.draw(st.integers(0, 200)))
        period, day = parse_period(data.draw(st.sampled_from(["2025", "2025-10", "2025-Q2"]))), date(2025, 11, 18)
        centre = table_of(consolidate(office.plan, period, today=day))
        for code in sorted(set(sole.values())):
            own = table_of(consolidate(office.plan, period, today=day, unit_ids=[office.units[code].id]))
            for key in (key for key, counts in sole.items() if counts == code):
                assert own[key] == centre[key], (code, key)
        savepoint.rollback()
    db.session.expire_all()


def table_of(result: Consolidation) -> dict[str, list[tuple[object, ...]]]:
    return {
        line.row.key: [(one.share, one.due, one.of_year, one.pace, one.running, one.ended) for one in line.parts]
        for group in result.sections
        for line in group.rows
    }


def test_of_who_alone_counts_from_june_the_due_is_that_of_the_year(office: Office) -> None:
    """By hand: 310 copies are ten 26s and two 25s; ten months are over."""
    office.units["jamlash"].first_month = 202506
    db.session.flush()
    assert of_units(office, "IV.12.2", "jamlash").due == 260
