"""The head and foot of the centre's papers: of all of them, and of each kind (contract.md “Addresses”: /papers/)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.papers.samples import sample_ends
from app.domain.errors import DomainError, NotAllowed
from app.domain.papers import CENTRE, PAPERS, PLACEHOLDERS, Said
from app.domain.permissions import may
from app.forms.base import takes
from app.forms.papers import PaperForm, paper_form
from app.i18n.labels import label
from app.models import PaperSetting
from app.operations.papers import read_said, set_paper
from app.queries.papers import paper_setting, settings_of_papers
from app.web.gate import allow

blueprint = Blueprint("papers", __name__, url_prefix="/papers")


@blueprint.get("/")
@allow("papers.view")
def index() -> ResponseReturnValue:
    """What is said of all papers."""
    return draw(CENTRE, form_of(CENTRE))


@blueprint.get("/<paper>")
@allow("papers.view")
def of_paper(paper: str) -> ResponseReturnValue:
    """What is said of one kind of papers."""
    return draw(known(paper), form_of(paper))


@blueprint.post("/<paper>")
@allow("plan.edit")
@takes(PaperForm)
def save(paper: str) -> ResponseReturnValue:
    """Store what was typed, or show how the paper would look with it."""
    form = PaperForm.posted().for_paper(known(paper))
    try:
        typed = form.values()
        version = typed.pop("version")
        if form.was_looked_at:
            return draw(paper, form, read_said(paper, typed, said_now(paper)))
        set_paper(actor=current_user, paper=paper, version=version, typed=typed)
    except NotAllowed:
        raise
    except DomainError as error:
        form.refuse(error, stored=stored(paper))
        return draw(paper, form), error.status
    flash(_("Saqlandi: %(paper)s", paper=label("paper", paper)), "success")
    return redirect(url_for("papers.of_paper", paper=paper), 303)


def draw(paper: str, form: PaperForm, looked: Said | None = None) -> str:
    """The page; ``looked``: what was typed and is shown before it is stored."""
    said = dict(settings_of_papers(current_user.centre_id))
    if looked is not None:
        said[paper] = looked
    sources = [said.get(paper, {}), said.get(CENTRE, {})]
    return render_template(
        "papers/page.html",
        page_title=_("Qogʻozlarning bosh qismi va imzolari"),
        shown=paper,
        papers=[(code, label("paper", code), bool(said.get(code))) for code in (CENTRE, *PAPERS)],
        placeholders=[(name, label("placeholder", name)) for name in PLACEHOLDERS.get(paper, ())],
        form=form,
        errors=form.summary,
        ends=sample_ends(paper, sources),
        looked=looked is not None,
        may_edit=may(current_user.rights, "plan.edit"),
        said=said.get(paper, {}),
    )


def form_of(paper: str) -> PaperForm:
    return paper_form(said_now(paper), stored(paper).version).for_paper(paper)


def stored(paper: str) -> PaperSetting:
    """What is stored of a kind, of which perhaps nothing is yet."""
    return paper_setting(current_user.centre_id, paper) or PaperSetting(said={}, version=0)


def said_now(paper: str) -> Said:
    return stored(paper).said


def known(paper: str) -> str:
    if paper not in (CENTRE, *PAPERS):
        raise NotAllowed("paper.unknown")
    return paper
