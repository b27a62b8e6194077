"""The sign-in, and where it leads: always a page of ours (trust.md A9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.forms.base import NounForm
from app.forms.fields import Hidden, Password, TypedField
from app.web.gate import is_local_path

LONGEST_TYPED_LOGIN = 200
LOGIN_ATTRS = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": 200}


class TypedLogin(TypedField):
    """A login as somebody tries it. Nothing is said about it alone: a strange one is as wrong as an unknown one."""

    def read(self, text: str) -> str:
        return text

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata([text[:LONGEST_TYPED_LOGIN] for text in valuelist[:1]])


class OurPage(Hidden):
    """A page of ours; None for anything that is none."""

    def read(self, text: str) -> str | None:
        return text if is_local_path(text) else None


class SignInForm(NounForm):
    """Login and password; ``next`` is the page that was asked for. A waiting form travels beside (``resume``)."""

    login = TypedLogin(_l("Login"), required=True, width=12, attrs=LOGIN_ATTRS)
    password = Password(_l("Parol"), required=True, width=12, attrs={"autocomplete": "current-password"})
    next = OurPage()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        first = self.password if self.login.text else self.login
        first.attrs = {**first.attrs, "autofocus": ""}
