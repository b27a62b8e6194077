"""The figures of a draft as one table: beside this year's plan each row's fact and its proposed plan, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.figure_words import basis_words, growth_words
from app.blueprints.plan.roll_over import tell_left_out, tell_shares
from app.blueprints.plan.tree import load_draft, load_facts
from app.blueprints.plan.views import YEAR, blueprint, load_plan
from app.domain.errors import Conflict, DomainError, Invalid, Locked, NotAllowed
from app.domain.plan_figures import FACT, PLAN, figure_version
from app.domain.roll_over import EXPECTED, names_year
from app.extensions import db
from app.forms.base import takes
from app.forms.cells import CellForm, CellsForm
from app.forms.roll_over import RenewForm
from app.i18n.labels import explain
from app.models import Indicator, Plan
from app.operations.entries import Refusal
from app.operations.plan_figures import find_figure, save_figure, save_figures, text_of
from app.operations.roll_over import RolledOver, renew_figures
from app.pages.figures import printed_amount
from app.pages.grid import GridCell
from app.pages.moved_rows import need_same_rows, renumbered
from app.pages.row_names import row_name
from app.queries.plan import PlanFacts
from app.queries.plan_tree import TreeLine, former_plans, tree_sections
from app.web.clock import today
from app.web.gate import allow


@dataclass(frozen=True)
class FigureRow:
    """A row of the table. ``fact`` and ``plan`` take figures but in a line that sums its parts."""

    line: TreeLine
    title: str
    former: str
    fact: GridCell
    plan: GridCell
    growth: str
    basis: str

    @property
    def id(self) -> str:
        return f"r{self.line.id}"

    @property
    def cells(self) -> tuple[tuple[str, GridCell], ...]:
        """Column and cell, in the order of the table."""
        return (("fact", self.fact), ("plan", self.plan))


@dataclass(frozen=True)
class FigureSection:
    roman: str
    heading: str
    rows: list[FigureRow]


@dataclass(frozen=True)
class RenewedLine:
    """A row whose figures would become others: each before and after."""

    key: str
    title: str
    fact: tuple[str, ...]
    basis: tuple[str, ...]
    plan: tuple[str, ...]


@dataclass(frozen=True)
class RenewedLook:
    """What taking the results again would do; ``left_out``: rows that have other figures than last year's."""

    lines: list[RenewedLine]
    left_out: list[str]


@blueprint.get(f"{YEAR}/figures")
@allow("plan.edit")
def figures(year: int) -> ResponseReturnValue:
    return draw_figures(load_draft(year))


@blueprint.post(f"{YEAR}/figures")
@allow("plan.edit")
@takes(CellForm)
def type_figures(year: int) -> ResponseReturnValue:
    """One cell, named by ``?cell=``, or the whole page as a browser without JavaScript sends it."""
    return type_one(year, request.args["cell"]) if "cell" in request.args else type_page(year)


@blueprint.post(f"{YEAR}/figures/renew")
@allow("plan.edit")
@takes(RenewForm)
def renew(year: int) -> ResponseReturnValue:
    """Take last year's results again, and where it is wanted propose the plans anew; what that does is shown first."""
    plan, form = load_plan(year), RenewForm.posted(line="renew")
    try:
        form.values()
        rule = form.rule if form.again.data else None
        wish: dict[str, Any] = {"basis": form.basis.data, "rule": rule}
        if form.wants_look:
            return draw_figures(load_facts(year), renewal=form, look=would_renew(plan, form, wish))
        renewing = {"actor": current_user, "plan": plan, "today": today(), "looked_at": form.looked_mark}
        done = renew_figures(**renewing, **wish)
    except NotAllowed:
        raise
    except DomainError as error:
        db.session.rollback()
        return draw_figures(load_facts(year), renewal=form.refuse(error)), error.status
    flash(_("Oʻtgan yilning natijalari qaytadan olindi."), "success")
    tell_shares(done)
    tell_left_out(done)
    return redirect(url_for("plan.figures", year=year), 303)


