"""One quantity cell of the plan table, as people write it (domain.md §2: ``1/2/1``, ``-``, ``11 187``)."""

from __future__ import annotations

from decimal import Decimal

from app.domain.errors import Invalid
from app.domain.plan_table import Amount
from app.domain.typed import parse_decimal

DASHES = frozenset("-–—−‐‑")
PLACES = 2  # decimals of a planned quantity


def parse_amount(value: str | int | float | Decimal | None) -> Amount:
    """The figures of one cell: ``310`` one, ``1/2/1`` three in order, a dash or an empty cell none.

    Whole numbers may be grouped in threes by blanks; a number that is not whole has at most two decimals.
    The text comes back without grouping and with a decimal comma (``11 187`` → ``11187``), a dash as written.
    Raises Invalid ``number.composite`` (``1//2``, ``1/``) or what ``typed.parse_decimal`` raises for a figure,
    always with the whole cell as ``value``.
    """
    if value is None:
        return Amount()
    text = str(value).strip()
    if not text:
        return Amount()
    if text in DASHES:
        return Amount(text)
    figures = [_figure(place, text) for place in text.split("/")]
    return Amount("/".join(map(_printed, figures)), tuple(figures))


def _figure(place: str, whole_cell: str) -> int | Decimal:
    try:
        figure = parse_decimal(place, PLACES)
    except Invalid as trouble:
        raise Invalid(trouble.code, field=trouble.field, **trouble.params, value=whole_cell[:80]) from None
    if figure is None:
        raise Invalid("number.composite", value=whole_cell[:80])
    return int(figure) if figure == figure.to_integral_value() else figure.normalize()


def _printed(figure: int | Decimal) -> str:
    return str(figure).replace(".", ",")
