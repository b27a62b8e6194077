"""What a plan file would do, gathered for its page: findings, names nobody knows, and the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.documents.findings import CellFinding
from app.documents.plan_reader import Reading
from app.domain.papers import PLAN, merged
from app.domain.plan_difference import Difference, compare
from app.domain.plan_table import PlanTable
from app.i18n.labels import label, place_words, sentence
from app.models import PlanImport, Unit
from app.operations.plan_import import ABOVE
from app.operations.plan_unsure import Points, unsure_of
from app.queries.papers import known_above, said_of
from app.queries.plan import likely_units, lost_keys, plan_of, plan_table, unknown_units
from app.queries.units import all_units, units_by_name

SEVERITIES = ("error", "question", "doubt", "note")
Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class FoundLine:
    """A finding in words; ``anchor`` is the line of the preview that it is about."""

    text: str
    where: str
    anchor: str | None


@dataclass(frozen=True)
class UnknownName:
    words: str
    choices: Choices


@dataclass(frozen=True)
class Preview:
    """``lost``: keys of lines or figures with entries that the file would remove, so it cannot be stored. ``unsure``:
    what the file leaves open of its rows; ``head_waits``: whether something above the table is news that the centre has
    otherwise on its papers."""

    kept: PlanImport
    reading: Reading
    table: PlanTable
    state: str | None
    difference: Difference
    groups: list[tuple[str, list[FoundLine]]]
    errors: list[FoundLine]
    unknown: list[UnknownName]
    lost: list[str]
    unsure: Points
    head_waits: bool

    @property
    def can_confirm(self) -> bool:
        changes = not self.difference.nothing or bool(self.unknown)
        return changes and self.can_be_stored and not self.open_questions

    @property
    def open_questions(self) -> int:
        """How many questions nobody has answered yet."""
        return len(self.reading.of("question"))

    @property
    def sentences(self) -> dict[str, str | None]:
        """Row key → what the row is called on the paper."""
        return {line.key: line.line.name for line in self.difference.lines}

    @property
    def can_be_stored(self) -> bool:
        """Whether it would be, once its questions are answered."""
        return not (self.errors or self.lost or self.is_refused)

    @property
    def is_refused(self) -> bool:
        """The stored plan is approved already and says something else."""
        return self.state not in (None, "draft") and not self.difference.nothing


def preview_of(kept: PlanImport, reading: Reading) -> Preview:
    table = reading.table
    assert table is not None
    plan = plan_of(kept.centre_id, table.year)
    before = plan_table(plan) if plan else None
    difference = compare(before, known_above(plan, before, table) if plan and before else table)
    keys = {line.key for line in difference.lines}
    apart = [finding for finding in reading.findings if finding.asked is None]  # the others stand as fields
    found = {s: [found_line(f, keys) for f in apart if f.severity == s] for s in SEVERITIES}
    names = units_by_name(kept.centre_id)
    return Preview(
        kept=kept,
        reading=reading,
        table=table,
        state=plan.state if plan else None,
        difference=difference,
        groups=[(severity, found[severity]) for severity in SEVERITIES if found[severity]],
        errors=found["error"],
        unknown=[UnknownName(words, unit_choices(kept, names, words)) for words in unknown_units(names, table)],
        lost=lost_keys(plan, table) if plan else [],
        unsure=unsure_of(plan, before, table, difference, names),
        head_waits=difference.heading and bool(merged(said_of(kept.centre_id, PLAN)).keys() & set(ABOVE)),
    )


def found_line(finding: CellFinding, keys: set[str]) -> FoundLine:
    place = finding.position
    where = place_words(place.kind, place.name, place.row, place.column)
    anchor = f"row-{finding.row_key}" if finding.row_key in keys else None
    return FoundLine(sentence(finding.code, finding.params), where, anchor)


def unit_choices(kept: PlanImport, names: Mapping[str, Unit], words: str) -> Choices:
    """Similar names first, then all units, then what else can be done; none of them is chosen beforehand."""
    near = likely_units(names, words)
    others = [unit for unit in all_units(kept.centre_id) if unit not in near]
    new = [
        ("new:service", _("yangi xizmat sifatida qoʻshish")),
        ("new:sector", _("yangi sektor sifatida qoʻshish")),
        ("later", _("keyinroq hal qilaman")),
    ]
    groups = [(_("Oʻxshash nomlar"), named(near)), (_("Barcha boʻlinmalar"), named(others)), (_("Boshqa"), new)]
    return [(title, choices) for title, choices in groups if choices]


def named(units: list[Unit]) -> list[tuple[str, str]]:
    return [(unit.code, f"{unit.name} ({label('unit_kind', unit.kind).lower()})") for unit in units]
