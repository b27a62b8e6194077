"""What a row's own text says about how it is entered and counted (domain.md §3, §6).

These are defaults, read from the words of the paper; the methodologist can set each of them per row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.counting import FLOW, RATIO, STOCK, Mode
from app.domain.plan_table import Amount, Line
from app.domain.registers import REGISTERS
from app.domain.text import search_key
from app.domain.units import LEADERSHIP, SERVICE

DAY, WEEK, MONTH = "day", "week", "month"
COUNTS, CONTRIBUTES, OVERSEES = SHARES = ("counts", "contributes", "oversees")

# The first line whose words all stand in the row's name, and whose measure fits, decides.
BY_WORDS: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("qatnov",), (), DAY),
    (("kitob", "beril"), (), DAY),
    (("foydalanuvchi", "royxatga"), ("nafar", ""), DAY),
    (("fond", "toldirish"), (), "acquisitions"),
    (("kelib", "tushish"), (), "acquisitions"),
    (("foydalanuvchi", "sorovnoma"), (), "events"),
    (("sorovnoma",), (), "visits"),
    (("uslubiy", "yordam"), (), "visits"),
    (("metodik", "yordam"), (), "visits"),
    (("kutubxonalar", "faoliyatini", "organish"), (), "visits"),
    (("malaka",), ("tadbir", "nafar"), "training"),
    (("seminar",), ("tadbir", "nafar"), "training"),
    (("mutaxassis", "tadbir"), ("tadbir",), "training"),
    (("ommaviy", "axborot", "vosita"), (), "media"),
    (("oav",), ("marotaba", "marta", "dona"), "media"),
    (("maqola",), (), "publications"),
    (("veb", "sayt"), ("malumot", "dona", "nomda", "resurs", ""), "publications"),
    (("internet", "joylashtirilgan"), (), "publications"),
    (("elektron", "fond"), ("resurs",), "digitised_titles"),
    (("toliq", "matn"), (), "bibliographic_records"),
)
BY_MEASURE = {
    "hujjat": "documents",
    "royxat": "documents",
    "tadbir": "events",
    "bibliografik yozuv": "bibliographic_records",
    "sahifa": "digitised_titles",
    "marotaba": "media",
}


@dataclass(frozen=True)
class Counting:
    """How one row is entered and counted."""

    entry_form: str
    mode: Mode
    sums_parts: bool
    joint: bool


def entry_form(name: str | None, measure: str | None) -> str:
    """The form that fits a row: ``day`` (the diary), a register's code, or ``month`` (one figure a month)."""
    key, measure_key = search_key(name or ""), search_key(measure or "")
    for words, measures, form in BY_WORDS:
        if all(word in key for word in words) and (not measures or measure_key in measures):
            return form
    return BY_MEASURE.get(measure_key, MONTH)


def counting(line: Line, *, measure: str | None, parent: Counting | None) -> Counting:
    """How a line counts. A sub-row follows its parent; a line with sub-rows sums them, unless its own figure
    says that it is something else: then it is a level beside them (row 14 of the paper)."""
    form = parent.entry_form if parent and parent.entry_form != MONTH else entry_form(line.name, measure)
    if line.parts and not sums_its_parts(line):
        return Counting(MONTH, STOCK, sums_parts=False, joint=False)
    if parent and parent.mode == STOCK:
        form = entry_form_beside_level(line, measure)
    register = REGISTERS.get(form)
    mode = RATIO if search_key(measure or "") in ("foiz", "%") else register.mode if register else FLOW
    return Counting(form, mode, sums_parts=bool(line.parts), joint=bool(register and register.joint))


def entry_form_beside_level(line: Line, measure: str | None) -> str:
    """Sub-rows of a level are the movements that change it: “yangi”, “qayta” are counted by the day."""
    return DAY if search_key(measure or "") in ("nafar", "") else entry_form(line.name, measure)


def sums_its_parts(line: Line) -> bool:
    """True unless the line's own figures contradict the sum of its sub-rows' figures."""
    return all(agrees(getattr(line, column), [getattr(p, column) for p in line.parts]) for column in ("fact", "plan"))


def agrees(total: Amount, parts: Sequence[Amount]) -> bool:
    if len(total.values) != 1 or not all(len(part.values) == 1 for part in parts):
        return True  # nothing to contradict
    return total.values[0] == sum(part.values[0] for part in parts)


def shares(kinds: Sequence[str], *, joint: bool) -> tuple[str, ...]:
    """The share of each named unit, in printed order; ``kinds`` are unit kinds, ``everyone`` for “barcha xizmatlar”.

    Leadership posts oversee when other units are named beside them. Rows of things done add up over the units;
    of a joint row the lead, the first service named, counts and the others contribute (domain.md §3 “Shares”).
    """
    others = any(kind != LEADERSHIP for kind in kinds)
    lead = next((i for i, kind in enumerate(kinds) if kind == SERVICE), None)
    if lead is None:
        lead = next((i for i, kind in enumerate(kinds) if kind != LEADERSHIP), 0)
    result = []
    for index, kind in enumerate(kinds):
        if kind == LEADERSHIP and others:
            result.append(OVERSEES)
        elif joint and index != lead:
            result.append(CONTRIBUTES)
        else:
            result.append(COUNTS)
    return tuple(result)
