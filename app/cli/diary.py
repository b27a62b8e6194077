"""``diary export`` and ``diary import``: daily counts, also those that another library program exports."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.cli.acting import acting_person, plan_of_year, unit_named
from app.cli.console import Refused, add_verb, add_verb_group, read_file, say, say_error, write_file
from app.cli.data import period
from app.documents.diary_table import DiaryLine, ReadLine, Value, read_diary, write_diary_csv, write_diary_xlsx
from app.documents.paper_ends import diary_file_ends
from app.domain.errors import DomainError, Invalid
from app.domain.periods import Period, month_of, parse_period, period_of
from app.domain.row_rules import DAY
from app.domain.terms import lives_in
from app.domain.text import search_key
from app.domain.typed import parse_day
from app.extensions import db
from app.i18n.labels import explain
from app.i18n.locales import DEFAULT
from app.models import Entry, Part, Person, Plan, Unit
from app.operations.entries import save_cell
from app.pages.row_names import part_name
from app.queries.cells import Cell, current_entry
from app.queries.diary import cells_of, day_parts
from app.queries.plan import part_by_key, parts_by_id
from app.queries.terms import as_of
from app.queries.units import all_units, units_by_name, writable_units
from app.upkeep.opening import opened
from app.web.clock import today

UNIT_COLUMN = frozenset({"boʻlinma", "unit", "bolinma", "подразделение"})


def add_verbs(verbs: Any) -> None:
    group = add_verb_group(verbs, "diary", _("kundalik sonlar"))
    export = add_verb(group, "export", _("bir oyning kundaligini XLSX yoki CSV faylga yozadi"), export_diary)
    export.add_argument("--unit", required=True, metavar="CODE", help=_("boʻlinma kodi"))
    export.add_argument("--month", type=month, required=True, metavar="MONTH", help=_("oy: 2025-11"))
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("yoziladigan fayl"))
    taken = add_verb(group, "import", _("kundalik sonlarni CSV yoki XLSX fayldan yuklaydi"), import_diary)
    taken.add_argument("file", type=Path, metavar="FILE", help=_("sana va sonlar yozilgan fayl"))
    taken.add_argument("--unit", metavar="CODE", help=_("boʻlinma kodi, faylda yozilmagan boʻlsa"))
    taken.add_argument("--dry-run", action="store_true", help=_("faqat koʻrsatadi, hech narsa saqlamaydi"))
    taken.add_argument("--as", dest="login", metavar="LOGIN", help=_("kim nomidan"))


def month(text: str) -> Period:
    return period(text, {"month"})


def export_diary(chosen: Namespace) -> None:
    ending = chosen.out.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise Refused(_("Fayl turi XLSX yoki CSV boʻlsin."))
    with opened(chosen.data):
        plan = plan_of_year(chosen.month.year)
        unit = unit_named(chosen.unit)
        parts = day_parts(plan, unit, chosen.month)
        headings = [_("Sana"), _("Boʻlinma"), *(heading_of(part) for part in parts)]
        lines = lines_of(plan, unit, chosen.month, parts)
        title = f"{unit.code} {chosen.month.key}"
        if ending == ".xlsx":
            ends = diary_file_ends(plan.centre_id, chosen.month, today(), DEFAULT)
            content = write_diary_xlsx(title, headings, lines, ends, unit.name)
        else:
            content = write_diary_csv(headings, lines)
        write_file(chosen.out, content)
    say(_("Yozildi: %(path)s") % {"path": chosen.out})


def heading_of(part: Part) -> str:
    """“IV.15 Kitobxonlar qatnovining hisobini olib borish”; of a composite cell's figure with what it is called."""
    words = f"{part.key} {part.indicator.name or ''}".strip()
    return f"{words}, {part_name(part)}" if part.place else words


def lines_of(plan: Plan, unit: Unit, period: Period, parts: list[Part]) -> list[DiaryLine]:
    entries = cells_of(plan, unit, period, parts, DAY)
    days = [date(period.year, period.start.month, number) for number in range(1, period.end.day + 1)]
    return [
        DiaryLine(day, unit.code, tuple(written(entries.get((part.id, day.isoformat()))) for part in parts))
        for day in days
    ]


