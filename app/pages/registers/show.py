"""The third step of a register's views, showing: the form, the cards of the month or year, their sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, request, url_for

from app.domain.evidence import BYTES_LIMIT
from app.domain.periods import month_of
from app.domain.registers import Register, is_uncounted
from app.domain.services import REPORTS_PAGE
from app.forms.filters import RegisterSearchForm
from app.forms.registers import ACCEPT, CardForm, card_form
from app.i18n.labels import label
from app.models import Card, Entry, Part, Report
from app.pages.papers import list_paper
from app.pages.place import Place, month_links
from app.pages.registers.read import (
    Locks,
    duties_for,
    fresh_form,
    offer_of,
    parts_of_card,
    parts_of_unit_in,
    source_card,
)
from app.pages.registers.words import differences, rows_of_form, shown
from app.pages.row_names import figure_name
from app.queries.data_checks import left_uncounted
from app.queries.letters import duties_of_card, left_unanswered, sent_reports
from app.queries.plan import plan_tree
from app.queries.registers import cards_of, joint_parts, row_totals
from app.web.clock import today
from app.web.page import page_number

CARDS_A_PAGE = 50


def list_context(place: Place, kind: Register, refused: CardForm | None, search: RegisterSearchForm) -> dict[str, Any]:
    """The register's page: form, list, sums, ways to other months. ``refused``: the form as it was sent."""
    words, offer, plan = search.wanted()["q"] or "", offer_of(place, kind), place.plan
    form = refused or fresh_form(kind, place, offer.day)
    parts = parts_of_unit_in(plan, place.unit, kind, place.month.start) or []
    cards, voided = cards_of(place.unit, kind, place.period, words=words)
    pages = max(1, -(-len(cards) // CARDS_A_PAGE))
    page = min(page_number(), pages)
    shown_cards = cards[(page - 1) * CARDS_A_PAGE : page * CARDS_A_PAGE]
    locks, told = offer.locks, told_uncounted(kind, cards, place, parts)
    totals = row_totals(plan, place.unit, parts, place.period) if plan is not None else []
    return {
        **form_context(place, kind, form, parts),
        "lock": None if refused else offer.lock,
        "elsewhere": None if refused or offer.elsewhere is None else elsewhere_view(kind, place, offer.elsewhere),
        "page_title": label("register", kind.code),
        "paper": list_paper(label("register", kind.code)),
        "place": place,
        "months": month_links(place, "register", slug=kind.slug),
        "cards": [{**card_view(kind, card, locks, place), "uncounted": card.id in told} for card in shown_cards],
        "count": len(cards),
        "voided": [card_view(kind, card, locks, place) for card in voided],
        "undo": undo_view(kind, locks, place),
        "unanswered": unanswered_view(kind, place),
        "letters": sent_letters(kind, place),
        "totals": [(total, figure_name(total.part)) for total in totals if total.cards or len(totals) < 6],
        "words": words,
        "looked_for": search,
        **({} if form.summary else search.told()),
        "page": page,
        "pages": pages,
        "page_url": url_for(".register", slug=kind.slug, **place.query, q=words or None) + "&page={page}",
        "joint": []
        if parts or plan is None
        else [(part.key, figure_name(part)) for part in joint_parts(plan, place.unit, place.period).get(kind.code, [])],
    }


def form_context(
    place: Place, kind: Register, form: CardForm, parts: Sequence[Part], card: Card | None = None
) -> dict[str, Any]:
    if place.may_write:
        form.take_duties(duties_for(kind, place.unit, card), today(), card)
    return {
        "kind": kind,
        "form": form,
        "errors": form.summary,
        "rows": rows_of_form(form, parts),
        "duties": form["duties"] if "duties" in form and place.may_write else None,
        "title_label": label("register_title", kind.code),
        "accept": ACCEPT,
        "max_bytes": BYTES_LIMIT,
    }


def edit_context(place: Place, kind: Register, card: Card, form: CardForm) -> dict[str, Any]:
    """One card's form; in a conflict with what is stored now beside what was typed."""
    plan = plan_tree(card.centre_id, card.date.year)
    locks, parts = Locks(place), parts_of_card(plan, card)
    return {
        **form_context(place, kind, form, parts or [], card),
        "no_plan": card.date.year if plan is None else None,
        "uncounted": bool(parts) and card.voided_at is None and is_uncounted(kind, card.data),
        "place": place,
        "card": card_view(kind, card, locks, place),
        "lock": locks.reason(card, place),
        "conflict": differences(form, card_form(kind.code).of(card)) if form.conflict else (),
        "answered": duties_of_card(card) if kind.number_field and locks.reason(card, place) is not None else [],
        "back": url_for(".register", slug=kind.slug, unit=card.unit.code, month=f"{card.date:%Y-%m}"),
    }


def list_page(
    place: Place, kind: Register, refused: CardForm | None = None, search: RegisterSearchForm | None = None
) -> str:
    context = list_context(place, kind, refused, search or RegisterSearchForm.asked())
    return render_template("register/page.html", **context)


def card_page(place: Place, kind: Register, card: Card, form: CardForm) -> str:
    """A card's own page."""
    return render_template("register/card.html", **edit_context(place, kind, card, form), page_title=card.title)


def told_uncounted(kind: Register, cards: Sequence[Card], place: Place, parts: Sequence[Part]) -> set[int]:
    """The ids of the documents that count in no row yet: while their year has no plan, and then until their rows are
    chosen or somebody has decided in the data checks that they count in none."""
    found = {card.id for card in cards if is_uncounted(kind, card.data)}
    if place.plan is None or not found:
        return found
    return found - left_uncounted(place.unit.centre_id) if parts else set()


def elsewhere_view(kind: Register, place: Place, day: date) -> dict[str, Any]:
    """The way to the register in which a letter of that day is written, with the duty that it is to answer."""
    month, duty = month_of(day), request.args.get("duty") or None
    address = url_for(".register", slug=kind.slug, unit=place.unit.code, month=month.key, duty=duty)
    return {"href": f"{address}#card-form", "month": month.key}


def card_view(kind: Register, card: Card, locks: Locks, place: Place) -> dict[str, Any]:
    """One line of the list."""
    facts = [
        {
            "label": label("field", item.code),
            "text": shown(item, card.data[item.code]),
            "kind": item.kind,
        }
        for item in kind.fields
        if card.data.get(item.code) not in (None, "")
    ]
    files = [file for file in card.evidence if file.voided_at is None]
    lock, voided = locks.reason(card, place), card.voided_at is not None
    may_change = lock is None and not voided
    address: dict[str, Any] = {"slug": kind.slug, "card_id": card.id}
    return {
        "id": card.id,
        "date": card.date,
        "title": card.title,
        "facts": facts,
        "rows": [{"key": e.part.key, "state": e.state, "value": e.value} for e in counted(card)],
        "files": [
            {
                "name": file.name,
                "size": -(-file.size // 1024),
                "href": url_for(".download", slug=kind.slug, evidence_id=file.id),
                "void_url": url_for(".void_evidence", slug=kind.slug, evidence_id=file.id),
                "id": file.id,
            }
            for file in files
        ],
        "author": card.created_by.name,
        "lock": lock,
        "voided": voided,
        "may_change": may_change,
        "may_restore": lock is None and voided,
        "wants_evidence": may_change and kind.wants_evidence and not files,
        "href": url_for(".card", **address),
        "void_url": url_for(".void", **address),
        "restore_url": url_for(".restore", **address),
        "evidence_url": url_for(".attach_files", **address),
        "copy_href": url_for(".register", slug=kind.slug, **{**place.query, "unit": card.unit.code}, copy=card.id)
        + "#card-form",
    }


def counted(card: Card) -> list[Entry]:
    """The entries that a card feeds; of a voided card those that it would feed again."""
    chosen = card.data.get("rows", {})
    return [entry for entry in card.entries if entry.part.key in chosen]


def unanswered_view(kind: Register, place: Place) -> dict[str, Any] | None:
    """The letter that was saved a moment ago and answers nothing, while its rows wait for one."""
    card = source_card(kind, "unanswered")
    if card is None or card.unit_id != place.unit.id:
        return None
    waiting = left_unanswered(card, today())
    address = url_for(".card", slug=kind.slug, card_id=card.id) + "#duties"
    return {"title": card.title, "href": address, "duties": waiting} if waiting else None


def sent_letters(kind: Register, place: Place) -> list[Report]:
    """The reports that left in the period: lines of the methodologist's register of documents, for reading."""
    is_theirs = bool(kind.number_field) and place.service.code == REPORTS_PAGE
    return sent_reports(place.unit.centre_id, place.period) if is_theirs else []


def undo_view(kind: Register, locks: Locks, place: Place) -> dict[str, Any] | None:
    """The card that was voided a moment ago, to bring it back."""
    card = source_card(kind, "voided")
    if card is None or card.voided_at is None or card.unit_id != place.unit.id:
        return None
    return card_view(kind, card, locks, place)
