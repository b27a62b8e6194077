"""The form in which people change their own password; the first one and any later one."""

from __future__ import annotations

from flask import request, session
from flask_login import current_user

from app.domain.errors import Invalid
from app.operations.people import set_own_password
from app.web.gate import TOKEN


def change_own_password() -> None:
    """Take over the password that stands twice in the form. Raises Invalid, the field named."""
    password = request.form.get("password", "")
    if password != request.form.get("again", ""):
        raise Invalid("password.differ", field="again")
    set_own_password(
        person=current_user,
        current=request.form.get("current", ""),
        password=password,
        token=session[TOKEN],
    )
