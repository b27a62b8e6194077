"""A form that makes something can be sent twice without making two (domain.md §5).

Such a form carries a token. What it made is known by where its answer led: the same form with the same contents leads
there again, and does nothing. The mark is kept in the transaction of what was made: never one without the other.
"""

from __future__ import annotations

from hashlib import sha256

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from app.extensions import db
from app.forms.base import sent_token
from app.models import SentForm


def init_once(app: Flask) -> None:
    app.before_request(answer_again)
    app.after_request(remember)


def mark_of_form() -> str:
    """One mark of token and contents: who goes back and types something else means another thing."""
    typed = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    files = sorted((name, file.filename or "", hash_of(file)) for name, file in request.files.items(multi=True))
    return sha256(repr((current_user.id, request.path, typed, files)).encode()).hexdigest()


def hash_of(file: FileStorage) -> str:
    """Of its bytes: a file that was corrected keeps its name. It is read again by whoever takes it."""
    found = sha256()
    for piece in iter(lambda: file.stream.read(65536), b""):
        found.update(piece)
    file.stream.seek(0)
    return found.hexdigest()


def led_to(mark: str) -> str | None:
    return db.session.scalar(select(SentForm.led_to).where(SentForm.mark == mark))


def answer_again() -> ResponseReturnValue | None:
    if not sent_token() or not current_user.is_authenticated:
        return None
    g.mark = mark_of_form()
    known = led_to(g.mark)
    return redirect(known, 303) if known else None


def remember(response: Response) -> Response:
    """Keep the mark of a form that was done; of two that arrived together the later one takes back what it did."""
    mark = g.pop("mark", None)
    if mark is None or response.status_code != 303:
        return response
    known, person_id = led_to(mark), current_user.id
    try:
        if known is None:
            with db.session.begin_nested():
                db.session.add(SentForm(mark=mark, person_id=person_id, led_to=response.location))
    except IntegrityError:
        known = led_to(mark)
    if known is not None:
        db.session.rollback()
        response.location = known
    return response
