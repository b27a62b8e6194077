"""The first page of who heads a service: its units, today's measures and the state of the month as one table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from app.domain.blank_days import blank_spans
from app.domain.duties import HAND_IN, RETURNED, Duty
from app.domain.periods import Period, month_of, parse_period, period_of
from app.domain.workflow import CellFacts, Lock, lock_reason
from app.i18n.formats import MONTHS, format_date, format_number
from app.models import Part, Person, Plan, Unit
from app.pages.cells import figure_text
from app.pages.grid import GridCell
from app.pages.month_grid import lock_words
from app.pages.row_names import figure_name
from app.queries.cells import lock_of, own_units
from app.queries.day_figures import DayFigures
from app.queries.exceptions import exception_until
from app.queries.months import MonthState, month_states
from app.queries.settings import entry_window_days
from app.queries.units import span_of
from app.web.page import locale


@dataclass(frozen=True)
class BlankBefore:
    """The months before this one that want days: those still to be handed in, the oldest with what was written by the
    day, of each of the ``others``, and of all that are ``owed``, the ids of its units; and those of ``waiting``: (unit
    id, year-month) of what was handed in and waits for the decision, this month among them."""

    months: Sequence[DayFigures]
    others: Sequence[Collection[int]]
    owed: Sequence[Collection[int]]
    waiting: Collection[tuple[int, int]]

    def lock(self, unit: Unit, month: Period, day: date) -> Lock | None:
        """Why nobody can write the blank days of a month."""
        state = "submitted" if (unit.id, month.year_month) in self.waiting else "draft"
        return lock_reason(
            CellFacts(
                period=month,
                today=day,
                submission_state=state,
                entry_window_days=entry_window_days(unit.centre_id),
                exception_until=exception_until(unit, month.year_month, state, day),
            )
        )


@dataclass(frozen=True)
class TeamLine:
    """A unit: its cells of today (None: it does not count the measure), days ``written`` of those that are ``wanted``,
    those that a reason alone stands for, the days that are blank, and how its months stand (code and words)."""

    unit: Unit
    href: str
    cells: tuple[GridCell | None, ...]
    written: int
    wanted: int
    explained: int
    blank: tuple[tuple[str, str], ...]  # words and address of each day
    states: tuple[tuple[str, str, str], ...]  # look, words, address
    asks_today: bool  # whether today is one of the days that are asked


@dataclass(frozen=True)
class Team:
    """The whole table, with what all units did today and since the month began."""

    heads: tuple[str, ...]
    lines: tuple[TeamLine, ...]
    today: tuple[str, ...]
    month: tuple[str, ...]
    save_url: str
    cell_url: str

    @property
    def open_cells(self) -> list[GridCell]:
        return [cell for line in self.lines for cell in line.cells if cell is not None and not cell.locked]

    @property
    def told_again(self) -> list[str]:
        """The ids of what today's figures change beside and below them."""
        beside = [f"{what}-{line.unit.code}" for line in self.lines if line.asks_today for what in ("blank", "written")]
        return [*beside, "team-sums"] if self.open_cells else beside

    @property
    def reasons(self) -> list[str]:
        """Each sentence that locks a cell, once; they stand under the table, numbered."""
        cells = (cell for line in self.lines for cell in line.cells)
        return list(dict.fromkeys(cell.locked for cell in cells if cell is not None and cell.locked))

    def reason_number(self, cell: GridCell) -> int:
        return self.reasons.index(cell.locked or "") + 1


def team_of(
    person: Person,
    figures: DayFigures,
    before: BlankBefore,
    units: Sequence[Unit],
    found: Sequence[Duty],
    day: date,
) -> Team:
    """Every unit of a person that counts something by the day; ``before``: months that some of them still owe;
    ``found``: the person's duties."""
    daily = [unit for unit in units if figures.parts[unit.id]]
    parts = {part.id: part for unit in daily for part in figures.parts[unit.id]}
    month = month_of(day)
    stands = month_states(daily, month.year_month, day)  # read once for all of them
    locks = locks_of(figures.plan, person, daily, stands, day)
    save = url_for("diary.save", month=month.key, next=url_for("home.index"))
    return Team(
        heads=tuple(figure_name(part) for part in parts.values()),
        lines=tuple(
            line_of(
                unit,
                parts,
                figures,
                before,
                locks[unit.id],
                tuple(dict.fromkeys([*states_of(unit, found), *running_month(unit, month, stands[unit.id].state)])),
                day,
            )
            for unit in daily
        ),
        today=tuple(shown(figures.sum_of(part, [day])) for part in parts.values()),
        month=tuple(shown(figures.sum_of(part, days_until(month.start, day))) for part in parts.values()),
        save_url=save,
        cell_url=url_for("diary.save", month=month.key) + "?cell=",
    )


def days_until(first: date, last: date) -> list[date]:
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def locks_of(
    plan: Plan, person: Person, units: Sequence[Unit], stands: Mapping[int, MonthState], day: date
) -> dict[int, str | None]:
    """Why a unit takes no figure for the day; ``stands``: how the months of the units stand."""
    own = own_units(person)
    found: dict[int, str | None] = {}
    for unit in units:
        error = lock_of(person, plan, unit, period_of("day", day), today=day, own=own, month=stands[unit.id])
        found[unit.id] = lock_words(error, {}) if error else None
    return found


