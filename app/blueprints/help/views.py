"""Help: the table of contents, and a page for each task. Everybody may read all of it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.help.topics import BY_SLUG, topics_for
from app.domain.services import SERVICES
from app.web.gate import allow

blueprint = Blueprint("help", __name__, url_prefix="/help")


@blueprint.get("/")
@allow("help.view")
def index() -> ResponseReturnValue:
    own, others = topics_for(current_user.rights)
    return render_template("help/index.html", page_title=_("Yordam"), own=own, others=others)


@blueprint.get("/<topic>")
@allow("help.view")
def topic(topic: str) -> ResponseReturnValue:
    """One task, step by step, for reading beside the work and for printing."""
    found = BY_SLUG.get(topic) or abort(404)
    see = [BY_SLUG[slug] for slug in found.see]
    return render_template(
        f"help/{found.slug}.html", page_title=_(found.title), topic=found, see=see, services=SERVICES
    )
