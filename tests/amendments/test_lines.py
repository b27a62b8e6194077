"""Amendments as their pages write them: texts and counting typed one after the other, in every order (domain.md §5)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.amending import CHANGE, END
from app.domain.errors import Invalid
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Amendment, Change, Indicator, Unit
from app.operations.amendment_effects import amended_tree, effects_of
from app.operations.amendment_lines import amend_counting, amend_new_row, amend_row, end_row
from app.operations.plans import set_phasing
from app.queries.plan import part_by_key, row_by_key, rows_of
from tests.amendments.conftest import Amended
from tests.submissions.conftest import office_of

DAY = date(2025, 7, 2)
ABONEMENT, READING_ROOMS = "Abonementlar sektori", "Umumiy oʻquv zallari sektori"


def type_texts(amended: Amended, found: Amendment, key: str, **changed: str) -> None:
    """The form of a row's texts, as the page has it, with some fields typed over."""
    row = row_as_amended(amended, found, key)
    texts = {
        "name": row.name or "", "measure": row.measure or "", "fact_text": row.fact_text, "plan_text": row.plan_text,
        "mechanism": "\n".join(row.mechanism), "deadline": row.deadline,
        "responsible": "\n".join(one.words for one in row.responsible if one.printed),
    }  # fmt: skip
    amend_row(
        actor=amended.people["metodist"], plan=amended.plan, amendment=found, row_key=key, version=found.version,
        **(texts | changed),
    )  # fmt: skip


def choose_counting(amended: Amended, found: Amendment, key: str, shares: dict[str, str], **changed: Any) -> None:
    """The form of how a row counts, as the page has it, with other shares."""
    row = row_as_amended(amended, found, key)
    counting = {"entry_form": row.entry_form, "mode": row.mode, "sums_parts": row.sums_parts, "everyone": None}
    amend_counting(
        actor=amended.people["metodist"], plan=amended.plan, amendment=found, row_key=key, version=found.version,
        shares={amended.unit(code).id: share for code, share in shares.items()}, **(counting | changed),
    )  # fmt: skip


def row_as_amended(amended: Amended, found: Amendment, key: str) -> Indicator:
    row = row_by_key(amended_tree(amended.plan, found)[0], key)
    assert row is not None
    return row


def counting_units(row: Indicator) -> dict[str, str]:
    codes = {unit.id: unit.code for unit in db.session.scalars(select(Unit))}
    return {codes[one.unit_id]: one.share for one in row.responsible if one.unit_id is not None}


def row_of(amended: Amended, key: str) -> Indicator:
    row = row_by_key(amended.plan, key)
    assert row is not None
    return row


def decide(amended: Amended, found: Amendment, day: date = DAY) -> None:
    amended.ask(found, day)
    amended.approve(found, day)


def faults(amended: Amended, found: Amendment, day: date = DAY) -> list[str]:
    return [one.code for one in effects_of(amended.plan, found, day).faults]


# who counts, typed before or after the names


def test_units_that_are_named_anew_count_by_the_rule_and_not_as_the_former_ones_did(amended: Amended) -> None:
    """IV.19 was set to be counted by the reading rooms; then the paper names the abonement alone."""
    found = amended.prepare("2025-07")
    choose_counting(amended, found, "IV.19", {"oquv-zallari": "counts", "manaviyat": "oversees"})
    type_texts(amended, found, "IV.19", responsible=ABONEMENT)
    assert counting_units(row_as_amended(amended, found, "IV.19")) == {"abonement": "counts"}
    decide(amended, found)
    assert counting_units(row_of(amended, "IV.19")) == {"abonement": "counts"}
    assert [one.words for one in row_of(amended, "IV.19").responsible if one.printed] == [ABONEMENT]


