"""A posted card passes at most six files of ours on its way from the request to the database (architecture.md)."""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import Engine, event

import app as program
from app.forms.fields import TypedField
from app.forms.registers import CardForm
from app.operations.cards import CardInput
from tests.registers.test_pages import EVENTS, FORM

APP = Path(program.__file__).parent


def test_a_posted_card_passes_at_most_six_files(as_) -> None:
    """Every file that has the form, one of its fields or its meaning in hand until the card is inserted."""
    desk = as_("manaviyat")
    token, passed, arrived = desk.token("/"), [], []

    def note(frame, kind: str, _argument) -> None:
        if kind != "call" or arrived or not frame.f_code.co_filename.startswith(str(APP)):
            return
        held = list(frame.f_locals.values())  # at a call these are its arguments
        if any(isinstance(thing, CardForm | CardInput | TypedField) for thing in held):
            path = Path(frame.f_code.co_filename).relative_to(APP).as_posix()
            if path not in passed:
                passed.append(path)

    def inserted(_connection, _cursor, statement: str, *_rest) -> None:
        if statement.startswith("INSERT INTO card"):
            arrived.append(statement)

    event.listen(Engine, "before_cursor_execute", inserted)
    sys.setprofile(note)
    try:
        answer = desk.client.post(EVENTS, data={**FORM, "csrf_token": token})
    finally:
        sys.setprofile(None)
        event.remove(Engine, "before_cursor_execute", inserted)
    assert answer.status_code == 303 and arrived
    # The view itself has the form as a variable of its own, not as an argument.
    files = ["pages/registers/act.py", *(path for path in passed if path != "pages/registers/act.py")]
    assert "operations/cards.py" in files
    assert len(files) <= 6, files
