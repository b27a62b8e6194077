"""The main measures of a centre: the few lines of the plan that those who lead it watch (screens2.md §6, 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.counting import RATIO, Mode, Number

MOST = 6
# Of which forms a line is watched where nobody has chosen: what is counted by the day first, then one line a register.
USUAL_FORMS = (
    "day", "day", "day", "acquisitions", "digitised_titles", "events",
    "bibliographic_records", "publications", "training", "month",
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A line that can be watched: ``form`` in which it is written, and how much is ``done`` of it in a year."""

    key: str
    form: str
    done: Number


def why_not_watched(sums_parts: bool, figures: int, mode: Mode) -> str:
    """Why a line has no single curve: ``ratio``, or ``several`` figures as in “1/2/1”; nothing where it has one."""
    if mode == RATIO:
        return "ratio"
    return "" if sums_parts or figures == 1 else "several"


def watched(chosen: Sequence[str], candidates: Iterable[Candidate]) -> list[str]:
    """The keys of the lines that are watched: those chosen that the plan has, else the usual ones.

    The usual ones are the greatest of their form, in the order of ``USUAL_FORMS``; of equal ones the first on paper.
    """
    rows = list(candidates)
    known = {row.key for row in rows}
    kept = [key for key in chosen if key in known]
    return kept[:MOST] if kept else usual(rows)


def usual(rows: Sequence[Candidate]) -> list[str]:
    greatest = sorted(rows, key=lambda row: -row.done)  # stable: the paper's order decides among equals
    found: list[str] = []
    for form in USUAL_FORMS:
        best = next((row.key for row in greatest if row.form == form and row.key not in found), None)
        if best is not None and len(found) < MOST:
            found.append(best)
    return found