def written(entry: Entry | None) -> Value:
    """A figure as it is written to a file: “-” is a confirmed nothing, an empty cell was not reported."""
    if entry is None or entry.voided_at is not None:
        return None
    return "-" if entry.state == "no_activity" else entry.value


@dataclass(frozen=True)
class Columns:
    """What each column of a file is: the part that it counts, and perhaps the one that names the unit."""

    parts: dict[int, str]  # column → its heading: a row's key, or its name
    unit: int | None


def import_diary(chosen: Namespace) -> None:
    """Save every figure of a file through the same operation as the pages; one bad line and nothing is saved.

    What takes the place of another figure is named."""
    lines = read_diary(read_file(chosen.file))
    if len(lines) < 2:
        raise Refused(_("Faylda sonlar yoʻq: birinchi qator – ustun nomlari, birinchi ustun – sana."))
    with opened(chosen.data):
        taking = Taking(acting_person(chosen.login, "entries.write"), chosen.unit)
        taking.read_headings(lines)
        for line in lines[1:]:
            taking.take(line)
        if taking.troubles:
            db.session.rollback()
            for trouble in taking.troubles:
                say_error(trouble)
            raise Refused(_("Xatolar bor, hech narsa saqlanmadi: %(count)s ta.") % {"count": len(taking.troubles)})
        if chosen.dry_run:
            db.session.rollback()
    for replaced in taking.replaced:
        say(replaced)
    if chosen.dry_run:
        say(_("Yangi yoki oʻzgargan sonlar: %(count)s. Bu sinov edi, hech narsa saqlanmadi.") % {"count": taking.saved})
        return
    say(_("Saqlandi: %(count)s ta son.") % {"count": taking.saved})


