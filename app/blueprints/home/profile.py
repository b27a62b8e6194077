"""One's own account: language, password, open sign-ins."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.home.views import blueprint
from app.domain.errors import DomainError
from app.domain.passwords import shortest
from app.domain.permissions import PUBLIC
from app.i18n.locales import LOCALES
from app.models.types import now
from app.operations.people import IDLE, LONGEST_SITTING, end_sign_ins, set_locale, token_hash
from app.queries.people import open_sign_ins
from app.web.form_errors import form_errors
from app.web.gate import TOKEN, allow, is_local_path
from app.web.own_password import change_own_password


@blueprint.post("/language")
@allow(PUBLIC)
def language() -> ResponseReturnValue:
    """Change the language and stay on the page; remembered with the account, or on this computer when signed out."""
    chosen, here = request.form.get("locale", ""), request.form.get("next", "")
    if chosen in LOCALES:
        session["locale"] = chosen
        if current_user.is_authenticated:
            set_locale(person=current_user, locale=chosen)
    return redirect(here if is_local_path(here) else url_for("home.index"), 303)


@blueprint.get("/profile")
@allow("profile.edit")
def profile() -> ResponseReturnValue:
    return profile_page()


@blueprint.post("/profile")
@allow("profile.edit")
def change_password() -> ResponseReturnValue:
    try:
        change_own_password()
    except DomainError as error:
        return profile_page(**form_errors(error)), error.status
    flash(_("Parol oʻzgartirildi. Boshqa qurilmalardagi seanslar yakunlandi."), "success")
    return redirect(url_for("home.profile"), 303)


@blueprint.post("/profile/end-others")
@allow("profile.edit")
def end_others() -> ResponseReturnValue:
    end_sign_ins(actor=current_user, person=current_user, keep_token=session[TOKEN])
    flash(_("Boshqa qurilmalardagi seanslar yakunlandi."), "success")
    return redirect(url_for("home.profile"), 303)


def profile_page(**errors: object) -> str:
    moment = now()
    return render_template(
        "home/profile.html",
        page_title=_("Mening hisobim"),
        sign_ins=open_sign_ins(current_user.id, seen_since=moment - IDLE, begun_since=moment - LONGEST_SITTING),
        own_token_hash=token_hash(session[TOKEN]),
        least=shortest(current_user.role),
        **errors,
    )
