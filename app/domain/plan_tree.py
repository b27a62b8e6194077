"""The tree of a draft plan while it is edited: rows come, go and move, and numbers and keys follow (domain.md §5).

What it may become is what the paper can say: a table that is printed and read again has the same rows below the same
rows. The keys are always those of ``plan_table.keyed_lines``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.errors import Invalid
from app.domain.plan_table import Line, Section, free_number, keyed_lines, owning_number, roman_number

FIRST, AFTER, UNDER = PLACES = ("first", "after", "under")
LETTERS, NUMBERS = SPLITS = ("letters", "numbers")
NUMBER = re.compile(r"[1-9]\d{0,2}(\.[1-9]\d{0,2}){0,3}")
MOST_SECTIONS = 39


@dataclass
class Branch:
    """A row with the rows below it; ``row_id`` is 0 until it is stored."""

    row_id: int
    number: str
    deadline: str = ""
    under: list[Branch] = field(default_factory=list)


@dataclass
class Bough:
    """A section with its rows."""

    roman: str
    rows: list[Branch] = field(default_factory=list)


Tree = list[Bough]


def branches(rows: Sequence[Branch]) -> Iterator[Branch]:
    """Every row in printed order."""
    for one in rows:
        yield one
        yield from branches(one.under)


def keyed_branches(bough: Bough) -> Iterator[tuple[str, Branch]]:
    """Every row of a section with its key, exactly as the printed table gives it."""
    section = Section(bough.roman, "", tuple(map(_line, bough.rows)))
    found = zip(keyed_lines(section), branches(bough.rows), strict=True)
    return ((key, branch) for (key, _line_, _parent), branch in found)


def _line(branch: Branch) -> Line:
    return Line(number=branch.number, parts=tuple(map(_line, branch.under)))


def keys_of(tree: Tree) -> dict[str, Branch]:
    return {key: branch for bough in tree for key, branch in keyed_branches(bough)}


def home_of(tree: Tree, branch: Branch) -> tuple[Bough, Branch | None, list[Branch]]:
    """The section of a row, the row above it, and those among which it stands."""
    for bough in tree:
        if any(one is branch for one in bough.rows):
            return bough, None, bough.rows
        for above in branches(bough.rows):
            if any(one is branch for one in above.under):
                return bough, above, above.under
    raise ValueError("no row of this tree")


def place_in(among: Sequence[Branch], branch: Branch) -> int:
    return next(place for place, one in enumerate(among) if one is branch)


def take_out(tree: Tree, branch: Branch) -> None:
    among = home_of(tree, branch)[2]
    del among[place_in(among, branch)]


@dataclass(frozen=True)
class Spot:
    """Where a row is put: ``first`` in a section, ``after`` another row, ``under`` it as its last part."""

    kind: str
    bough: Bough
    other: Branch | None = None


def spot_of(tree: Tree, where: str) -> Spot:
    """The place behind ``first:IV``, ``after:IV.15`` or ``under:IV.15``.

    Raises Invalid ``plan.place_unknown``, ``plan.unnumbered_parent``.
    """
    kind, _, key = where.partition(":")
    if kind == FIRST:
        bough = next((bough for bough in tree if bough.roman == key), None)
        if bough is not None:
            return Spot(kind, bough)
    other = keys_of(tree).get(key)
    if other is None or kind not in (AFTER, UNDER):
        raise Invalid("plan.place_unknown", field="where")
    if kind == UNDER and (not other.number or key.rpartition(".")[2].isalpha()):
        raise Invalid("plan.unnumbered_parent", field="where", key=key)
    return Spot(kind, home_of(tree, other)[0], other)


def put_in(tree: Tree, branch: Branch, spot: Spot) -> None:
    if spot.other is None:
        spot.bough.rows.insert(0, branch)
    elif spot.kind == AFTER:
        among = home_of(tree, spot.other)[2]
        among.insert(place_in(among, spot.other) + 1, branch)
    else:
        spot.other.under.append(branch)


def move(tree: Tree, branch: Branch, where: str) -> None:
    """A row with everything below it; among other rows than before it takes the number of its new place.

    Raises Invalid as ``spot_of``, and ``plan.place_within`` below or behind itself.
    """
    spot, (bough, above, _among) = spot_of(tree, where), home_of(tree, branch)
    if spot.other is not None and any(one is spot.other for one in branches([branch])):
        raise Invalid("plan.place_within", field="where")
    take_out(tree, branch)
    put_in(tree, branch, spot)
    now, over, _ = home_of(tree, branch)
    if now is not bough or over is not above:
        number_as_place(tree, branch)


def step(tree: Tree, branch: Branch, *, down: bool) -> bool:
    """One place up or down among its own; at the edge of a section into the next one. Gives whether it moved."""
    bough, above, among = home_of(tree, branch)
    here = place_in(among, branch)
    place = here + (1 if down else -1)
    if 0 <= place < len(among):
        among.insert(place, among.pop(here))
        return True
    there = section_place(tree, bough) + (1 if down else -1)
    if above is not None or not 0 <= there < len(tree):
        return False
    del among[here]
    tree[there].rows.insert(0 if down else len(tree[there].rows), branch)
    number_as_place(tree, branch)
    return True


def section_place(tree: Tree, bough: Bough) -> int:
    return next(place for place, one in enumerate(tree) if one is bough)


@dataclass(frozen=True)
class FirstNumbers:
    """How sections were numbered before an edit, so that it stays so: the first number of each, None where it goes on
    from the section before."""

    firsts: dict[str, int | None]


def numbering_of(tree: Tree) -> FirstNumbers:
    firsts: dict[str, int | None] = {}
    last = 0
    for bough in tree:
        whole = [int(row.number) for row in bough.rows if row.number.isdigit()]
        first = whole[0] if whole else None
        firsts[bough.roman] = None if first == last + 1 and last else first
        last = whole[-1] if whole else last
    return FirstNumbers(firsts)


def renumber(tree: Tree, numbering: FirstNumbers) -> None:
    """Numbers in the order of the rows: a section begins as before, or goes on from the one above; rows below a row
    are numbered by it. A row such as 25.1 that stands for itself behind 25 stays with it."""
    last = 0
    for bough in tree:
        first = numbering.firsts.get(bough.roman)
        number, before = (first if first is not None else last + 1) - 1, ""
        for row in bough.rows:
            whole, _, ordinal = row.number.rpartition(".")
            if whole and whole == before:
                renumber_row(row, f"{number}.{ordinal}")
            else:
                number, before = number + 1, row.number
                renumber_row(row, str(number))
            renumber_under(row)
        last = number if bough.rows else last


def renumber_under(row: Branch) -> None:
    place = 0
    for part in row.under:
        if part.number and part.number != row.number:
            place += 1
            renumber_row(part, f"{row.number}.{place}")
        renumber_under(part)


def renumber_row(row: Branch, number: str) -> None:
    """Give a row a number; the numbers below it that begin with its own begin with the new one."""
    before, row.number = row.number, number
    for part in row.under:
        if part.number == before and part.number:
            part.number = number
        elif part.number and before and part.number.startswith(f"{before}."):
            renumber_row(part, number + part.number[len(before) :])


def number_as_place(tree: Tree, branch: Branch, *, numbered: bool = False) -> None:
    """The number that a row takes where it stands now: the next free one behind the row before it. Below a row whose
    parts have none, none; ``numbered``: the first part of a row is to have one.

    Raises Invalid ``plan.unnumbered_parent`` where a row without a number would have rows below it.
    """
    bough, above, among = home_of(tree, branch)
    others = [one for one in among if one is not branch]
    lettered = above is not None and not any(one.number and one.number != above.number for one in others)
    if lettered and (others or not (numbered or branch.under)):
        if branch.under:
            raise Invalid("plan.unnumbered_parts", field="where", number=above.number if above else "")
        branch.number = ""
        return
    own = {id(one) for one in branches([branch])}
    taken = {one.number for one in branches(bough.rows) if id(one) not in own}
    before = next((one.number for one in reversed(among[: place_in(among, branch)]) if one.number), "")
    if not before:
        before = f"{above.number}.0" if above is not None else last_before(tree, bough, branch)
    renumber_row(branch, free_number(before, taken))


def last_before(tree: Tree, bough: Bough, branch: Branch) -> str:
    """The number before the first row of a section: one less than its others, else that of the last row above it."""
    own = [int(row.number) for row in bough.rows if row.number.isdigit() and row is not branch]
    if own:
        return str(min(own) - 1)
    above = [row.number for one in tree[: section_place(tree, bough)] for row in one.rows if row.number.isdigit()]
    return above[-1] if above else "0"


def set_number(tree: Tree, branch: Branch, number: str) -> None:
    """Give a row the number that was typed. Raises Invalid ``plan.number_form`` or ``plan.number_below``."""
    if not NUMBER.fullmatch(number):
        raise Invalid("plan.number_form", field="number", value=number[:20])
    above = home_of(tree, branch)[1]
    if above is not None and number.rpartition(".")[0] != above.number:
        raise Invalid("plan.number_below", field="number", number=above.number)
    renumber_row(branch, number)


def check_tree(tree: Tree) -> None:
    """Whether the paper says the same tree: no number stands twice in a section, each line is read below the line
    below which it stands.

    Raises Invalid ``plan.number_taken``, ``plan.read_below``, ``plan.read_alone``.
    """
    for bough in tree:
        numbered = [
            (above, row)
            for above, row in _with_above(bough.rows, None)
            if row.number and (above is None or row.number != above.number)  # the others stand where their key says
        ]
        numbers = [row.number for _above, row in numbered]
        for number in numbers:
            if numbers.count(number) > 1:
                raise Invalid("plan.number_taken", field="number", roman=bough.roman, number=number)
        deadlines: dict[str, str] = {}
        for above, row in numbered:
            owner = owning_number(row.number, row.deadline, deadlines, numbers)
            if owner != (above.number if above is not None else None):
                code = "plan.read_alone" if owner is None else "plan.read_below"
                over = owner or (above.number if above is not None else "")
                raise Invalid(code, field="number", number=row.number, above=over)
            deadlines[row.number] = row.deadline


def _with_above(rows: Sequence[Branch], above: Branch | None) -> Iterator[tuple[Branch | None, Branch]]:
    for row in rows:
        yield above, row
        yield from _with_above(row.under, row)


def in_sequence(tree: Tree) -> bool:
    """Whether the sections are called I, II, III …"""
    return [bough.roman for bough in tree] == [roman_number(place) for place in range(1, len(tree) + 1)]
