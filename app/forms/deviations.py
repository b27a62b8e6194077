"""Why rows stand behind: words beside each line, one sentence for several that are ticked, and the question for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.deviations import REASON_LIMIT
from app.domain.errors import Invalid
from app.domain.text import check_text
from app.forms.base import ActForm, NounForm
from app.forms.fields import Hidden, TypedField, version_of
from app.i18n.labels import explain
from app.operations.deviations import LineReason

COMMON = "deviation_common"
DEPENDING = "deviation_"  # how the names begin of what stands beside the words


def place_key(row_key: str, unit_code: str) -> str:
    return f"{row_key}|{unit_code}"


class LineReasons(TypedField):
    """Reasons of lines, each beside its ``deviation_line``: “IV.15|abonement|3” is line, unit and version.

    A line that is ticked takes the common sentence. ``texts`` are what was typed by line and unit, ``ticked`` the
    boxes, ``common`` the sentence for several, ``wrong`` the errors by line and unit, and ``COMMON``.
    """

    kind = "deviations"

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        sent = formdata is not None
        self.keys: list[str] = formdata.getlist("deviation_line") if sent else []
        self.ticked = set(formdata.getlist("deviation_tick")) if sent else set[str]()
        self.common: str = formdata.get(COMMON, "") if sent else ""
        self.texts: dict[str, str] = {}
        self.wrong: dict[str, str] = {}
        super().process(formdata, *args, **options)
        self.data = self.data or []

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.texts = {place_of(key): text for key, text in zip(self.keys, valuelist, strict=False)}
        self.data = self.understood(lambda: self.reasons(valuelist))

    def forget(self) -> None:
        """What was typed is saved, and the page shows what is stored."""
        self.texts, self.ticked, self.common = {}, set(), ""

    def reasons(self, valuelist: Sequence[str]) -> list[LineReason]:
        if len(self.keys) != len(valuelist):
            raise Invalid("form.uneven")
        found = [self.reason(key, text) for key, text in zip(self.keys, valuelist, strict=True)]
        if self.wrong:
            raise Invalid("deviation.wrong")
        if self.common.strip() and not self.ticked & set(self.texts):
            raise Invalid("deviation.none_chosen")
        return found

    def reason(self, key: str, text: str) -> LineReason:
        pieces = key.split("|")
        if len(pieces) != 3:
            raise Invalid("form.uneven")
        place = place_of(key)
        is_common = place in self.ticked and bool(self.common.strip())
        words = self.common if is_common else text
        try:
            check_text(words, REASON_LIMIT)
        except Invalid as error:
            self.wrong[COMMON if is_common else place] = explain(error)
        return LineReason(pieces[0], pieces[1], version_of(pieces[2]), words)

    def places_of_errors(self) -> list[tuple[str, str]]:
        """Each wrong reason by itself, with the row that it is of."""
        found = [
            (f"why-{anchor(place)}", f"{place.partition('|')[0]}. {words}") if place != COMMON else (COMMON, words)
            for place, words in self.wrong.items()
        ]
        return found or super().places_of_errors()


def anchor(place: str) -> str:
    """Where a line's reason stands on a page: “IV.15-abonement”."""
    return place.replace("|", "-")


def place_of(key: str) -> str:
    return key.rpartition("|")[0]


class DeviationsForm(NounForm):
    """The reasons of some lines of a quarter, written or taken back in one act."""

    depending = (DEPENDING,)

    deviations = LineReasons(_l("Ogʻish sababi"))


class AskForm(ActForm):
    """Asking a unit for the reason of one line, and taking the question back. ``place``: “IV.15|abonement”."""

    place = Hidden(required=True)

    def asked_of(self) -> tuple[str, str]:
        """The line's key and the unit's code. Raises WrongForm."""
        row_key, _bar, unit_code = self.values()["place"].partition("|")
        return row_key, unit_code