def would_renew(plan: Plan, form: RenewForm, wish: Mapping[str, Any]) -> RolledOver:
    """What taking the results again would do: it is done, looked at and taken back."""
    done = renew_figures(actor=current_user, plan=plan, today=today(), **wish)
    form.show(done.mark)
    db.session.rollback()
    return done


def type_one(year: int, key: str) -> ResponseReturnValue:
    """One cell: 200, or 409, 422, 423 with what was typed kept and both values shown."""
    plan, form = load_plan(year), CellForm.posted()
    typed = form.typed("value").text
    try:
        need_same_rows(plan, [key])
        values = form.values()
        changed = save_figure(actor=current_user, plan=plan, cell=key, typed=typed, version=values["version"])
    except (Conflict, Locked, Invalid) as error:
        db.session.rollback()
        return not_typed(year, key, typed, error)
    return was_typed(plan, key, changed)


def was_typed(plan: Plan, key: str, changed: Sequence[Indicator]) -> ResponseReturnValue:
    """What the page is told of a saved figure: what stands there, and the totals and differences that follow."""
    row, column = find_figure(plan, key)
    former = former_texts(plan, [row, *changed])
    answer = {
        "status": "saved",
        "cell": key,
        "version": figure_version(text_of(row, column)),
        "value": text_of(row, column),
        "totals": {
            f"{one.key}|{name}": printed_amount(text_of(one, name)) for one in changed[1:] for name in (FACT, PLAN)
        },
        "running": {f"{one.key}|growth": growth_words(former.get(one.id, ""), one.plan_text) for one in changed}
        | {f"{one.key}|basis": basis_words(one.fact_basis) for one in changed},
    }
    response = make_response(render_template("components/_cell_answer.html", answer=answer))
    response.headers["HX-Trigger"] = json.dumps({"cellSaved": answer})
    return response


def not_typed(year: int, key: str, typed: str, error: DomainError) -> ResponseReturnValue:
    status = {Conflict: "conflict", Locked: "locked"}.get(type(error), "refused")
    answer: dict[str, object] = {"status": status, "message": explain(error), "cell": key, "mine": typed}
    if status == "conflict":
        row, column = find_figure(load_plan(year), key)
        stored = text_of(row, column)
        answer |= {"version": figure_version(stored), "theirs": stored, "theirs_by": _("Saqlangani")}
    event = {"conflict": "cellConflict", "locked": "cellLocked", "refused": "cellRefused"}[status]
    response = make_response(render_template("components/_cell_answer.html", answer=answer), error.status)
    response.headers["HX-Trigger"] = json.dumps({event: answer})
    return response


def type_page(year: int) -> ResponseReturnValue:
    """The whole page: what can be saved is, what cannot comes back as it was typed with the reason."""
    plan = load_plan(year)
    typed, gone = renumbered(plan, CellsForm.posted().figures())
    changed, refusals = save_figures(actor=current_user, plan=plan, typed=typed)
    refusals = [*gone, *refusals]
    if refusals:
        g.keep_writes = True  # the figures that could be saved are saved, whatever became of the others
        return draw_figures(load_facts(year), refusals={one.key: one for one in refusals}, changed=changed), 422
    flash(_("Saqlandi. Oʻzgargan kataklar: %(count)s", count=changed), "success")
    return redirect(url_for("plan.figures", year=year), 303)


def former_texts(plan: Plan, rows: Sequence[Indicator]) -> dict[int, str]:
    keys = {row.id for row in rows}
    lines = [line for one in tree_sections(plan.id) for line in one.lines if line.id in keys]
    return former_plans(plan, lines)


