"""What a row's own text says about how it is entered and counted, and what of that is not certain (domain.md §3, §6).

These are defaults, read from the words of the paper; the methodologist can set each of them per row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.counting import FLOW, RATIO, STOCK, Mode, Number
from app.domain.plan_table import Amount, Line, PlanTable, keyed_lines
from app.domain.registers import REGISTERS
from app.domain.text import search_key
from app.domain.units import EVERYONE, LEADERSHIP, SERVICE

DAY, WEEK, MONTH = "day", "week", "month"
COUNTS, CONTRIBUTES, OVERSEES = SHARES = ("counts", "contributes", "oversees")
ENTRY_FORMS = (DAY, MONTH, *REGISTERS)
# What of a row its paper may leave open, and what can be said to it beside a form of entry or a name.
FORM, TOTAL, WHO, NAME = POINTS = ("form", "total", "who", "name")
SUMMED, LEVEL, ALONE = TOTALS = ("summed", "level", "alone")  # a row with parts: their sum, a level, things of its own
EACH = "each"  # of several units each counts its own; else it is one work, and who counts it is named
FEW = 2  # a plan up to which several units may have one work before them: a week, a forum, a contest

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


Named = Sequence[tuple[str, str]]  # units as printed, each with its kind, ``everyone`` for “barcha xizmatlar”


@dataclass(frozen=True)
class Unsure:
    """A point of a row that its paper does not settle. ``why`` is the code of a sentence with its ``params``.

    ``proposal`` is what holds until somebody says otherwise; ``choices``: what can be said, empty where it is typed.
    """

    what: str
    why: str
    proposal: str
    choices: tuple[str, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)


def entry_form(name: str | None, measure: str | None) -> str:
    """The form that fits a row: ``day`` (the diary), a register's code, or ``month`` (one figure a month)."""
    return known_form(name, measure) or MONTH


def known_form(name: str | None, measure: str | None) -> str | None:
    """The form that a row's words or its measure ask for; None where neither does."""
    key, measure_key = search_key(name or ""), search_key(measure or "")
    for words, measures, form in BY_WORDS:
        if all(word in key for word in words) and (not measures or measure_key in measures):
            return form
    return BY_MEASURE.get(measure_key)


def counting(
    line: Line, *, measure: str | None, parent: Counting | None, told: Mapping[str, str] | None = None
) -> Counting:
    """How a line counts. A sub-row follows its parent; a line with sub-rows sums them, unless its own figure
    says that it is something else: then it is a level beside them (row 14 of the paper).

    ``told``: what somebody said to its points, where the paper does not settle them.
    """
    told = told or {}
    total = told.get(TOTAL) or total_by_rule(line)
    if total == LEVEL:
        return Counting(MONTH, STOCK, sums_parts=False, joint=False)
    form = told.get(FORM) or form_by_rule(line, measure, parent) or MONTH
    register = REGISTERS.get(form)
    mode = RATIO if is_percent(measure) else register.mode if register else FLOW
    joint = bool(register and register.joint) or told.get(WHO, EACH) != EACH
    return Counting(form, mode, sums_parts=total == SUMMED, joint=joint)


def form_by_rule(line: Line, measure: str | None, parent: Counting | None) -> str | None:
    """None where nothing decides: then it is one figure a month."""
    if parent and parent.mode == STOCK:
        return known_form_beside_level(line, measure)
    return parent.entry_form if parent and parent.entry_form != MONTH else known_form(line.name, measure)


def known_form_beside_level(line: Line, measure: str | None) -> str | None:
    """Sub-rows of a level are the movements that change it: “yangi”, “qayta” are counted by the day."""
    return DAY if search_key(measure or "") in ("nafar", "") else known_form(line.name, measure)


def is_percent(measure: str | None) -> bool:
    return search_key(measure or "") in ("foiz", "%")


def total_by_rule(line: Line) -> str:
    if not line.parts:
        return ALONE
    return SUMMED if sums_its_parts(line) else LEVEL


def sums_its_parts(line: Line) -> bool:
    """True unless the line's own figures contradict the sum of its sub-rows' figures."""
    return all(agrees(getattr(line, column), [getattr(p, column) for p in line.parts]) for column in ("fact", "plan"))


