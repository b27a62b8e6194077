"""My page, language, health."""

from __future__ import annotations

from flask import Blueprint

from app import __version__
from app.domain.permissions import PUBLIC
from app.web.gate import allow

blueprint = Blueprint("home", __name__)


@blueprint.get("/healthz")
@allow(PUBLIC)
def healthz() -> dict[str, str]:
    return {"status": "ok", "version": __version__}