def draw_figures(
    plan: PlanFacts,
    *,
    refusals: Mapping[str, Refusal] | None = None,
    changed: int = 0,
    renewal: RenewForm | None = None,
    look: RolledOver | None = None,
) -> str:
    """``look``: what taking the results again would do."""
    found, sections = tree_sections(plan.id), []
    lines = [line for one in found for line in one.lines]
    former = former_plans(plan, lines)
    for one in found:
        rows = [figure_row(line, former.get(line.id, ""), refusals or {}) for line in one.lines]
        sections.append(FigureSection(one.roman, one.heading, rows))
    every = [row for one in sections for row in one.rows]
    wrong = [(row, column, cell) for row in every for column, cell in row.cells if cell.error]
    summary = [{"id": f"{row.id}-{column}", "message": f"{row.title}: {cell.error}"} for row, column, cell in wrong]
    open_cells = [cell for row in every for _column, cell in row.cells if cell.locked is None]
    return render_template(
        "plan/figures.html",
        page_title=_("%(year)s-yil rejasining sonlari", year=plan.year),
        plan=plan,
        sections=sections,
        keys=" ".join(cell.cell_key for cell in open_cells),
        versions=" ".join(str(cell.version) for cell in open_cells),
        wrong=wrong,
        to_look_at=to_look_at(every, plan.year),
        renewal=renewal or RenewForm(line="renew"),
        look=looked(look, every) if look else None,
        is_rolled=plan.is_rolled_over,
        errors=[*summary, *(renewal.summary if renewal else [])],
        errors_title=_("Saqlangan kataklar: %(count)s. Quyidagilari saqlanmadi", count=changed) if wrong else None,
    )


def looked(done: RolledOver, rows: Sequence[FigureRow]) -> RenewedLook:
    titles = {row.line.id: row.title for row in rows}
    lines = [
        RenewedLine(
            row.key,
            titles[row.id],
            tuple(printed_amount(text) or "—" for text in row.fact),
            tuple(basis_words(code) or "—" for code in row.basis),
            tuple(printed_amount(text) or "—" for text in row.plan),
        )
        for row in done.renewed
    ]
    named = {row.line.key: row.title for row in rows}
    return RenewedLook(lines, [named[key] for key in done.left_out])


def figure_row(line: TreeLine, former: str, refusals: Mapping[str, Refusal]) -> FigureRow:
    return FigureRow(
        line=line,
        title=f"{line.key} {row_name(line)}",
        former=printed_amount(former),
        fact=cell_of(line, FACT, line.fact_text, refusals),
        plan=cell_of(line, PLAN, line.plan_text, refusals),
        growth=growth_words(former, line.plan_text),
        basis=basis_words(line.fact_basis),
    )


def cell_of(line: TreeLine, column: str, text: str, refusals: Mapping[str, Refusal]) -> GridCell:
    key = f"{line.key}|{column}"
    refused = refusals.get(key)
    return GridCell(
        part_key=line.key,
        cell_key=key,
        text=text,
        version=figure_version(text),
        locked=_("tarkibidan yigʻiladi") if line.sums_parts and line.below else None,
        error=explain(refused.error) if refused else None,
        typed=refused.typed if refused else None,
    )


def to_look_at(rows: Sequence[FigureRow], year: int) -> list[tuple[str, list[FigureRow]]]:
    """What of the table is open, in words, with its rows: nothing of it is guessed."""
    groups = [
        (_("Fakti yoʻq qatorlar"), [row for row in rows if not row.line.fact_text]),
        (_("Rejasi yoʻq qatorlar"), [row for row in rows if not row.line.plan_text]),
        (_("Fakti kutilayotgan son boʻlgan qatorlar"), [row for row in rows if row.line.fact_basis == EXPECTED]),
        (
            _("Nomida yoki mexanizmida %(year)s-yil yozilgan qatorlar", year=year - 1),
            [row for row in rows if names_year([row.line.name, *row.line.mechanism], year - 1)],
        ),
    ]
    return [(words, found) for words, found in groups if found]
