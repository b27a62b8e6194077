"""One's own account: language, password, open sign-ins."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.home.views import blueprint
from app.domain.errors import DomainError
from app.domain.passwords import shortest
from app.domain.permissions import PUBLIC
from app.forms.base import ActForm, takes
from app.forms.language import LanguageForm
from app.forms.own_password import OwnPasswordForm
from app.i18n.locales import LOCALES
from app.models.types import clock
from app.operations.people import IDLE, LONGEST_SITTING, end_sign_ins, set_locale, set_own_password, token_hash
from app.queries.people import open_sign_ins
from app.web.gate import TOKEN, allow
from app.web.page import locale


@blueprint.post("/language")
@allow(PUBLIC)
@takes(LanguageForm)
def language() -> ResponseReturnValue:
    """Change the language and stay on the page; remembered with the account, or on this computer when signed out."""
    form = LanguageForm.posted()
    if form.validate():
        session["locale"] = form.locale.data
        if current_user.is_authenticated:
            set_locale(person=current_user, locale=form.locale.data)
    return redirect(form.next.data or url_for("home.index"), 303)


@blueprint.get("/profile")
@allow("profile.edit")
def profile() -> ResponseReturnValue:
    return profile_page(OwnPasswordForm(least=shortest(current_user.role)))


@blueprint.post("/profile")
@allow("profile.edit")
@takes(OwnPasswordForm)
def change_password() -> ResponseReturnValue:
    form = OwnPasswordForm.posted(least=shortest(current_user.role))
    try:
        set_own_password(person=current_user, token=session[TOKEN], **form.values())
    except DomainError as error:
        return profile_page(form.refuse(error)), error.status
    flash(_("Parol oʻzgartirildi. Boshqa qurilmalardagi seanslar yakunlandi."), "success")
    return redirect(url_for("home.profile"), 303)


@blueprint.post("/profile/end-others")
@allow("profile.edit")
@takes(ActForm)
def end_others() -> ResponseReturnValue:
    end_sign_ins(actor=current_user, person=current_user, keep_token=session[TOKEN])
    flash(_("Boshqa qurilmalardagi seanslar yakunlandi."), "success")
    return redirect(url_for("home.profile"), 303)


def profile_page(form: OwnPasswordForm) -> str:
    moment = clock()
    return render_template(
        "home/profile.html",
        page_title=_("Mening hisobim"),
        unit_names=", ".join(unit.name for unit in current_user.units),
        language_name=LOCALES[locale()],
        sign_ins=open_sign_ins(current_user.id, seen_since=moment - IDLE, begun_since=moment - LONGEST_SITTING),
        own_token_hash=token_hash(session[TOKEN]),
        form=form,
        errors=form.summary,
    )
