"""Five hundred messy workbooks: nothing of them is lost, and nothing is invented, without a finding at its row."""

from __future__ import annotations

import pytest

from app.documents.findings import CellFinding
from app.documents.plan_reader import read_plan
from app.domain.amounts import stored_amount
from app.domain.plan_table import Line, keyed_lines
from app.domain.text import clean_text
from tests.documents.messy import FACT, PLAN, Messy, TrueLine, messy_plan

SEEDS = range(500)


def found_rows(findings: tuple[CellFinding, ...]) -> set[int]:
    """The rows about which something is said; of hidden rows that stand together the first."""
    return {found.position.row for found in findings}


FIELDS = ("number", "name", "measure", "fact", "plan", "mechanism", "deadline", "units")
OF_NUMBER = ("plan.row_duplicate", "plan.number_missing", "plan.number_inferred")


def told_fields(findings: tuple[CellFinding, ...], row: int, shift: int) -> set[str]:
    """About which fields of a row something is said: of a finding at a cell that cell alone."""
    told: set[str] = set()
    for found in findings:
        if found.position.row == row and found.position.column:
            column = found.position.column - 1
            told.add(FIELDS[column - shift if column > 3 else column])
        elif found.position.row == row:
            told |= {"number"} if found.code in OF_NUMBER else set(FIELDS)
    return told


def differs(line: Line, meant: TrueLine, *, numbered_anew: bool) -> list[str]:
    """What of a line is not as it was meant; not its number where all were numbered anew, which is asked at once."""
    figures = {FACT: line.fact, PLAN: line.plan}
    pairs = {
        "name": (line.name, clean_text(meant.name)),
        "measure": (line.measure, meant.measure),
        "fact": (figures[FACT], stored_amount(meant.figures[FACT])),
        "plan": (figures[PLAN], stored_amount(meant.figures[PLAN])),
        "mechanism": (line.mechanism, tuple(map(clean_text, meant.mechanism))),
        "deadline": (line.deadline, clean_text(meant.deadline)),
        "units": (line.responsible, tuple(map(clean_text, meant.units))),
        "number": (line.number, meant.printed if line.number == meant.printed else meant.number),
    }
    return [
        f"{name}: {read!r} for {wanted!r}"
        for name, (read, wanted) in pairs.items()
        if read != wanted and not (name == "number" and numbered_anew)
    ]


def unsaid(made: Messy) -> list[str]:
    """What a reading loses or invents and says nothing of."""
    reading = read_plan(made.data)
    assert reading.table is not None, made.done
    said, wrong = found_rows(reading.findings), []
    anew = "plan.numbers_offered" in [found.code for found in reading.findings]
    read = {}
    for section in reading.table.sections:
        for _key, line, _parent in keyed_lines(section):
            assert line.name not in read, f"{line.name} stands twice"
            read[line.name] = line
    meant = {clean_text(line.name): line for lines in made.sections.values() for line in lines}
    for name, line in meant.items():
        found = read.pop(name, None)
        if line.row in made.other_rows and found is None:
            if not said & set(range(line.row - 8, line.row + 1)):
                wrong.append(f"row {line.row} is hidden and nobody says so")
        elif found is None and line.row not in said:
            wrong.append(f"row {line.row} is lost")
        elif found is not None:
            told = told_fields(reading.findings, line.row, 1 if "three years" in made.done else 0)
            odd = differs(found, line, numbered_anew=anew)
            wrong += [f"row {line.row}: {what}" for what in odd if what.partition(":")[0] not in told]
    wrong += [f"invented: {name}" for name in read]
    totals = [row for row, why in made.other_rows.items() if why == "total"]
    return wrong + [f"the total of row {row} is not told" for row in totals if row not in said]


@pytest.mark.parametrize("start", range(0, len(SEEDS), 50))
def test_nothing_is_lost_or_invented_without_a_finding(start: int) -> None:
    faults = {}
    for seed in SEEDS[start : start + 50]:
        made = messy_plan(seed)
        if wrong := unsaid(made):
            faults[seed] = (wrong, made.done)
    assert faults == {}


def test_the_plans_are_messy_in_every_way() -> None:
    """The witness of the generator: each mess occurs often among the seeds."""
    done = " ".join(" ".join(messy_plan(seed).done) for seed in SEEDS[:100])
    for mess in (
        "kamida 50",
        "61,2 ming",
        "raised",
        "formula",
        "percent",
        "hidden",
        "broken",
        "again",
        "without",
        "total",
        "years",
    ):
        assert done.count(mess) > 3, mess