def test_who_counts_may_be_said_after_the_names(amended: Amended) -> None:
    found = amended.prepare("2025-07")
    type_texts(amended, found, "IV.19", responsible=f"{ABONEMENT}\n{READING_ROOMS}")
    choose_counting(amended, found, "IV.19", {"abonement": "oversees", "umumiy-zal": "counts"})
    type_texts(amended, found, "IV.19", plan_text="30")
    decide(amended, found)
    assert counting_units(row_of(amended, "IV.19")) == {"abonement": "oversees", "umumiy-zal": "counts"}
    assert row_of(amended, "IV.19").plan_text == "30"


def test_the_former_lead_may_go_on_counting_under_names_in_another_order(amended: Amended) -> None:
    """Of a joint row the first service named counts: what is said against it stays, though it is what stood before."""
    services = {unit.name for unit in db.session.scalars(select(Unit)) if unit.kind == "service"}
    joint = [row for row in rows_of(amended.plan) if row.joint]
    named = {row.key: [one.words for one in row.responsible if one.printed] for row in joint}
    key, words = next((key, words) for key, words in named.items() if len(services & set(words)) > 1)
    stood = counting_units(row_of(amended, key))
    found = amended.prepare("2025-07")
    type_texts(amended, found, key, responsible="\n".join(reversed(words)))
    choose_counting(amended, found, key, stood)
    decide(amended, found)
    assert counting_units(row_of(amended, key)) == stood


def test_a_unit_with_figures_from_the_month_on_cannot_leave_the_row(amended: Amended) -> None:
    """Its 40 visits of July would be in no sum: nobody would look for them."""
    amended.write("IV.15|abonement|2025-07-01", "40", date(2025, 7, 1))
    found = amended.prepare("2025-07")
    type_texts(amended, found, "IV.15", responsible=READING_ROOMS, mechanism="")
    (fault,) = effects_of(amended.plan, found, DAY).faults
    assert (fault.row_key, fault.code) == ("IV.15", "amendment.unit_left")
    assert fault.params == {"unit": ABONEMENT, "period": "2025-07", "count": 1}
    with pytest.raises(Invalid, match="amendment.faults"):
        amended.ask(found, DAY)


def test_a_unit_with_figures_before_the_month_leaves_and_they_stay(amended: Amended) -> None:
    amended.write("IV.15|abonement|2025-06-03", "40", date(2025, 6, 3))
    found = amended.prepare("2025-07")
    type_texts(amended, found, "IV.15", responsible=READING_ROOMS, mechanism="")
    decide(amended, found)
    assert amended.figure("IV.15", DAY).running.value == 40


# what stands in the way is judged when it is decided, not when a page was drawn


def test_a_figure_that_comes_while_the_director_reads_stops_the_approval(amended: Amended) -> None:
    found = amended.prepare("2025-07", (CHANGE, "IV.15", {"entry_form": "month"}))
    amended.ask(found, date(2025, 7, 1))
    amended.write("IV.15|abonement|2025-07-01", "40", date(2025, 7, 1))
    with pytest.raises(Invalid, match="amendment.faults"):
        amended.approve(found, DAY)
    assert row_of(amended, "IV.15").entry_form == "day"


# the months before


def test_a_deadline_that_changes_leaves_the_months_before_as_planned(amended: Amended) -> None:
    """IV.15: 9000 are 750 a month. From July only September–December: 4500 stay, 4500 over four months are 1125."""
    found = amended.prepare("2025-07")
    type_texts(amended, found, "IV.15", deadline="sentyabr–dekabr")
    assert [one.code for one in effects_of(amended.plan, found, DAY).remarks] == []
    decide(amended, found)
    assert amended.months("IV.15") == [750] * 6 + [0] * 2 + [1125] * 4
    assert amended.figure("IV.15", DAY, "2025-H1").due == 4500


def test_rows_that_follow_the_deadline_of_the_one_above_keep_their_months_too(amended: Amended) -> None:
    """IV.12.4.a prints no deadline of its own: 120 are 10 a month. 60 until June stay, 60 over two months are 30."""
    amended.amend("2025-01", (CHANGE, "IV.12.4.a", {"plan": "120"}), day=date(2025, 1, 15))
    assert row_of(amended, "IV.12.4.a").deadline == "" and amended.months("IV.12.4.a") == [10] * 12
    found = amended.prepare("2025-07")
    type_texts(amended, found, "IV.12.4", deadline="noyabr, dekabr")
    decide(amended, found)
    assert amended.months("IV.12.4.a") == [10] * 6 + [0] * 4 + [30] * 2


