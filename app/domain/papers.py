"""How papers begin and end: their kinds, what is said of them, and the one rule by which a paper gets its head and foot
(domain.md §7 “Head and foot”).

What is said of a paper is plain data by pieces. A piece that is not there is as the next source has it: the paper's
own, then the centre's, then what the plan's file or the program brings. One that is empty says that there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from app.domain.errors import Invalid
from app.domain.frozen import Signer
from app.domain.text import one_line, search_key

CENTRE = "centre"  # under it stands what is said of all papers
PLAN, AMENDMENT, CONSOLIDATION, REPORT, DIARY, LISTS = PAPERS = (
    "plan",
    "amendment",
    "consolidation",
    "report",
    "diary",
    "lists",
)
CENTRE_NAME, TITLE, APPROVAL, AGREEMENT, SIGNATURES = PIECES = (
    "centre_name",
    "title",
    "approval",
    "agreement",
    "signatures",
)
BLOCKS = (APPROVAL, AGREEMENT)
AS_SET, OWN, NONE = WAYS_OF_PIECE = ("as_set", "own", "none")

# What a title may leave to be filled in, and what of it the paper cannot do without.
PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    PLAN: ("markaz", "yil"),
    AMENDMENT: ("raqam", "yil", "markaz"),
    CONSOLIDATION: ("davr", "yil", "markaz"),
    REPORT: ("davr", "yil", "markaz"),
    DIARY: ("davr", "yil", "markaz"),
    LISTS: ("nomi", "markaz"),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    PLAN: ("markaz", "yil"),
    AMENDMENT: ("raqam",),
    CONSOLIDATION: ("davr",),
    REPORT: ("davr",),
    DIARY: ("davr",),
    LISTS: ("nomi",),
}

LINE = "____________________"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_TITLE = re.compile(r"ish rejasi|yillik reja|plan rabot|\byil uchun\b|\bna 20\d\d god\b")
_WHOSE = re.compile(r"markazining")
_POST = re.compile(r"direktor|rahbar|boshlig|nachalnik|zaveduyush")

Said = Mapping[str, Any]


@dataclass(frozen=True)
class PaperWords:
    """What a paper puts into what is said of it: the ``values`` of its placeholders, and the words of its language over
    its blocks and for a day (with ``%(year)s``). Those of the official paper are the program's own."""

    year: int
    values: Mapping[str, str] = field(default_factory=dict)
    approval: str = "“TASDIQLAYMAN”"
    agreement: str = "“KELISHILDI”"
    day: str = "«___» __________ %(year)s-yil"


@dataclass(frozen=True)
class PaperEnds:
    """The head and foot of one paper, as they are printed. The lines of a block stand below each other.

    ``titled``: its title alone stands above the table, and says whose it is; so does the plan's.
    """

    centre_name: str = ""
    title: str = ""
    approval: tuple[str, ...] = ()
    agreement: tuple[str, ...] = ()
    signatures: tuple[Signer, ...] = ()
    titled: bool = False

    @property
    def heading(self) -> tuple[str, ...]:
        """The lines above the table: the centre, unless the title names it, and the title."""
        named = "" if self.titled or self.centre_name in self.title else self.centre_name
        return tuple(line for line in (named, self.title) if line)


def plan_paper(sources: Sequence[Said], year: int) -> PaperEnds:
    """The head and foot of the official table, in the words of the paper whatever the reader's language."""
    return replace(ends_of(sources, PaperWords(year, {"yil": str(year)})), titled=True)


def ends_of(sources: Sequence[Said], words: PaperWords) -> PaperEnds:
    """The rule: of each piece what the first source says that speaks of it."""
    said = merged(sources)
    centre = one_line(said.get(CENTRE_NAME) or "")
    values = {"markaz": centre, **words.values}
    return PaperEnds(
        centre_name=centre,
        title=filled(said.get(TITLE) or "", values),
        approval=block_lines(said.get(APPROVAL), words.approval, words),
        agreement=block_lines(said.get(AGREEMENT), words.agreement, words),
        signatures=tuple(Signer(one["post"], one["name"]) for one in said.get(SIGNATURES) or ()),
    )


