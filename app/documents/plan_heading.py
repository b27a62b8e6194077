"""What stands above the plan table: the blocks of who approves and who agrees, title, centre, year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.documents.grid import Loose
from app.documents.plan_cells import join_wrapped
from app.domain.papers import is_title
from app.domain.text import one_line, search_key

_APPROVAL = re.compile(r"tasdiqla|utverjd")
_AGREEMENT = re.compile(r"^(kelishil|soglasov)")
_YEAR = re.compile(r"\b(20\d\d)\s*[-–—]?\s*(?:yil|йил|год|г\b)", re.IGNORECASE)
_CENTRE = re.compile(r"(.+?(?:markazi|маркази))(?:ning|нинг)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Above:
    approval: tuple[str, ...] = ()
    title: str = ""
    centre: str = ""
    years: tuple[int, ...] = ()
    agreement: tuple[str, ...] = ()


def read_above(pieces: Iterable[Loose]) -> Above:
    """A block is what stands together under “TASDIQLAYMAN” or “KELISHILDI”; the title is all the rest, on one line."""
    approval: list[str] = []
    agreement: list[str] = []
    title: list[str] = []
    below: dict[int, list[str]] = {}  # slot → the block that goes on there
    for piece in pieces:
        key = search_key(piece.text)
        if _APPROVAL.search(key):
            below[piece.slot] = approval
        elif _AGREEMENT.search(key):
            below[piece.slot] = agreement
        elif is_title(piece.text):
            below.clear()
        below.get(piece.slot, title).extend(piece.text.split("\n"))
    line = one_line(" ".join(title))
    centre = _CENTRE.match(line)
    years = tuple(dict.fromkeys(int(year) for year in _YEAR.findall(line)))
    found = Above(tuple(join_wrapped(approval)), line, centre[1] if centre else "", years)
    return replace(found, agreement=tuple(join_wrapped(agreement)))