def line_of(
    unit: Unit,
    parts: Mapping[int, Part],
    figures: DayFigures,
    before: BlankBefore,
    locked: str | None,
    states: tuple[tuple[str, str, str], ...],
    day: date,
) -> TeamLine:
    counted = {part.id for part in figures.parts[unit.id]}
    blank, asked = figures.blank_days(unit.id), figures.asked[unit.id]
    explained = len(figures.explained(unit.id))
    cells = tuple(cell_of(unit, part, figures, locked, day) if part.id in counted else None for part in parts.values())
    return TeamLine(
        unit=unit,
        href=url_for("diary.month", month=figures.month.key, unit=unit.code),
        cells=cells,
        written=len(asked) - len(blank) - explained,
        wanted=len(asked),
        explained=explained,
        blank=tuple(blank_of(unit, figures, before, day)),
        states=states,
        asks_today=day in asked,
    )


def cell_of(unit: Unit, part: Part, figures: DayFigures, locked: str | None, day: date) -> GridCell:
    stands = figures.cells.get((unit.id, part.id, day))
    return GridCell(
        part_key=part.key,
        cell_key=f"{part.key}|{unit.code}|{day.isoformat()}",
        text=figure_text(stands),
        version=stands.version if stands else 0,
        state=stands.state if stands else "empty",
        locked=locked,
    )


def blank_of(unit: Unit, figures: DayFigures | None, before: BlankBefore, day: date) -> list[tuple[str, str]]:
    """A unit's blank days: first those of the months before, with their names, how many months wait behind them, then
    those of this one; of days that nobody can write, what is to be done instead."""
    found = []
    for one in before.months:
        if unit.id in one.units:
            name = MONTHS[locale()][one.month.start.month - 1]
            lock = before.lock(unit, one.month, day)
            blank = blank_links(unit, one, lock)
            found += [(_("%(days)s (%(month)s)", days=words, month=name), href) for words, href in blank]
            found += way_out(unit, one.month, lock) if blank else []
    if any(unit.id in ids for ids in before.others):
        count = sum(unit.id in ids for ids in before.owed)
        href = url_for("deadlines.index", whose="mine", unit=unit.code, about="months")
        found.append((_("jami %(count)s oy topshirilmagan", count=count), href))
    if figures is None:
        return found
    lock = before.lock(unit, figures.month, day)
    blank = blank_links(unit, figures, lock)
    return [*found, *blank, *(way_out(unit, figures.month, lock) if blank else [])]


def blank_links(unit: Unit, figures: DayFigures, lock: Lock | None) -> list[tuple[str, str]]:
    """The blank days, runs of them as one: “12, 14”, “5–18”; each leads to its first day in the diary, or where they
    are locked to the page of the month, which leads out of it."""
    blank = figures.blank_days(unit.id)
    runs = [span.days for span in blank_spans({"": blank}, figures.asked[unit.id])] if blank else []
    return [
        (
            str(run[0].day) if len(run) == 1 else f"{run[0].day}–{run[-1].day}",
            month_href(unit, month_of(run[0]))
            if lock
            else url_for("diary.month", month=month_of(run[0]).key, unit=unit.code, _anchor=f"d{run[0].day}"),
        )
        for run in runs
    ]


def way_out(unit: Unit, month: Period, lock: Lock | None) -> list[tuple[str, str]]:
    """What leads out of a lock on blank days, in words that lead there."""
    if lock is None:
        return []
    name = MONTHS[locale()][month.start.month - 1]
    words = {
        "lock.submitted": _("%(month)s topshirilgan: yozish uchun topshirishni bekor qiling", month=name),
        "lock.window_ended": _("%(month)s oyiga yozish muddati tugagan: sababini yozing", month=name),
    }
    return [(words[lock.code], month_href(unit, month))] if lock.code in words else []


def month_href(unit: Unit, month: Period) -> str:
    return url_for("submissions.show", month=month.key, unit=unit.code)


def running_month(unit: Unit, month: Period, state: str) -> list[tuple[str, str, str]]:
    """How the running month stands, once it was handed in, or where none is wanted; nothing while it is filled."""
    name, href = format_date(month.start, locale(), "month"), month_href(unit, month)
    if not span_of(unit).holds(month.year_month):
        return [("open", _("%(month)s talab qilinmaydi", month=name), href)]
    if state == "draft":
        return []
    words = {
        "returned": _("%(month)s qaytarildi", month=name),
        "submitted": _("%(month)s topshirilgan", month=name),
        "accepted": _("%(month)s qabul qilingan", month=name),
        "closed": _("%(month)s yopilgan", month=name),
        "sent": _("%(month)s yuborilgan", month=name),
    }
    return [("back" if state == "returned" else "done", words[state], href)]


def states_of(unit: Unit, found: Sequence[Duty]) -> list[tuple[str, str, str]]:
    """What a unit's months say that came back or are late."""
    words = []
    for duty in found:
        if duty.unit_id != unit.id or duty.kind not in (HAND_IN, RETURNED) or duty.state == "not_due":
            continue
        month = format_date(parse_period(duty.period).start, locale(), "month")
        href = url_for("submissions.show", month=duty.period, unit=unit.code)
        if duty.kind == RETURNED:
            words.append(("back", _("%(month)s qaytarildi", month=month), href))
        elif duty.state == "overdue":
            words.append(("late", _("%(month)s topshirilmagan", month=month), href))
        else:
            words.append(("open", _("%(month)s topshirilishi kerak", month=month), href))
    return words


def shown(number: object) -> str:
    return "" if number is None else format_number(number, locale())  # type: ignore[arg-type]
