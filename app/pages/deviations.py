"""Lines that stand behind with what was said of them, as the hand-in, their own page and the first page draw them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_login import current_user

from app.domain.permissions import may
from app.forms.deviations import LineReasons, anchor, place_key
from app.pages.row_names import row_name
from app.queries.deviations import DeviationLine, QuarterDeviations, UnitReason, answer_day
from app.queries.units import may_in_unit


@dataclass(frozen=True)
class PlaceView:
    """One unit's reason of a line: how the form calls it, what was typed, and what the reader may do.

    ``writes``: type a reason; ``asks``: put the question, or take it back; ``due``: by when it is answered.
    """

    reason: UnitReason
    key: str
    version_key: str
    anchor: str
    typed: str
    ticked: bool
    error: str | None
    writes: bool
    asks: bool
    due: date | None


@dataclass(frozen=True)
class LineView:
    """A line with its figures and the places for its reasons; ``name`` is what screens call it."""

    line: DeviationLine
    name: str
    places: tuple[PlaceView, ...]


class Drawing:
    """What is the same for all lines of a page: who reads it, what was typed before, what the plan allows."""

    def __init__(self, found: QuarterDeviations, typed: LineReasons) -> None:
        self.found, self.typed = found, typed
        self.is_open = found.judged and found.plan.state == "approved"

    def lines(self, lines: Iterable[DeviationLine]) -> list[LineView]:
        return [
            LineView(
                line,
                row_name(line.row),
                tuple(self.place(line, one) for one in line.units),
            )
            for line in lines
        ]

    def place(self, line: DeviationLine, one: UnitReason) -> PlaceView:
        key = place_key(line.row.key, one.unit.code)
        asked_on = one.given.asked_on if one.given and one.is_asked else None
        return PlaceView(
            reason=one,
            key=key,
            version_key=f"{key}|{one.version}",
            anchor=anchor(key),
            typed=self.typed.texts.get(key, one.text),
            ticked=key in self.typed.ticked,
            error=self.typed.wrong.get(key),
            writes=self.is_open and may_in_unit(current_user, "deviations.write", one.unit.id),
            asks=self.is_open and may(current_user.rights, "deviations.ask") and one.is_missing,
            due=answer_day(self.found.plan.centre_id, asked_on) if asked_on else None,
        )


def quarter_href(found: QuarterDeviations, unit_code: str | None = None) -> str:
    """The page of a quarter's reasons, of one unit or of the centre."""
    return url_for("deviations.quarter", period=found.quarter.key, unit=unit_code)
