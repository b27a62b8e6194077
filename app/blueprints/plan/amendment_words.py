"""An amendment in words: what it changes line by line, what would come of it, how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.documents.amendment_paper import AmendedLine, AmendmentPaper
from app.documents.paper_ends import amendment_ends
from app.domain.amending import ADD, APPROVED, END
from app.domain.counting import Number
from app.domain.frozen import Signer
from app.domain.papers import PaperEnds
from app.domain.periods import period_of_month
from app.domain.short_names import called
from app.i18n.formats import MONTHS_BRIEF, format_date, format_number, format_period
from app.i18n.labels import label, sentence
from app.models import Amendment, AmendmentLine, Plan
from app.operations.amendment_effects import Effects, FigureEffect, Remark, Shift
from app.operations.amendment_lines import standing_fields
from app.pages.history_words import ChangedField, Wording, flat
from app.pages.row_names import figure_name, row_name
from app.queries.plan import row_of_id
from app.queries.units import all_units
from app.web.names import acted_by
from app.web.page import locale

PLACE = ("section", "number", "parent", "after")  # where a row that is added stands; its key says so
UNTOLD = ("until_key",)


@dataclass(frozen=True)
class AmendedView:
    """One row of an amendment: ``act`` in words, what changes of it; ``is_new``: it is not in the plan yet;
    ``sentence``: its name as paper has it."""

    key: str
    name: str
    sentence: str
    act: str
    code: str
    is_new: bool
    fields: list[ChangedField]


@dataclass(frozen=True)
class AmendmentView:
    number: int
    state: str
    since: str
    reason: str
    document: str
    prepared: str
    decided: str
    keys: str
    lines: list[AmendedView]


@dataclass(frozen=True)
class AmendedFigure:
    """A figure of a row before and after, as text; ``months``: those that are another, “apr.: 750 → 950”."""

    key: str
    name: str
    plan: tuple[str, str]
    due: tuple[str, str]
    done: tuple[str, str]
    months: list[str]


@dataclass(frozen=True)
class EffectsView:
    faults: list[tuple[str, str]]  # row, sentence
    remarks: list[tuple[str, str]]
    figures: list[AmendedFigure]
    owed: list[tuple[str, str]]  # unit, what comes and goes


def amendment_view(plan: Plan, one: Amendment) -> AmendmentView:
    words = Wording(all_units(plan.centre_id))
    return replace(head_view(one), lines=[line_view(plan, one, line, words) for line in one.lines])


def head_view(one: Amendment) -> AmendmentView:
    """An amendment without what it does to its rows."""
    return AmendmentView(
        number=one.number,
        state=one.state,
        since=format_period(period_of_month(one.first_month).key, locale()),
        reason=one.reason,
        document=one.document,
        prepared=acted_by(one.prepared_by.name, one.prepared_stand_in_id),
        decided=acted_by(one.decided_by.name, one.decided_stand_in_id) if one.decided_by else "",
        keys=", ".join(line.row_key for line in one.lines),
        lines=[],
    )


def line_view(plan: Plan, one: Amendment, line: AmendmentLine, words: Wording) -> AmendedView:
    row = row_of_id(plan, line.indicator_id) if line.indicator_id is not None else None
    is_new = line.act == ADD and one.state != APPROVED
    stands = line.before if one.state == APPROVED else standing_fields(plan, line.row_key)
    hidden = PLACE if line.act == ADD else UNTOLD
    wanted = {name: value for name, value in line.wanted.items() if name not in hidden}
    before = {name: stands.get(name) for name in wanted} if line.act != ADD else {}
    sentence = str((row.name if row is not None else line.wanted.get("name")) or "")
    return AmendedView(
        key=line.row_key,
        name=row_name(row) if row is not None else called(line.row_key, sentence, ""),
        sentence=sentence,
        act=label("amendment_act", line.act),
        code=line.act,
        is_new=is_new,
        fields=[] if line.act == END else changed_fields(words, before, wanted),
    )


def changed_fields(words: Wording, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ChangedField]:
    """What differs, field by field; who counts by the names of the units."""
    old, new = flat(named(words, before)), flat(named(words, after))
    return [
        ChangedField(
            words.name("plan_row", at),
            words.value("plan_row", at, old.get(at)),
            words.value("plan_row", at, new.get(at)),
        )
        for at in {**old, **new}
        if old.get(at) != new.get(at) and (new.get(at) or old.get(at))
    ]


def named(words: Wording, fields: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(fields)
    if told.get("shares"):
        told["shares"] = {words.unit(code): share for code, share in told["shares"].items()}
    everyone = told.pop("everyone", None)
    if everyone:
        told["shares"] = {**told.get("shares", {}), _("Barcha xizmatlar"): everyone}
    return told


def effects_view(effects: Effects) -> EffectsView:
    return EffectsView(
        faults=told(effects.faults, lambda one: sentence(one.code, one.params)),
        remarks=told(effects.remarks, lambda one: sentence(f"amendment_remark.{one.code}", one.params)),
        figures=[figure_line(one) for one in effects.figures],
        owed=[(unit, owed_words(come, gone)) for unit, come, gone in effects.owed],
    )


def told(remarks: Iterable[Remark], words: Any) -> list[tuple[str, str]]:
    return [(one.row_key, words(one)) for one in remarks]


def owed_words(come: int, gone: int) -> str:
    parts = []
    if come:
        parts.append(ngettext("%(num)d majburiyat qoʻshiladi", "%(num)d majburiyat qoʻshiladi", come))
    if gone:
        parts.append(ngettext("%(num)d majburiyat bekor boʻladi", "%(num)d majburiyat bekor boʻladi", gone))
    return ", ".join(parts)


def figure_line(one: FigureEffect) -> AmendedFigure:
    names = MONTHS_BRIEF[locale()]
    return AmendedFigure(
        key=one.key,
        name=next((figure_name(part) for part in one.row.parts if part.key == one.key), row_name(one.row)),
        plan=sides(one.plan),
        due=sides(one.due),
        done=sides(one.done),
        months=[
            month_words(name, shift)
            for name, shift in zip(names, one.months, strict=True)
            if shift.is_moved and (shift.before or shift.after)
        ],
    )


def month_words(name: str, shift: Shift) -> str:
    """“Noy: 750 → 1 050”; of what was not planned before only what is."""
    now = number(shift.after)
    return f"{name}: {now}" if shift.before is None else f"{name}: {number(shift.before)} → {now}"


def sides(shift: Shift) -> tuple[str, str]:
    return number(shift.before), number(shift.after)


def number(value: Number | None) -> str:
    return "—" if value is None else format_number(value, locale())


def told_state(one: Amendment) -> str:
    """How it stands, in one sentence."""
    match one.state:
        case "prepared":
            return _("Tayyorlanmoqda. Direktor tasdiqlamaguncha reja oʻzgarmaydi.")
        case "asked":
            return _("Direktor tasdiqlashini kutmoqda. Shu vaqtgacha reja oʻzgarmaydi.")
        case "returned":
            return _("Direktor izoh bilan qaytardi: “%(note)s”", note=one.note)
        case "withdrawn":
            return _("Bekor qilingan. Reja oʻzgarmagan.")
    return _("Tasdiqlangan: rejaning %(revision)s-tahriri.", revision=one.revision)


def paper_of(plan: Plan, one: Amendment) -> AmendmentPaper:
    """An amendment as it is printed; one that is not approved says that it is a draft."""
    view, approved = amendment_view(plan, one), one.state == APPROVED
    facts = [
        _("Amal qila boshlaydi: %(month)s", month=view.since),
        _("Sababi: %(reason)s", reason=view.reason),
        *([_("Asos: %(document)s", document=view.document)] if view.document else []),
        *(
            [_("Tasdiqlangan: %(day)s, rejaning %(revision)s-tahriri", day=format_date(one.decided_on, locale()),
               revision=one.revision)]
            if approved and one.decided_on
            else []
        ),
    ]  # fmt: skip
    return AmendmentPaper(
        ends=ends_of_paper(plan, one, view),
        lines=[printed_line(line) for line in view.lines],
        headings=(_("Qator"), _("Nomi"), _("Amaldagi tahriri"), _("Yangi tahriri")),
        draft="" if approved else _("QORALAMA"),
        facts=facts,
    )


def ends_of_paper(plan: Plan, one: Amendment, view: AmendmentView) -> PaperEnds:
    """Who prepared it and who approved it sign, where nobody said otherwise."""
    signers = [Signer(_("Tayyorladi"), view.prepared), Signer(_("Tasdiqladi"), view.decided)]
    return amendment_ends(plan, one, signers)


def printed_line(line: AmendedView) -> AmendedLine:
    sides = [(one.name, one.before, one.after) for one in line.fields]
    if line.code == END:
        return AmendedLine(line.key, line.sentence, "", line.act)
    before = "" if line.code == ADD else "\n".join(f"{name}: {before}" for name, before, _after in sides)
    return AmendedLine(line.key, line.sentence, before, "\n".join(f"{name}: {after}" for name, _before, after in sides))
