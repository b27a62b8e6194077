"""Fills a fresh data folder with a centre, its people, the plan and a year, told in the order of its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

import app
from app.demonstration.accounts import Account, add_accounts
from app.demonstration.acts import Act
from app.demonstration.amending import amendments
from app.demonstration.days import working_days
from app.demonstration.deviations import reasons_given
from app.demonstration.doing import moment_of, perform
from app.demonstration.exceptions import corrected_month, running_exception
from app.demonstration.figures import LATE_DAYS, LATE_UNIT, corrections, daily, monthly
from app.demonstration.handing_in import months_handed_in
from app.demonstration.papers import papers
from app.demonstration.registers import cards
from app.demonstration.reports import reports_sent
from app.demonstration.shares import divide_plan, name_rows
from app.demonstration.staff import Happening, at, happen, staff_of
from app.demonstration.turns import ENDING_UNIT, LAST_MONTH, turns
from app.documents.plan_reader import read_plan
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Centre, Plan
from app.models.types import living_at
from app.operations.people import person_by_login
from app.operations.plan_import import import_plan
from app.operations.plans import approve_plan
from app.operations.units import add_usual_units
from app.queries.plan import plan_of
from app.queries.units import unit_by_code

EXAMPLE = Path(app.__file__).parent / "documents" / "examples" / "arnasoy-2025.xlsx"
CENTRE_CODE, CENTRE_NAME = "arnasoy", "Jizzax viloyati Arnasoy tuman axborot-kutubxona markazi"
APPROVED_ON = 6  # January; until then figures are typed on the draft
SECOND_NAME = "Madaniy-maʼrifiy va yoshlar bilan ishlash sektori"  # how the plan also calls the sector
SECOND_NAME_OF = "manaviyat"


def fill(year: int, seed: int, today: date, files: Path) -> list[Account]:
    """Make the demonstration inside an application context; everything up to and with ``today``."""
    centre = Centre(code=CENTRE_CODE, name=CENTRE_NAME)
    db.session.add(centre)
    db.session.flush()
    with living_at(at(date(year, 1, 1), 9)):
        add_usual_units(centre)
        accounts = add_accounts(centre, Random(seed), date(year, 1, 1))
        plan = bring_plan(centre, year)
    staff = staff_of(centre, plan, files)
    approval = partial(approve_plan, actor=staff["direktor"], plan=plan, today=date(year, 1, APPROVED_ON))
    happen(
        [
            Happening(at(date(year, 1, APPROVED_ON), 9), approval),
            *(Happening(moment_of(act), partial(perform, staff, act)) for act in acts_of(year, seed, today)),
            *months_handed_in(staff, seed, today),
            *reasons_given(staff, today),
            *reports_sent(staff, today),
            *corrected_month(staff),
            *running_exception(staff, today),
            *turns(staff),
            *amendments(staff),
        ],
        today,
    )
    return accounts


def bring_plan(centre: Centre, year: int) -> Plan:
    """The methodologist takes in the real paper."""
    table = read_plan(EXAMPLE.read_bytes()).table
    sector, methodologist = unit_by_code(centre.id, SECOND_NAME_OF), person_by_login("metodist")
    if table is None or sector is None or methodologist is None:
        raise RuntimeError("the packaged example does not fit the usual units")
    aliases = {SECOND_NAME: sector.id}
    import_plan(actor=methodologist, table=replace(table, year=year), aliases=aliases, file_name=EXAMPLE.name)
    plan = plan_of(centre.id, year)
    if plan is None:
        raise RuntimeError("the packaged example was not stored")
    divide_plan(methodologist, plan)
    name_rows(methodologist, plan)
    return plan


def acts_of(year: int, seed: int, today: date) -> list[Act]:
    """What everybody wrote until today, in the order in which it was written."""
    days = working_days(year)
    acts: list[Act] = []
    # Each kind draws from its own sequence, so that more of one changes nothing in the others.
    for place, make in enumerate((daily, monthly, corrections, papers, cards)):
        acts += make(Random(seed * 100 + place), days)
    late, last = today - timedelta(days=LATE_DAYS), parse_period(f"{year}-{LAST_MONTH:02}").end
    until = {LATE_UNIT: late, ENDING_UNIT: min(last, today)}
    done = [act for act in acts if act.day <= until.get(act.unit, today)]
    return sorted(done, key=moment_of)
