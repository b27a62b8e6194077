"""What is printed in each cell of the plan table, the same in a workbook and in a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.documents.plan_cells import UNREADABLE_STORED, join_steps
from app.domain.papers import PaperEnds
from app.domain.plan_table import Amount, Line, PlanTable, Section, keyed_lines

# The official words of the paper; other languages pass their own (i18n knows them).
HEADINGS: Mapping[str, str] = {
    "sheet": "Ish rejasi",
    "number": "№",
    "name": "Nomi",
    "measure": "Oʻlchov birligi",
    "quantity": "Miqdori",
    "fact": "%(year)s-yil (fakt)",
    "plan": "%(year)s-yil (reja)",
    "mechanism": "Amalga oshirish mexanizmi",
    "deadline": "Bajarilish muddati",
    "responsible": "Masʼullar",
}


@dataclass(frozen=True)
class PrintedLine:
    """One line: the eight texts from № to Masʼullar, its two amounts and its row key."""

    texts: tuple[str, ...]
    fact: Amount
    plan: Amount
    key: str


def ends_of_table(table: PlanTable) -> PaperEnds:
    """What stands above and below the table."""
    return PaperEnds("", table.title, table.approval, table.agreement, table.signatures, titled=True)


def year_headings(year: int, headings: Mapping[str, str]) -> tuple[str, str]:
    """The words over last year's fact and this year's plan."""
    return headings["fact"] % {"year": year - 1}, headings["plan"] % {"year": year}


def heading_text(section: Section) -> str:
    return f"{section.roman}. {section.heading}".strip()


def printed_lines(section: Section) -> Iterator[PrintedLine]:
    """The lines of a section in printed order; unnumbered sub-rows carry a dash before the name."""
    for key, line, parent in keyed_lines(section):
        yield PrintedLine(_texts(line, key, parent), line.fact, line.plan, key)


def _texts(line: Line, key: str, parent: str | None) -> tuple[str, ...]:
    name = UNREADABLE_STORED if line.name is None else line.name
    if parent and key.rpartition(".")[2].isalpha():
        name = f"- {name}"
    number = f"{line.number}." if line.number else ""
    steps, units = join_steps(line.mechanism), ", ".join(line.responsible)
    return (number, name, line.measure or "", line.fact.text, line.plan.text, steps, line.deadline, units)
