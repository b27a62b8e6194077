"""A form that arrives when the sign-in has ended is not thrown away: it waits in the page (trust.md S6).

The 401 page carries its fields through the sign-in; then they are shown, with one button that sends them again.
Nothing is kept on the server. Passwords and files cannot be carried: the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, Unauthorized

from app.forms.base import form_of
from app.forms.choices import Choice
from app.forms.sign_in import SignInForm
from app.web.errors import error_response
from app.web.gate import is_htmx, is_local_path

NEVER_CARRIED = frozenset({"csrf_token", "password", "current", "again"})
MOST_SHOWN = 60


def init_resume(app: Flask) -> None:
    app.register_error_handler(Unauthorized, lambda _error: ask_to_sign_in())


def ask_to_sign_in() -> ResponseReturnValue:
    """The sign-in page, in which the refused form waits."""
    if is_htmx():
        return error_response(401)
    return error_response(401, template="auth/login.html", form=SignInForm(), resume=refused_form())


@dataclass(frozen=True)
class Resume:
    """A form that waits for the sign-in: where it goes, its fields in order, and whether it had files."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool = False

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What people typed, by the words of its fields; what was chosen is sent too, but stands in codes."""
        words = words_of_fields(self.path)
        return [(words[name], value) for name, value in self.fields if name in words and value.strip()][:MOST_SHOWN]


def words_of_fields(path: str) -> dict[str, str]:
    """The names and words of the typed fields of the form that an address takes."""
    try:
        endpoint, values = current_app.url_map.bind("").match(urlsplit(path).path, method="POST")
    except HTTPException:
        return {}
    form = form_of(endpoint, values)
    if form is None:
        return {}
    return {field.name: str(field.label.text) for field in form().shown_fields if not isinstance(field, Choice)}


def refused_form() -> Resume | None:
    """The form of this request, when there is anything in it worth sending again."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_CARRIED]
    had_files = any(file.filename for file in request.files.values())
    if not fields:
        return None
    return Resume(request.full_path.rstrip("?"), fields, had_files)


def carried_form() -> Resume | None:
    """The form that the sign-in page carries; None when there is none, or when it would not stay here."""
    path = request.form.get("resume_path", "")
    names, values = request.form.getlist("resume_name"), request.form.getlist("resume_value")
    if not is_local_path(path) or not names or len(names) != len(values):
        return None
    fields = [(name, value) for name, value in zip(names, values, strict=True) if name not in NEVER_CARRIED]
    return Resume(path, fields, "resume_files" in request.form)
