"""Reads for “my page”: how far the plan is, as a whole and by its sections. Parts count as lines of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.progress import PaceCode
from app.models import PlanSection
from app.queries.consolidation import Consolidation


@dataclass(frozen=True)
class SectionGlance:
    """One section: how many lines it has, and how many of each pace."""

    section: PlanSection
    rows: int
    paces: Mapping[PaceCode, int]


def glance(result: Consolidation) -> list[SectionGlance]:
    """The sections of a year as one looks over it."""
    return [
        SectionGlance(group.section, len(group.rows), Counter(line.pace for line in group.rows))
        for group in result.sections
    ]


def pace_counts(result: Consolidation) -> Counter[PaceCode]:
    """How many lines are behind, on plan, ahead …"""
    return Counter(line.pace for section in result.sections for line in section.rows)