class Taking:
    """One import: who acts, what the columns mean, what was saved, and what is wrong."""

    def __init__(self, actor: Person, unit_code: str | None) -> None:
        self.actor = actor
        self.saved = 0
        self.troubles: list[str] = []
        self.replaced: list[str] = []
        self._lines: dict[str, int] = {}  # cell → the line of the file that speaks of it
        self._units = tuple(all_units(actor.centre_id))
        self._by_words = {**units_by_name(actor.centre_id), **{search_key(unit.code): unit for unit in self._units}}
        self._unit = self._the_unit(unit_code)
        self._plans: dict[int, Plan] = {}
        self._named: dict[tuple[int, Period], dict[str, Part]] = {}  # plan id and month → name → part
        self._columns = Columns({}, None)

    def _the_unit(self, code: str | None) -> Unit | None:
        """The unit that was named, else the only one that the person writes for."""
        if code is not None:
            return unit_named(code)
        own = writable_units(self.actor)
        return own[0] if len(own) == 1 else None

    def read_headings(self, lines: list[ReadLine]) -> None:
        """Understand the first line; the plan is that of the first date."""
        plan = self._plan_of(first_day(lines))
        months, parts, unit = parse_period(str(plan.year)).months, {}, None
        for column, words in enumerate(lines[0].cells[1:], start=1):
            if search_key(words) in {search_key(name) for name in UNIT_COLUMN}:
                unit = column
            elif any(self._part(plan, words, month) for month in months):
                parts[column] = words
            elif words:
                raise Refused(no_such_row(words))
        if not parts:
            raise Refused(_("Ustun nomlarida rejaning qatorlari topilmadi."))
        self._columns = Columns(parts, unit)

    def _part(self, plan: Plan, words: str, month: Period) -> Part | None:
        """The part that a heading means in a month: by its key, or by the name of a row that is counted by the day
        then."""
        by_key = part_by_key(plan, words.partition(" ")[0])
        if by_key is not None:
            return by_key
        if (plan.id, month) not in self._named:
            parts = [(part, as_of(part.indicator, month.year_month)) for part in parts_by_id(plan).values()]
            self._named[plan.id, month] = {
                search_key(row.name): part
                for part, row in parts
                if row.name and row.entry_form == DAY and lives_in(row, month.year_month)
            }
        return self._named[plan.id, month].get(search_key(words))

    def _plan_of(self, day: date) -> Plan:
        if day.year not in self._plans:
            self._plans[day.year] = plan_of_year(day.year)
        return self._plans[day.year]

    def take(self, line: ReadLine) -> None:
        try:
            day = parse_day(line.cells[0])
            if day is None:
                raise Invalid("date.form")
            unit = self._unit_of(line)
            plan = self._plan_of(day)
        except DomainError as error:
            self._note(line, "", explain(error))
            return
        except Refused as refusal:
            self._note(line, "", str(refusal))
            return
        if line.hidden:
            self._note(line, "", explain(Invalid("diary.hidden_line")))
            return
        self._note_unnamed(line)
        for column, words in self._columns.parts.items():
            typed = line.cells[column] if column < len(line.cells) else ""
            part = self._part(plan, words, month_of(day))
            if column in line.unread:
                self._note(line, part.key if part else words, explain(Invalid("diary.unread")))
            elif typed and column in line.raised:
                self._note(line, part.key if part else words, explain(Invalid("diary.raised", value=typed)))
            elif column in line.hidden_columns:
                self._note(line, part.key if part else words, explain(Invalid("diary.hidden_column", value=typed)))
            elif typed and part is None:
                self._note(line, "", no_such_row(words))
            elif typed and part is not None:
                self._save(line, plan, Cell(part, unit, period_of("day", day), self._units), typed)

    def _note_unnamed(self, line: ReadLine) -> None:
        """What stands in a column without a heading: nobody knows what it counts."""
        known = {0, self._columns.unit, *self._columns.parts}
        for column, text in enumerate(line.cells):
            if column not in known and (text or column in line.unread):
                self._note(line, "", explain(Invalid("diary.no_heading", column=column + 1, value=text or "?")))

    def _unit_of(self, line: ReadLine) -> Unit:
        column = self._columns.unit
        words = line.cells[column] if column is not None and column < len(line.cells) else ""
        unit = self._by_words.get(search_key(words)) if words else self._unit
        if unit is None:
            sentence = _("Bunday boʻlinma yoʻq: %(code)s") if words else _("Qaysi boʻlinma ekanini yozing: --unit")
            raise Refused(sentence % {"code": words})
        return unit

    def _save(self, line: ReadLine, plan: Plan, cell: Cell, typed: str) -> None:
        if (first := self._lines.get(cell.key)) is not None:
            self._note(line, cell.part.key, explain(Invalid("diary.twice", line=first)))
            return
        self._lines[cell.key] = line.number
        entry = current_entry(cell)
        version, before = entry.version if entry else 0, written(entry)
        try:
            after = save_cell(actor=self.actor, plan=plan, cell=cell, typed=typed, version=version, today=today())
        except DomainError as error:
            self._note(line, cell.part.key, explain(error))
            return
        changed = after is not None and after.version != version
        self.saved += changed
        if changed and before is not None:
            words = {"cell": f"{cell.part.key}, {cell.period.key}", "before": before, "after": typed}
            self.replaced.append(_("%(cell)s: %(before)s oʻrniga %(after)s") % words)

    def _note(self, line: ReadLine, key: str, sentence: str) -> None:
        place = _("%(line)s-qator") % {"line": line.number}
        self.troubles.append(f"{place}{', ' + key if key else ''}: {sentence}")


def no_such_row(words: str) -> str:
    return _("“%(words)s” ustuni rejaning birorta qatoriga toʻgʻri kelmaydi.") % {"words": words}


def first_day(lines: list[ReadLine]) -> date:
    for line in lines[1:]:
        try:
            day = parse_day(line.cells[0])
        except Invalid:
            continue
        if day is not None:
            return day
    raise Refused(_("Birinchi ustunda sana topilmadi: 2025-11-18 yoki 18.11.2025."))
