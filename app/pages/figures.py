"""Figures, percentages and changes as people read them; filters of the templates."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask, url_for
from flask_babel import gettext as _

from app.domain.counting import Total
from app.domain.progress import Achievement
from app.domain.registers import REGISTERS
from app.domain.typed import parse_number
from app.i18n import formats
from app.i18n.labels import label
from app.i18n.opening_words import key_words
from app.models import Card, Unit
from app.web.page import locale


def init_figures(app: Flask) -> None:
    app.template_filter("total")(shown_total)
    app.template_filter("plain")(plain_total)
    app.template_filter("achievement")(shown_achievement)
    app.template_filter("printed")(printed_amount)
    app.template_filter("period_short")(period_short)


def shown_total(total: Total) -> str:
    """A sum as people read it: blank when nobody reported it, “×” when it does not apply."""
    if total.state == "not_applicable":
        return "×"
    if total.amount is None:
        return "—"
    text = formats.format_number(total.amount, locale())
    return text if total.base is None else f"{text}/{formats.format_number(total.base, locale())}"


def plain_total(total: Total) -> str:
    """The same as plain digits for programs; empty when empty (contract.md “Pages”)."""
    return (
        ""
        if total.amount is None
        else format(total.amount, "f")
        if isinstance(total.amount, Decimal)
        else str(total.amount)
    )


def shown_achievement(achievement: Achievement) -> str:
    """A percentage with one decimal, “rejadan tashqari +A”, “—”, “rejasiz”, or nothing when nothing was reported."""
    if achievement.kind == "percent" and achievement.percent is not None:
        return formats.format_percent(achievement.percent, locale()).removesuffix("%").rstrip()
    if achievement.kind == "outside":
        return _("rejadan tashqari +%(count)s", count=formats.format_number(achievement.extra, locale()))
    return {"dash": "—", "no_plan": _("rejasiz")}.get(achievement.kind, "")


def printed_amount(text: str) -> str:
    """A quantity of the paper with grouped digits; “1/2/1” and “-” stay as they are printed."""
    number = parse_number(text)
    return text if number is None else formats.format_number(number, locale())


def figure_words(state: dict[str, object] | None) -> str:
    """One side of a change of a figure, for the history."""
    if state is None or state.get("state") == "empty":
        return _("boʻsh")
    if state.get("state") != "number":
        return label("value_state", str(state["state"]))
    told = [state[side] for side in ("value", "base") if state.get(side) is not None]  # of a ratio both
    return "/".join(formats.format_number(Decimal(str(one)), locale()) for one in told)


def cell_words(key: str) -> str:
    """``IV.15|abonement|2025-11-18`` as row, unit and period in words."""
    row, unit, period = key.split("|")
    return f"{row}, {unit or unit_words(None)}, {key_words(period, locale())}"


def period_short(key: str) -> str:
    """A column head within one year: “noyabr”, “III chorak”, “9 oylik”."""
    return formats.format_period_short(key, locale())


def unit_words(unit: Unit | None) -> str:
    """Whose a figure is: a unit's, or what is known of the centre as a whole only."""
    return unit.name if unit is not None else _("Markaz boʻyicha")


def card_url(card: Card) -> str:
    """The address of one card, on the page of its unit."""
    return url_for(f"{card.unit.page}.card", slug=REGISTERS[card.register].slug, card_id=card.id)
