"""A form that arrives when the sign-in has ended is not thrown away: it waits in the page (trust.md S6).

The 401 page carries its fields through the sign-in; then they are shown, with one button that sends them again.
Nothing is kept on the server. Passwords and files cannot be carried: the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from app.i18n.labels import LABELS, label
from app.web.gate import is_local_path

NEVER_CARRIED = frozenset({"csrf_token", "password", "current", "again"})
NOT_TYPED = frozenset({"version", "versions", "cells", "form_token", "next"})
CHOSEN = frozenset({"role", "unit", "units", "kind", "page", "parent", "active", "rows", "mode", "entry_form", "share"})
MOST_SHOWN = 60


@dataclass(frozen=True)
class Resume:
    """A form that waits for the sign-in: where it goes, its fields in order, and whether it had files."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool = False

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What people typed, with the field's word where it has one; choices are sent too, but stand in codes."""
        typed = [(name, value) for name, value in self.fields if value.strip() and name not in NOT_TYPED | CHOSEN]
        return [(field_word(name), value) for name, value in typed][:MOST_SHOWN]


def field_word(name: str) -> str:
    kind = next((kind for kind in ("history_key", "field") if name in LABELS[kind]), None)
    return label(kind, name) if kind else ""


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
