"""The forms of an account: a new person, and one who is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.permissions import ROLES
from app.forms.base import MakingForm, NounForm
from app.forms.choices import Choice, RecordSet
from app.forms.fields import Text, Version
from app.i18n.labels import label
from app.models import Person

LOGIN_HINT = _l("Boʻsh joysiz. Keyin oʻzgarmaydi va boshqa xodimga berilmaydi.")
LOGIN_ATTRS = {"maxlength": 64, "autocapitalize": "none", "spellcheck": "false"}


class PersonFields(NounForm):
    """What a person has, new or not. ``units``: those that can be given, as (number, name)."""

    name = Text(_l("Ism, familiya"), required=True, limit=200, width=6, attrs={"maxlength": 200})
    role = Choice(
        _l("Vazifasi"),
        required=True,
        width=6,
        choices=lambda: [(role, label("role", role)) for role in ROLES],
        hint=_l("Administrator hisoblarni yuritadi, son kiritmaydi."),
    )
    unit_ids = RecordSet(
        _l("Boʻlinmalar"),
        hint=_l("Xodim shu boʻlinmalar nomidan yozadi. Xizmat rahbari xizmati ichidagi sektorlarga ham yozadi."),
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.unit_ids.choices = units
        self.role.empty = None if self.role.text else ""


class NewPersonForm(PersonFields, MakingForm):
    """A person who is added; a login never changes."""

    login = Text(_l("Login"), required=True, limit=64, width=6, hint=LOGIN_HINT, attrs=LOGIN_ATTRS)


class PersonForm(PersonFields):
    """A person who is there."""

    version = Version()

    @classmethod
    def of(cls, person: Person, units: Sequence[tuple[str, str]]) -> PersonForm:
        """The form as the person is stored."""
        return cls(obj=person, unit_ids=[unit.id for unit in person.units], units=units)
