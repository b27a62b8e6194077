"""What stands above the plan table: the blocks of who approves and who agrees, title, centre, year."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from app.documents.grid import Loose
from app.documents.plan_cells import join_wrapped
from app.domain.papers import is_title
from app.domain.text import one_line, search_key

_APPROVAL = re.compile(r"tasdiqla|utverjd")
_APPROVAL_ALONE = re.compile(r"(tasdiqla|utverjd)\w*")  # within a block: the word may stand in somebody's post
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
    pieces = list(pieces)
    approval: list[str] = []
    agreement: list[str] = []
    title: list[str] = []
    below: dict[int, list[str]] = {}  # slot → the block that goes on there
    for place, piece in enumerate(pieces):
        key = search_key(piece.text)
        if _AGREEMENT.search(key):
            below[piece.slot] = agreement
        elif _APPROVAL_ALONE.fullmatch(key) if piece.slot in below else _APPROVAL.search(key):
            below[piece.slot] = approval
        elif is_title(piece.text) and not (piece.slot in below and titled_apart(piece, pieces[place + 1 :], below)):
            below.clear()
        below.get(piece.slot, title).extend(piece.text.split("\n"))
    line = one_line(" ".join(title))
    centre = _CENTRE.match(line)
    years = tuple(dict.fromkeys(int(year) for year in _YEAR.findall(line)))
    found = Above(tuple(join_wrapped(approval)), line, centre[1] if centre else "", years)
    return replace(found, agreement=tuple(join_wrapped(agreement)))


def titled_apart(piece: Loose, later: Sequence[Loose], blocks: Collection[int]) -> bool:
    """Whether a line of a block only looks like the title (“… markazining mudiri”): that is still to come, beside the
    blocks."""
    beside = [one for one in later if one.slot not in blocks]
    return any(is_title(one.text) for one in beside) or bool(beside and not is_title(piece.text, surely=True))