def agrees(total: Amount, parts: Sequence[Amount]) -> bool:
    if not is_single(total) or not all(map(is_single, parts)):
        return True  # nothing to contradict
    return total.values[0] == sum(part.values[0] for part in parts)


def is_single(amount: Amount) -> bool:
    return len(amount.values) == 1


def unsure_points(
    line: Line, *, measure: str | None, parent: Counting | None, named: Named = (), services: Sequence[str] = ()
) -> list[Unsure]:
    """What of a line's counting its paper does not settle; nothing that is certain is asked.

    ``named``: the units that the line itself names, in printed order; ``services``: who may lead where “all services”
    are meant and nobody is named beside them.
    """
    rule = counting(line, measure=measure, parent=parent)
    found = [unsure_total(line), unsure_share(line, rule, named, services)]
    if rule.mode not in (STOCK, RATIO) and form_by_rule(line, measure, parent) is None:
        why = "unsure.form_of_parts" if line.parts else "unsure.form"
        found.insert(0, Unsure(FORM, why, MONTH, ENTRY_FORMS, {"measure": measure or "—"}))
    return [point for point in found if point is not None]


def unsure_total(line: Line) -> Unsure | None:
    """A line whose own figure is not the sum of its parts, or stands there while some of theirs are missing."""
    if not line.parts:
        return None
    columns = {column: (getattr(line, column), [getattr(p, column) for p in line.parts]) for column in ("fact", "plan")}
    for column, (own, parts) in columns.items():
        if not agrees(own, parts):
            counted = sum(part.values[0] for part in parts)
            params = {"column": column, "written": own.values[0], "counted": counted}
            return Unsure(TOTAL, "unsure.total_differs", LEVEL, TOTALS, params)
    compared = any(is_single(own) and all(map(is_single, parts)) for own, parts in columns.values())
    if compared or not any(own.values for own, _ in columns.values()):
        return None
    column = next(column for column, (own, _) in columns.items() if own.values)
    return Unsure(TOTAL, "unsure.total_unknown", SUMMED, TOTALS, {"column": column, "written": columns[column][0].text})


def unsure_share(line: Line, rule: Counting, named: Named, services: Sequence[str]) -> Unsure | None:
    """Several units beside a plan of 1 or 2 of things done: one work that they do together, or each its own. The first
    choice behind “each” is who would lead: the first service named."""
    figures = planned(line) if rule.sums_parts else line.plan.values
    if rule.mode != FLOW or rule.joint or not figures or not all(0 < figure <= FEW for figure in figures):
        return None
    kinds = dict(named)
    each = shares([*kinds.values()], joint=False)
    counting = {words: kind for (words, kind), share in zip(kinds.items(), each, strict=True) if share == COUNTS}
    if len(counting) < 2 and EVERYONE not in counting.values():
        return None
    leads = [words for words, kind in counting.items() if kind != EVERYONE]
    leads.sort(key=lambda words: counting[words] != SERVICE)
    return Unsure(WHO, "unsure.who", EACH, (EACH, *(leads or services)))


def planned(line: Line) -> list[Number]:
    """The plans of what is counted under a line that sums it, as far as the units are those that the line names."""
    parts = [part for part in line.parts if not part.responsible]
    return [figure for part in parts for figure in (planned(part) if part.parts else part.plan.values)]


def measured_lines(table: PlanTable) -> Iterator[tuple[str, Line, str | None, str | None]]:
    """Every line of a paper: its key, itself, its unit of measure, be it that of the line above, and that one's key."""
    for section in table.sections:
        measures: dict[str | None, str | None] = {None: None}
        for key, line, parent in keyed_lines(section):
            measures[key] = line.measure or measures[parent]
            yield key, line, measures[key], parent


def rules_of(table: PlanTable, told: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, Counting]:
    """How each line of a paper counts by its own text; ``told``: row key → what was said to its points."""
    rules: dict[str, Counting] = {}
    for key, line, measure, parent in measured_lines(table):
        above = rules[parent] if parent else None
        rules[key] = counting(line, measure=measure, parent=above, told=(told or {}).get(key))
    return rules


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