def test_a_figure_that_comes_beside_others_is_planned_from_the_month_on(amended: Amended) -> None:
    row = next(row for row in rows_of(amended.plan) if len(row.parts) == 2 and all(part.plan for part in row.parts))
    key, before = row.key, [amended.months(part.key) for part in row.parts]
    found = amended.prepare("2025-09")
    type_texts(amended, found, key, plan_text=f"{row.plan_text}/8", deadline="har oyda")
    decide(amended, found, date(2025, 9, 3))
    parts = row_of(amended, key).parts
    assert len(parts) == 3
    assert [amended.months(part.key)[:8] for part in parts] == [*(months[:8] for months in before), [0] * 8]
    assert amended.months(parts[2].key) == [0] * 8 + [2] * 4


def test_months_by_hand_of_things_done_do_not_survive_as_levels(amended: Amended) -> None:
    """600 in each month but the last are no level of 9000 at the year's end: the page would not open."""
    row, part = row_of(amended, "IV.15"), part_by_key(amended.plan, "IV.15")
    set_phasing(
        actor=amended.people["metodist"], plan=amended.plan, row=row, part=part, version=row.version,
        months=[600] * 11 + [2400], reason="Yil oxirida koʻp",
    )  # fmt: skip
    db.session.commit()
    found = amended.prepare("2025-07")
    choose_counting(amended, found, "IV.15", counting_units(row), mode="stock")
    assert [one.code for one in effects_of(amended.plan, found, DAY).remarks] == ["past_spread"]
    decide(amended, found)
    assert amended.months("IV.15") == [9000] * 12


def test_closed_months_that_are_planned_otherwise_are_named(amended: Amended, approved: Flask) -> None:
    """9000 → 3000 in July, when 4500 was planned until June, of which January is closed."""
    office_of(approved).put("closed", parse_period("2025-01"))
    found = amended.prepare("2025-07")
    type_texts(amended, found, "IV.15", plan_text="3000")
    (remark,) = effects_of(amended.plan, found, DAY).remarks
    assert (remark.code, remark.params["months"]) == ("past_spread_shut", ("2025-01",))


# rows that end


def test_a_row_of_documents_that_ends_plans_nothing_any_more(amended: Amended) -> None:
    documents = [row for row in rows_of(amended.plan) if row.mode == "delivered" and not row.subrows]
    planned = [row.key for row in documents if len(row.parts) == 1 and row.parts[0].plan]
    key, months = next((key, months) for key in planned if any((months := amended.months(key))[6:]))
    found = amended.prepare("2025-07")
    end_row(actor=amended.people["metodist"], plan=amended.plan, amendment=found, row_key=key)
    decide(amended, found)
    assert amended.months(key) == months[:6] + [0] * 6
    assert amended.figure(key, DAY).plan == sum(months[:6])


def test_a_row_that_ended_takes_no_further_amendment(amended: Amended) -> None:
    amended.amend("2025-07", (END, "IV.27", {}), day=DAY)
    found, who = amended.prepare("2025-09"), amended.people["metodist"]
    with pytest.raises(Invalid, match="amendment.row_gone"):
        end_row(actor=who, plan=amended.plan, amendment=found, row_key="IV.27")
    with pytest.raises(Invalid, match="amendment.row_gone"):
        type_texts(amended, found, "IV.27", plan_text="60000")
    with pytest.raises(Invalid, match="amendment.row_gone"):
        amend_new_row(
            actor=who, plan=amended.plan, amendment=found, section="IV", number="27.1", parent="IV.27", name="Kech",
            measure="", fact_text="", plan_text="1", mechanism="", deadline="", responsible="", version=found.version,
        )  # fmt: skip


