"""The people of the demonstration: one account for every role and for every unit that counts something."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from random import Random

from sqlalchemy import select

from app.domain.errors import Invalid
from app.domain.passwords import ALPHABET, check_password
from app.extensions import db
from app.models import Centre, Person, Unit
from app.operations.people import add_person, hash_password


@dataclass(frozen=True)
class Account:
    """What is printed of a demonstration account; ``units`` are unit codes."""

    login: str
    password: str
    name: str
    role: str
    units: tuple[str, ...] = ()


# login, name, role, units
_PEOPLE: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("metodist", "Dilnoza Karimova", "methodologist", ("metodika",)),
    ("direktor", "Bahodir Toʻraqulov", "director", ()),
    ("orinbosar", "Gulnora Ergasheva", "deputy", ("orinbosar", "kotiba")),
    ("admin", "Sardor Yoʻldoshev", "administrator", ()),
    ("kuzatuvchi", "Zulfiya Rahmatova", "inspector", ()),
    ("biblio", "Nargiza Umarova", "head", ("bibliografiya",)),
    ("yek", "Shahnoza Qodirova", "sector", ("yek",)),
    ("akt", "Jasur Normatov", "head", ("akt",)),
    ("oquv", "Mavluda Ismoilova", "head", ("oquv-zallari",)),
    ("elektron", "Otabek Saʼdullayev", "sector", ("elektron-zal",)),
    ("abonement", "Feruza Abdullayeva", "sector", ("abonement",)),
    ("umumiy", "Munira Hasanova", "sector", ("umumiy-zal",)),
    ("manaviyat", "Lola Moʻminova", "sector", ("manaviyat",)),
    ("huquqiy", "Rustam Egamberdiyev", "sector", ("huquqiy",)),
    ("olka", "Saodat Boʻriyeva", "sector", ("olkashunoslik",)),
    ("jamlash", "Oygul Tursunova", "head", ("jamlash",)),
    ("kadrlar", "Nodira Sheraliyeva", "sector", ("kadrlar",)),
    ("kotiba", "Malika Joʻrayeva", "sector", ("kotiba",)),
)


def add_accounts(centre: Centre, random: Random, today: date) -> list[Account]:
    """Add everybody with a password that is fixed by the seed and need not be changed."""
    accounts = [
        Account(login, password(random, login, role), name, role, codes) for login, name, role, codes in _PEOPLE
    ]
    with ThreadPoolExecutor() as pool:  # hashing is slow on purpose
        hashes = list(pool.map(lambda account: hash_password(account.password), accounts))
    units = {unit.code: unit.id for unit in db.session.scalars(select(Unit).where(Unit.centre_id == centre.id))}
    for account, hashed in zip(accounts, hashes, strict=True):
        person, _first, _ended = add_person(
            actor=None,
            centre_id=centre.id,
            login=account.login,
            name=account.name,
            role=account.role,
            unit_ids=[units[code] for code in account.units],
            today=today,
        )
        person.password_hash, person.must_change_password, person.first_password_until = hashed, False, None
    db.session.flush()
    return accounts


def password(random: Random, login: str, role: str) -> str:
    """A password like a first one, but from the seed."""
    while True:
        made = "-".join("".join(random.choices(ALPHABET, k=4)) for _ in range(3))
        try:
            check_password(made, login=login, role=role)
        except Invalid:
            continue
        return made


def people_by_unit(centre: Centre) -> dict[str, Person]:
    """Unit code → who enters its figures."""
    people = db.session.scalars(select(Person).where(Person.centre_id == centre.id).order_by(Person.id))
    return {unit.code: person for person in people for unit in person.units}
