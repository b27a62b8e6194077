"""What people type into a cell or a field: whole numbers, decimals, n of d, days, a block copied from Excel.

Nothing is guessed: what could mean two things is refused with a code that names the trouble.
Rules: language.md “Dates and numbers”; domain.md §3, §5 “Checks”.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from app.domain.errors import Invalid

LONGEST = 64  # characters; longer input is no number
LARGEST = 1_000_000_000
LARGEST_KEY = 2**63 - 1  # what a database can hold as the number of a record
FIRST_YEAR, LAST_YEAR = 2000, 2099

_BLANKS = " \t\r\n\u00a0\u2007\u2009\u202f"
_BLANK_RUN = re.compile(f"[{_BLANKS}]+")
_GROUPED = re.compile(r"\d+(?: \d{3})*", re.ASCII)  # “1 2” may be two numbers
_MINUS = "-\u2212\u2010\u2011\u2012\u2013\u2014\uff0d"
_DASH_OR_PLUS = _MINUS + "+\uff0b"
_LETTER_O = "oOоО"
_LETTER_L = "lI|іІӏ"
_LETTER_Z = "зЗ"
# The figure that each letter was meant for.
MEANT_FIGURES = str.maketrans(
    {letter: figure for letters, figure in ((_LETTER_O, "0"), (_LETTER_L, "1"), (_LETTER_Z, "3")) for letter in letters}
)
_AMONG_DIGITS = f"0-9 .,{_LETTER_O}{_LETTER_L}{_LETTER_Z}"
_INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_POINT_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def parse_whole(text: str) -> int | None:
    """A whole number from 0 to 1 000 000 000; None for an empty cell (empty is not zero).

    Digits with ordinary, no-break or narrow spaces and nothing else. Raises Invalid ``number.…``.
    """
    plain = _plain(text)
    if not plain:
        return None
    if not _GROUPED.fullmatch(plain):
        raise Invalid(_decimal_trouble(plain) or _trouble(plain))
    return _not_too_large(int(plain.replace(" ", "")))


def parse_number(text: str, most: int = LARGEST_KEY) -> int | None:
    """A number that the program wrote itself: a version, a record's number, a page of a list; None for anything else.

    ASCII digits up to ``most``, so that nothing too long is ever read, kept or sent to a database.
    """
    if len(text) > len(str(most)) or not (text.isascii() and text.isdecimal()):
        return None
    number = int(text)
    return number if number <= most else None


def parse_decimal(text: str, places: int) -> Decimal | None:
    """A number with at most ``places`` digits after a comma or a point; None for an empty cell.

    “1.234,5” and “1,234” could mean two things (three digits behind one sign may be a group of thousands)
    and are refused with ``number.ambiguous``; ``number.places`` says how many places are taken.
    """
    plain = _plain(text)
    if not plain:
        return None
    if re.fullmatch(r"[\d ]+(?:[.,][\d ]*){2,}", plain, re.ASCII):
        raise Invalid("number.ambiguous")
    whole, mark, rest = plain.replace(".", ",").partition(",")
    if mark and not rest.isdecimal() or not _GROUPED.fullmatch(whole) or not plain.isascii():
        raise Invalid(_trouble(plain))
    if len(rest) == 3 and 1 <= len(whole.replace(" ", "")) <= 3 and whole != "0" and " " not in whole:
        raise Invalid("number.ambiguous")
    if len(rest) > places:
        raise Invalid("number.places", places=places) if places else Invalid("number.decimal")
    _not_too_large(int(whole.replace(" ", "")))
    return Decimal(whole.replace(" ", "") + ("." + rest if rest else ""))


def parse_ratio(text: str) -> tuple[int, int] | None:
    """“12/40” as (12, 40), n of d with n ≤ d; None for an empty cell. Raises Invalid ``ratio.…`` or ``number.…``."""
    plain = _plain(text)
    if not plain:
        return None
    pieces = plain.split("/")
    if len(pieces) != 2:
        raise Invalid("ratio.form")
    part, whole = parse_whole(pieces[0]), parse_whole(pieces[1])
    if part is None or whole is None:
        raise Invalid("ratio.form")
    if part > whole:
        raise Invalid("ratio.more_than_whole", part=part, whole=whole)
    return part, whole


def parse_day(text: str) -> date | None:
    """A day as 2025-12-31 or 31.12.2025; None for an empty field. Raises Invalid ``date.…``.

    31.12.25 (which century?) and 01/02/2025 (which is the month?) are refused, and so are years outside 2000–2099.
    """
    plain = _plain(text, code="date.form")
    if not plain:
        return None
    iso, point = _ISO_DAY.fullmatch(plain), _POINT_DAY.fullmatch(plain)
    if not iso and not point:
        raise Invalid(_day_trouble(plain))
    year, month, day = (int(iso[1]), int(iso[2]), int(iso[3])) if iso else _from_point(point)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid("date.year", year=year)
    try:
        return date(year, month, day)
    except ValueError:
        raise Invalid("date.no_such_day") from None


def _plain(text: str, *, code: str = "number.not_number") -> str:
    """Trimmed, with every allowed blank as one ordinary space; what is too long is refused before anything else."""
    if len(text) > LONGEST:
        raise Invalid("number.too_long" if code.startswith("number") else code)
    return _BLANK_RUN.sub(" ", text).strip(" ")


def _not_too_large(number: int) -> int:
    if number > LARGEST:
        raise Invalid("number.too_large")
    return number


def _decimal_trouble(plain: str) -> str | None:
    """“12,5” where a whole number is wanted."""
    return "number.decimal" if re.fullmatch(r"\d[\d ]*(?:[.,][\d ]*)+", plain, re.ASCII) else None


def _trouble(plain: str) -> str:
    """The code of what is wrong with something that is no number, the most telling one first."""
    if any(unicodedata.category(sign) in _INVISIBLE for sign in plain):
        return "number.invisible"
    if any(not sign.isascii() and unicodedata.numeric(sign, None) is not None for sign in plain):
        return "number.foreign_digits"
    if plain[0] == "=":
        return "number.formula"
    if plain[0] in _DASH_OR_PLUS and re.fullmatch(r" ?[\d ,.]+", plain[1:], re.ASCII):
        return "number.negative" if plain[0] in _MINUS else "number.sign"
    if re.fullmatch(r"\d[\d.,]*[eEеЕ][+-]?\d+", plain, re.ASCII):
        return "number.exponent"
    if re.fullmatch(r"[\d., ]+[%٪]", plain, re.ASCII):
        return "number.percent"
    return _letter_trouble(plain) or _form_trouble(plain)


def _letter_trouble(plain: str) -> str | None:
    """A letter that looks like a digit among digits: 1О, l2, З0."""
    has_digit = any(sign in "0123456789" for sign in plain)
    only_like_digits = re.fullmatch(f"[{_AMONG_DIGITS}]+", plain) is not None
    if not only_like_digits or not (has_digit or len(plain) == 1):
        return None
    for letters, code in ((_LETTER_O, "letter_o"), (_LETTER_L, "letter_l"), (_LETTER_Z, "letter_z")):
        if any(sign in letters for sign in plain):
            return f"number.{code}"
    return None


def _form_trouble(plain: str) -> str:
    if re.fullmatch(r"\d[\d ]*", plain, re.ASCII):
        return "number.spaces"
    if re.match(r"\d[\d .,]*[^\W\d_]", plain) and not re.match(r"0[xX]", plain):
        return "number.text_after"
    return "number.not_number"


def _day_trouble(plain: str) -> str:
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{2}", plain, re.ASCII):
        return "date.short_year"
    if re.fullmatch(r"\d{1,4}/\d{1,2}/\d{1,4}", plain, re.ASCII):
        return "date.slashes"
    return "date.form"


def _from_point(match: re.Match[str] | None) -> tuple[int, int, int]:
    assert match is not None
    return int(match[3]), int(match[2]), int(match[1])
