"""The table of opening figures as it is drawn: the plan's lines down, the months before the beginning across."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask_babel import gettext as _

from app.domain.counting import EMPTY, Total, parts_total, units_total
from app.domain.opening import (
    CENTRE,
    OpeningPlace,
    Stretch,
    clash_code,
    opening_fault,
    opening_months,
    place_for_centre,
)
from app.domain.spans import MonthSpan
from app.i18n.formats import MONTHS_BRIEF
from app.i18n.labels import sentence
from app.i18n.opening_words import stretch_short
from app.models import Unit
from app.pages.cells import figure_text, total_text
from app.pages.grid import Column, GridCell
from app.pages.month_grid import measure
from app.pages.row_names import figure_name
from app.queries.opening import (
    FigurePlace,
    OpeningLine,
    OpeningPart,
    OpeningWritten,
    facts_of,
    places_taken,
)
from app.web.page import locale


@dataclass(frozen=True)
class OpeningRow:
    """One figure of the plan; of a line that sums its parts the cells hold the sum and take nothing."""

    id: str
    title: str
    measure: str
    is_sum: bool
    cells: list[GridCell]


@dataclass(frozen=True)
class OpeningGrid:
    """``alone``: figures that count and have no cell here any more, because their unit no longer counts the row."""

    columns: list[Column]
    rows: list[OpeningRow]
    reasons: list[str]
    alone: list[tuple[str, Unit, str, str]]

    @cached_property
    def open_cells(self) -> list[GridCell]:
        """The cells that take a figure, in the order of the inputs."""
        return [cell for row in self.rows for cell in row.cells if cell.locked is None]

    @property
    def keys(self) -> str:
        return " ".join(cell.cell_key for cell in self.open_cells)

    @property
    def versions(self) -> str:
        return " ".join(str(cell.version) for cell in self.open_cells)

    def line(self, row: OpeningRow) -> list[tuple[Column, GridCell]]:
        return list(zip(self.columns, row.cells, strict=True))

    def reason_number(self, cell: GridCell) -> int | None:
        """The number under which the legend says why a cell is locked; None where that is plain to see."""
        return self.reasons.index(cell.locked) + 1 if cell.locked else None

    @property
    def refused(self) -> list[tuple[OpeningRow, Column, GridCell]]:
        return [(row, column, cell) for row in self.rows for column, cell in self.line(row) if cell.error]


class OpeningDrawing:
    """What drawing the table needs, read before. ``span_of``: in which months a unit, or the centre, works; ``year``:
    whose months they are; ``typed`` and ``errors`` are what was sent and refused, by key."""

    def __init__(
        self,
        span_of: Callable[[Unit | None], MonthSpan],
        year: int,
        unit: Unit | None,
        units: Sequence[Unit],
        lines: Sequence[OpeningLine],
        written: Mapping[FigurePlace, OpeningWritten],
        entered: Collection[tuple[int, int, int]],
        today: date,
        *,
        may_write: bool,
        typed: Mapping[str, str],
        errors: Mapping[str, str],
    ) -> None:
        self.span_of, self.unit, self.lines = span_of, unit, lines
        self.written, self.entered, self.today, self.may_write = written, entered, today, may_write
        self.typed, self.errors = typed, errors
        self.by_id = {one.id: one for one in units}
        self.taken = places_taken(written)
        self.stretches = stretches_of(opening_months(span_of(unit), year), written, unit)

    def grid(self) -> OpeningGrid:
        rows = self.rows()
        reasons = dict.fromkeys(cell.locked for row in rows for cell in row.cells if cell.locked)
        return OpeningGrid(
            [Column(one.key, f"m{n}", head(one), measure_of(one)) for n, one in enumerate(self.stretches, 1)],
            rows,
            [reason for reason in reasons if reason],
            list(self.alone()),
        )

    def rows(self) -> list[OpeningRow]:
        shown = [line for line in self.lines if self.unit is None or self.is_shown(line)]
        rows: list[OpeningRow] = []
        for line in shown:
            parts = [] if line.sums_parts else line.parts
            for part in parts or [OpeningPart(0, line.key, 0, "", None, line)]:
                name = f"r{len(rows) + 1}"
                cells = [self.cell(part, one) if parts else self.sum_cell(line, one) for one in self.stretches]
                rows.append(OpeningRow(name, title(part), measure(part), not parts, cells))
        return rows

    def is_shown(self, line: OpeningLine) -> bool:
        """Whether a unit counts a line, or some line that it sums."""
        if not line.sums_parts:
            return self.unit is not None and self.unit.id in line.counting
        return any(self.is_shown(below) for below in self.lines if below.parent is line)

    def cell(self, part: OpeningPart, stretch: Stretch) -> GridCell:
        """One figure: an input, or what is known and why it is not typed here."""
        line = part.indicator
        whose = self.unit.id if self.unit else place_for_centre(line.counting, line.mode)
        place = OpeningPlace(CENTRE if whose is None else whose, stretch)
        unit = self.by_id.get(place.unit_id)
        key = f"{part.key}|{unit.code if unit else ''}|{stretch.key}"
        figure = self.written.get((part.id, place))
        locked = self.lock(part, place)
        text = figure_text(figure)
        if locked is not None and not text and self.unit is None:
            text = total_text(self.known(part, line, stretch))
        return GridCell(
            part_key=part.key,
            cell_key=key,
            text=text,
            version=figure.version if figure else 0,
            locked=locked,
            error=self.errors.get(key),
            typed=self.typed.get(key),
        )

    def lock(self, part: OpeningPart, place: OpeningPlace) -> str | None:
        """Why a cell is no input: its sentence, or nothing but that the reader only reads."""
        if not self.may_write:
            return ""
        line, unit = part.indicator, self.by_id.get(place.unit_id)
        facts = facts_of(place, line.mode, line.counting, self.span_of(unit), part.id, self.entered, self.today)
        fault = opening_fault(facts)
        if fault is not None:
            return sentence(fault.code, fault.params)
        others = self.taken.get(part.id, [])
        other = next((one for one in others if place.clashes(one) and one.unit_id != place.unit_id), None)
        return None if other is None else sentence(clash_code(place, other), {})

    def known(self, part: OpeningPart, line: OpeningLine, stretch: Stretch) -> Total:
        """What all places of a part give for some months together: of a unit's table only its own."""
        places = [one for one in self.taken.get(part.id, []) if one.stretch == stretch]
        if self.unit is not None:
            places = [one for one in places if one.unit_id == self.unit.id]
        found = [self.written[part.id, one] for one in places]
        return units_total(Total(one.state, one.value, one.base) for one in found) if found else EMPTY

    def sum_cell(self, line: OpeningLine, stretch: Stretch) -> GridCell:
        return GridCell(part_key=line.key, cell_key="", text=total_text(self.sum_of(line, stretch)), locked="")

    def sum_of(self, line: OpeningLine, stretch: Stretch) -> Total:
        if not line.sums_parts:
            return parts_total(self.known(part, line, stretch) for part in line.parts)
        return parts_total(self.sum_of(below, stretch) for below in self.lines if below.parent is line)

    def alone(self) -> list[tuple[str, Unit, str, str]]:
        """Row, unit, months and figure of what stands with a unit that does not count the row any more."""
        found = []
        for line in self.lines if self.unit is None else ():
            for part in line.parts:
                for place in self.taken.get(part.id, ()):
                    if place.unit_id != CENTRE and (line.sums_parts or place.unit_id not in line.counting):
                        months = stretch_short(place.stretch, locale())
                        found.append(
                            (part.key, self.by_id[place.unit_id], months, figure_text(self.written[part.id, place]))
                        )
        return found


def stretches_of(
    months: Sequence[int], written: Mapping[FigurePlace, OpeningWritten], unit: Unit | None
) -> list[Stretch]:
    """The columns: each month, the total of them all, and totals that were typed when the beginning was another."""
    if not months:
        return []
    totals = {
        place.stretch
        for (_part, place), figure in written.items()
        if place.stretch.is_total and figure.state != "empty" and (unit is None or place.unit_id == unit.id)
    }
    whole = Stretch(months[0], months[-1])
    return [
        *(Stretch(month, month) for month in months),
        *sorted({*totals, whole} if whole.is_total else totals),
    ]


def head(stretch: Stretch) -> str:
    """A narrow column's head: “yan”, of a total “yan–may”."""
    months = dict.fromkeys((stretch.first, stretch.last))
    return "–".join(MONTHS_BRIEF[locale()][month % 100 - 1].lower() for month in months)


def measure_of(stretch: Stretch) -> str:
    return _("faqat jami") if stretch.is_total else ""


def title(part: OpeningPart) -> str:
    return figure_name(part)
