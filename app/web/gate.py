"""The gate: each view declares its permission, and a view without a declaration is refused (trust.md Z4)."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Unauthorized

from app.domain.permissions import PUBLIC, may
from app.extensions import SAFE_METHODS, csrf, db, login_manager, transactions
from app.models import Person, SignIn
from app.models.types import clock
from app.operations.history import Origin, by_right, origin
from app.operations.people import open_sign_in
from app.queries.stand_ins import stand
from app.web.clock import today

View = TypeVar("View", bound=Callable[..., Any])
security_log = logging.getLogger("jamlanma.security")
TOUCH_AFTER = timedelta(minutes=1)
# What a person with a first password may open, beside what is public.
WHILE_PASSWORD_IS_FIRST = frozenset({"auth.first_password", "auth.set_first_password", "auth.logout"})
TOKEN = "_user_id"  # the key in the browser's session where Flask-Login looks; it holds a random token, never an id


def allow(permission: str) -> Callable[[View], View]:
    """Declare who may use a view: a name of ``domain.permissions``, or ``public``."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def permission_of(app: Flask, endpoint: str) -> str | None:
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions[endpoint], "permission", None)


def init_gate(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.user_loader(load_person)
    app.before_request(name_the_request)
    app.before_request(refuse_foreign_origin)
    app.before_request(check_permission)
    csrf.init_app(app)


def load_person(token: str) -> Person | None:
    """The person behind a browser's random token (trust.md 4.2)."""
    found = open_sign_in(token, clock())
    if found is None:
        return None
    g.sign_in = (found.id, found.seen_at)
    return stand(found.person, today())


def begin_sitting(person: Person, token: str) -> None:
    """Give this browser a new session that holds nothing but the token and the person's language (trust.md S3)."""
    session.clear()
    session[TOKEN] = token
    session["locale"] = person.locale


def end_sitting() -> None:
    """Forget everything in this browser's session but the language."""
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale


def name_the_request() -> None:
    g.request_id = uuid.uuid4().hex[:16]
    origin.set(Origin(request_id=g.request_id, address=request.remote_addr or ""))


def refuse_foreign_origin() -> None:
    """A page of another site may not make us act, token or not (trust.md X4)."""
    if request.method in SAFE_METHODS:
        return
    sent = request.headers.get("Origin")
    foreign = sent is not None and urlsplit(sent).netloc != request.host
    if foreign or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "same-site", "none"):
        log_refusal("foreign_origin")
        abort(400)


def check_permission() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # 404 or 405 follows
    permission = permission_of(current_app, request.endpoint)
    if permission == PUBLIC:
        return None
    if permission is None:
        abort(403)
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    if not may(current_user.rights, permission):
        log_refusal("permission")
        abort(404)
    by_right(permission)
    if current_user.must_change_password and request.endpoint not in WHILE_PASSWORD_IS_FIRST:
        target = url_for("auth.first_password")
        return htmx_redirect(target, 401) if is_htmx() else redirect(target)
    return None


def ask_to_sign_in() -> ResponseReturnValue:
    """A page goes to the sign-in and comes back, a fragment takes its page there, a form waits in the 401 page."""
    if is_htmx():
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path
        return htmx_redirect(url_for("auth.login", next=page if is_local_path(page) else url_for("home.index")), 401)
    if request.method not in SAFE_METHODS:
        raise Unauthorized
    return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))


def htmx_redirect(target: str, status: int) -> ResponseReturnValue:
    response = make_response("", status)
    response.headers["HX-Redirect"] = target
    return response


def is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def is_local_path(target: str) -> bool:
    """Whether a redirect target stays here: one slash, no host, no control characters (trust.md A9)."""
    return bool(re.fullmatch(r"/(?![/\\])[^\\\x00-\x1f\x7f]*", target)) and not urlsplit(target).netloc


def touch_sign_in() -> None:
    """Remember, at most once a minute and never by polling, that the person is still here.

    Runs when the request's own transaction is over. A full disk must not take the page away, so it may fail.
    """
    sign_in_id, seen_at = g.pop("sign_in", (None, None))
    if sign_in_id is None or request.headers.get("X-Poll") or clock() - seen_at < TOUCH_AFTER:
        return
    try:
        with transactions("write"):
            db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=clock()))
            db.session.commit()
    except OperationalError:
        db.session.rollback()
        security_log.error("sign-in could not be touched request=%s", g.get("request_id", "-"))


def log_refusal(what: str, **facts: object) -> None:
    """One line for what was refused; nothing typed by people but the path, escaped and cut."""
    who = getattr(current_user, "login", "-") if current_user else "-"
    words = {"who": who, "from": request.remote_addr, "method": request.method, "path": request.path[:200], **facts}
    line = " ".join(f"{name}={str(value)!r}" for name, value in words.items())
    security_log.warning("%s request=%s %s", what, g.get("request_id", "-"), line)
