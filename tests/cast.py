"""The fixed cast of the tests: one centre, its usual units, the real plan, and one person for every role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from werkzeug.security import generate_password_hash

from app.documents.plan_reader import read_plan
from app.extensions import db
from app.models import Centre, Person, Plan, Unit
from app.operations.people import add_person
from app.operations.plan_import import import_plan
from app.operations.units import add_usual_units
from app.queries.plan import plan_of

DATA = Path(__file__).parent / "data"
PLAN_XLSX = DATA / "arnasoy-2025.xlsx"
TODAY = date(2025, 11, 18)
APPROVED = date(2025, 1, 6)  # the plan, before anything of it fell due
PASSWORD = "sinov uchun uzun ibora"  # one for all: the tests are not about guessing it


@dataclass(frozen=True)
class Role:
    login: str
    name: str
    role: str
    units: tuple[str, ...] = ()


CAST = (
    Role("abonement", "Abonement kutubxonachisi", "sector", ("abonement",)),
    Role("umumiy", "Umumiy zal kutubxonachisi", "sector", ("umumiy-zal",)),
    Role("manaviyat", "Maʼnaviyat kutubxonachisi", "sector", ("manaviyat",)),
    Role("oquv", "Oʻquv zallari rahbari", "head", ("oquv-zallari",)),
    Role("biblio", "Bibliograf", "head", ("bibliografiya",)),
    Role("akt", "AKT mutaxassisi", "head", ("akt",)),
    Role("jamlash", "Jamlovchi", "head", ("jamlash",)),
    Role("kotiba", "Ish yurituvchi", "sector", ("kotiba", "kadrlar")),
    Role("metodist", "Metodist", "methodologist", ("metodika",)),
    Role("direktor", "Direktor", "director"),
    Role("orinbosar", "Direktor oʻrinbosari", "deputy", ("orinbosar", "kotiba")),
    Role("admin", "Administrator", "administrator"),
    Role("kuzatuvchi", "Kuzatuvchi", "inspector"),
)


def make_centre() -> Centre:
    centre = Centre(code="arnasoy", name="Arnasoy tuman axborot-kutubxona markazi")
    db.session.add(centre)
    db.session.flush()
    add_usual_units(centre)
    return centre


def make_cast(centre: Centre) -> dict[str, Person]:
    """Everybody of the cast, past the first password."""
    units = {unit.code: unit.id for unit in db.session.scalars(select(Unit))}
    people = {}
    # Quick to check: the tests sign in a thousand times.
    shared_hash = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
    for role in CAST:
        person, *_ = add_person(
            actor=None,
            centre_id=centre.id,
            login=role.login,
            name=role.name,
            role=role.role,
            unit_ids=[units[code] for code in role.units],
            today=APPROVED,
        )
        person.password_hash, person.must_change_password, person.first_password_until = shared_hash, False, None
        people[role.login] = person
    return people


def make_plan(actor: Person) -> Plan:
    """The real plan of 2025, with its second name of one sector known."""
    table = read_plan(PLAN_XLSX.read_bytes()).table
    assert table is not None
    units = {unit.code: unit.id for unit in db.session.scalars(select(Unit))}
    aliases = {"Madaniy-ma’rifiy va yoshlar bilan ishlash sektori": units["manaviyat"]}
    import_plan(actor=actor, table=table, aliases=aliases, file_name=PLAN_XLSX.name)
    plan = plan_of(actor.centre_id, 2025)
    assert plan is not None
    return plan


def fill_database(app: Flask) -> None:
    with app.app_context():
        people = make_cast(make_centre())
        make_plan(people["metodist"])
        db.session.commit()
