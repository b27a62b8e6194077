"""What stands on the paper of an amendment, in the reader's words; who writes it as a file knows no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.papers import PaperEnds


@dataclass(frozen=True)
class AmendedLine:
    """One row of the paper: its number, its name with what becomes of it, and the words before and after."""

    key: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class AmendmentPaper:
    """The words of the paper in the reader's language. ``draft``: a word that stands above what is not approved."""

    ends: PaperEnds
    lines: Sequence[AmendedLine]
    headings: tuple[str, str, str, str]
    draft: str = ""
    facts: Sequence[str] = ()
