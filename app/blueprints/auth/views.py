"""Signing in and out, first and own passwords."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user

from app.domain.errors import DomainError
from app.domain.permissions import PUBLIC
from app.extensions import db
from app.i18n.labels import explain
from app.i18n.locales import LOCALES
from app.operations.people import end_sign_ins, set_own_password, sign_in, sign_out
from app.web.gate import TOKEN, allow, is_local_path, log_refusal

blueprint = Blueprint("auth", __name__)


@blueprint.get("/login")
@allow(PUBLIC)
def login() -> ResponseReturnValue:
    return login_page()
