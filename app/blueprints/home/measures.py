"""The main measures: as the first page draws them, and the page on which they are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.home.views import blueprint
from app.domain.errors import DomainError, NotAllowed
from app.domain.progress import PaceCode
from app.domain.short_names import called
from app.forms.base import takes
from app.forms.measures import MeasuresForm
from app.i18n.formats import MONTHS_BRIEF, format_number
from app.models import Plan
from app.operations.measures import choose_measures
from app.pages.charts import SMALL, MonthChart, month_chart
from app.pages.figures import shown_achievement, shown_total
from app.pages.row_names import row_name
from app.queries.measures import Measure, OfferedRow, chosen_measures, rows_to_choose, usual_measures, year_to_choose
from app.queries.plan import plan_tree, year_at_hand
from app.web.clock import today
from app.web.gate import allow
from app.web.page import locale


@dataclass(frozen=True)
class MeasureChart:
    """One main measure as it is drawn: its name, its figure since January, what that is of the plan, and the chart."""

    name: str
    href: str
    figure: str
    small: str
    pace: PaceCode
    chart: MonthChart


def measure_charts(measures: tuple[Measure, ...]) -> list[MeasureChart]:
    return [measure_chart(one) for one in measures]


def measure_chart(one: Measure) -> MeasureChart:
    row = one.row
    return MeasureChart(
        name=row_name(row),
        href=url_for("plan.row", year=row.plan_year, row=row.key),
        figure=shown_total(one.figures.running),
        small=held_against_plan(one),
        pace=one.figures.pace,
        chart=month_chart(MONTHS_BRIEF[locale()], one.months, one.last, one.phases, SMALL),
    )


def held_against_plan(one: Measure) -> str:
    """The percent with the plan, or that there is none."""
    if one.figures.plan is None:
        return _("rejasiz")
    plan, reached = format_number(one.figures.plan, locale()), shown_achievement(one.figures.of_year)
    if not reached:
        return _("reja %(plan)s", plan=plan)
    if one.figures.of_year.percent is None:
        return _("%(reached)s, reja %(plan)s", reached=reached, plan=plan)
    words = [_("%(percent)s %%, reja %(plan)s", percent=reached, plan=plan)]
    words += [f"{key.partition('.')[2]} {_('rejasiz')}" for key in one.figures.without_plan]
    return ", ".join(words)


def plan_at_hand(day: date) -> Plan | None:
    return plan_tree(current_user.centre_id, year_at_hand(current_user.centre_id, day))


@blueprint.get("/measures")
@allow("measures.choose")
def measures() -> ResponseReturnValue:
    """Choose the main measures; what the program chose itself is ticked while nobody has."""
    centre_id, day = current_user.centre_id, today()
    rows = rows_to_choose(centre_id, day.year)
    chosen = chosen_measures(centre_id, year_to_choose(centre_id, day.year))
    is_chosen = any(row.key in chosen for row in rows)
    usual = [] if is_chosen else usual_measures(centre_id, year_at_hand(centre_id, day))
    form = MeasuresForm(keys=chosen if is_chosen else usual, rows=choices(rows))
    return measures_page(form, rows, is_chosen=is_chosen)


@blueprint.post("/measures")
@allow("measures.choose")
@takes(MeasuresForm)
def keep_measures() -> ResponseReturnValue:
    rows = rows_to_choose(current_user.centre_id, today().year)
    form = MeasuresForm.posted(rows=choices(rows))
    try:
        year = year_to_choose(current_user.centre_id, today().year)
        choose_measures(actor=current_user, year=year, **form.values())
    except NotAllowed:
        raise
    except DomainError as error:
        return measures_page(form.refuse(error), rows), error.status
    flash(_("Asosiy koʻrsatkichlar saqlandi"), "success")
    return redirect(url_for("home.index"), 303)


def choices(rows: list[OfferedRow]) -> list[tuple[str, str]]:
    return [(row.key, row_words(row)) for row in rows if not row.why_not]


def row_words(row: OfferedRow) -> str:
    name = called(row.key, row.name, row.short_name, (row.above, row.above_short))
    return f"{row.key} {name or _('nomi aniqlanmagan')}"


def measures_page(form: MeasuresForm, rows: list[OfferedRow], *, is_chosen: bool = True) -> str:
    reasons = dict.fromkeys(row.why_not for row in rows if row.why_not)
    return render_template(
        "home/measures.html",
        page_title=_("Asosiy koʻrsatkichlar"),
        form=form,
        is_chosen=is_chosen,
        left_out=[(why, [row_words(row) for row in rows if row.why_not == why]) for why in reasons],
        errors=form.summary,
    )
