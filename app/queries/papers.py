"""Reads of the head and foot of papers: what a centre has said of them, and what its plans print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select

from app.domain.papers import (
    AMENDMENT,
    BLOCKS,
    CENTRE,
    CENTRE_NAME,
    PLAN,
    REPORT,
    TITLE,
    PaperEnds,
    PaperWords,
    Said,
    ends_of,
    merged,
    plan_paper,
)
from app.domain.plan_difference import as_printed
from app.domain.plan_table import PlanTable
from app.extensions import db
from app.models import Amendment, PaperSetting, Plan
from app.queries.kept import kept


def settings_of_papers(centre_id: int) -> Mapping[str, Said]:
    """Kind of paper → what the centre says of it; ``centre``: of all papers. Kept in memory."""
    chosen = select(PaperSetting.paper, PaperSetting.said).where(PaperSetting.centre_id == centre_id)
    return kept("papers", centre_id, 0, lambda session: dict(session.execute(chosen).all()))


def paper_setting(centre_id: int, paper: str) -> PaperSetting | None:
    """What is stored of a kind of paper, to be changed."""
    return db.session.get(PaperSetting, (centre_id, paper))


def said_of(centre_id: int, paper: str) -> list[Said]:
    """What is said of a kind of paper, and of all of them, the nearer first."""
    settings = settings_of_papers(centre_id)
    return [settings.get(paper, {}), settings.get(CENTRE, {})]


def names_on_papers(centre_id: int) -> tuple[str, ...]:
    """What the centre is called on its papers, where that was set."""
    return tuple(
        dict.fromkeys(said[CENTRE_NAME] for said in settings_of_papers(centre_id).values() if CENTRE_NAME in said)
    )


def brought(plan: Plan) -> Said:
    """What the plan's file said, or it began with."""
    told = {name: getattr(plan, name) for name in ("centre_name", "title", "approval", "agreement")}
    return {**told, "signatures": []}


def said_of_plan(plan: Plan) -> list[Said]:
    """What is said of one plan: of a draft by hand, by the centre, by its file; an approved one keeps what was said
    then (domain.md §7 “Head and foot”)."""
    if plan.approved_ends is not None:
        return [plan.approved_ends, brought(plan)]
    centre = said_of(plan.centre_id, PLAN) if plan.state == "draft" else []
    return [plan.own_ends, *centre, brought(plan)]


def ends_of_plan(plan: Plan) -> PaperEnds:
    """The head and foot with which a plan is printed."""
    return plan_paper(said_of_plan(plan), plan.year)


def with_ends(plan: Plan, table: PlanTable) -> PlanTable:
    """The table with what the plan prints above and below it."""
    ends = ends_of_plan(plan)
    return replace(
        table,
        centre=ends.centre_name,
        title=ends.title,
        approval=ends.approval,
        agreement=ends.agreement,
        signatures=ends.signatures,
    )


def known_above(plan: Plan, prints: PlanTable, table: PlanTable) -> PlanTable:
    """A table that was read for a plan, with what is no news above it as the plan prints it."""
    stored = replace(prints, title=plan.title, approval=tuple(plan.approval), agreement=tuple(plan.agreement))
    return as_printed(table, prints, stored)


def blocks_of_plan(plan: Plan) -> Said:
    """What the plan's paper brings to the papers that are made of it: whose it is, who approves and who agrees."""
    ends = ends_of_plan(plan)
    return {"centre_name": ends.centre_name, "approval": list(ends.approval), "agreement": list(ends.agreement)}


def centre_of_report(plan: Plan) -> str:
    """Whose report it is, as it is frozen."""
    said = [*said_of(plan.centre_id, REPORT), blocks_of_plan(plan)]
    return ends_of(said, PaperWords(plan.year)).centre_name


def said_of_report(centre_id: int) -> Said:
    """What is said of the head of reports, as one is frozen with it; whose it is and who signs are kept beside."""
    said = merged(said_of(centre_id, REPORT))
    return {piece: said[piece] for piece in (TITLE, *BLOCKS) if piece in said}


def said_of_amendment(plan: Plan, one: Amendment) -> list[Said]:
    """What is said of the paper of an amendment; of an approved one what was said then."""
    if one.ends is not None:
        return [one.ends]
    return said_of(plan.centre_id, AMENDMENT) if one.state != "approved" else []
