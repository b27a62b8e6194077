"""What an amendment says of the place of a row, and of the parts into which it is split (domain.md §5)."""

from __future__ import annotations

from app.domain.amending import ADD, CHANGE
from app.domain.counting import adds_up
from app.domain.errors import Invalid
from app.domain.plan_table import letter
from app.domain.plan_tree import LETTERS, NUMBER, SPLITS
from app.domain.terms import lives_in
from app.domain.text import one_line
from app.models import Amendment, Indicator, Person, Plan
from app.operations.amendment_lines import living_row, put_line
from app.operations.plan_tree import MOST_PARTS
from app.operations.plans import read_text
from app.operations.rights import need


def amend_place(
    *, actor: Person, plan: Plan, amendment: Amendment, row_key: str, version: int, where: str = "", number: str = ""
) -> None:
    """Say where a row is to stand, among those below the same row, and under which number. Empty: as it stands.

    ``where``: ``first:IV`` or ``after:IV.15``. Raises Conflict, Invalid ``amendment.number``.
    """
    need(actor, "plan.edit")
    typed = one_line(number).rstrip(".")
    if typed and not NUMBER.fullmatch(typed):
        raise Invalid("amendment.number", field="number")
    row = living_row(plan, amendment, row_key)
    wanted = {"where": where or None, "number": typed or row.number}
    put_line(actor=actor, plan=plan, amendment=amendment, act=CHANGE, row_key=row_key, wanted=wanted, version=version)


def amend_split(
    *,
    actor: Person,
    plan: Plan,
    amendment: Amendment,
    row_key: str,
    version: int,
    names: str,
    way: str = LETTERS,
    until_name: str = "",
) -> None:
    """Split a row into parts, one a line of ``names``, from the amendment's month on. What was planned and entered
    before goes to a part of its own, ``until_name``, so that nothing is counted twice or lost.

    Raises as ``put_line``; Invalid ``plan.split_names``, ``plan.unnumbered_parent``, ``amendment.split_parts``,
    ``amendment.split_level``, ``amendment.split_composite``, ``amendment.until_name`` (``key``).
    """
    need(actor, "plan.edit")
    row = living_row(plan, amendment, row_key)
    wanted = [name for name in (one_line(line) for line in read_text("names", names).splitlines()) if name]
    check_split(row, amendment, way, len(wanted))
    before, until = has_past(row, amendment), one_line(read_text("until_name", until_name))
    if before and not until:
        raise Invalid("amendment.until_name", field="until_name", key=row_key)
    places = [place_of_part(row, count, way) for count in range(len(wanted) + before)]
    split = {"split": True, "until_key": places[0][0] if before else "", "until_name": until if before else ""}
    put_line(actor=actor, plan=plan, amendment=amendment, act=CHANGE, row_key=row_key, wanted=split, version=version)
    for name, (key, ordinal) in zip(wanted, places[before:], strict=True):
        added = {
            "section": row.section.roman, "parent": row_key, "after": "", "number": ordinal, "name": name,
            "measure": row.measure, "plan": "", "entry_form": row.entry_form, "mode": row.mode,
        }  # fmt: skip
        put_line(actor=actor, plan=plan, amendment=amendment, act=ADD, row_key=key, wanted=added)


def check_split(row: Indicator, amendment: Amendment, way: str, count: int) -> None:
    if way not in SPLITS:
        raise Invalid("choice.unknown", field="way")
    if not 2 <= count < MOST_PARTS:
        raise Invalid("plan.split_names", field="names", most=MOST_PARTS)
    if not row.number or row.key.rpartition(".")[2].isalpha():
        raise Invalid("plan.unnumbered_parent", field="names", key=row.key)
    if row.subrows:
        raise Invalid("amendment.split_parts", field="names", key=row.key)
    if not adds_up(row.mode):
        raise Invalid("amendment.split_level", field="names", key=row.key)
    if len(row.parts) > 1:
        raise Invalid("amendment.split_composite", field="names", key=row.key)


def may_split(row: Indicator) -> bool:
    """Whether a row can be split at all: its page offers it then."""
    lettered = not row.number or row.key.rpartition(".")[2].isalpha()
    return not lettered and not row.subrows and adds_up(row.mode) and len(row.parts) == 1


def has_past(row: Indicator, amendment: Amendment) -> bool:
    """Whether the row counted before the amendment: then a part keeps what there was."""
    return amendment.first_month % 100 > 1 and lives_in(row, amendment.first_month - 1)


def place_of_part(row: Indicator, place: int, way: str) -> tuple[str, str]:
    """(key, number) of a part, the first is 0: IV.18.a without a number of its own, or IV.18.1."""
    if way == LETTERS:
        return f"{row.key}.{letter(place)}", ""
    number = f"{row.number}.{place + 1}"
    return f"{row.section.roman}.{number}", number
