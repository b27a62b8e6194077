"""What stands above the plan table: approval block, title, centre, year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.documents.grid import Loose
from app.documents.plan_cells import join_wrapped
from app.domain.text import one_line, search_key

_APPROVAL = re.compile(r"tasdiqla|utverjd")
_TITLE = re.compile(r"ish rejasi|yillik reja|plan rabot|\byil uchun\b|\bna 20\d\d god\b|markazining")
_POST = re.compile(r"direktor|rahbar|boshlig|nachalnik|zaveduyush")
_YEAR = re.compile(r"\b(20\d\d)\s*[-–—]?\s*(?:yil|йил|год|г\b)", re.IGNORECASE)
_CENTRE = re.compile(r"(.+?(?:markazi|маркази))(?:ning|нинг)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Above:
    approval: tuple[str, ...] = ()
    title: str = ""
    centre: str = ""
    years: tuple[int, ...] = ()


def read_above(pieces: Iterable[Loose]) -> Above:
    """The approval block is what stands together under “TASDIQLAYMAN”; the title is all the rest, on one line."""
    approval: list[str] = []
    title: list[str] = []
    slot: int | None = None
    for piece in pieces:
        key = search_key(piece.text)
        if _APPROVAL.search(key):
            slot = piece.slot
        elif _TITLE.search(key) and not _POST.search(key):
            slot = None
        (approval if slot is not None and piece.slot == slot else title).extend(piece.text.split("\n"))
    line = one_line(" ".join(title))
    centre = _CENTRE.match(line)
    years = tuple(dict.fromkeys(int(year) for year in _YEAR.findall(line)))
    return Above(tuple(join_wrapped(approval)), line, centre[1] if centre else "", years)
