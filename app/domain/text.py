"""Uzbek words as people type them: the stored form, the search form, the order of the alphabet.

Nothing here depends on a locale of the machine. Rules: language.md “Letters”, “Search”, “Sort”; domain.md §2.
"""

from __future__ import annotations

import re
import unicodedata

from app.domain.errors import Invalid
from app.domain.scripts import APOSTROPHE, TURNED_COMMA, to_latin

# What stands for an apostrophe in texts that people send. The last four come from OCR and PDF files.
_MODIFIERS = "\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb"
_QUOTES = "'\u2018\u2019\u201a\u201b`\u00b4\u2032\u2035\uff07\ua78c"
_STRAY = "\u00b0*\u201e\u2017"
_CLOSING = {"'": "'", "\u2018": "\u2019", "\u2019": "\u2019", "\u201a": "\u2018\u2019", "\u201b": "\u2019"}
_CLOSING |= {"`": "`'\u00b4", "\u00b4": "\u00b4", "\uff07": "\uff07"}
_MARK = re.compile(f"[{re.escape(_MODIFIERS + _QUOTES + _STRAY)}]")
_MARKS = frozenset(_MODIFIERS + _QUOTES + _STRAY)
_AFTER_O_G = frozenset("oOgG\u043e\u041e")  # with the Cyrillic о that looks the same

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphen, zero-width space, word joiner, BOM
_NEWLINE = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_BROKEN = re.compile("[\ud800-\udfff\ufffd]")  # half a character, or what stands for bytes that were none

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_KEY = 20_000  # normalisation takes quadratic time on heaps of combining marks
_DASHES = re.compile("[-\u00ad\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d_]")
_LIKE_LATIN = dict(zip("АВЕКМНОРСТУХаеорсухІіЈјЅѕ", "ABEKMHOPCTYXaeopcyxIiJjSs", strict=True))
_LIKE_CYRILLIC = {latin: cyrillic for cyrillic, latin in _LIKE_LATIN.items() if cyrillic not in "ІіЈјЅѕ"}
_TO_LATIN_LIKE = str.maketrans(_LIKE_LATIN)
_TO_CYRILLIC_LIKE = str.maketrans(_LIKE_CYRILLIC)
_SKELETON = str.maketrans(dict(zip("авекмнорстухіјѕһԁԛԝ", "abekmhopctyxijshdqw", strict=True)))
_OLD_SPELLING = (("sentyabr", "sentabr"), ("oktyabr", "oktabr"), ("byudjet", "budjet"))
_ALPHABET = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u"]
_ALPHABET += ["v", "w", "x", "y", "z", "o" + TURNED_COMMA, "g" + TURNED_COMMA, "sh", "ch"]
_ORDER = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_SORT_UNIT = re.compile(rf"[og]{TURNED_COMMA}|sh|ch|\d+|.", re.DOTALL)


