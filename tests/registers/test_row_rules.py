"""What each row of the real plan becomes: how it is entered, how it counts, who counts it (domain.md §3, §6)."""

from __future__ import annotations

import pytest

from app.domain.registers import REGISTERS, is_counted, quantity
from app.domain.row_rules import entry_form
from app.queries.plan import plan_of, responsible_units, row_by_key, rows_of
from app.queries.units import all_units, default_centre

ALL_SERVICES = "metodika bibliografiya akt oquv-zallari jamlash"
# row: entry form, mode, the units that count
ROWS = {
    "I.1": ("documents", "delivered", "metodika"),
    "I.2": ("documents", "delivered", "metodika"),
    "I.3": ("documents", "delivered", "metodika"),
    "I.4": ("documents", "delivered", "jamlash"),
    "I.5": ("documents", "delivered", "bibliografiya"),
    "I.6": ("documents", "delivered", "bibliografiya"),
    "I.7": ("documents", "delivered", "kotiba"),
    "II.1": ("documents", "delivered", "metodika"),
    "II.2": ("visits", "flow", "metodika"),
    "II.3": ("publications", "flow", "bibliografiya"),
    "II.4": ("visits", "flow", "metodika"),
    "II.5": ("documents", "delivered", "metodika"),
    "II.6": ("events", "flow", "oquv-zallari abonement"),
    "III.7": ("documents", "delivered", "metodika"),
    "III.8": ("events", "flow", ALL_SERVICES),
    "III.9": ("events", "flow", "metodika"),
    "III.10": ("documents", "delivered", "metodika"),
    "III.11": ("events", "flow", ALL_SERVICES),
    "IV.12": ("acquisitions", "flow", "jamlash"),
    "IV.13": ("bibliographic_records", "flow", "yek"),
    "IV.14": ("month", "stock", "oquv-zallari abonement"),
    "IV.14.a": ("day", "flow", "oquv-zallari abonement"),
    "IV.14.b": ("day", "flow", "oquv-zallari abonement"),
    "IV.15": ("day", "flow", "oquv-zallari abonement umumiy-zal manaviyat elektron-zal huquqiy olkashunoslik"),
    "IV.16": ("day", "flow", "oquv-zallari abonement"),
    "IV.17": ("events", "flow", "oquv-zallari manaviyat"),
    "IV.18": ("events", "flow", "oquv-zallari abonement"),
    "IV.19": ("events", "flow", "oquv-zallari manaviyat"),
    "IV.20": ("month", "flow", "elektron-zal"),
    "IV.21": ("bibliographic_records", "flow", "bibliografiya"),
    "IV.22": ("bibliographic_records", "flow", "bibliografiya"),
    "IV.23": ("bibliographic_records", "flow", "bibliografiya"),
    "IV.24": ("publications", "flow", "bibliografiya"),
    "IV.25": ("publications", "flow", "oquv-zallari akt"),
    "IV.25.1": ("publications", "flow", "oquv-zallari akt"),
    "IV.26": ("digitised_titles", "flow", "elektron-zal"),
    "IV.27": ("digitised_titles", "flow", "akt"),
    "IV.28": ("documents", "delivered", "akt"),
    "V.29": ("training", "flow", "metodika jamlash oquv-zallari"),
    "V.30": ("documents", "delivered", "metodika"),
    "V.31": ("documents", "delivered", "metodika"),
    "V.32": ("documents", "delivered", "metodika"),
    "V.33": ("training", "flow", "metodika"),
    "V.34": ("documents", "delivered", "metodika"),
    "VI.35": ("media", "flow", "oquv-zallari abonement"),
}
SUMS_ITS_PARTS = {"IV.12", "IV.12.4", "IV.13", "IV.20", "V.33"}


@pytest.fixture
def plan(context):
    return plan_of(default_centre().id, 2025)


@pytest.mark.parametrize("key", ROWS)
def test_a_row_of_the_real_plan(plan, key: str) -> None:
    row = row_by_key(plan, key)
    assert row is not None
    units = all_units(plan.centre_id)
    codes = {unit.id: unit.code for unit in units}
    shares = responsible_units(row, units)
    form, mode, counting = ROWS[key]
    assert (row.entry_form, row.mode) == (form, mode)
    assert {codes[unit_id] for unit_id, share in shares.items() if share == "counts"} == set(counting.split())
    assert row.joint == (form == "documents"), "documents are joint, everything else adds up over the units"
    assert row.sums_parts == (key in SUMS_ITS_PARTS)


def test_the_table_above_names_every_numbered_row(plan) -> None:
    assert {row.key for row in rows_of(plan) if row.parent_id is None} <= set(ROWS)
    assert {row.key for row in rows_of(plan) if row.sums_parts} == SUMS_ITS_PARTS


def test_sub_rows_are_entered_like_their_row(plan) -> None:
    for row in rows_of(plan):
        if row.parent is not None and row.parent.sums_parts:
            assert (row.entry_form, row.mode) == (row.parent.entry_form, row.parent.mode), row.key


@pytest.mark.parametrize("name", [None, "", "Yangi turdagi ish"])
def test_a_row_that_says_nothing_is_one_figure_a_month(name) -> None:
    assert entry_form(name, "Soat") == "month"


@pytest.mark.parametrize(
    ("register", "measure", "data", "counted"),
    [
        ("events", "tadbir", {"attendance": 40}, 1),
        ("events", "nafar", {"attendance": 40}, 40),
        ("events", "nafar", {"attendance": 0}, 0),
        ("events", "nafar", {}, None),
        ("acquisitions", "nusxa", {"copies": 12, "titles": 3}, 12),
        ("acquisitions", "nomda", {"copies": 12, "titles": 3}, 3),
        ("digitised_titles", "resurs", {"pages": 300}, 1),
        ("digitised_titles", "sahifa", {"pages": 300}, 300),
        ("bibliographic_records", "dona", {"records": 5}, 5),
        ("documents", "hujjat", {"stage": "accepted"}, 1),
        ("documents", "hujjat", {"stage": "preparing"}, None),
        ("documents", "hujjat", {"stage": "sent_back"}, None),
    ],
)
def test_what_one_card_adds(register, measure, data, counted) -> None:
    assert quantity(REGISTERS[register], measure, data) == counted


@pytest.mark.parametrize(("stage", "counts"), [("accepted", True), ("preparing", False), ("sent_back", False)])
def test_a_document_counts_when_it_was_accepted(stage: str, counts: bool) -> None:
    assert is_counted(REGISTERS["documents"], {"stage": stage}) is counts
