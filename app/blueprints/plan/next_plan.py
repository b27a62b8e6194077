"""Next year's plan as it is looked at before it is made: what goes along, what stays behind, what is still unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from app.blueprints.plan.figure_words import basis_words, growth_words
from app.domain.roll_over import EXPECTED
from app.pages.figures import printed_amount
from app.pages.row_names import row_name
from app.queries.roll_over import NextPlan, NextRow


@dataclass(frozen=True)
class LookedRow:
    """A row of the table, as it would be printed. ``deadline``: this year's and the next one's."""

    key: str
    title: str
    measure: str
    deadline: tuple[str, str]
    this_year: str
    fact: str
    basis: str
    plan: str
    growth: str


@dataclass(frozen=True)
class LookedSection:
    roman: str
    heading: str
    rows: list[LookedRow]


@dataclass(frozen=True)
class Look:
    """What would be made. ``ended``: the rows that stay behind; ``points``: words and the rows of which they are true,
    (key, name); ``moved``: how many deadlines go on by a year."""

    title: str
    sections: list[LookedSection]
    count: int
    moved: int
    ended: list[tuple[str, str]]
    points: list[tuple[str, list[tuple[str, str]]]]


def look_at(made: NextPlan) -> Look:
    rows = {section: list[LookedRow]() for section in made.headings}
    for one in made.rows:
        rows[one.row.section.roman].append(looked_row(one))
    return Look(
        title=made.title,
        sections=[LookedSection(roman, heading, rows[roman]) for roman, heading in made.headings.items()],
        count=len(made.rows),
        moved=sum(1 for one in made.rows if one.deadline != one.row.deadline),
        ended=[(row.key, row_name(row)) for row in made.ended],
        points=[(words, found) for words, found in points_of(made) if found],
    )


def looked_row(one: NextRow) -> LookedRow:
    row = one.row
    return LookedRow(
        key=one.key,
        title=f"{one.key} {row_name(row)}",
        measure=row.measure or "",
        deadline=(row.deadline, one.deadline),
        this_year=printed_amount(row.plan_text),
        fact=printed_amount(one.fact.text),
        basis=basis_words(one.basis),
        plan=printed_amount(one.plan.text),
        growth=growth_words(row.plan_text, one.plan.text),
    )


def points_of(made: NextPlan) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What somebody has to look at once the plan is made."""
    yield _("Natijasi nomaʼlum qatorlar, fakti boʻsh qoladi"), named(one for one in made.rows if not one.fact.text)
    yield _("Rejasi nomaʼlum qatorlar, boʻsh qoladi"), named(one for one in made.rows if not one.plan.text)
    yield (
        _("Fakti kutilayotgan son boʻlgan qatorlar"),
        named(one for one in made.rows if one.basis == EXPECTED),
    )
    yield (
        _("Nomida yoki mexanizmida %(year)s-yil yozilgan qatorlar", year=made.year - 1),
        named(one for one in made.rows if one.names_year),
    )
    yield (
        _("Rejasi oʻzgarib, boʻlinmalarning oʻz ulushi koʻchmaydigan sonlar"),
        [(key, row_name(one.row)) for one in made.rows for key in one.undivided],
    )


def named(rows: Iterable[NextRow]) -> list[tuple[str, str]]:
    return [(one.key, row_name(one.row)) for one in rows]