def clean_text(text: str) -> str:
    """The stored form of what was typed, pasted or imported; cleaning twice changes nothing.

    Apostrophes of every kind become U+02BB after o and g and U+02BC between other letters; quotation marks
    around words stay. Blanks of every kind become one space, lines are trimmed, newlines stay, NFC.
    """
    text = _NEWLINE.sub("\n", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(_BLANKS.sub(" ", line).strip(" ") for line in text.split("\n"))
    return _with_apostrophes(text.strip("\n "))


def one_line(text: str) -> str:
    """Several lines of one sentence as one."""
    return " ".join(text.split())


def check_text(text: str, limit: int) -> str:
    """The stored form of a text of at most ``limit`` characters.

    Raises Invalid ``text.control`` (a control character), ``text.broken`` (a character that did not arrive whole),
    ``text.too_long`` (with ``limit`` and ``length``).
    """
    if _BROKEN.search(text):
        raise Invalid("text.broken")
    if len(text) > 4 * limit + 1000:  # before normalisation, which is slow on heaps of combining marks
        raise Invalid("text.too_long", limit=limit, length=len(text))
    cleaned = clean_text(text)
    if _CONTROL.search(cleaned):
        raise Invalid("text.control")
    if len(cleaned) > limit:
        raise Invalid("text.too_long", limit=limit, length=len(cleaned))
    return cleaned


def search_key(text: str) -> str:
    """The form that is compared when people search: “oquv”, “o'quv”, “oʻquv” and “ўқув” are one word.

    For a folded column and for the query alike. Points and slashes between letters or digits stay (12.4, 1/2).
    """
    folded = _folded(clean_text(text[:_LONGEST_KEY]))
    folded = folded.replace(TURNED_COMMA, "").replace(APOSTROPHE, "")
    for old, new in _OLD_SPELLING:
        folded = folded.replace(old, new)
    folded = re.sub(r"(?<!\w)[./]|[./](?!\w)|[^\w\s./]", " ", folded)
    return " ".join(folded.split())


def sort_key(text: str) -> str:
    """A string whose plain binary order is the order of the official alphabet: … z oʻ gʻ sh ch.

    Numbers inside go by value (2-kutubxona before 10-kutubxona); ng and ʼ are no letters.
    """
    units = _SORT_UNIT.findall(_folded(clean_text(text[:_LONGEST_KEY])))
    return " ".join("".join(_sort_unit(unit) for unit in units if unit != APOSTROPHE).split())


def login_key(text: str) -> str:
    """The form in which login names are compared: case, script look-alikes, marks and blanks make no difference."""
    folded = unicodedata.normalize("NFKD", _MARK.sub("", text)).casefold()
    kept = (c for c in folded if unicodedata.category(c) not in {"Mn", "Cf", "Zs", "Cc"})
    return "".join(kept).translate(_SKELETON)


def _with_apostrophes(text: str) -> str:
    if not _MARK.search(text):
        return text
    out: list[str] = []
    closing = ""
    for place, sign in enumerate(text):
        if sign not in _MARKS:
            out.append(sign)
            continue
        before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
        if not _is_letter(before) and _is_letter(after) and sign in _CLOSING and not before.isdigit():
            closing = _CLOSING[sign]
        meant = _meant(sign, before, after, closing)
        if meant == sign and sign in closing and not _is_letter(after):
            closing = ""
        out.append(meant)
    return "".join(out)


def _meant(sign: str, before: str, after: str, closing: str) -> str:
    """The apostrophe that is meant by a sign, or the sign itself where it is a quotation mark."""
    inside = _is_letter(before) and _is_letter(after)
    if before in _AFTER_O_G and before:
        ends_quote = sign in closing and not (after and after in closing)
        if inside or sign in _MODIFIERS or (sign in _QUOTES and not ends_quote):
            return TURNED_COMMA
        return sign
    if inside or (sign in _MODIFIERS and _is_letter(before)):
        return APOSTROPHE
    return sign


def _is_letter(sign: str) -> bool:
    return bool(sign) and sign.isalpha() and sign not in _MARKS


def _folded(text: str) -> str:
    """Latin, small, without accents, dashes as blanks; apostrophes still there."""
    text = _WORD.sub(lambda match: _mended(match[0]), _DASHES.sub(" ", text))
    text = unicodedata.normalize("NFKD", to_latin(text).casefold())
    return "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Cf"})


def _mended(word: str) -> str:
    """A word of one alphabet with look-alike letters of the other inside, put right."""
    cyrillic = [c for c in word if "\u0400" <= c <= "\u052f"]
    latin = [c for c in word if c.isascii()]
    if not cyrillic or not latin:
        return word
    surely_cyrillic = any(c not in _LIKE_LATIN for c in cyrillic)
    surely_latin = any(c not in _LIKE_CYRILLIC for c in latin)
    if surely_cyrillic and surely_latin:  # “PDFни”: both are meant
        return word
    if surely_cyrillic or (not surely_latin and len(cyrillic) > len(latin)):
        return word.translate(_TO_CYRILLIC_LIKE)
    return word.translate(_TO_LATIN_LIKE)


def _sort_unit(unit: str) -> str:
    if unit.isdecimal():
        digits = unit.lstrip("0") or "0"
        return f"{min(len(digits), 99):02d}{digits}"
    if unit in _ORDER:
        return _ORDER[unit]
    return " " if unit.isspace() or not unit.isalnum() else "~" + unit
