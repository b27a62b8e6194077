"""One quantity cell of the plan table, as people write it (domain.md §2: ``1/2/1``, ``-``, ``11 187``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from app.domain.errors import Invalid
from app.domain.plan_table import Amount
from app.domain.text import search_key
from app.domain.typed import MEANT_FIGURES, parse_decimal

DASHES = frozenset("-–—−‐‑")
PLACES = 2  # decimals of a planned quantity

_FOLLOWED = re.compile(r"(\d[\d\s.,/]*?)\s*(?:%|(?:[^\W\d_]|ʻ|ʼ|\.)[^\d%]*|\([^\d]*\))")  # a figure and words behind it
_THOUSANDS = re.compile(r"(\d[\d\s]*(?:[.,]\d+)?)\s*(\D+)")
_TIMES = {"ming": 10**3, "tis": 10**3, "mln": 10**6, "million": 10**6, "mlrd": 10**9, "milliard": 10**9}
_GROUPED_BY_MARK = re.compile(r"\d{1,3}(?:['ʻʼ’`]\d{3})+")
_GROUPED_BY_POINT = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# Units of measure that are counted one by one: there is no part of one (domain.md §3).
_COUNTED = re.compile(
    r"nafar|kishi|odam|xodim|foydalanuvchi|chel|hujjat|dokument|tadbir|meropriyat|nusxa|ekz|dona|shtuk|mar(o)?ta"
    r"|malumot|royxat|yozuv|zapis|sahifa|stranits|resurs|nomda|nazvani|posesheni|korgazma|xat\b"
)


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


@dataclass(frozen=True)
class OddAmount:
    """What a cell is taken for that ``parse_amount`` refuses. ``sure``: it can mean nothing else; without figures it is
    kept as it stands, to be checked."""

    amount: Amount
    sure: bool


def odd_amount(text: str) -> OddAmount:
    """“12 ta”, “1 021 nafar”, “5 (besh)”, “100%” surely; “61,2 ming”, “61.200” probably; “10–12”, “kamida 50” not.

    A word behind a figure that makes thousands of it is never passed over.
    """
    if match := _THOUSANDS.fullmatch(text):
        word = search_key(match[2]).strip(" .")
        if times := next((times for name, times in _TIMES.items() if word.startswith(name)), None):
            exact = Decimal(re.sub(r"\s", "", match[1]).replace(",", ".")) * times
            return OddAmount(
                parse_amount(int(exact)) if exact == exact.to_integral_value() else Amount(text), sure=False
            )
    if _GROUPED_BY_MARK.fullmatch(text):
        return OddAmount(parse_amount(re.sub(r"\D", "", text)), sure=True)
    if _GROUPED_BY_POINT.fullmatch(text):
        return OddAmount(parse_amount(re.sub("[.,]", "", text)), sure=False)
    if match := _FOLLOWED.fullmatch(text):
        found = stored_amount(match[1])
        if found.values:
            return OddAmount(found, sure=True)
    return OddAmount(stored_amount(text.translate(MEANT_FIGURES)) if text[:1].isdecimal() else Amount(text), sure=False)


def stored_amount(text: str) -> Amount:
    """A quantity as it was stored: text that is no figure was kept as it stood on the paper."""
    try:
        return parse_amount(text)
    except Invalid:
        return Amount(text)


def is_settled(amount: Amount) -> bool:
    """Whether a quantity says something sure: a figure, several, or a dash."""
    return bool(amount.values) or amount.text in DASHES


def is_counted_singly(measure: str | None) -> bool:
    """Whether the unit of measure says that things are counted one by one: people, documents, copies."""
    return bool(_COUNTED.search(search_key(measure or "").casefold()))


def is_whole(amount: Amount) -> bool:
    return all(value == int(value) for value in amount.values)
