"""Error pages and fragments, in the reader's language, without internals (trust.md K7)."""

from __future__ import annotations

import logging

from flask import Flask, Response, current_app, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, SecurityError

from app.domain.errors import DomainError
from app.extensions import db
from app.i18n.labels import explain
from app.queries.units import default_centre
from app.web.gate import is_htmx, log_refusal

log = logging.getLogger("jamlanma.errors")


def words(status: int) -> tuple[str, str]:
    """Title and advice for a status."""
    table = {
        400: (_("Soʻrov tushunarsiz"), _("Sahifani yangilang va amalni takrorlang.")),
        401: (_("Kirish kerak"), _("Seansingiz tugagan. Tizimga qaytadan kiring.")),
        403: (_("Ruxsat yoʻq"), _("Bu amal uchun sizga ruxsat berilmagan.")),
        404: (_("Bunday sahifa yoʻq"), _("Manzilni tekshiring yoki menyudan tanlang.")),
        405: (_("Bunday amal yoʻq"), _("Menyudan kerakli sahifani tanlang.")),
        409: (_("Boshqa xodim oʻzgartirgan"), _("Sahifani yangilab, yangi holatini koʻring.")),
        413: (_("Fayl yoki shakl juda katta"), _("Fayl 10 MB dan oshmasligi kerak.")),
        422: (_("Saqlanmadi"), _("Kiritilgan maʼlumotni tekshiring.")),
        423: (_("Yopiq davr"), _("Bu davrga hozir yozib boʻlmaydi.")),
        429: (_("Urinishlar juda koʻp"), _("Biroz kutib, qaytadan urinib koʻring.")),
        503: (_("Hozir band"), _("Bir necha soniyadan keyin qaytadan urinib koʻring.")),
        507: (_("Diskda joy qolmagan"), _("Maʼlumot saqlanmadi. Administratorga xabar bering.")),
    }
    return table.get(
        status, (_("Ichki xato"), _("Amal bajarilmadi, hech narsa saqlanmadi. Administratorga soʻrov raqamini ayting."))
    )


def init_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, csrf_error)
    app.register_error_handler(DomainError, domain_error)
    app.register_error_handler(OperationalError, database_error)
    app.register_error_handler(StaleDataError, stale_error)
    app.register_error_handler(InternalServerError, server_error)


def error_response(
    status: int,
    message: str | None = None,
    headers: dict[str, str] | None = None,
    template: str = "errors/error.html",
    **context: object,
) -> ResponseReturnValue:
    """An error as a page, or as a small alert for htmx. What was written so far is rolled back first."""
    db.session.rollback()
    title, advice = words(status)
    context |= {"status": status, "title": title, "page_title": title, "message": message or advice}
    context["request_id"] = g.get("request_id", "-")
    if is_htmx():
        template = "errors/_error.html"
    elif status == 401:
        context["centre_name"] = default_centre().name
    return render_template(template, **context), status, headers or {}


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, SecurityError):  # a host that is not ours: no address can be built, so no page either
        return Response(_("Dastur bu manzil orqali ochilmaydi."), 400, content_type="text/plain; charset=utf-8")
    methods = error.valid_methods if isinstance(error, MethodNotAllowed) else None
    headers = {"Allow": ", ".join(methods)} if methods else {}
    return error_response(error.code, headers=headers)


def csrf_error(error: CSRFError) -> ResponseReturnValue:
    log_refusal("csrf")
    return error_response(400)


def domain_error(error: DomainError) -> ResponseReturnValue:
    return error_response(error.status, explain(error))


def database_error(error: OperationalError) -> ResponseReturnValue:
    text = str(error.orig).lower()
    log.error("database request=%s %s", g.get("request_id"), text[:200])
    if "full" in text or "no space" in text:
        return error_response(507)
    return error_response(503, headers={"Retry-After": "5"})


def stale_error(error: StaleDataError) -> ResponseReturnValue:
    return error_response(409)


def server_error(error: InternalServerError) -> ResponseReturnValue:
    original = getattr(error, "original_exception", None)
    if isinstance(original, OperationalError):
        return database_error(original)
    current_app.logger.error("request %s failed", g.get("request_id"), exc_info=original or error)
    return error_response(500)
