"""Closing a year: what is still in its way, the act, and its way back (domain.md §5 “Closing a year”)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.views import YEAR, blueprint, load_plan
from app.domain.duties import Duty
from app.domain.errors import DomainError, NotAllowed
from app.domain.permissions import may
from app.domain.year_end import DRAFT, OPENED, RUNNING, UNSENT, Obstacle
from app.forms.base import ActForm, takes
from app.forms.year_end import ReopenYearForm
from app.i18n.labels import label
from app.operations.year_end import close_plan, reopen_plan
from app.pages.duty_words import duty_words, owner_name, place_of, units_of, when_words
from app.queries.duties import in_the_way
from app.queries.plan import PlanFacts, facts_of_plan
from app.web.clock import today
from app.web.gate import allow

MOST_NAMED = 5  # duties of one kind; the rest is counted


@dataclass(frozen=True)
class DutyLine:
    words: str
    owner: str
    when: str
    href: str


@dataclass(frozen=True)
class InTheWay:
    """One kind of thing that is in the way: what, how much of it, where it is done, and the first of it by name."""

    words: str
    count: int
    href: str
    lines: tuple[DutyLine, ...] = ()

    @property
    def further(self) -> int:
        return self.count - len(self.lines) if self.lines else 0


@blueprint.get(f"{YEAR}/year-end")
@allow("plan.view")
def year_end(year: int) -> ResponseReturnValue:
    return draw(facts_or_404(year), ReopenYearForm())


@blueprint.post(f"{YEAR}/close")
@allow("plan.close")
@takes(ActForm)
def close(year: int) -> ResponseReturnValue:
    plan, form = load_plan(year), ActForm.posted()
    try:
        close_plan(actor=current_user, plan=plan, today=today())
    except DomainError as error:
        return draw(facts_or_404(year), ReopenYearForm(), form.refuse(error)), error.status
    flash(_("%(year)s-yil yopildi va arxivga olindi.", year=year), "success")
    return redirect(url_for("plan.year_end", year=year), 303)


@blueprint.post(f"{YEAR}/reopen")
@allow("plan.reopen")
@takes(ReopenYearForm)
def reopen(year: int) -> ResponseReturnValue:
    plan, form = load_plan(year), ReopenYearForm.posted()
    try:
        reopen_plan(actor=current_user, plan=plan, today=today(), **form.values())
    except DomainError as error:
        return draw(facts_or_404(year), form.refuse(error)), error.status
    flash(_("%(year)s-yil qayta ochildi. Bu yilning sahifalarida sababi bilan aytiladi.", year=year), "success")
    return redirect(url_for("plan.year_end", year=year), 303)


def facts_or_404(year: int) -> PlanFacts:
    facts = facts_of_plan(current_user.centre_id, year)
    if facts is None:
        raise NotAllowed("plan.unknown", year=year)
    return facts


def draw(plan: PlanFacts, form: ReopenYearForm, refused: ActForm | None = None) -> str:
    closed = plan.state == "closed"
    found = [] if closed else in_the_way(current_user.centre_id, plan, today())
    return render_template(
        "plan/year_end.html",
        page_title=_("Yilni yopish"),
        year=plan.year,
        closed=closed,
        found=list(told(found, plan.year)),
        may_close=may(current_user.rights, "plan.close") and not closed and not found,
        form=form if closed and may(current_user.rights, "plan.reopen") else None,
        errors=[*form.summary, *(refused.summary if refused else [])],
    )


def told(found: list[Obstacle], year: int) -> Iterator[InTheWay]:
    units = units_of(current_user.centre_id)

    def line(duty: Duty) -> DutyLine:
        return DutyLine(
            duty_words(duty), owner_name(duty, units), when_words(duty, today()), place_of(duty, units, today())
        )

    for one in found:
        words, href = words_of(one.code, year)
        yield InTheWay(words, one.count, href, tuple(line(duty) for duty in one.duties[:MOST_NAMED]))


def words_of(code: str, year: int) -> tuple[str, str]:
    """What is in the way, and the page on which it is done."""
    where: dict[str, tuple[str, str, dict[str, Any]]] = {
        DRAFT: (_("Reja tasdiqlanmagan."), "plan.table", {"year": year}),
        RUNNING: (_("Yil hali tugamagan."), "submissions.index", {"year": year}),
        UNSENT: (_("Yillik hisobot yuborilmagan."), "reports.of_period", {"period": str(year)}),
        OPENED: (_("Vaqtincha ochilgan oylar bor."), "submissions.exceptions", {}),
    }
    if code not in where:
        return label("duty_kind", code), url_for("deadlines.index", whose="all")
    words, endpoint, values = where[code]
    return words, url_for(endpoint, **values)