def test_parts_that_ended_before_keep_their_own_end(amended: Amended) -> None:
    """A part that left in May is not brought back until August by the end of the whole row; each tells its history."""
    amended.amend("2025-05", (END, "IV.12.2", {}), day=date(2025, 5, 5))
    amended.amend("2025-09", (END, "IV.12", {}), day=date(2025, 9, 3))
    ends = {row.key: row.last_month for row in rows_of(amended.plan) if row.key.startswith("IV.12")}
    assert ends["IV.12.2"] == 202504
    assert {month for key, month in ends.items() if key != "IV.12.2"} == {202508}
    noted = db.session.scalars(select(Change.subject_key).where(Change.subject == "plan_row", Change.action == "amend"))
    assert sorted(noted) == sorted(f"2025|{key}" for key in ends)


def test_the_order_in_which_lines_were_written_says_nothing(amended: Amended) -> None:
    """A row that is added below one that ends in the same amendment would never live: it is told, in either order."""
    texts = {"section": "IV", "parent": "IV.12", "number": "12.9", "name": "Yangi", "plan": "1"}
    first = amended.prepare("2025-07", ("add", "IV.12.9", texts), (END, "IV.12", {}))
    assert faults(amended, first) == ["amendment.row_gone"]


# rows that come


@pytest.mark.parametrize(
    ("number", "parent", "code"),
    [
        ("0", "", "amendment.number"),
        ("015", "", "amendment.number"),
        ("13.7", "IV.12", "plan.read_alone"),
        ("12.9", "", "plan.read_below"),
    ],
)
def test_a_number_that_the_paper_would_read_otherwise_is_a_fault(
    amended: Amended, number: str, parent: str, code: str
) -> None:
    found = amended.prepare("2025-07")

    def add() -> None:
        amend_new_row(
            actor=amended.people["metodist"], plan=amended.plan, amendment=found, section="IV", number=number,
            parent=parent, name="Yangi", measure="", fact_text="", plan_text="1", mechanism="", deadline="har oyda",
            responsible=ABONEMENT, version=found.version,
        )  # fmt: skip

    if code == "amendment.number":
        with pytest.raises(Invalid, match=code):
            add()
        return
    add()
    assert faults(amended, found) == [code]


def test_a_new_row_stands_where_its_page_put_it(amended: Amended) -> None:
    found, who = amended.prepare("2025-07"), amended.people["metodist"]
    texts = {
        "measure": "Nafar", "fact_text": "", "plan_text": "70", "mechanism": "", "deadline": "har oyda",
        "responsible": ABONEMENT, "name": "Yozgi oʻqish",
    }  # fmt: skip
    with pytest.raises(Invalid, match="amendment.after_elsewhere"):
        amend_new_row(
            actor=who, plan=amended.plan, amendment=found, section="IV", number="36", after="IV.12.2",
            version=found.version, **texts,
        )  # fmt: skip
    amend_new_row(
        actor=who, plan=amended.plan, amendment=found, section="IV", number="36", after="IV.15",
        version=found.version, **texts,
    )  # fmt: skip
    decide(amended, found)
    keys = [row.key for row in rows_of(amended.plan)]
    assert keys.index("IV.36") == keys.index("IV.15") + 1


def test_a_plan_that_was_unknown_says_that_it_lies_over_the_whole_year(amended: Amended) -> None:
    """IV.16 has no plan on the paper: 18000 known in November are 1500 a month from January."""
    amendment = amended.prepare("2025-11", (CHANGE, "IV.16", {"plan": "18000"}))
    codes = [one.code for one in effects_of(amended.plan, amendment, date(2025, 11, 3)).remarks]
    assert codes == ["past_filled"]
    amended.ask(amendment, date(2025, 11, 3))
    amended.approve(amendment, date(2025, 11, 3))
    assert amended.months("IV.16") == [1500] * 12
    again = amended.prepare("2025-11", (CHANGE, "IV.16", {"plan": "20000"}))
    assert [one.code for one in effects_of(amended.plan, again, date(2025, 11, 3)).remarks] == []
