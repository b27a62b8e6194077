"""Nothing of the history reaches a reader as the program keeps it: the whole history of a lived year, in two languages.

The demonstrated year does most acts; what it leaves out is done here. A subject that nobody did fails the test, so that
a new one is not forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from app.blueprints.system.history_csv import history_lines
from app.cli.acting import centre
from app.domain.frozen import Signer
from app.domain.periods import parse_period
from app.domain.registers import REGISTERS
from app.extensions import db
from app.i18n.catalogs import TRANSLATIONS, messages, read
from app.i18n.formats import MONTHS, WEEKDAYS_SHORT
from app.i18n.labels import LABELS
from app.models import CentreHoliday, Change, Obligation, Person, Plan, Unit
from app.operations.amendment_lines import put_line
from app.operations.amendments import (
    approve_amendment,
    ask_amendment,
    begin_amendment,
    return_amendment,
    withdraw_amendment,
)
from app.operations.beginning import set_beginning
from app.operations.calendar import add_holiday, change_holiday, remove_holiday, seed_holidays, set_working_week
from app.operations.calendar_keys import renew_calendar_key
from app.operations.cards import CardInput, add_card
from app.operations.data_checks import leave_as_is, undo_decision
from app.operations.deviations import ask_reason, end_ask
from app.operations.handing_in import days_key
from app.operations.history import note_change
from app.operations.lock_exceptions import end_exception, grant_exception, set_months, set_self_acceptance
from app.operations.measures import choose_measures
from app.operations.obligations import set_due_date, unwaive, waive
from app.operations.papers import set_paper
from app.operations.people import set_active, set_locale, unlock
from app.operations.plan_files import discard_plan_file, keep_plan_file
from app.operations.plans import set_phasing
from app.operations.row_names import set_row_names
from app.operations.stand_ins import end_stand_in, name_stand_in
from app.operations.units import add_unit, change_unit
from app.pages.history_words import Wording
from app.queries.data_checks import findings_of
from app.queries.deviations import quarter_deviations
from app.queries.phasing import months_of_plan
from app.queries.plan import part_by_key, plan_of, row_by_key
from app.queries.units import all_units
from app.upkeep.opening import opened
from tests.cast import PLAN_XLSX
from tests.cli.program import program
from tests.papers.reading import NOTHING, none_of, typed

TODAY = date(2025, 5, 6)
# What people write themselves: it stays as they wrote it, in their language.
OWN_FIELDS = frozenset(
    {"name", "short_name", "part_names", "measure", "fact", "plan", "mechanism", "deadline", "responsible", "title"}
    | {"file", "recipient", "reason", "outgoing_number", "stand_in", "in_place_of", "place", "source", "link", "author"}
    | {"published", "paper_number", "attendees", "note", "result", "document"}
    | {"centre_name", "approval", "agreement", "signatures"}
)
RAW = re.compile(r"[{}\[\]|]|\b(?:None|True|False|null)\b|\d{4}-(?:\d\d|[QHW]\d)|[a-z]+_[a-z]+|\b20\d\u00a0?\d{3}\b")
ROWS = re.compile(r"\b[IVX]+\b(?:\.[\w./]+)?")
BRANDS = {"Telegram", "Facebook", "Instagram", "YouTube", "PDF", "DjVu", "XAT", "Oʻzbekcha"}


@pytest.mark.parametrize("locale", ["uz", "ru"])
def test_every_change_of_a_lived_year_is_told_in_a_readers_words(lived: Path, locale: str) -> None:
    strange = latin if locale == "ru" else not_uzbek
    with opened(lived), force_locale(locale):
        changes = list(db.session.scalars(select(Change).order_by(Change.id)))
        assert {change.subject for change in changes} == set(LABELS["subject"]), "every subject was written about"
        own, lines = own_words(changes), list(history_lines(changes, Wording(all_units(centre().id))))
    assert len(lines) > len(changes)
    assert {found: line for line in lines for text in line for found in faults_of(text, own, strange)} == {}


def faults_of(text: str, own: re.Pattern[str], strange) -> list[str]:
    rest = own.sub(" ", text)
    return [*(found[0] for found in RAW.finditer(rest)), *strange(ROWS.sub(" ", rest))]


def latin(text: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-zʻʼ]{2,}", text) if word not in BRANDS]


def not_uzbek(text: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-zʻʼ]{2,}", text) if word.lower() not in VOCABULARY]


def vocabulary() -> set[str]:
    words = " ".join(str(message.id) for message in messages(read("uz", TRANSLATIONS)))
    dates = " ".join((*MONTHS["uz"], *WEEKDAYS_SHORT["uz"], "yil chorak hafta"))
    return {word.lower() for word in re.findall(r"[A-Za-zʻʼ]{2,}", f"{words} {dates}")}


def own_words(changes: list[Change]) -> re.Pattern[str]:
    """What people wrote, and the names of people, units and files."""
    found = {unit.name for unit in all_units(centre().id)} | set(db.session.scalars(select(Person.login)))
    for change in changes:
        found |= {change.for_name, change.reason.rpartition(", ")[0] if change.action == "send" else change.reason}
        found |= {change.person_name} if change.person_id is not None else set()
        for side in (change.before, change.after):
            found |= set(typed_in(side or {}))
    longest_first = "|".join(re.escape(words) for words in sorted(found - {""}, key=len, reverse=True))
    return re.compile(rf"(?<![\wʻʼ])(?:{longest_first})(?![\wʻʼ])")


def typed_in(state: dict) -> Iterator[str]:
    for field, value in {**state, **state.get("data", {})}.items():
        if field == "shares":
            yield from value
        elif field in OWN_FIELDS:
            values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
            yield from (str(one) for one in values if one)
        elif field == "answered_by":
            yield value.rpartition(", ")[0]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lived") / "data"
    made = program("demo", "--today", TODAY.isoformat(), data=folder)
    assert made.returncode == 0, made.stderr
    with opened(folder):
        the_rest(folder)
    return folder


def the_rest(folder: Path) -> None:
    """Every act that the demonstration does not do."""
    plan = plan_of(centre().id, 2025)
    assert plan is not None
    people = {person.login: person for person in db.session.scalars(select(Person))}
    metodist, direktor, admin = people["metodist"], people["direktor"], people["admin"]
    units = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    settings_and_calendar(direktor, metodist, admin)
    of_people_and_units(people, units)
    of_the_plan(plan, metodist, folder)
    of_its_amendment(plan, metodist, direktor)
    of_duties(plan, metodist, direktor, people, units)
    of_other_years(metodist, units["abonement"])


def settings_and_calendar(direktor: Person, metodist: Person, admin: Person) -> None:
    set_beginning(actor=admin, first_month=parse_period("2025-01"), today=TODAY)
    set_working_week(actor=admin, working_week="123456", today=TODAY)
    set_months(actor=metodist, entry_window_days=20, working_days_month=4, today=TODAY)
    set_self_acceptance(actor=direktor, allowed=True)
    choose_measures(actor=direktor, keys=["IV.15", "IV.16"], year=2025)
    day = add_holiday(actor=admin, day=date(2025, 6, 20), kind="day_off", name="Hashar kuni", today=TODAY)
    change_holiday(actor=admin, holiday=day, shown=day.day, day=date(2025, 6, 21), name="Hashar", today=TODAY)
    remove_holiday(actor=admin, holiday=day, today=TODAY)
    seed_holidays(actor=admin, centre_id=admin.centre_id, years=[2027])
    waiting = db.session.scalars(select(CentreHoliday).where(CentreHoliday.confirmed.is_(False))).first()
    assert waiting is not None
    later = waiting.day + timedelta(days=1)
    change_holiday(actor=admin, holiday=waiting, shown=waiting.day, day=later, name="", today=TODAY)
    renew_calendar_key(actor=metodist)
    wanted = typed("birinchi", title="{davr} hisoboti")
    set_paper(actor=metodist, paper="report", version=0, typed=wanted | {"signatures": [Signer("Kotiba", "")]})
    set_paper(
        actor=metodist,
        paper="report",
        version=1,
        typed=none_of(NOTHING) | {"signatures_way": "as_set", "signatures": []},
    )


def of_people_and_units(people: dict[str, Person], units: dict[str, Unit]) -> None:
    admin, direktor = people["admin"], people["direktor"]
    set_locale(person=people["akt"], locale="ru")
    unlock(actor=None, person=people["akt"])
    found = name_stand_in(
        actor=direktor, person=people["umumiy"], absent=people["metodist"], role="", first_day=TODAY,
        last_day=TODAY + timedelta(days=9), reason="mehnat taʼtili", today=TODAY,
    )  # fmt: skip
    end_stand_in(actor=direktor, stand_in=found, today=TODAY + timedelta(days=2))
    set_active(actor=admin, person=people["kuzatuvchi"], active=False, today=TODAY)
    unit = add_unit(
        actor=admin, code="bolalar", name="Bolalar boʻlimi", kind="sector",
        page="reading_rooms", parent_id=units["oquv-zallari"].id,
    )  # fmt: skip
    change_unit(
        actor=admin, unit=unit, version=unit.version, name=unit.name, kind="service", page="methodology",
        parent_id=None, working_week="1234567", first_month=parse_period("2025-06"), last_month=parse_period("2025-11"),
    )  # fmt: skip


def of_the_plan(plan: Plan, metodist: Person, folder: Path) -> None:
    kept = keep_plan_file(actor=metodist, name="reja.xlsx", content=PLAN_XLSX.read_bytes(), year=2025, folder=folder)
    discard_plan_file(actor=metodist, kept=kept)
    part = part_by_key(plan, "IV.12.2")
    row = part.indicator
    months = list(months_of_plan(row, part.plan, part.phasing))
    months[-2:] = [months[-2] + months[-1], 0]
    set_phasing(
        actor=metodist, plan=plan, row=row, part=part, version=row.version, months=months, reason="dekabr qisqa"
    )
    row = row_by_key(plan, "II.2")
    set_row_names(actor=metodist, plan=plan, row=row, version=row.version, part_names={1: "muassasalar"})
    finding = next(iter(findings_of(plan, TODAY)))
    decision = leave_as_is(
        actor=metodist, plan=plan, check=finding.check, subject_key=finding.subject_key, reason="qogʻozda shunday",
        today=TODAY,
    )  # fmt: skip
    undo_decision(actor=metodist, decision=decision)
    for one in findings_of(plan, TODAY):
        leave_as_is(
            actor=metodist, plan=plan, check=one.check, subject_key=one.subject_key, reason="shunday", today=TODAY
        )


def of_its_amendment(plan: Plan, metodist: Person, direktor: Person) -> None:
    made = begin_amendment(
        actor=metodist, plan=plan, month=parse_period("2025-06"), reason="xat keldi", document="12-son xat"
    )
    wanted = {"plan": "9600", "entry_form": "month", "mode": "flow", "sums_parts": False, "shares": {"akt": "oversees"}}
    new = {
        "section": "VI",
        "number": "36",
        "name": "Onlayn soʻrov",
        "plan": "4",
        "deadline": "har oyda",
        "mechanism": [],
    }
    for act, key, fields in (("change", "IV.15", wanted), ("add", "VI.36", new), ("end", "IV.28", {})):
        put_line(actor=metodist, plan=plan, amendment=made, act=act, row_key=key, wanted=fields)
    ask_amendment(actor=metodist, plan=plan, amendment=made, version=made.version, today=TODAY)
    return_amendment(actor=direktor, plan=plan, amendment=made, version=made.version, note="reja kam")
    ask_amendment(actor=metodist, plan=plan, amendment=made, version=made.version, today=TODAY)
    approve_amendment(actor=direktor, plan=plan, amendment=made, version=made.version, today=TODAY)
    later = begin_amendment(actor=metodist, plan=plan, month=parse_period("2025-07"), reason="yana xat keldi")
    withdraw_amendment(actor=metodist, plan=plan, amendment=later, version=later.version)


def of_duties(
    plan: Plan, metodist: Person, direktor: Person, people: dict[str, Person], units: dict[str, Unit]
) -> None:
    owed = list(db.session.scalars(select(Obligation).where(Obligation.waived_at.is_(None))))
    waive(actor=metodist, obligation=owed[-1], version=owed[-1].version, reason="bekor qilingan")
    unwaive(actor=metodist, obligation=owed[-1], version=owed[-1].version)
    free = next(one for one in owed if one.set_by_unit)
    set_due_date(actor=metodist, obligation=free, version=free.version, due_on=free.ends_on)
    exception = grant_exception(
        actor=direktor, plan=plan, unit=units["abonement"], month=parse_period("2025-03"), until=TODAY,
        reason="xato topildi", today=TODAY,
    )  # fmt: skip
    end_exception(actor=direktor, exception=exception)
    quarter = parse_period("2025-Q1")
    line, place = quarter_deviations(plan, quarter, TODAY).missing[0]
    ask_reason(actor=direktor, plan=plan, quarter=quarter, row_key=line.row.key, unit_code=place.unit.code, today=TODAY)
    end_ask(actor=direktor, plan=plan, quarter=quarter, row_key=line.row.key, unit_code=place.unit.code)
    card = CardInput(date=TODAY, title="Sovgʻa kitoblar", data={"paper": "act", "copies": 3}, rows={"IV.12.2": None})
    add_card(
        actor=people["jamlash"], plan=plan, unit=units["jamlash"], register=REGISTERS["acquisitions"], today=TODAY,
        values=card,
    )  # fmt: skip


def of_other_years(metodist: Person, unit: Unit) -> None:
    """What cannot be done in a year that was lived from January, and what earlier versions wrote."""
    key, figure = f"IV.15|{unit.code}", {"state": "number", "value": 61200, "base": None}
    for note in (
        {"action": "save", "subject": "opening", "subject_key": f"{key}|2024-01--2024-05", "after": figure},
        {
            "action": "explain",
            "subject": "blank_days",
            "subject_key": days_key(unit, date(2025, 4, 1), date(2025, 4, 3)),
            "after": {"kind": "repair", "rows": "IV.15, IV.16"},
            "reason": "taʼmir",
        },
        {
            "action": "mark_done",
            "subject": "obligation",
            "subject_key": f"{key}|2025-W05|document",
            "before": {"done_on": None},
            "after": {"done_on": "2025-02-03", "since_dropped": "x"},
        },
    ):
        note_change(actor=metodist, centre_id=metodist.centre_id, unit_code=unit.code, **note)


VOCABULARY = vocabulary()
