"""Before every act stands the question whether somebody may do it: in the act itself, not only at the gate."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from unittest.mock import MagicMock

import pytest
from sqlalchemy import select

import app.operations
from app.domain.errors import NotAllowed
from app.domain.permissions import INSPECTOR
from app.extensions import db
from app.models import Person

OWN = "what is one's own: his sitting, his password, his calendar, his language"
LOCK = "the lock of a cell says it, with its unit and month, beside what was typed (tests/submissions/test_locks.py)"
PART = "part of an act that has asked"
EXCEPTIONS = {
    "calendar_keys.renew_calendar_key": OWN,
    "calendar_keys.end_calendar_key": OWN,
    "people.sign_out": OWN,
    "entries.save_cell": LOCK,
    "entries.save_cells": LOCK,
    "cards.add_card": LOCK,
    "cards.change_card": LOCK,
    "cards.void_card": LOCK,
    "cards.restore_card": LOCK,
    "evidence.attach": LOCK,
    "evidence.attach_all": LOCK,
    "evidence.detach": LOCK,
    "calendar.seed_holidays": PART + ", or of the installation",
    "history.note_change": PART,
    "letters.answer_by_card": PART,
    "letters.answer_by_report": PART,
    "obligations.make_obligations": PART + ", or of the upgrade; it makes what the plan says",
    "people.note_account": PART,
    "owed_corrections.weigh_report": PART,
    "owed_corrections.weigh_reports": PART,
    "plan_files.import_file": PART + ", or of the command line: the first plan of a centre comes in so",
    "plan_files.remember_headings": PART + ", or of the command line",
    "plan_import.import_plan": PART + ", or of the command line: the first plan of a centre comes in so",
    "plan_units.add_unit_as_printed": PART,
    "plan_units.chosen_units": PART,
    "plan_units.remember_aliases": PART,
    "stand_ins.end_outlived": PART,
}


def acts() -> dict[str, Callable[..., object]]:
    """Every operation that is told by name who acts."""
    found = {}
    for module in pkgutil.iter_modules(app.operations.__path__):
        room = import_module(f"app.operations.{module.name}")
        for name, act in inspect.getmembers(room, inspect.isfunction):
            parameter = inspect.signature(act).parameters.get("actor")
            if act.__module__ == room.__name__ and parameter and parameter.kind is parameter.KEYWORD_ONLY:
                found[f"{module.name}.{name}"] = act
    return found


ACTS = acts()


def test_the_list_of_exceptions_names_only_what_is_there() -> None:
    assert set(EXCEPTIONS) <= set(ACTS)
    assert len(ACTS) > 70


@pytest.mark.parametrize("name", sorted(set(ACTS) - set(EXCEPTIONS)))
def test_who_may_write_nothing_is_refused_before_anything_is_read(context: None, name: str) -> None:
    """The watcher, with things that are nothing: whatever an act asks before the right, it would ask of these."""
    watcher = db.session.scalars(select(Person).where(Person.role == INSPECTOR)).one()
    wanted = {
        key: MagicMock()
        for key, parameter in inspect.signature(ACTS[name]).parameters.items()
        if key != "actor" and parameter.default is parameter.empty and parameter.kind is parameter.KEYWORD_ONLY
    }
    with pytest.raises(NotAllowed):
        ACTS[name](actor=watcher, **wanted)
    assert not db.session.new and not db.session.dirty
