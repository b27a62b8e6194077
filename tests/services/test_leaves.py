"""Every leaf of the real plan can be filled by its unit through a page's own form, and the consolidation shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask

from app.domain.periods import parse_period
from app.domain.registers import REGISTERS
from app.models import Part, Plan, Unit
from app.queries.consolidation import consolidate
from app.queries.plan import plan_of, responsible_units, rows_of
from app.queries.units import all_units, default_centre
from tests.cast import TODAY

DAY, MONTH = "18.11.2025", "2025-11"
FIELDS = {"kind": "first", "outlet": "first", "stage": "accepted", "paper": "act", "attendance": "3", "copies": "4"}
FIELDS |= {"titles": "2", "records": "5", "pages": "6"}


@dataclass(frozen=True)
class Leaf:
    key: str
    form: str
    unit: str
    page: str


def leaves_of(plan: Plan, units: list[Unit]) -> list[Leaf]:
    known = {unit.id: unit for unit in units}
    found = []
    for row in rows_of(plan):
        if row.sums_parts:
            continue
        counting = [known[unit] for unit, share in responsible_units(row, units).items() if share == "counts"]
        assert counting, f"nobody counts {row.key}"
        part: Part
        for part in row.parts:
            found.append(Leaf(part.key, row.entry_form, counting[0].code, counting[0].page.replace("_", "-")))
    return found


def fill(browser, leaf: Leaf) -> None:
    """What a person does: open the page that offers the leaf, and send its form."""
    if leaf.form in REGISTERS:
        fill_card(browser, leaf)
        return
    address = (
        f"/diary/{MONTH}?unit={leaf.unit}" if leaf.form == "day" else f"/{leaf.page}/?unit={leaf.unit}&month={MONTH}"
    )
    page = browser.get(address).get_data(as_text=True)
    cell = f"{leaf.key}|{leaf.unit}|{'2025-11-18' if leaf.form == 'day' else MONTH}"
    assert f'data-cell="{cell}"' in page, f"{address} does not offer {cell}"
    answer = browser.post(f"/diary/{MONTH}?cell={cell}", {"value": "7", "version": "0"})
    assert answer.status_code in (200, 303), cell


def fill_card(browser, leaf: Leaf) -> None:
    register = REGISTERS[leaf.form]
    address = f"/{leaf.page}/{register.slug}/?unit={leaf.unit}"
    page = browser.get(address).get_data(as_text=True)
    assert f'value="{leaf.key}"' in page or f"<b>{leaf.key}</b>" in page, f"{address} does not offer {leaf.key}"
    data = {"title": leaf.key, "date": DAY, "rows": leaf.key}
    for field in register.fields:
        if field.code in FIELDS:
            data[field.code] = field.choices[0] if FIELDS[field.code] == "first" else FIELDS[field.code]
    answer = browser.post(address, data)
    assert answer.status_code == 303, re.sub(r"\s+", " ", answer.get_data(as_text=True))[:1500]


def test_every_leaf_can_be_filled_through_its_units_own_page(app: Flask, as_) -> None:
    with app.app_context():
        plan = plan_of(default_centre().id, 2025)
        leaves = leaves_of(plan, all_units(plan.centre_id))
        printed = sum(1 for row in rows_of(plan) if row.parent_id is None)
    assert printed >= 43 and len(leaves) > printed
    browser = as_("metodist")  # may write on behalf of every unit
    for leaf in leaves:
        fill(browser, leaf)
    with app.app_context():
        plan = plan_of(default_centre().id, 2025)
        table = consolidate(plan, parse_period(MONTH), today=TODAY)
        figures = {part.key: part for s in table.sections for row in s.rows for part in row.parts}
        empty = [leaf.key for leaf in leaves if not figures[leaf.key].running.amount]
        sums = [row.key for row in rows_of(plan) if row.sums_parts and not figures[row.key].running.amount]
    assert empty == [] and sums == []


def test_every_service_offers_each_register_that_its_rows_need(app: Flask, as_) -> None:
    with app.app_context():
        plan = plan_of(default_centre().id, 2025)
        leaves = leaves_of(plan, all_units(plan.centre_id))
    browser = as_("metodist")
    for page, unit, form in {(leaf.page, leaf.unit, leaf.form) for leaf in leaves if leaf.form in REGISTERS}:
        shown = browser.get(f"/{page}/?unit={unit}").get_data(as_text=True)
        assert f'href="/{page}/{REGISTERS[form].slug}/?unit={unit}' in shown, (page, unit, form)
