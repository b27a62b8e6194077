"""The form in which people change their own password; the first one and any later one."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.form import BaseForm

from app.domain.errors import Invalid
from app.forms.base import NounForm
from app.forms.fields import Password
from app.i18n.labels import explain

NEW: dict[str, object] = {"autocomplete": "new-password"}


class PasswordAgain(Password):
    """The new password once more, against a slip of the fingers."""

    is_value = False

    def pre_validate(self, form: BaseForm) -> None:
        if self.data is not None and self.data != form["password"].data:
            raise ValidationError(explain(Invalid("password.differ")))


class OwnPasswordForm(NounForm):
    """The password that one has, and the new one twice. ``least``: how many characters it needs."""

    current = Password(_l("Hozirgi parol"), required=True, width=6, attrs={"autocomplete": "current-password"})
    password = Password(_l("Yangi parol"), required=True, width=6, attrs=NEW)
    again = PasswordAgain(_l("Yangi parol, yana bir marta"), required=True, width=6, attrs=NEW)

    def __init__(self, *args: Any, least: int = 0, **values: Any) -> None:
        super().__init__(*args, **values)
        self.password.hint = _("Kamida %(count)s ta belgi. Bir necha soʻzdan iborat jumla ham boʻladi.", count=least)


class FirstPasswordForm(OwnPasswordForm):
    """The same, when the password that one has was given by the administrator."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.current.label.text = _("Berilgan parol")
