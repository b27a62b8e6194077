"""What the page of a row says: its big figures, its charts, what the paper has and how it is read, its last entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from app.domain.deadlines import Deadline
from app.domain.row_rules import MONTH, WEEK
from app.i18n.formats import MONTHS, MONTHS_BRIEF, format_date, format_number, format_percent, format_period
from app.i18n.labels import label
from app.i18n.opening_words import stretch_words, stretches_words
from app.models import Entry, OpeningFigure, Plan
from app.pages.charts import MonthChart, month_chart
from app.pages.figures import printed_amount, shown_achievement, shown_total, unit_words
from app.pages.row_names import part_name
from app.queries.row_page import FigureView, RowView
from app.web.names import acted_by
from app.web.page import locale


@dataclass(frozen=True)
class FigureCard:
    """One figure by months. ``chart`` is None where there is nothing to draw; ``rows`` are the same as a table."""

    figure: FigureView
    name: str
    heading: str
    title: str
    chart: MonthChart | None
    rows: list[tuple[str, object]]
    may_phase: bool
    rest: str
    opening: str  # the months that opening figures stand for


@dataclass(frozen=True)
class EntryWords:
    """An entry in words: its day or month, the figure, and the card or form from which it comes."""

    day: str
    unit: str
    figure: str
    source: str
    person: str


def figure_cards(plan: Plan, view: RowView, may_count: bool) -> list[FigureCard]:
    several = len(view.figures) > 1
    return [figure_card(plan, view, place if several else None, may_count) for place in range(len(view.figures))]


def figure_card(plan: Plan, view: RowView, place: int | None, may_count: bool) -> FigureCard:
    """``place`` is that of a figure of a composite cell, from 0; None where the row has one figure."""
    figure, name, heading = view.figures[place or 0], view.row.key, _("Oylar boʻyicha")
    if place is not None:
        planned = format_number(figure.plan, locale()) or "—"
        name = f"{figure.key} {part_name(figure.part)}" if figure.part is not None else figure.key
        heading = _("Oylar boʻyicha: %(name)s (%(plan)s)", name=name, plan=planned)
    something = any(figure.actual) or figure.last_year
    return FigureCard(
        figure=figure,
        name=name,
        heading=heading,
        title=_("%(key)s oylar boʻyicha, %(year)s-yil", key=name, year=plan.year),
        chart=month_chart(short_months(), figure.actual, figure.last_year, figure.planned) if something else None,
        rows=[(_("amalda"), figure.actual), (_("oʻtgan yil"), figure.last_year), (_("reja"), figure.planned)],
        rest=rest_words(figure),
        opening=stretches_words(figure.opening, locale()),
        may_phase=may_count and bool(figure.phases) and not view.row.sums_parts and not view.row.decimals,
    )


def measure_of(view: RowView) -> str:
    """The measure of the row, or of the nearest above that has one."""
    return view.row.measure or next((above.measure for above in view.above if above.measure), None) or ""


def plan_words(plan: Plan, view: RowView) -> list[tuple[str, str]]:
    """What the paper has, and how it is read."""
    row = view.row
    return [
        (_("%(year)s-yil (fakt)", year=plan.year - 1), printed_amount(row.fact_text)),
        (_("%(year)s-yil (reja)", year=plan.year), printed_amount(row.plan_text)),
        (_("Muddat"), view.deadline.text),
        (_("Muddat qanday oʻqildi"), deadline_words(view.deadline)),
        (_("Hisobot berish"), "; ".join(map(rhythm_words, view.reports)) or _("talab qilinmaydi")),
        (
            _("Qayerga yoziladi"),
            _("qismlaridan yigʻiladi") if row.sums_parts else label("entry_form", row.entry_form),
        ),
        (_("Hisoblash usuli"), label("mode", row.mode)),
    ]


def entry_lines(entries: list[Entry | OpeningFigure]) -> list[EntryWords]:
    return [
        opening_line(entry)
        if isinstance(entry, OpeningFigure)
        else EntryWords(
            day=format_period(entry.period.key, locale())
            if entry.grain in (WEEK, MONTH)
            else format_date(entry.date, locale(), style="short"),
            unit=entry.unit.name,
            figure=entry_figure(entry),
            source=entry.card.title if entry.card else label("entry_form", entry.grain),
            person=acted_by(entry.person.name, entry.stand_in_id),
        )
        for entry in entries
    ]


def opening_line(figure: OpeningFigure) -> EntryWords:
    return EntryWords(
        day=stretch_words(figure.stretch, locale()),
        unit=unit_words(figure.unit),
        figure=entry_figure(figure),
        source=_("Boshlangʻich son"),
        person=figure.person.name,
    )


def entry_figure(entry: Entry | OpeningFigure) -> str:
    if entry.state != "number":
        return label("value_state", entry.state)
    text = format_number(entry.value, locale())
    return text if entry.base is None else f"{text}/{format_number(entry.base, locale())}"


def summed_plan(view: RowView) -> str:
    """Of a row without a plan of its own what its parts plan together, if anything."""
    plans = [figure.plan for figure in view.figures if figure.plan is not None]
    if not plans:
        return _("reja soni yozilmagan")
    return _("reja: %(plan)s, tarkibidan yigʻilgan", plan="/".join(format_number(one, locale()) for one in plans))


def facts(view: RowView) -> list[dict[str, str | None]]:
    """The four big figures; of a composite cell one answer for each of its figures."""
    names = MONTHS[locale()]
    ended = _("%(first)s–%(last)s", first=names[0], last=names[view.ended - 1]) if view.ended > 1 else names[0]
    past = ended if view.ended else _("hali birorta oy tugamagan")
    plan = printed_amount(view.row.plan_text)
    return [
        {"label": _("Yil boshidan"), "value": joined(view, lambda f: shown_total(f.running)), "note": None},
        {
            "label": _("Yillik rejaga nisbatan"),
            "value": joined(view, lambda f: percent(shown_achievement(f.of_year))),
            "note": _("reja: %(plan)s", plan=plan) if plan else summed_plan(view),
        },
        {
            "label": _("Shu kungacha rejaga nisbatan"),
            "value": joined(view, lambda f: percent(shown_achievement(f.to_date))),
            "note": past,
        },
        {
            "label": _("Oʻtgan yilning shu oylariga nisbatan"),
            "value": joined(view, growth_words),
            "note": last_year_words(view, past),
        },
    ]


def rest_words(figure: FigureView) -> str:
    """What of a divided plan no unit has, or by how much the shares are above it; empty where nothing was divided."""
    if not figure.rest:
        return "" if figure.rest is None else _("Reja ulushlarga toʻliq taqsimlangan.")
    if figure.rest < 0:
        return _("Ulushlar yigʻindisi rejadan %(count)s ga ortiq.", count=format_number(-figure.rest, locale()))
    return _("Taqsimlanmagan: %(count)s.", count=format_number(figure.rest, locale()))


def short_months() -> list[str]:
    """Names over narrow columns: “yan”, “iyn”, “iyl”."""
    return [name.lower() for name in MONTHS_BRIEF[locale()]]


def deadline_words(deadline: Deadline) -> str:
    """How the deadline was understood, with its months where they are not simply all of them."""
    if deadline.on is not None:
        return format_date(deadline.on, locale())
    kind = label("deadline_kind", deadline.kind)
    if deadline.kind not in ("named_months", "times_a_year") or not deadline.months:
        return kind
    return f"{kind}: {', '.join(MONTHS[locale()][month - 1] for month in deadline.months)}"


def rhythm_words(rhythm: Deadline) -> str:
    """In which rhythm a report goes out, and what in the paper says so."""
    once = rhythm.kind in ("during_year", "self_set", "unknown")
    words = _("Yil oxirida bir marta") if once else deadline_words(rhythm)
    return f"{words}: “{rhythm.text}”"


def joined(view: RowView, words: Callable[[FigureView], str]) -> str:
    return " / ".join(words(figure) for figure in view.figures)


def percent(text: str) -> str:
    return f"{text}\u00a0%" if text[:1].isdigit() else text or "—"


def last_year_words(view: RowView, past: str) -> str:
    """Of which months growth is told, or why it is not."""
    if not any(figure.last for figure in view.figures):
        return _("oʻtgan yil rejasi yuklanmagan")
    if view.ended and all(figure.growth is None for figure in view.figures if figure.last) and not view.known_last_year:
        return _("oʻtgan yilning shu oylari toʻliq maʼlum emas")
    return past


def growth_words(figure: FigureView) -> str:
    if figure.growth is None:
        return "—"
    return f"{'+' if figure.growth > 0 else ''}{format_percent(figure.growth, locale())}"
