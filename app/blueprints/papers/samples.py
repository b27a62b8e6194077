"""How a paper of each kind would look, with what is said of it: the plan's as a draft has it, the others of now."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user

from app.documents.paper_ends import Sources, diary_ends, list_ends, numbered, of_period, usual_signers
from app.domain.frozen import Signer
from app.domain.papers import AMENDMENT, CENTRE, DIARY, LISTS, PLAN, PaperEnds, Said, plan_paper
from app.domain.periods import period_of
from app.domain.roll_over import usual_title
from app.i18n.labels import label
from app.models import Plan
from app.queries.papers import blocks_of_plan, brought
from app.queries.plan import plan_alone, plan_years
from app.web.clock import today
from app.web.page import locale


def sample_ends(paper: str, said: Sources) -> PaperEnds:
    """The paper with what is said of it (``said``), else as it is by itself."""
    centre, plan = current_user.centre, newest_plan()
    year = plan.year if plan else today().year
    name = blocks_of_plan(plan)["centre_name"] if plan else centre.name
    quarter = period_of("quarter", today())
    if paper == PLAN:
        usual = brought(plan) if plan else {"centre_name": name, "title": usual_title(name, year)}
        return plan_paper([*said, usual], year)
    if paper == AMENDMENT:
        signers = [Signer(_("Tayyorladi"), current_user.name), Signer(_("Tasdiqladi"), "")]
        return numbered(said, year, 1, blocks_of_plan(plan) if plan else {"centre_name": name}, signers)
    if paper == DIARY:
        return diary_ends(centre.id, period_of("month", today()), today(), locale(), centre_name=centre.name, said=said)
    if paper == LISTS:
        return list_ends(centre.id, label("register", "events"), today(), centre_name=centre.name, said=said)
    title: Said = {"title": _("Qogʻozning sarlavhasi")} if paper == CENTRE else {}
    return of_period([*said, title], name, usual_signers(), quarter.key, today().year, locale())


def newest_plan() -> Plan | None:
    years = plan_years(current_user.centre_id)
    return plan_alone(current_user.centre_id, years[-1]) if years else None