def merged(sources: Sequence[Said]) -> dict[str, Any]:
    """Several sources as one: it is what is kept of them when a paper is approved or frozen."""
    return {
        piece: next(said[piece] for said in sources if piece in said)
        for piece in PIECES
        if any(piece in said for said in sources)
    }


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled in, in whatever alphabet; one that the paper does not know stays."""
    return _PLACEHOLDER.sub(lambda found: values.get(search_key(found[1]), found[0]), text)


def block_lines(block: Any, heading: str, words: PaperWords) -> tuple[str, ...]:
    """The lines of a block: those that a file brought as they are, else its heading, who, a line to sign on, a day."""
    if not block:
        return ()
    if not isinstance(block, Mapping):
        return tuple(block)
    day = [words.day % {"year": words.year}] if block["dated"] else []
    return (heading, *post_lines(block["organisation"], block["post"]), f"{LINE} {block['name']}".rstrip(), *day)


def post_lines(organisation: str, post: str) -> tuple[str, ...]:
    """“… axborot-kutubxona markazi / direktori”: on one line where the post goes on with the sentence, or where the
    organisation by itself would be read as the title of the paper."""
    if not organisation:
        return (post,)
    joined = f"{organisation} {post}"
    return (joined,) if post[:1].islower() or is_title(organisation) else (organisation, post)


def is_title(text: str, *, surely: bool = False) -> bool:
    """Whether a line above a table looks like its title, and not like somebody's post; ``surely``: it does not only say
    whose something is."""
    key = search_key(text)
    return bool(_TITLE.search(key) or (not surely and _WHOSE.search(key))) and not _POST.search(key)


def check_title(paper: str, title: str, *, needed: bool = True) -> str:
    """A title as it may stand on papers of a kind. Raises Invalid ``paper.placeholder`` (``name``, ``known``) for a
    placeholder that the kind does not have, ``paper.placeholder_missing`` (``name``) where one is left out without
    which nobody would know which paper it is."""
    typed, known = _PLACEHOLDER.findall(title), PLACEHOLDERS[paper]
    rest, names = _PLACEHOLDER.sub("", title), [search_key(name) for name in typed]
    unknown = [braced([name]) for name in typed if search_key(name) not in known] or [s for s in "{}" if s in rest]
    if unknown:
        raise Invalid("paper.placeholder", field=TITLE, name=unknown[0], known=braced(known))
    missing = [name for name in NEEDED[paper] if name not in names]
    if title and needed and missing:
        raise Invalid("paper.placeholder_missing", field=TITLE, name=braced(missing))
    return title


def braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def check_opening(sources: Sequence[Said], centre: str) -> None:
    """Whoever reads the plan's paper again takes whose it is from how its title begins: it begins with the centre, or
    names none. Raises Invalid ``roll_over.title_centre``."""
    said = merged(sources)
    name = said.get(CENTRE_NAME) or centre
    title = filled(said.get(TITLE) or "", {"markaz": name})
    if "markazi" in title.casefold() and not title.startswith(name):
        raise Invalid("roll_over.title_centre", field=TITLE)


def way_of(said: Said, piece: str) -> str:
    """How a block or the signatures of a paper are said: as the next source has them, by itself, or not at all."""
    if piece not in said:
        return AS_SET
    return OWN if said[piece] else NONE


def told(said: Said) -> dict[str, Any]:
    """What the history keeps of what is said."""
    kept: dict[str, Any] = {piece: said[piece] for piece in (CENTRE_NAME, TITLE) if piece in said}
    for piece in (*BLOCKS, SIGNATURES):
        kept[f"{piece}_way"] = way_of(said, piece)
        if said.get(piece):
            kept[piece] = told_block(said[piece])
    return kept


def told_block(block: Any) -> list[str]:
    """A block, or signatures, as texts one after another."""
    if isinstance(block, Mapping):
        parts = [block["organisation"], block["post"], block["name"], "«___»" if block["dated"] else ""]
        return [part for part in parts if part]
    return [" – ".join(filter(None, (one["post"], one["name"]))) for one in block]


def brought_lines(lines: Sequence[str]) -> str:
    """The lines of a block as one text: how they are broken makes no difference to what they say."""
    return one_line(" ".join(lines))


def plain_signatures(signers: Iterable[Signer]) -> list[dict[str, str]]:
    return [asdict(one) for one in signers]
