"""The form that names who acts in another's place."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.errors import Invalid
from app.domain.typed import parse_number
from app.forms.base import MakingForm
from app.forms.choices import Choice, Choices, RecordChoice
from app.forms.fields import Day
from app.forms.reason import Reason

POST = "post-"  # before the code of a post that nobody has


class ForWhom(Choice):
    """An absent person by his number, or a post that nobody has, by its code; one of the two is None."""

    def read(self, text: str) -> tuple[int | None, str | None] | None:
        if text.startswith(POST):
            return None, text.removeprefix(POST)
        number = parse_number(text)
        if text and number is None:
            raise Invalid("choice.unknown")
        return (number, None) if text else None


class StandInForm(MakingForm):
    """Who, for whom, on which days, why. ``people`` are those who can stand in, ``absent`` those who can be away."""

    person = RecordChoice(_l("Kim vazifani bajaradi"), required=True, width=6, empty="—")
    absent = ForWhom(_l("Kimning oʻrnida"), required=True, width=6, empty="—")
    first_day = Day(_l("Birinchi kun"), required=True, width=3, hint=_l("Shu kundan boshlab"))
    last_day = Day(_l("Oxirgi kun"), required=True, width=3, hint=_l("Shu kun ham kiradi"))
    reason = Reason(_l("Sababi"), missing="stand_in.reason_missing")

    def __init__(self, *args: Any, people: Choices = (), absent: Choices = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.person.choices, self.absent.choices = people, absent
