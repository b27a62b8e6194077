"""What a new paper changes in the plan that is stored: line by line, by row key (domain.md §2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from app.domain.papers import brought_lines
from app.domain.plan_table import Line, PlanTable, Section, keyed_lines

Kind = Literal["same", "added", "changed", "removed"]
FIELDS = ("number", "name", "measure", "fact", "plan", "mechanism", "deadline", "responsible")


@dataclass(frozen=True)
class LineChange:
    """One line as it will stand, and as it stood. A removed line has only what it was."""

    key: str
    kind: Kind
    depth: int
    after: Line | None
    before: Line | None

    @property
    def line(self) -> Line:
        line = self.after or self.before
        assert line is not None
        return line

    @property
    def fields(self) -> tuple[str, ...]:
        """Which of the printed cells differ; empty unless the line is changed."""
        if self.after is None or self.before is None:
            return ()
        return changed_fields(self.before, self.after)


@dataclass(frozen=True)
class SectionChange:
    roman: str
    heading: str
    lines: tuple[LineChange, ...]


@dataclass(frozen=True)
class Difference:
    """``heading``: what stands above the table differs; ``moved``: lines stand in another order."""

    sections: tuple[SectionChange, ...]
    heading: bool
    moved: bool

    @property
    def lines(self) -> Iterator[LineChange]:
        for section in self.sections:
            yield from section.lines

    def count(self, kind: Kind) -> int:
        return sum(1 for line in self.lines if line.kind == kind)

    @property
    def nothing(self) -> bool:
        """The same paper again."""
        return not (self.heading or self.moved or any(line.kind != "same" for line in self.lines))


def compare(before: PlanTable | None, after: PlanTable) -> Difference:
    """The difference that storing ``after`` would make; ``before`` is None for a year without a plan."""
    old = lines_by_key(before) if before else {}
    new = lines_by_key(after)
    sections = [section_change(section, old) for section in after.sections]
    gone = [section for section in (before.sections if before else ()) if removed_lines(section, new)]
    for section in gone:
        lines = removed_lines(section, new)
        place = next((i for i, s in enumerate(sections) if s.roman == section.roman), None)
        if place is None:
            sections.append(SectionChange(section.roman, section.heading, lines))
        else:
            own = sections[place]
            sections[place] = SectionChange(own.roman, own.heading, (*own.lines, *lines))
    kept_before, kept_after = [key for key in old if key in new], [key for key in new if key in old]
    heading = before is not None and above(before) != above(after, centre=before.centre)
    return Difference(tuple(sections), heading, kept_before != kept_after)


def changed_fields(before: Line, after: Line) -> tuple[str, ...]:
    """The printed cells in which two lines differ; figures are compared as they are printed."""
    return tuple(name for name in FIELDS if printed(before, name) != printed(after, name))


def printed(line: Line, field: str) -> object:
    value = getattr(line, field)
    return value.text if field in ("fact", "plan") else value


def lines_by_key(table: PlanTable) -> dict[str, Line]:
    return {key: line for section in table.sections for key, line, _ in keyed_lines(section)}


def section_change(section: Section, old: dict[str, Line]) -> SectionChange:
    changes = []
    depths: dict[str | None, int] = {None: -1}
    for key, line, parent in keyed_lines(section):
        depths[key] = depths[parent] + 1
        before = old.get(key)
        kind: Kind = "added" if before is None else "same" if is_same(before, line) else "changed"
        changes.append(LineChange(key, kind, depths[key], line, before))
    return SectionChange(section.roman, section.heading, tuple(changes))


def is_same(before: Line, after: Line) -> bool:
    return not changed_fields(before, after) and bool(before.parts) == bool(after.parts)


def removed_lines(section: Section, new: dict[str, Line]) -> tuple[LineChange, ...]:
    return tuple(
        LineChange(key, "removed", 0 if parent is None else 1, None, line)
        for key, line, parent in keyed_lines(section)
        if key not in new
    )


def above(table: PlanTable, centre: str = "") -> tuple[object, ...]:
    """What stands above the table; ``centre``: whose it is as far as the paper itself does not say."""
    headings = tuple((s.roman, s.heading) for s in table.sections)
    return table.centre or centre, table.title, table.approval, table.agreement, headings


def as_printed(after: PlanTable, prints: PlanTable, brought: PlanTable) -> PlanTable:
    """A table that was read, with what stands above it as the plan ``prints`` it where that is no news: the file says
    what the plan prints, or what an earlier one ``brought`` and something else was said of since. How the lines of a
    block are broken makes no difference; the centre is read out of the title and goes with it."""
    known = {
        name: getattr(prints, name)
        for name in ("approval", "agreement")
        if brought_lines(getattr(after, name))
        in (brought_lines(getattr(prints, name)), brought_lines(getattr(brought, name)))
    }
    if after.title in (prints.title, brought.title):
        known |= {"title": prints.title, "centre": prints.centre}
    return replace(after, **known)
