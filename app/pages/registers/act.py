"""The second step of a register's views: one act, then the page again or the way to it (screens.md “Register”)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import DomainError, Invalid, NotAllowed
from app.domain.registers import REGISTERS, is_letter, names_region
from app.forms.base import ActForm, asks, takes
from app.forms.cells import NoActivityForm
from app.forms.filters import RegisterSearchForm
from app.forms.registers import EvidenceForm
from app.i18n.formats import format_period
from app.i18n.labels import label
from app.models import Card
from app.operations.cards import add_card, change_card, restore_card, void_card
from app.operations.entries import save_cell
from app.operations.evidence import attach_all, detach, file_path
from app.pages.files import FILE_HEADERS
from app.pages.moved_rows import need_same_rows
from app.pages.place import load_place, no_plan, page_name
from app.pages.registers.read import (
    card_or_404,
    duties_for,
    evidence_or_404,
    form_class,
    has_page,
    needed_place,
    parts_of_card,
    parts_of_unit_in,
    plan_of_card,
    plan_of_day,
    register_of,
)
from app.pages.registers.show import card_page, edit_context, list_page
from app.queries.cells import find_cell
from app.queries.letters import duties_of_card, left_unanswered
from app.web.clock import today
from app.web.gate import allow, is_htmx
from app.web.page import locale


def add_register_views(blueprint: Blueprint) -> None:
    """All addresses of the registers of one service."""
    for rule, view, method in (
        ("/<slug>/", register, "GET"),
        ("/<slug>/", add, "POST"),
        ("/<slug>/no-activity", no_activity, "POST"),
        ("/<slug>/<id:card_id>", card, "GET"),
        ("/<slug>/<id:card_id>", change, "POST"),
        ("/<slug>/<id:card_id>/void", void, "POST"),
        ("/<slug>/<id:card_id>/restore", restore, "POST"),
        ("/<slug>/<id:card_id>/evidence", attach_files, "POST"),
        ("/<slug>/evidence/<id:evidence_id>", download, "GET"),
        ("/<slug>/evidence/<id:evidence_id>/void", void_evidence, "POST"),
    ):
        blueprint.add_url_rule(rule, view.__name__, view, methods=[method])


@allow("entries.view")
@asks(RegisterSearchForm)
def register(slug: str) -> ResponseReturnValue:
    """The list of a month or a year, with the form for a new card."""
    kind = register_of(slug)
    place = load_place()
    if place is None:
        return render_template("service/no_units.html", page_title=page_name())
    if not has_page(place, kind):
        return no_plan(place)
    search = RegisterSearchForm.asked()
    return list_page(place, kind, None, search), search.status


@allow("entries.write")
@takes(form_class)
def add(slug: str) -> ResponseReturnValue:
    """Add a card with its evidence; the same form sent twice adds one."""
    kind, place = register_of(slug), needed_place(writing=True)
    if not has_page(place, kind):
        abort(404)
    form = form_class(slug).posted()
    day: date | None = form["date"].data
    plan = plan_of_day(day, place)
    parts = parts_of_unit_in(plan, place.unit, kind, day)
    shown = parts_of_unit_in(place.plan, place.unit, kind, None) if place.plan is not plan else None
    form.take_parts(parts, asked=place.plan is not None, shown=shown)
    form.take_duties(duties_for(kind, place.unit), today())
    try:
        values = form.card()
        need_same_rows(plan, values.rows)
        made = add_card(actor=current_user, plan=plan, unit=place.unit, register=kind, values=values, today=today())
        attach_all(actor=current_user, plan=plan, card=made, files=form["files"].data, folder=folder(), today=today())
    except NotAllowed:
        raise
    except DomainError as error:
        return list_page(needed_place(), kind, form.refuse(error)), error.status
    tell_saved(made)
    forgotten = {"unanswered": made.id} if left_unanswered(made, today()) else {}
    if not form["again"].data:
        return redirect(list_url(slug, made, **forgotten), 303)
    return redirect(list_url(slug, made, next=made.id, **forgotten) + "#title", 303)


@allow("entries.view")
def card(slug: str, card_id: int) -> ResponseReturnValue:
    """One card: its form, or its facts for those who may not change it; for htmx only that."""
    kind = register_of(slug)
    found = card_or_404(kind, card_id)
    place, form = needed_place(found), form_class(slug).of(found)
    if is_htmx():
        return render_template("register/_editor.html", **edit_context(place, kind, found, form))
    return card_page(place, kind, found, form)


@allow("entries.write")
@takes(form_class)
def change(slug: str, card_id: int) -> ResponseReturnValue:
    """Change a card; when somebody else did meanwhile, both versions are shown field by field."""
    kind = register_of(slug)
    found = card_or_404(kind, card_id)
    needed_place(found, writing=True)
    plan = plan_of_card(found)
    form = form_class(slug).posted().take_parts(parts_of_card(plan, found))
    form.take_duties(duties_for(kind, found.unit, found), today(), found)
    try:
        values = form.card()
        need_same_rows(plan, values.rows)
        change_card(
            actor=current_user,
            plan=plan,
            card=found,
            values=values,
            version=form["version"].data,
            today=today(),
        )
        attach_all(actor=current_user, plan=plan, card=found, files=form["files"].data, folder=folder(), today=today())
    except NotAllowed:
        raise
    except DomainError as error:
        form.refuse(error, stored=found)
        return card_page(needed_place(found), kind, found, form), error.status
    tell_saved(found)
    forgotten = {"unanswered": found.id} if left_unanswered(found, today()) else {}
    return redirect(list_url(slug, found, **forgotten), 303)


@allow("entries.write")
@takes(ActForm)
def void(slug: str, card_id: int) -> ResponseReturnValue:
    """Take a card out of every sum; the list offers to bring it back."""
    found = card_or_404(register_of(slug), card_id)
    void_card(actor=current_user, plan=plan_of_card(found), card=found, today=today())
    return redirect(list_url(slug, found, voided=found.id), 303)


def tell_saved(card: Card) -> None:
    """Of a letter also what is odd about what it was ticked for: it has not left, leaves to somebody else, or left
    before the period was over. It is told, not refused: recipients are called in many ways, and some are early."""
    flash(_("Saqlandi: %(title)s", title=card.title), "success")
    kind = REGISTERS[card.register]
    waiting = duties_of_card(card) if kind.number_field else []
    if not waiting:
        return
    if not is_letter(kind, card.data):
        words = _(
            "Hujjat hali chiqmagan: belgilangan ishlar (%(count)s) chiqish raqami va “%(stage)s” bosqichi "
            "yozilgandan keyin bajarilgan boʻladi.",
            count=len(waiting),
            stage=label("choice", "accepted"),
        )
        flash(words, "warning")
        return
    recipient = str(card.data.get("recipient") or "")
    if not names_region(recipient):
        words = _(
            "Qabul qiluvchi – “%(recipient)s”, belgilangan ishlar (%(count)s) esa Viloyat kutubxonaga yuboriladi. Xato "
            "boʻlsa, qabul qiluvchini tuzating yoki belgini oling.",
            recipient=recipient or "—",
            count=len(waiting),
        )
        flash(words, "warning")
    early = [duty for duty in waiting if card.date < duty.ends_on < (duty.due_on or date.max)]
    if early:
        words = _(
            "Hujjat %(period)s tugashidan oldin chiqqan, shu davrning ishi bajarilgan hisoblandi. Xato boʻlsa, sanani "
            "tuzating yoki belgini oling.",
            period=format_period(early[0].period, locale()),
        )
        flash(words, "warning")


@allow("entries.write")
@takes(ActForm)
def restore(slug: str, card_id: int) -> ResponseReturnValue:
    """Bring a voided card back."""
    found = card_or_404(register_of(slug), card_id)
    restore_card(actor=current_user, plan=plan_of_card(found), card=found, today=today())
    flash(_("Qaytarildi: %(title)s", title=found.title), "success")
    return redirect(list_url(slug, found), 303)


@allow("entries.write")
@takes(EvidenceForm)
def attach_files(slug: str, card_id: int) -> ResponseReturnValue:
    """Add evidence to a card that is there."""
    kind = register_of(slug)
    found = card_or_404(kind, card_id)
    needed_place(found, writing=True)
    form = EvidenceForm.posted()
    try:
        if not form["files"].data:
            raise Invalid("file.none", field="files")
        count = attach_all(
            actor=current_user, plan=plan_of_card(found), card=found, folder=folder(), today=today(), **form.values()
        )
    except NotAllowed:
        raise
    except DomainError as error:
        return card_page(needed_place(found), kind, found, form_class(slug).of(found).refuse(error)), error.status
    flash(_("Ilova qilingan fayllar: %(count)s", count=count), "success")
    return redirect(list_url(slug, found), 303)


@allow("entries.view")
def download(slug: str, evidence_id: int) -> ResponseReturnValue:
    """A piece of evidence, always as a download, never as a page of ours (trust.md U)."""
    evidence = evidence_or_404(register_of(slug), evidence_id)
    path = file_path(folder(), evidence.sha256)
    if not path.is_file():
        abort(404)
    response = send_file(path, mimetype=evidence.media_type, as_attachment=True, download_name=evidence.name)
    response.headers.update(FILE_HEADERS)
    return response


@allow("entries.write")
@takes(ActForm)
def void_evidence(slug: str, evidence_id: int) -> ResponseReturnValue:
    """Take a piece of evidence away from its card."""
    evidence = evidence_or_404(register_of(slug), evidence_id)
    detach(actor=current_user, plan=plan_of_card(evidence.card), evidence=evidence, today=today())
    flash(_("Ilova olib tashlandi: %(name)s", name=evidence.name), "success")
    return redirect(url_for(".card", slug=slug, card_id=evidence.card_id), 303)


@allow("entries.write")
@takes(NoActivityForm)
def no_activity(slug: str) -> ResponseReturnValue:
    """Confirm that nothing happened for a row this month, or take that back."""
    register_of(slug)
    place, form = needed_place(writing=True), NoActivityForm.posted()
    plan = place.plan or abort(404)
    values = form.values()
    need_same_rows(plan, [values["cell"]])
    cell = find_cell(plan, values["cell"])
    save_cell(actor=current_user, plan=plan, cell=cell, typed=values["value"], version=values["version"], today=today())
    flash(_("Saqlandi: %(key)s", key=cell.part.key), "success")
    return redirect(url_for(".index", **place.query), 303)


def folder() -> Path:
    """Where the bytes of evidence lie."""
    return cast(Path, current_app.config["SETTINGS"].files)


def list_url(slug: str, card: Card, **values: Any) -> str:
    return url_for(".register", slug=slug, unit=card.unit.code, month=f"{card.date:%Y-%m}", **values)
