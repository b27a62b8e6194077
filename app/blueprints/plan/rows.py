"""Everything about one row of the plan (screens.md “Row page”)."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.history_words import history_lines
from app.blueprints.plan.views import YEAR, blueprint, load_plan
from app.domain.deadlines import Deadline
from app.domain.errors import NotAllowed
from app.domain.periods import parse_period
from app.domain.permissions import may
from app.forms.base import takes
from app.forms.plan import PointsForm
from app.i18n.formats import MONTHS, format_date, format_percent
from app.i18n.labels import label
from app.models import Change, Indicator, Plan
from app.operations.plans import confirm_row
from app.queries.history import cell_changes, row_changes
from app.queries.plan import doubts_of, plan_of, row_by_key
from app.queries.row_page import FigureView, RowView, counted_lines, last_entries, row_view
from app.queries.units import all_units
from app.web.clock import today
from app.web.figures import printed_amount, shown_achievement, shown_total
from app.web.gate import allow, is_local_path
from app.web.page import locale

SHOWN_CHANGES = 50


@blueprint.get(f"{YEAR}/<row>")
@allow("plan.view")
def row(year: int, row: str) -> ResponseReturnValue:
    plan, line = load_row(year, row)
    units = all_units(plan.centre_id, inactive=True)
    view = row_view(plan, plan_of(plan.centre_id, year - 1), line, units, today())
    entries, count = last_entries(plan, line)
    return render_template(
        "plan/row.html",
        page_title=f"{line.key} {line.name or _('nomi aniqlanmagan')}",
        plan=plan,
        view=view,
        facts=facts(view),
        deadline=deadline_words(view.deadline),
        doubts=[point for point in doubts_of(line, year) if point.code not in line.confirmed],
        entries=entries,
        entry_count=count,
        history=history_lines(changes_of(plan, line), units),
        months=short_months(),
        can_edit=may(current_user.role, "plan.edit"),
    )


@blueprint.get(f"{YEAR}/<row>/<int:place>")
@allow("plan.view")
def part(year: int, row: str, place: int) -> ResponseReturnValue:
    """A figure of a composite cell (``II.2/1``) is shown inside its row."""
    _plan, line = load_row(year, row)
    if place not in {part.place for part in line.parts}:
        raise NotAllowed("cell.unknown")
    return redirect(url_for("plan.row", year=year, row=row, _anchor=f"figure-{place}"))


@blueprint.post(f"{YEAR}/<row>/confirm")
@allow("plan.edit")
@takes(PointsForm)
def confirm_points(year: int, row: str) -> ResponseReturnValue:
    """Points that the paper leaves open are as the paper has them."""
    plan, line = load_row(year, row)
    confirm_row(actor=current_user, plan=plan, row=line, **PointsForm.posted().values())
    target = request.args.get("next", "")
    here = url_for("plan.table", year=year, open=1, _anchor="to-check")
    return redirect(target if is_local_path(target) else here, 303)


def load_row(year: int, key: str) -> tuple[Plan, Indicator]:
    """A row and its plan, or 404."""
    plan = load_plan(year)
    line = row_by_key(plan, key)
    if line is None:
        raise NotAllowed("cell.unknown")
    return plan, line


def changes_of(plan: Plan, line: Indicator) -> list[Change]:
    """What happened to the row and to the figures behind it, newest first."""
    keys = [part.key for counted in counted_lines(plan, line) for part in counted.parts]
    cells = cell_changes(plan, keys, parse_period(str(plan.year)), most=SHOWN_CHANGES) if keys else []
    together = [*cells, *row_changes(plan, line.key, most=SHOWN_CHANGES)]
    return sorted(together, key=lambda change: change.id, reverse=True)[:SHOWN_CHANGES]


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
            "note": _("reja: %(plan)s", plan=plan) if plan else _("reja soni yozilmagan"),
        },
        {
            "label": _("Shu kungacha rejaga nisbatan"),
            "value": joined(view, lambda f: percent(shown_achievement(f.to_date))),
            "note": past,
        },
        {
            "label": _("Oʻtgan yilning shu oylariga nisbatan"),
            "value": joined(view, growth_words),
            "note": past if any(figure.last for figure in view.figures) else _("oʻtgan yil rejasi yuklanmagan"),
        },
    ]


def short_months() -> list[str]:
    """Names over narrow columns: “yan”, but “iyn” and “iyl”, which begin alike."""
    return [name[:3] if not name.startswith("iyu") else f"iy{name[3]}" for name in MONTHS[locale()]]


def deadline_words(deadline: Deadline) -> str:
    """How the deadline was understood, with its months where they are not simply all of them."""
    if deadline.on is not None:
        return format_date(deadline.on, locale())
    kind = label("deadline_kind", deadline.kind)
    if deadline.kind not in ("named_months", "times_a_year") or not deadline.months:
        return kind
    return f"{kind}: {', '.join(MONTHS[locale()][month - 1] for month in deadline.months)}"


def joined(view: RowView, words: Callable[[FigureView], str]) -> str:
    return " / ".join(words(figure) for figure in view.figures)


def percent(text: str) -> str:
    return f"{text}\u00a0%" if text[:1].isdigit() else text or "—"


def growth_words(figure: FigureView) -> str:
    if figure.growth is None:
        return "—"
    return f"{'+' if figure.growth > 0 else ''}{format_percent(figure.growth, locale())}"
