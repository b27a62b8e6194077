"""What is said of a draft's figures: on what a fact stands, and how far a plan is from this year's."""

from __future__ import annotations

from app.domain.plan_figures import growth_of
from app.i18n.formats import format_percent
from app.i18n.labels import label
from app.web.page import locale


def basis_words(basis: str) -> str:
    """On what a fact stands; nothing of one that was typed."""
    return label("fact_basis_short", basis) if basis else ""


def growth_words(before: str, after: str) -> str:
    """By how much the plan is more than this year's; of a composite cell of each figure."""
    return " / ".join("—" if one is None else signed(one) for one in growth_of(before, after))


def signed(percent: object) -> str:
    words = format_percent(percent, locale())  # type: ignore[arg-type]
    return f"+{words}" if percent and not words.startswith(("-", "−")) else words
