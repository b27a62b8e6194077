"""A year of one centre as it is lived, made small or ten times larger: history, cards and years before it.

The plan is approved by the program, so that obligations stand; what is many is written past it.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, select

from app.documents.plan_reader import read_plan
from app.domain.registers import REGISTERS
from app.domain.row_rules import COUNTS, DAY, MONTH
from app.extensions import db
from app.models import Card, Change, Entry, OwnShare, Person, Plan, Submission, Unit
from app.operations.plan_import import import_plan
from app.operations.plans import approve_plan
from app.queries.plan import part_by_key, plan_of, responsible_units, row_by_key, rows_of
from app.queries.units import all_units
from tests.cast import APPROVED, PLAN_XLSX, TODAY

CARDS, CHANGES = 300, 1500  # a year of one centre; the large folder has ten times as many, and ten years of plans
MOMENT = datetime(2025, 6, 1, 9, tzinfo=UTC)


def live_through(app: Flask, times: int, *, years_only: bool = False) -> None:
    """Fill a folder of the cast with what is done in a year, ``times`` over: years, cards of the running month and
    history, or the years alone."""
    with app.app_context():
        people = {person.login: person for person in db.session.scalars(select(Person))}
        for year in range(2025 - times + 1, 2026):
            plan = plan_of(1, year) or copy_of_plan(people["metodist"], year)
            if plan.state == "draft":
                approve_plan(actor=people["direktor"], plan=plan, today=APPROVED)
            figures(plan, people["abonement"].id)
            shares(plan)
            cards(plan, people["manaviyat"].id, CARDS)
            months(people["metodist"], year)
            if year < TODAY.year - 1:
                plan.state = "closed"  # as the director does when nothing is owed any more
        if not years_only:
            cards(plan, people["manaviyat"].id, CARDS * (times - 1))
        history(people["abonement"], CHANGES if years_only else CHANGES * times)
        db.session.commit()
        db.session.connection().exec_driver_sql("analyze")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def copy_of_plan(actor: Person, year: int) -> Plan:
    from dataclasses import replace

    table = read_plan(PLAN_XLSX.read_bytes()).table
    units = {unit.code: unit.id for unit in db.session.scalars(select(Unit))}
    aliases = {"Madaniy-ma’rifiy va yoshlar bilan ishlash sektori": units["manaviyat"]}
    import_plan(actor=actor, table=replace(table, year=year), aliases=aliases, file_name=f"{year}.xlsx")
    plan = plan_of(actor.centre_id, year)
    assert plan is not None
    return plan


def figures(plan: Plan, person_id: int) -> None:
    """A figure a day or a month wherever somebody counts by hand."""
    units, rows, last = all_units(1), [], TODAY if plan.year == TODAY.year else date(plan.year, 12, 31)
    days = [date(plan.year, 1, 1) + timedelta(days=n) for n in range((last - date(plan.year, 1, 1)).days)]
    for row in rows_of(plan):
        for unit_id, share in responsible_units(row, units).items():
            wanted = days if row.entry_form == DAY else [day for day in days if (day + timedelta(days=1)).day == 1]
            if share != COUNTS or row.sums_parts or row.entry_form not in (DAY, MONTH):
                continue
            rows += [entry(part.id, unit_id, day, row.entry_form, person_id) for part in row.parts for day in wanted]
    db.session.execute(insert(Entry), rows)


def shares(plan: Plan) -> None:
    """What of the visits is whose own, so that pages have something to hold figures against."""
    counting = [
        unit for unit, share in responsible_units(row_by_key(plan, "IV.15"), all_units(1)).items() if share == COUNTS
    ]
    part = part_by_key(plan, "IV.15")
    given = [
        {"centre_id": 1, "part_id": part.id, "unit_id": unit, "amount": 1000, "origin": "typed"} for unit in counting
    ]
    db.session.execute(insert(OwnShare), given)


def entry(part_id: int, unit_id: int, day: date, grain: str, person_id: int, card_id: int | None = None) -> dict:
    return {
        "centre_id": 1,
        "part_id": part_id,
        "unit_id": unit_id,
        "card_id": card_id,
        "date": day,
        "year_month": day.year * 100 + day.month,
        "grain": grain,
        "state": "number",
        "value": 3 + day.day,
        "person_id": person_id,
        "changed_at": MOMENT,
    }


def cards(plan: Plan, person_id: int, count: int) -> None:
    """Cards of events and documents, most of them of the running month."""
    if not count:
        return
    units, found = {unit.code: unit.id for unit in all_units(1)}, []
    parts = {part.key: part.id for row in rows_of(plan) for part in row.parts}
    first = db.session.scalar(select(Card.id).order_by(Card.id.desc()).limit(1)) or 0
    places = (("events", "manaviyat", "IV.17"), ("documents", "metodika", "I.2"))
    for number in range(1, count + 1):
        register, unit, row = places[number % 2]
        assert register in REGISTERS
        day = date(plan.year, 11, 1 + number % 17) if number % 4 else date(plan.year, 1 + number % 10, 12)
        found.append((first + number, register, units[unit], day, row))
    db.session.execute(
        insert(Card),
        [
            {
                "id": key,
                "centre_id": 1,
                "unit_id": unit_id,
                "register": register,
                "date": day,
                "year_month": day.year * 100 + day.month,
                "title": f"Kitob bayrami {key}",
                "data": {"kind": "event", "stage": "accepted", "rows": {row: None}},
                "created_by_id": person_id,
                "created_at": MOMENT,
            }
            for key, register, unit_id, day, row in found
        ],
    )
    db.session.execute(
        insert(Entry),
        [entry(parts[row], unit_id, day, "card", person_id, key) for key, _, unit_id, day, row in found],
    )


def history(person: Person, count: int) -> None:
    """Changes that nobody verifies here; only their number matters."""
    after = {"state": "number", "value": 7, "base": None, "version": 1}
    rows = [
        {
            "centre_id": 1,
            "at": MOMENT,
            "person_id": person.id,
            "person_name": person.name,
            "action": "save",
            "subject": "cell",
            "subject_key": f"IV.15|abonement|2025-{1 + number % 10:02}-{1 + number % 28:02}",
            "unit_code": "abonement",
            "before": None,
            "after": json.loads(json.dumps(after)),
            "previous_hash": "0" * 64,
            "hash": f"{number:064}",
        }
        for number in range(count)
    ]
    db.session.execute(insert(Change), rows)


def months(actor: Person, year: int) -> None:
    """Years before are closed; of this one the months that are over were handed in, and the last of them waits."""
    closed = year < TODAY.year
    rows = [
        {
            "centre_id": 1,
            "unit_id": unit.id,
            "year_month": year * 100 + month,
            "state": "closed" if closed else "submitted" if month == TODAY.month - 1 else "accepted",
            "state_by_id": actor.id,
            "state_at": MOMENT,
            "first_submitted_on": date(year, month, 28) + timedelta(days=6),
            "changed_after": 0,
            "version": 1,
        }
        for unit in all_units(1)
        for month in range(1, 13 if closed else TODAY.month)
    ]
    db.session.execute(insert(Submission), rows)


def folder_of(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
