"""Fills a fresh data folder with a centre, its people, the plan and a year of figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import app
from app.demonstration.accounts import Account, add_accounts, people_by_unit
from app.demonstration.acts import Act, TypeCell, WriteCard
from app.demonstration.days import working_days
from app.demonstration.deviations import explain_quarters
from app.demonstration.figures import LATE_DAYS, LATE_UNIT, corrections, daily, monthly
from app.demonstration.handing_in import hand_in_months
from app.demonstration.papers import papers
from app.demonstration.proof import one_page_pdf
from app.demonstration.registers import cards
from app.demonstration.reports import send_reports
from app.demonstration.shares import divide_plan, name_rows
from app.documents.plan_reader import read_plan
from app.domain.periods import TASHKENT, parse_period
from app.domain.registers import REGISTERS, is_letter
from app.extensions import db
from app.models import Centre, Person, Plan, Unit
from app.models.types import living_at
from app.operations.cards import CardInput, add_card
from app.operations.entries import save_cell
from app.operations.evidence import attach
from app.operations.people import person_by_login
from app.operations.plan_import import import_plan
from app.operations.plans import approve_plan
from app.operations.units import add_usual_units
from app.queries.cells import Cell
from app.queries.letters import duties_of_unit
from app.queries.plan import plan_of, rows_of
from app.queries.units import all_units, unit_by_code

EXAMPLE = Path(app.__file__).parent / "documents" / "examples" / "arnasoy-2025.xlsx"
CENTRE_CODE, CENTRE_NAME = "arnasoy", "Jizzax viloyati Arnasoy tuman axborot-kutubxona markazi"
APPROVED_ON = 6  # January
SECOND_NAME = "Madaniy-maʼrifiy va yoshlar bilan ishlash sektori"  # how the plan also calls the sector
SECOND_NAME_OF = "manaviyat"


def fill(year: int, seed: int, today: date, files: Path) -> list[Account]:
    """Make the demonstration inside an application context; everything up to and with ``today``."""
    centre = Centre(code=CENTRE_CODE, name=CENTRE_NAME)
    db.session.add(centre)
    db.session.flush()
    with living_at(at(date(year, 1, APPROVED_ON), 9)):
        add_usual_units(centre)
        accounts = add_accounts(centre, Random(seed))
        plan = bring_plan(centre, year)
    live(centre, plan, acts_of(year, seed, today), files)
    hand_in_months(centre, plan, seed, today)
    explain_quarters(centre, plan, today)
    send_reports(plan, today, files)
    return accounts


def bring_plan(centre: Centre, year: int) -> Plan:
    """The methodologist takes in the real paper, the director approves it."""
    table = read_plan(EXAMPLE.read_bytes()).table
    sector = unit_by_code(centre.id, SECOND_NAME_OF)
    methodologist, director = person_by_login("metodist"), person_by_login("direktor")
    if table is None or sector is None or methodologist is None or director is None:
        raise RuntimeError("the packaged example does not fit the usual units")
    aliases = {SECOND_NAME: sector.id}
    import_plan(actor=methodologist, table=replace(table, year=year), aliases=aliases, file_name=EXAMPLE.name)
    plan = plan_of(centre.id, year)
    if plan is None:
        raise RuntimeError("the packaged example was not stored")
    divide_plan(methodologist, plan)
    name_rows(methodologist, plan)
    approve_plan(actor=director, plan=plan, today=date(year, 1, APPROVED_ON))
    return plan


def acts_of(year: int, seed: int, today: date) -> list[Act]:
    """What everybody did until today, in the order in which it was done."""
    days = working_days(year)
    acts: list[Act] = []
    # Each kind draws from its own sequence, so that more of one changes nothing in the others.
    for place, make in enumerate((daily, monthly, corrections, papers, cards)):
        acts += make(Random(seed * 100 + place), days)
    late = today - timedelta(days=LATE_DAYS)
    done = [act for act in acts if act.day <= (late if act.unit == LATE_UNIT else today)]
    return sorted(done, key=lambda act: act.day)


def live(centre: Centre, plan: Plan, acts: list[Act], files: Path) -> None:
    people = people_by_unit(centre)
    everyone = tuple(all_units(centre.id))
    units = {unit.code: unit for unit in everyone}
    parts = {part.key: part for row in rows_of(plan) for part in row.parts}
    for act in acts:
        actor, unit = people[act.unit], units[act.unit]
        with living_at(at(act.day)):  # so that what was in time is judged so
            if isinstance(act, TypeCell):
                cell = Cell(parts[act.row], unit, parse_period(act.period), everyone)
                save_cell(actor=actor, plan=plan, cell=cell, typed=act.typed, version=act.version, today=act.day)
            else:
                write_card(actor, plan, unit, act, files)


def at(day: date, hour: int = 16) -> datetime:
    """A moment of a day of the story."""
    return datetime.combine(day, time(hour), TASHKENT)


def write_card(actor: Person, plan: Plan, unit: Unit, act: WriteCard, files: Path) -> None:
    register = REGISTERS[act.register]
    duties = answered_by(unit, act) if is_letter(register, act.data) else []
    values = CardInput(date=act.day, title=act.title, data=act.data, rows={act.row: None}, duties=duties)
    card = add_card(actor=actor, plan=plan, unit=unit, register=register, values=values, today=act.day)
    if act.with_file:
        content = one_page_pdf(f"{act.data.get('outgoing_number', '')} {act.day:%d.%m.%Y}")
        name = f"hujjat-{act.day:%Y-%m-%d}.pdf"
        attach(actor=actor, plan=plan, card=card, name=name, content=content, folder=files, today=act.day)


def answered_by(unit: Unit, act: WriteCard) -> list[int]:
    """What a letter answers: the reports of its own row for the periods that were over by then."""
    return [duty.id for duty in duties_of_unit(unit, act.day) if duty.row_key == act.row and duty.ends_on < act.day]
