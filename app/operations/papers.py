"""Saying how papers begin and end: of all papers of a centre, of one kind of them, of one draft (domain.md §7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.errors import Conflict, Invalid, Locked
from app.domain.frozen import Signer
from app.domain.papers import (
    AGREEMENT,
    APPROVAL,
    BLOCKS,
    CENTRE,
    CENTRE_NAME,
    NONE,
    OWN,
    PAPERS,
    PLAN,
    REPORT,
    SIGNATURES,
    TITLE,
    WAYS_OF_PIECE,
    Said,
    check_opening,
    check_title,
    plain_signatures,
    told,
)
from app.extensions import db
from app.models import PaperSetting, Person, Plan
from app.operations.history import note_change, one_writer
from app.operations.rights import need, need_not_closed
from app.operations.words import check_line
from app.queries.papers import paper_setting, said_of, said_of_plan

TEXT_LIMIT = 300
MOST_SIGNATURES = 6
PARTS_OF_BLOCK = ("organisation", "post", "name")

Typed = Mapping[str, Any]  # of a form: centre_name, title, a way for each block and for the signatures, their fields


def set_paper(*, actor: Person, paper: str, version: int, typed: Typed) -> None:
    """Say how the papers of a kind begin and end, or, of ``centre``, all of them. ``version``: 0 where nothing is said.

    Papers that were approved, frozen or sent keep what was said then. Raises NotAllowed, Conflict ``conflict.paper``,
    and what ``read_said`` raises.
    """
    need(actor, "plan.edit")
    one_writer(actor.centre_id)
    stored = paper_setting(actor.centre_id, paper)
    if (stored.version if stored else 0) != version:
        raise Conflict("conflict.paper")
    before: Said = stored.said if stored else {}
    said = read_said(paper, typed, before)
    if said == before:
        return
    if paper == PLAN and TITLE in said:
        check_opening([said, *said_of(actor.centre_id, CENTRE)], actor.centre.name)
    if stored is None:
        db.session.add(PaperSetting(centre_id=actor.centre_id, paper=paper, said=said))
    else:
        stored.said = said
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=actor.centre_id,
        action="change",
        subject="paper",
        subject_key=paper,
        before=told(before),
        after=told(said),
    )


def set_plan_ends(*, actor: Person, plan: Plan, version: int, typed: Typed) -> None:
    """Say how the paper of one draft begins and ends; what is not said is as the centre has it, or as its file brought.

    Raises NotAllowed; Locked ``paper.plan_approved`` of a plan that is no draft; Conflict ``conflict.paper``; and what
    ``read_said`` raises.
    """
    need(actor, "plan.edit")
    one_writer(plan.centre_id)
    need_not_closed(plan)
    if plan.state != "draft":
        raise Locked("paper.plan_approved", year=plan.year)
    if plan.version != version:
        raise Conflict("conflict.paper")
    before = dict(plan.own_ends)
    said = read_said(PLAN, typed, before, needed=False)
    if said == before:
        return
    plan.own_ends = said
    if TITLE in said:
        check_opening(said_of_plan(plan), actor.centre.name)
    db.session.flush()
    note_change(
        actor=actor,
        centre_id=plan.centre_id,
        action="change",
        subject="plan",
        subject_key=str(plan.year),
        before=told(before),
        after=told(said),
    )


def read_said(paper: str, typed: Typed, before: Said, *, needed: bool = True) -> dict[str, Any]:
    """What was typed, as it is kept: only the pieces of which something is said.

    Raises Invalid ``choice.unknown``, ``field.required``, ``paper.own_not_chosen`` where something was typed for a
    block that the paper does not take from it, ``paper.signatures`` (``most``), and what ``check_title`` raises.
    """
    if paper not in (CENTRE, *PAPERS):
        raise Invalid("choice.unknown")
    said: dict[str, Any] = {}
    if name := check_line(typed.get(CENTRE_NAME) or "", CENTRE_NAME, TEXT_LIMIT):
        said[CENTRE_NAME] = name
    title = check_line(typed.get(TITLE) or "", TITLE, TEXT_LIMIT)
    if title and paper != CENTRE:
        said[TITLE] = check_title(paper, title, needed=needed)
    for piece in BLOCKS:
        read_piece(said, piece, typed, read_block(piece, typed), before.get(piece))
    read_piece(said, SIGNATURES, typed, read_signatures(typed.get(SIGNATURES) or ()), before.get(SIGNATURES))
    if paper == REPORT and said.get(SIGNATURES) == []:
        raise Invalid("choice.unknown", field=f"{SIGNATURES}_way")  # a report is signed
    return said


def read_piece(said: dict[str, Any], piece: str, typed: Typed, own: Any, before: Any) -> None:
    """Put a block or the signatures into what is said, by the way that was chosen for it."""
    way, field = typed.get(f"{piece}_way"), f"{piece}_way"
    if way not in WAYS_OF_PIECE:
        raise Invalid("choice.unknown", field=field)
    if way == OWN:
        said[piece] = need_whole(piece, own)
        return
    if words_of(own) and words_of(own) != words_of(before):
        raise Invalid("paper.own_not_chosen", field=field)
    if way == NONE:
        said[piece] = [] if piece == SIGNATURES else {}


def read_block(piece: str, typed: Typed) -> dict[str, Any]:
    parts = {
        part: check_line(typed.get(f"{piece}_{part}") or "", f"{piece}_{part}", TEXT_LIMIT) for part in PARTS_OF_BLOCK
    }
    return {**parts, "dated": bool(typed.get(f"{piece}_dated"))}


def read_signatures(given: Sequence[Signer]) -> list[dict[str, str]]:
    cleaned = [Signer(*(check_line(text, SIGNATURES, TEXT_LIMIT) for text in (one.post, one.name))) for one in given]
    return plain_signatures(one for one in cleaned if one.post or one.name)


def need_whole(piece: str, own: Any) -> Any:
    """Whoever approves, agrees or signs has a post; a name may be left to the pen."""
    if piece in (APPROVAL, AGREEMENT):
        if not own["post"]:
            raise Invalid("field.required", field=f"{piece}_post")
        return own
    if not own or len(own) > MOST_SIGNATURES or not all(one["post"] for one in own):
        raise Invalid("paper.signatures", field=SIGNATURES, most=MOST_SIGNATURES)
    return own


def words_of(own: Any) -> list[str]:
    """The texts of a block or of signatures."""
    if isinstance(own, Mapping):
        return [own[part] for part in PARTS_OF_BLOCK if own.get(part)]
    return [text for one in own or () for text in (one["post"], one["name"]) if text]
