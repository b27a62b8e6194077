"""What of the plan is whose own in the demonstration, and names that the methodologist gave; some rows have neither."""

from __future__ import annotations

from app.domain.own_shares import EVEN
from app.models import Person, Plan
from app.operations.own_shares import set_own_shares, spread_own_shares
from app.operations.row_names import set_row_names
from app.queries.plan import part_by_key, row_by_key
from app.queries.units import unit_by_code

# part → unit → share; of the visits fifty are given to nobody
TYPED: dict[str, dict[str, int]] = {
    "IV.14.a": {"abonement": 480, "oquv-zallari": 220},
    "IV.15": {
        "abonement": 3200,
        "umumiy-zal": 1900,
        "elektron-zal": 1250,
        "oquv-zallari": 950,
        "manaviyat": 700,
        "olkashunoslik": 600,
        "huquqiy": 350,
    },
}
EVENLY = ("IV.14.b",)
NAMES = {"II.2": ("Kutubxonalarni oʻrganish", ("xizmatlar", "sektorlar", "shaxsiy"))}


def divide_plan(actor: Person, plan: Plan) -> None:
    """Give shares of the draft to the sectors that count by the day."""
    for key, amounts in TYPED.items():
        part = part_by_key(plan, key)
        units = {code: unit_by_code(plan.centre_id, code) for code in amounts}
        given = {unit.id: amounts[code] for code, unit in units.items() if unit is not None}
        if part is not None:
            set_own_shares(actor=actor, plan=plan, part=part, version=part.indicator.version, amounts=given)
    for key in EVENLY:
        part = part_by_key(plan, key)
        if part is not None:
            spread_own_shares(actor=actor, plan=plan, part=part, version=part.indicator.version, way=EVEN)


def name_rows(actor: Person, plan: Plan) -> None:
    """Say what the figures of a composite cell are called."""
    for key, (short, parts) in NAMES.items():
        row = row_by_key(plan, key)
        if row is not None:
            names = dict(enumerate(parts, 1))
            set_row_names(actor=actor, plan=plan, row=row, version=row.version, short_name=short, part_names=names)
