"""Signing in and out, and the forced change of the first password."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, refresh
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.errors import DomainError
from app.domain.passwords import shortest
from app.domain.permissions import PUBLIC
from app.forms.base import ActForm, takes
from app.forms.own_password import FirstPasswordForm
from app.forms.resume import Resume, carried_form
from app.forms.sign_in import SignInForm
from app.operations.people import person_by_login, set_own_password, sign_in, sign_out
from app.pages.duty_words import reminder
from app.queries.stand_ins import stand
from app.queries.units import default_centre
from app.web.clock import today
from app.web.gate import TOKEN, allow, begin_sitting, end_sitting, is_local_path, log_refusal

blueprint = Blueprint("auth", __name__)


@blueprint.get("/login")
@allow(PUBLIC)
def login() -> ResponseReturnValue:
    wanted = wanted_page()
    if current_user.is_authenticated:
        return redirect(wanted or url_for("home.index"))
    return login_page(SignInForm(next=wanted))


@blueprint.post("/login")
@allow(PUBLIC)
@takes(SignInForm)
def enter() -> ResponseReturnValue:
    form = SignInForm.posted()
    typed = form.login.data or ""
    result = sign_in(
        login=typed,
        password=form.password.data or "",
        address=request.remote_addr or "",
        agent=request.user_agent.string,
    )
    if result.wait_seconds:
        log_refusal("sign_in_wait", seconds=result.wait_seconds)
        return login_page(form, wait_words(result.wait_seconds)), 429, {"Retry-After": str(result.wait_seconds)}
    if result.token is None or result.person is None:
        g.keep_writes = True  # the counters of failed tries
        known = person_by_login(typed)  # a password typed into the wrong field must not reach the log
        log_refusal("sign_in", account=known.login if known else "-")
        return login_page(form, _("Login yoki parol notoʻgʻri.")), 422
    if current_user.is_authenticated:
        sign_out(actor=current_user, token=session[TOKEN])
    begin_sitting(result.person, result.token)
    with force_locale(result.person.locale):
        if words := reminder(stand(result.person, today()), today()):
            flash(words, "warning")
    resume = carried_form()
    if resume is not None:
        return resume_page(resume, result.person.must_change_password)
    return redirect(form.next.data or url_for("home.index"), 303)


@blueprint.post("/logout")
@allow("profile.edit")
@takes(ActForm)
def logout() -> ResponseReturnValue:
    sign_out(actor=current_user, token=session[TOKEN])
    end_sitting()
    response = redirect(url_for("auth.login"), 303)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.get("/password/first")
@allow("profile.edit")
def first_password() -> ResponseReturnValue:
    if not current_user.must_change_password:
        return redirect(url_for("home.profile"))
    return first_password_page(FirstPasswordForm(least=shortest(current_user.role)))


@blueprint.post("/password/first")
@allow("profile.edit")
@takes(FirstPasswordForm)
def set_first_password() -> ResponseReturnValue:
    form = FirstPasswordForm.posted(least=shortest(current_user.role))
    try:
        set_own_password(person=current_user, token=session[TOKEN], **form.values())
    except DomainError as error:
        return first_password_page(form.refuse(error)), error.status
    flash(_("Parol oʻrnatildi."), "success")
    return redirect(url_for("home.index"), 303)


def wanted_page() -> str | None:
    """The page that was asked for before signing in; only ever a page of ours (trust.md A9)."""
    wanted = request.args.get("next", "")
    return wanted if is_local_path(wanted) else None


def login_page(form: SignInForm, trouble: str | None = None) -> str:
    return render_template(
        "auth/login.html",
        page_title=_("Tizimga kirish"),
        centre_name=default_centre().name,
        form=form,
        resume=carried_form(),
        errors=[{"id": form.login.id, "message": trouble}] if trouble else [],
        errors_title=_("Tizimga kirilmadi"),
    )


def wait_words(seconds: int) -> str:
    if seconds < 90:
        return _("Urinishlar juda koʻp. %(count)s soniyadan keyin qayta urinib koʻring.", count=seconds)
    return _("Urinishlar juda koʻp. %(count)s daqiqadan keyin qayta urinib koʻring.", count=ceil(seconds / 60))


def resume_page(resume: Resume, must_change_password: bool) -> str:
    """Signed in again: what was typed, and one button that sends it."""
    refresh()  # the person's own language from here on
    return render_template(
        "auth/resume.html",
        page_title=_("Yozganlaringiz saqlab qolindi"),
        centre_name=default_centre().name,
        resume=resume,
        must_change_password=must_change_password,
    )


def first_password_page(form: FirstPasswordForm) -> str:
    return render_template(
        "auth/first_password.html", page_title=_("Yangi parol oʻrnating"), form=form, errors=form.summary
    )
