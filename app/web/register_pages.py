"""The pages of a register, built once for all services: a short form on top, the list below (screens.md “Register”)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import Conflict, DomainError, Invalid, NotAllowed
from app.domain.registers import Register
from app.extensions import db
from app.models import Card
from app.operations.cards import add_card, candidate_parts, change_card, restore_card, void_card
from app.operations.entries import find_cell, save_cell
from app.operations.evidence import detach, file_path
from app.web.cells import version_of
from app.web.clock import today
from app.web.gate import allow, is_htmx
from app.web.place import Place, load_place, no_plan, page_name
from app.web.register_fields import differences
from app.web.register_forms import (
    CardForm,
    form_of_card,
    posted_form,
    understood,
)
from app.web.register_list import card_context, edit_context, list_context
from app.web.register_loading import (
    card_or_404,
    evidence_or_404,
    fed_parts,
    filled_form,
    keep_files,
    needed_place,
    plan_of_card,
    plan_of_day,
    register_of,
)

FILE_HEADERS = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}


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
def register(slug: str) -> ResponseReturnValue:
    """The list of a month or a year, with the form for a new card; ``copy`` and ``next`` fill it from another."""
    kind = register_of(slug)
    place = load_place()
    if place is None:
        return render_template("service/no_units.html", page_title=page_name())
    if place.plan is None:
        return no_plan(place)
    return list_page(place, kind, filled_form(kind))


@allow("entries.write")
def add(slug: str) -> ResponseReturnValue:
    """Add a card with its evidence; the same form sent twice adds one."""
    kind = register_of(slug)
    place = needed_place(writing=True)
    form = posted_form(kind)
    plan = plan_of_day(form) or place.plan
    if plan is None:
        raise NotAllowed("plan.unknown")
    values = understood(form, candidate_parts(plan, place.unit, kind))
    if values is None:
        return list_page(place, kind, form), Invalid.status
    try:
        made = add_card(
            actor=current_user,
            plan=plan,
            unit=place.unit,
            register=kind,
            values=values,
            today=today(),
        )
        keep_files(plan, made)
    except DomainError as error:
        return refused(error, kind, form)
    flash(_("Saqlandi: %(title)s", title=made.title), "success")
    following = {"next": made.id} if request.form.get("again") else {}
    target = url_for(".register", slug=slug, unit=place.unit.code, month=f"{made.date:%Y-%m}", **following)
    return redirect(f"{target}#title" if following else target, 303)


@allow("entries.view")
def card(slug: str, card_id: int) -> ResponseReturnValue:
    """One card: its form, or its facts for those who may not change it; for htmx only that."""
    kind = register_of(slug)
    found = card_or_404(kind, card_id)
    place = needed_place(found)
    form = form_of_card(kind, found)
    if is_htmx():
        return render_template("register/_editor.html", **edit_context(place, kind, found, form))
    return card_page(place, kind, found, form)


@allow("entries.write")
def change(slug: str, card_id: int) -> ResponseReturnValue:
    """Change a card; when somebody else did meanwhile, both versions are shown field by field."""
    kind = register_of(slug)
    found = card_or_404(kind, card_id)
    place = needed_place(found, writing=True)
    plan = plan_of_card(found)
    form = posted_form(kind)
    values = understood(form, [*candidate_parts(plan, place.unit, kind), *fed_parts(found)])
    if values is None:
        return card_page(place, kind, found, form), Invalid.status
    try:
        changed = change_card(
            actor=current_user, plan=plan, card=found, values=values, version=form.version, today=today()
        )
        keep_files(plan, changed)
    except DomainError as error:
        return refused(error, kind, form, card_id)
    flash(_("Saqlandi: %(title)s", title=changed.title), "success")
    return redirect(list_url(slug, changed), 303)


@allow("entries.write")
def void(slug: str, card_id: int) -> ResponseReturnValue:
    """Take a card out of every sum; the list offers to bring it back."""
    found = card_or_404(register_of(slug), card_id)
    void_card(actor=current_user, plan=plan_of_card(found), card=found, today=today())
    return redirect(list_url(slug, found, voided=found.id), 303)


@allow("entries.write")
def restore(slug: str, card_id: int) -> ResponseReturnValue:
    """Bring a voided card back."""
    found = card_or_404(register_of(slug), card_id)
    restore_card(actor=current_user, plan=plan_of_card(found), card=found, today=today())
    flash(_("Qaytarildi: %(title)s", title=found.title), "success")
    return redirect(list_url(slug, found), 303)


@allow("entries.write")
def attach_files(slug: str, card_id: int) -> ResponseReturnValue:
    """Add evidence to a card that is there."""
    kind = register_of(slug)
    found = card_or_404(kind, card_id)
    needed_place(found, writing=True)
    try:
        count = keep_files(plan_of_card(found), found)
        if not count:
            raise Invalid("file.none", field="files")
    except DomainError as error:
        form = form_of_card(kind, found)
        return refused(error, kind, form, card_id)
    flash(_("Ilova qilingan fayllar: %(count)s", count=count), "success")
    return redirect(list_url(slug, found), 303)


@allow("entries.view")
def download(slug: str, evidence_id: int) -> ResponseReturnValue:
    """A piece of evidence, always as a download, never as a page of ours (trust.md U)."""
    evidence = evidence_or_404(register_of(slug), evidence_id)
    path = file_path(current_app.config["SETTINGS"].files, evidence.sha256)
    if not path.is_file():
        abort(404)
    response = send_file(path, mimetype=evidence.media_type, as_attachment=True, download_name=evidence.name)
    response.headers.update(FILE_HEADERS)
    return response


@allow("entries.write")
def void_evidence(slug: str, evidence_id: int) -> ResponseReturnValue:
    """Take a piece of evidence away from its card."""
    evidence = evidence_or_404(register_of(slug), evidence_id)
    detach(actor=current_user, plan=plan_of_card(evidence.card), evidence=evidence, today=today())
    flash(_("Ilova olib tashlandi: %(name)s", name=evidence.name), "success")
    return redirect(url_for(".card", slug=slug, card_id=evidence.card_id), 303)


@allow("entries.write")
def no_activity(slug: str) -> ResponseReturnValue:
    """Confirm that nothing happened for a row this month, or take that back."""
    register_of(slug)
    place = needed_place(writing=True)
    if place.plan is None:
        raise NotAllowed("plan.unknown")
    cell = find_cell(place.plan, request.form.get("cell", ""))
    save_cell(
        actor=current_user,
        plan=place.plan,
        cell=cell,
        typed="-" if request.form.get("value") == "-" else "",
        version=version_of(request.form.get("version", "")),
        today=today(),
    )
    flash(_("Saqlandi: %(key)s", key=cell.part.key), "success")
    return redirect(url_for(".index", **place.query), 303)


def refused(error: DomainError, kind: Register, form: CardForm, card_id: int | None = None) -> ResponseReturnValue:
    """The page again with what was typed. What a person may not do at all is no page for him."""
    if isinstance(error, NotAllowed):
        raise error
    db.session.rollback()
    found = card_or_404(kind, card_id) if card_id else None
    place = needed_place(found)
    place_of_error = {"card.no_row": "rows", "date.outside_year": "date", "lock.future": "date"}.get(error.code)
    form.note(error, place_of_error)
    if found is None:
        return list_page(place, kind, form), error.status
    conflict: Sequence[tuple[str, str, str]] = ()
    if isinstance(error, Conflict):
        conflict = differences(form, form_of_card(kind, found))
        form.version = found.version
    return card_page(place, kind, found, form, conflict), error.status


def list_page(place: Place, kind: Register, form: CardForm) -> str:
    return render_template("register/page.html", **list_context(place, kind, form))


def card_page(
    place: Place, kind: Register, card: Card, form: CardForm, conflict: Sequence[tuple[str, str, str]] = ()
) -> str:
    return render_template("register/card.html", **card_context(place, kind, card, form, conflict))


def list_url(slug: str, card: Card, **values: object) -> str:
    return url_for(".register", slug=slug, unit=card.unit.code, month=f"{card.date:%Y-%m}", **values)
