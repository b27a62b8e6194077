"""Nothing of an archived year is written: every operation is tried on a closed year, or said why it may (domain.md §5).

A new operation belongs into one of both tables: what is tried must be refused with the sentence of the archive, and
must leave every table as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, select, text

from app.domain.errors import Locked
from app.domain.frozen import Signer
from app.domain.periods import Period, parse_period
from app.domain.plan_table import PlanTable
from app.domain.registers import REGISTERS
from app.extensions import db
from app.models import (
    Amendment,
    BlankReason,
    Card,
    CentreHoliday,
    Deviation,
    Entry,
    Evidence,
    LockException,
    Obligation,
    PlanImport,
    Report,
)
from app.models.types import now
from app.operations.cards import CardInput, add_card
from app.operations.deviations import LineReason
from app.operations.evidence import attach
from app.operations.letters import need_answers_kept
from app.operations.submissions import UnitMonth
from app.queries.cells import Cell, find_cell
from app.queries.plan import part_by_key, plan_table, row_by_key
from tests.operations.test_rights import ACTS
from tests.plan.ended import DAY, SIGNERS, close, write
from tests.submissions.conftest import Office, office_of

MONTH = parse_period("2025-11")
TEXTS = {
    "name": "x", "measure": "", "fact_text": "", "plan_text": "1", "mechanism": "", "deadline": "", "responsible": ""
}  # fmt: skip
PDF = b"%PDF-1.4\n%%EOF\n"


@dataclass
class Archive(Office):
    """A closed year with something of every kind in it."""

    app: Flask | None = None

    @property
    def folder(self):
        return self.app.config["SETTINGS"].files

    def one(self, kind: type, *where: Any) -> Any:
        return db.session.scalars(select(kind).where(*where).order_by(kind.id.desc())).first()

    @property
    def cell(self) -> Cell:
        return find_cell(self.plan, "IV.15|abonement|2025-11-04")

    @property
    def table(self) -> PlanTable:
        return plan_table(self.plan)

    @property
    def quarter(self) -> Period:
        return parse_period("2025-Q4")

    def place(self, unit: str = "abonement") -> UnitMonth:
        return UnitMonth(self.plan, self.units[unit], MONTH)

    def card_input(self) -> CardInput:
        return CardInput(date(2025, 11, 5), "Bayram", {"kind": "event", "attendance": 10}, {"IV.17": None})

    def of_row(self, key: str = "IV.15") -> dict[str, Any]:
        row = row_by_key(self.plan, key)
        return {"plan": self.plan, "row": row, "version": row.version}

    def of_part(self) -> dict[str, Any]:
        part = part_by_key(self.plan, "IV.15")
        return {"plan": self.plan, "part": part, "version": part.indicator.version}

    def amendment(self, *but: str) -> dict[str, Any]:
        found = self.one(Amendment)
        facts = {"plan": self.plan, "amendment": found, "version": found.version}
        return {name: value for name, value in facts.items() if name not in but}

    def tree(self, key: str = "") -> dict[str, Any]:
        row = {"row": row_by_key(self.plan, key)} if key else {}
        return {"plan": self.plan, "version": self.plan.version, **row}

    def owed(self, *where: Any) -> dict[str, Any]:
        found = self.one(Obligation, *where)
        return {"obligation": found, "version": found.version}


@pytest.fixture
def archive(app: Flask, context: None) -> Archive:
    office = office_of(app)
    who, place = office.people["manaviyat"], {"centre_id": 1, "person_id": office.people["metodist"].id}
    lived = Archive(office.plan, office.people, office.units, DAY, app)
    values = lived.card_input()
    card = add_card(
        actor=who, plan=office.plan, unit=office.units["manaviyat"], register=REGISTERS["events"], values=values,
        today=date(2025, 11, 6),
    )  # fmt: skip
    attach(
        actor=who, plan=office.plan, card=card, name="a.pdf", content=PDF, folder=lived.folder, today=date(2025, 11, 6)
    )
    unit, row = office.units["abonement"].id, row_by_key(office.plan, "IV.15").id
    of_unit = {**place, "unit_id": unit}
    db.session.add(BlankReason(**of_unit, first_day=date(2025, 11, 3), last_day=date(2025, 11, 3), kind="closed"))
    past = {"until": date(2025, 12, 1), "reason": "xato", "at": now()}
    db.session.add(LockException(**of_unit, year_month=202510, opens="sent", **past))
    db.session.add(Deviation(centre_id=1, indicator_id=row, unit_id=unit, quarter=20254))
    db.session.add(PlanImport(**place, year=2025, file_name="reja.xlsx", sha256="0" * 64, state="waiting"))
    stored = {"plan_year": 2025, "plan_before": {}, "change_id": 1, "sha256": "1" * 64}
    db.session.add(PlanImport(**place, year=2025, file_name="eski.xlsx", state="stored", **stored))
    db.session.commit()
    closed = close(app)
    asked = db.session.scalars(select(Deviation)).one()
    asked.asked_by_id, asked.asked_on = office.people["direktor"].id, date(2026, 1, 12)
    entry = Entry(**of_unit, part_id=part_by_key(closed.plan, "IV.15").id, date=date(2025, 11, 7), year_month=202511)
    change = {"number": 1, "first_month": 202512, "reason": "xat", "state": "asked"}
    db.session.add(Amendment(centre_id=1, plan_id=closed.plan.id, prepared_by_id=place["person_id"], **change))
    entry.grain, entry.state, entry.value, entry.former_state = "day", "number", 5, "empty"
    db.session.add(entry)
    db.session.commit()
    return Archive(closed.plan, closed.people, closed.units, DAY, app)


def report_of(a: Archive) -> dict[str, Any]:
    return {"report": a.one(Report)}


Try = tuple[str, Callable[[Archive], dict[str, Any]]]  # as whom, and with what

# Operation → as whom it is tried, and with what of the closed year.
REFUSED: dict[str, Try] = {
    "calendar.add_holiday": (
        "metodist",
        lambda a: {"day": date(2025, 6, 3), "kind": "day_off", "name": "kun", "today": DAY},
    ),
    "calendar.bring_missing_days": ("metodist", lambda a: {"year": 2025, "today": DAY}),
    "calendar.change_holiday": (
        "metodist",
        lambda a: {
            "holiday": (day := a.one(CentreHoliday, CentreHoliday.day < date(2026, 1, 1))),
            "shown": day.day,
            "day": date(2026, 6, 3),
            "name": "",
            "today": DAY,
        },
    ),
    "calendar.remove_holiday": (
        "metodist",
        lambda a: {"holiday": a.one(CentreHoliday, CentreHoliday.day < date(2026, 1, 1)), "today": DAY},
    ),
    "cards.add_card": (
        "manaviyat",
        lambda a: {
            "plan": a.plan,
            "unit": a.units["manaviyat"],
            "register": REGISTERS["events"],
            "values": a.card_input(),
            "today": DAY,
        },
    ),
    "cards.change_card": (
        "manaviyat",
        lambda a: {
            "plan": a.plan,
            "card": (c := a.one(Card)),
            "values": a.card_input(),
            "version": c.version,
            "today": DAY,
        },
    ),
    "cards.restore_card": ("manaviyat", lambda a: {"plan": a.plan, "card": a.one(Card), "today": DAY}),
    "cards.void_card": ("manaviyat", lambda a: {"plan": a.plan, "card": a.one(Card), "today": DAY}),
    "changed_figures.accept_change": (
        "metodist",
        lambda a: {
            "plan": a.plan,
            "entry": (e := a.one(Entry, Entry.former_state == "empty")),
            "version": e.version,
            "today": DAY,
        },
    ),
    "changed_figures.return_change": (
        "metodist",
        lambda a: {
            "plan": a.plan,
            "entry": (e := a.one(Entry, Entry.former_state == "empty")),
            "version": e.version,
            "reason": "xato",
            "today": DAY,
        },
    ),
    "deviations.ask_reason": (
        "direktor",
        lambda a: {"plan": a.plan, "quarter": a.quarter, "row_key": "IV.15", "unit_code": "abonement", "today": DAY},
    ),
    "deviations.end_ask": (
        "direktor",
        lambda a: {"plan": a.plan, "quarter": a.quarter, "row_key": "IV.15", "unit_code": "abonement"},
    ),
    "deviations.explain_lines": (
        "abonement",
        lambda a: {
            "plan": a.plan,
            "quarter": a.quarter,
            "deviations": [LineReason("IV.15", "abonement", 1, "sabab")],
            "today": DAY,
        },
    ),
    "entries.save_cell": (
        "abonement",
        lambda a: {"plan": a.plan, "cell": a.cell, "typed": "7", "version": 0, "today": DAY},
    ),
    "evidence.attach": (
        "manaviyat",
        lambda a: {
            "plan": a.plan,
            "card": a.one(Card),
            "name": "b.pdf",
            "content": PDF,
            "folder": a.folder,
            "today": DAY,
        },
    ),
    "evidence.attach_all": (
        "manaviyat",
        lambda a: {"plan": a.plan, "card": a.one(Card), "files": [("b.pdf", PDF)], "folder": a.folder, "today": DAY},
    ),
    "evidence.detach": ("manaviyat", lambda a: {"plan": a.plan, "evidence": a.one(Evidence), "today": DAY}),
    "handing_in.submit_month": ("abonement", lambda a: {"unit_month": a.place(), "version": 1, "today": DAY}),
    "handing_in.take_reason_back": (
        "abonement",
        lambda a: {"unit_month": a.place(), "reason": a.one(BlankReason), "version": 1},
    ),
    "letters.answer_by_card": (
        "metodist",
        lambda a: {"card": card_that_answers(a), "duties": [], "today": DAY},
    ),
    "letters.answer_by_report": ("metodist", lambda a: {**report_of(a), "duties": [open_duty(a)]}),
    "lock_exceptions.end_exception": ("direktor", lambda a: {"exception": a.one(LockException)}),
    "lock_exceptions.grant_exception": (
        "direktor",
        lambda a: {
            "plan": a.plan,
            "unit": a.units["abonement"],
            "month": MONTH,
            "until": DAY,
            "reason": "xato",
            "today": DAY,
        },
    ),
    "months.close_month": ("direktor", lambda a: {"plan": a.plan, "month": MONTH, "today": DAY}),
    "months.reopen_month": ("direktor", lambda a: {"plan": a.plan, "month": MONTH, "reason": "xato"}),
    "months.send_months": ("metodist", lambda a: {"plan": a.plan, "months": [MONTH]}),
    "obligations.set_due_date": (
        "metodist",
        lambda a: a.owed(Obligation.set_by_unit) | {"due_on": date(2025, 12, 1)},
    ),
    "obligations.unwaive": ("metodist", lambda a: a.owed(Obligation.waived_at.is_not(None))),
    "obligations.waive": ("metodist", lambda a: a.owed(Obligation.waived_at.is_(None)) | {"reason": "sabab"}),
    "obligations.waive_several": (
        "metodist",
        lambda a: {"obligations": [a.one(Obligation, Obligation.waived_at.is_(None))], "reason": "sabab"},
    ),
    "opening.clear_opening": (
        "metodist",
        lambda a: {"plan": a.plan, "month": parse_period("2025-01"), "reason": "xato", "today": DAY},
    ),
    "opening.end_opening": ("metodist", lambda a: {"plan": a.plan, "ended": True}),
    "opening.save_opening": (
        "metodist",
        lambda a: {"plan": a.plan, "typed": [("IV.15|abonement|2025-01", "5", 0)], "reason": "xato", "today": DAY},
    ),
    "owed_corrections.leave_report": ("metodist", lambda a: report_of(a) | {"reason": "sabab"}),
    "own_shares.set_own_shares": (
        "metodist",
        lambda a: a.of_part() | {"amounts": {a.units["abonement"].id: 5}, "reason": "sabab"},
    ),
    "own_shares.set_share_months": (
        "metodist",
        lambda a: a.of_part() | {"unit": a.units["abonement"], "months": None, "reason": "sabab"},
    ),
    "own_shares.spread_own_shares": ("metodist", lambda a: a.of_part() | {"way": "even", "reason": "sabab"}),
    "plan_files.confirm_plan_file": (
        "metodist",
        lambda a: {
            "kept": a.one(PlanImport, PlanImport.state == "waiting"),
            "table": a.table,
            "errors": 0,
            "questions": 0,
            "headings": {},
            "choices": {},
        },
    ),
    "plan_files.import_file": (
        "metodist",
        lambda a: {
            "name": "reja.xlsx",
            "content": b"reja",
            "year": None,
            "folder": a.folder,
            "table": a.table,
            "headings": {},
            "answers": {},
        },
    ),
    "plan_files.undo_import": ("metodist", lambda a: {"kept": a.one(PlanImport, PlanImport.state == "stored")}),
    "plan_import.import_plan": ("metodist", lambda a: {"table": a.table}),
    "plan_units.name_units": ("metodist", lambda a: {"plan": a.plan, "choices": {}, "today": DAY}),
    "plans.approve_plan": ("direktor", lambda a: {"plan": a.plan, "today": DAY}),
    "plans.change_row": (
        "metodist",
        lambda a: (
            a.of_row()
            | dict.fromkeys(("name", "measure", "fact_text", "plan_text", "mechanism", "deadline", "responsible"), "5")
        ),
    ),
    "plans.confirm_row": (
        "metodist",
        lambda a: {"plan": a.plan, "row": row_by_key(a.plan, "IV.15"), "points": ["name"]},
    ),
    "plans.set_counting": (
        "metodist",
        lambda a: a.of_row() | {"entry_form": "month", "mode": "flow", "sums_parts": False, "shares": {}},
    ),
    "plans.set_phasing": (
        "metodist",
        lambda a: a.of_row() | {"part": part_by_key(a.plan, "IV.15"), "months": [750] * 12},
    ),
    "report_sending.answer_more": ("metodist", lambda a: report_of(a) | {"duties": []}),
    "report_sending.send_report": (
        "metodist",
        lambda a: (
            report_of(a) | {"way": "exat", "recipient": "V", "write_workbook": write, "folder": a.folder, "today": DAY}
        ),
    ),
    "report_sending.sign_report": ("direktor", lambda a: report_of(a) | {"today": DAY}),
    "reports.correct_report": (
        "metodist",
        lambda a: (
            report_of(a)
            | {
                "plan": a.plan,
                "reason": "xato",
                "signers": SIGNERS,
                "write_workbook": write,
                "folder": a.folder,
                "today": DAY,
            }
        ),
    ),
    "reports.freeze_report": (
        "metodist",
        lambda a: {
            "plan": a.plan,
            "period": parse_period("2025-Q1"),
            "basis": "entered",
            "signers": [Signer("Direktor", "B.")],
            "write_workbook": write,
            "folder": a.folder,
            "today": DAY,
        },
    ),
    "row_names.set_row_names": ("metodist", lambda a: a.of_row() | {"short_name": "Nomi"}),
    "submissions.accept_month": ("metodist", lambda a: {"unit_month": a.place(), "version": 1, "today": DAY}),
    "submissions.accept_own_month": ("direktor", lambda a: {"unit_month": a.place(), "version": 1, "today": DAY}),
    "submissions.return_month": ("metodist", lambda a: {"unit_month": a.place(), "version": 1, "reason": "xato"}),
    "submissions.return_own_month": (
        "direktor",
        lambda a: {"unit_month": a.place(), "version": 1, "reason": "xato", "today": DAY},
    ),
    "submissions.undo_accept": ("metodist", lambda a: {"unit_month": a.place(), "version": 1, "reason": "xato"}),
    "submissions.withdraw_month": ("abonement", lambda a: {"unit_month": a.place(), "version": 1}),
    "year_end.close_plan": ("direktor", lambda a: {"plan": a.plan, "today": DAY}),
    "amendments.begin_amendment": ("metodist", lambda a: {"plan": a.plan, "month": MONTH, "reason": "xat"}),
    "amendments.change_amendment": (
        "metodist",
        lambda a: a.amendment() | {"month": MONTH, "reason": "xat", "document": ""},
    ),
    "amendments.ask_amendment": ("metodist", lambda a: a.amendment() | {"today": DAY}),
    "amendments.approve_amendment": ("direktor", lambda a: a.amendment() | {"today": DAY}),
    "amendments.return_amendment": ("direktor", lambda a: a.amendment() | {"note": "xato"}),
    "amendments.withdraw_amendment": ("metodist", lambda a: a.amendment()),
    "amendment_places.amend_place": ("metodist", lambda a: a.amendment() | {"row_key": "IV.15", "number": "40"}),
    "amendment_places.amend_split": (
        "metodist",
        lambda a: a.amendment() | {"row_key": "IV.15", "names": "Bir\nIkki", "until_name": "Yanvar"},
    ),
    "amendment_lines.amend_row": ("metodist", lambda a: a.amendment() | {"row_key": "IV.15"} | TEXTS),
    "amendment_lines.amend_counting": (
        "metodist",
        lambda a: (
            a.amendment()
            | {"row_key": "IV.15", "entry_form": "month", "mode": "flow", "sums_parts": False, "shares": {}}
        ),
    ),
    "amendment_lines.amend_new_row": (
        "metodist",
        lambda a: a.amendment() | {"section": "IV", "number": "36"} | TEXTS,
    ),
    "amendment_lines.end_row": ("metodist", lambda a: a.amendment("version") | {"row_key": "IV.15"}),
    "amendment_lines.leave_row": ("metodist", lambda a: a.amendment("version") | {"row_key": "IV.15"}),
    "amendment_lines.put_line": (
        "metodist",
        lambda a: a.amendment() | {"act": "end", "row_key": "IV.15", "wanted": {}},
    ),
    "plan_figures.save_figure": (
        "metodist",
        lambda a: {"plan": a.plan, "cell": "IV.15|plan", "typed": "9600", "version": 1},
    ),
    "plan_figures.save_figures": ("metodist", lambda a: {"plan": a.plan, "typed": [("IV.15|plan", "9600", 1)]}),
    "plan_tree.add_row": ("metodist", lambda a: a.tree() | {"where": "IV"}),
    "plan_tree.place_row": ("metodist", lambda a: a.tree("IV.15")),
    "plan_tree.step_row": ("metodist", lambda a: a.tree("IV.15") | {"down": True}),
    "plan_tree.split_row": ("metodist", lambda a: a.tree("IV.15") | {"names": "bir\nikki"}),
    "plan_tree.take_row_out": ("metodist", lambda a: a.tree("IV.15")),
    "plan_tree.number_section": ("metodist", lambda a: a.tree() | {"roman": "IV", "first": 12, "onward": False}),
    "plan_tree.add_section": ("metodist", lambda a: a.tree() | {"heading": "Yangi"}),
    "plan_tree.change_section": ("metodist", lambda a: a.tree() | {"roman": "IV", "heading": "Yangi"}),
    "plan_tree.take_section_out": ("metodist", lambda a: a.tree() | {"roman": "IV"}),
    "papers.set_plan_ends": ("metodist", lambda a: {"plan": a.plan, "version": a.plan.version, "typed": {}}),
    "roll_over.renew_figures": ("metodist", lambda a: {"plan": a.plan, "today": DAY, "basis": "so_far"}),
}

EACH = "each of several by itself; one that is refused is named, as the act of one is"
OF_NO_YEAR = "it is about people, units, settings or names, and about no year"
PART = "part of an act that has asked"
MAY: dict[str, str] = {
    "entries.save_cells": EACH,
    "handing_in.submit_months": EACH,
    "submissions.accept_months": EACH,
    "report_scans.attach_scans": "the signed letter may come later: it belongs to the archive and changes no figure",
    "report_scans.void_scan": "a wrong scan is replaced; its bytes stay",
    "year_end.reopen_plan": "the way back",
    "roll_over.roll_over": "it makes the plan of the year after and reads this one",
    "roll_over.begin_plan": "it makes the plan of another year",
    "data_checks.leave_as_is": "what is said of a finding changes nothing of the year",
    "data_checks.undo_decision": "what is said of a finding changes nothing of the year",
    "plan_files.keep_plan_file": "a file that is looked at stores nothing",
    "plan_files.answer_plan_file": "a file that is looked at stores nothing",
    "plan_files.discard_plan_file": "a file that is looked at stores nothing",
    "beginning.set_beginning": "never behind a month that was handed in; it makes nothing owed of a closed year",
    "calendar.set_working_week": "of the days ahead",
    "calendar.seed_holidays": PART + ": days of a year that has none",
    "calendar_keys.end_calendar_key": OF_NO_YEAR,
    "calendar_keys.renew_calendar_key": OF_NO_YEAR,
    "history.note_change": PART,
    "lock_exceptions.set_months": OF_NO_YEAR,
    "lock_exceptions.set_self_acceptance": OF_NO_YEAR,
    "measures.choose_measures": OF_NO_YEAR,
    "obligations.make_obligations": PART + ", and only of plans that are approved",
    "owed_corrections.weigh_report": PART,
    "owed_corrections.weigh_reports": PART,
    "papers.set_paper": OF_NO_YEAR,
    "people.add_person": OF_NO_YEAR,
    "people.change_person": OF_NO_YEAR,
    "people.end_sign_ins": OF_NO_YEAR,
    "people.note_account": OF_NO_YEAR,
    "people.reset_password": OF_NO_YEAR,
    "people.set_active": OF_NO_YEAR,
    "people.sign_out": OF_NO_YEAR,
    "people.unlock": OF_NO_YEAR,
    "plan_files.remember_headings": OF_NO_YEAR,
    "plan_units.add_unit_as_printed": OF_NO_YEAR,
    "plan_units.chosen_units": OF_NO_YEAR,
    "plan_units.remember_aliases": OF_NO_YEAR,
    "stand_ins.end_outlived": OF_NO_YEAR,
    "stand_ins.end_stand_in": OF_NO_YEAR,
    "stand_ins.name_stand_in": OF_NO_YEAR,
    "units.add_unit": OF_NO_YEAR,
    "units.change_unit": "nothing that was written or handed in may come to lie outside its months",
    "units.remove_alias": OF_NO_YEAR,
}


def open_duty(a: Archive) -> int:
    """A report of the closed year that nobody answered: such a thing is left over only by force."""
    owed = a.one(Obligation, Obligation.kind == "report", Obligation.period == "2025", Obligation.required)
    owed.waived_at, owed.waive_reason = None, ""
    db.session.commit()
    return int(owed.id)


def card_that_answers(a: Archive) -> Card:
    """A letter of January that answers what the closed year owed."""
    owed = a.one(Obligation, Obligation.kind == "report", Obligation.required)
    card = Card(centre_id=1, unit_id=owed.unit_id, register="documents", date=date(2026, 1, 14), year_month=202601)
    card.title, card.created_by_id = "Xat", a.people["metodist"].id
    card.data = {"outgoing_number": "01-05/7", "stage": "accepted", "rows": {}}
    db.session.add(card)
    db.session.flush()
    owed.waived_at, owed.waive_reason, owed.card_id = None, "", card.id
    db.session.commit()
    return card


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    connection, found = db.session.connection(), MetaData()
    found.reflect(connection)
    return {
        name: [tuple(row) for row in connection.execute(text(f'select * from "{name}" order by 1'))]  # noqa: S608
        for name in found.tables
    }


def test_every_operation_stands_in_one_of_both_tables() -> None:
    assert set(REFUSED) & set(MAY) == set()
    assert set(ACTS) - set(REFUSED) - set(MAY) == set(), "say what a new operation may do in an archived year"
    assert {*REFUSED, *MAY} <= set(ACTS)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_nothing_of_an_archived_year_is_written(archive: Archive, name: str) -> None:
    login, facts = REFUSED[name]
    given = facts(archive)
    before = everything()
    with pytest.raises(Locked) as refusal:
        ACTS[name](actor=archive.people[login], **given)
    assert (refusal.value.code, refusal.value.params) == ("lock.year_archived", {"year": 2025})
    db.session.rollback()
    assert everything() == before


def test_a_letter_of_january_keeps_what_it_answers_of_the_closed_year(archive: Archive) -> None:
    """Neither voided nor another number: the closed year would owe again what it was closed with."""
    card = card_that_answers(archive)
    with pytest.raises(Locked, match="lock.year_archived"):
        need_answers_kept(card)
    void = ACTS["cards.void_card"]
    with pytest.raises(Locked, match="lock.year_archived"):
        void(actor=archive.people["metodist"], plan=None, card=card, today=DAY)
    other = {"outgoing_number": "01-05/8", "stage": "accepted"}
    change = {"version": card.version, "today": DAY, "plan": None, "card": card, "actor": archive.people["metodist"]}
    owed = archive.one(Obligation, Obligation.card_id == card.id)
    with pytest.raises(Locked, match="lock.year_archived"):
        ACTS["cards.change_card"](
            **change, values=CardInput(card.date, "Xat", other, {}, duties=[owed.id], asked=False)
        )
    db.session.rollback()
    same = {"outgoing_number": "01-05/7", "stage": "accepted"}
    change["version"] = card.version
    ACTS["cards.change_card"](
        **change, values=CardInput(card.date, "Xat, yangi", same, {}, duties=[owed.id], asked=False)
    )
    assert card.title == "Xat, yangi" and owed.card_id == card.id
