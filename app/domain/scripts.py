"""Uzbek in its two alphabets: Cyrillic → Latin and back (language.md “Scripts”).

``to_latin`` is nearly regular and serves search and sorting. ``to_cyrillic`` needs the word lists of
``script_words.py`` and fills the Cyrillic catalogue, which people then review.
"""

from __future__ import annotations

import re

from app.domain.script_words import ACRONYMS, COMMANDS, LATIN_NAMES, PIECES, SOFT_AT_THE_END, STEMS

TURNED_COMMA = "\u02bb"  # the mark of oʻ and gʻ
APOSTROPHE = "\u02bc"  # tutuq belgisi

_LATIN = {
    **dict(zip("абвгджзийклмнопрстуфхэықҳ", "abvgdjziyklmnoprstufxeiqh", strict=True)),
    "ё": "yo",
    "ю": "yu",
    "я": "ya",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ў": "o" + TURNED_COMMA,
    "ғ": "g" + TURNED_COMMA,
    "ъ": APOSTROPHE,
    "ь": "",
    "і": "i",
    "ї": "yi",
    "є": "ye",
    "ј": "j",
    "һ": "h",
}
_VOWELS = frozenset("аеёиоуўэюяы")
_IRREGULAR = (("сентябр", "сентабр"), ("октябр", "октабр"), ("бюджет", "буджет"))
_MONTHS = "январ|феврал|март|апрел|май|июн|июл|август|сентабр|сентябр|октабр|октябр|ноябр|декабр"
_ENDINGS = "да|дан|дагача|гача|га|нинг|ни|даги|ги"  # “2 марта” is twice, not a day of March
_HYPHEN_WANTED = re.compile(
    rf"(?<![\d.,])(\d{{4}}(?= йил)|\d{{1,2}}(?= (?:{_MONTHS})ь?(?:{_ENDINGS})?\b)) ", re.IGNORECASE
)
_IRREGULAR_WORD = re.compile("|".join(old for old, _ in _IRREGULAR), re.IGNORECASE)
_CYRILLIC_SIGN = re.compile("[\u0400-\u052f]")

_LATIN_VOWELS = frozenset("aeiouаеёиоуўэюя")
_CYRILLIC = {
    **dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True)),
    "yo" + TURNED_COMMA: "йў",
    "o" + TURNED_COMMA: "ў",
    "g" + TURNED_COMMA: "ғ",
    "s" + APOSTROPHE + "h": "сҳ",
    "sh": "ш",
    "ch": "ч",
    "yo": "ё",
    "yu": "ю",
    "ya": "я",
    "ye": "е",
    APOSTROPHE: "ъ",
}
_UNIT = re.compile(f"yo{TURNED_COMMA}|[og]{TURNED_COMMA}|s{APOSTROPHE}h|sh|ch|y[oaue]|.", re.DOTALL)
_STEM = re.compile("|".join(sorted(STEMS, key=len, reverse=True)))
_PIECE = re.compile("|".join(sorted(PIECES, key=len, reverse=True)))
_LATIN_MONTHS = "yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|sentyabr|oktabr|oktyabr|noyabr|dekabr"
_LATIN_ENDINGS = "da|dan|dagacha|gacha|ga|ning|ni|dagi|gi"
_HYPHEN_DROPPED = re.compile(
    rf"(\b\d{{4}}|%\(\w*year\w*\)s)-(?=yil)|(\b\d{{1,2}}|%\(\w*day\w*\)s)-(?=(?:{_LATIN_MONTHS})(?:{_LATIN_ENDINGS})?\b)",
    re.IGNORECASE,
)
_NAMES = "|".join(re.escape(name) for name in sorted(LATIN_NAMES, key=len, reverse=True))
_KEPT = re.compile(
    r"%\(\w+\)[-\d.]*[a-z]|%[sd%]|\{[^{}]*\}|</?[a-zA-Z][^<>]*>|&\w+;"  # placeholders, tags, entities
    r"|https?://[^\s<>\"”»]+|[\w.+-]+@[\w-]+\.[\w.-]+|\b[\w-]+(?:\.[\w-]+)*\.(?:uz|org|com|net|ru)\b(?:/[^\s<>\"”»]*)?"
    r"|\b\w+\.(?:xlsx|docx|xls|csv|pdf|zip|json|py)\b"  # file names
    rf"|(?<=“)(?:{COMMANDS})(?=”)|(?<!\S)--[a-z][\w-]*|\b[A-Za-z]+_\w+|\./\w+"  # commands, options, names in code
    r"|(?<=“)[A-Za-z](?=”)|(?<=\()[A-Z](?=\))|\b[A-Z](?= (?:tugma|тугма))"  # a letter or key that is shown as such
    # Roman numerals, but no initials
    r"|(?<![A-Za-z]\.)\b(?=[IVX]|L[IVX])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b(?!\.?[A-Z\u02bb\u02bc])"
    rf"|\b(?:{_NAMES})(?=(?:dan|da|ga|ni|ning|ka|lar)?\b)"
)
_LATIN_WORD = re.compile(f"[A-Za-z][A-Za-z{TURNED_COMMA}{APOSTROPHE}]*")


def to_cyrillic(text: str) -> str:
    """Uzbek Latin (stored form) in Cyrillic; placeholders, tags, addresses, Roman numerals and Latin names stay."""
    text = _HYPHEN_DROPPED.sub(r"\1\2 ", text)
    out: list[str] = []
    place = 0
    for kept in _KEPT.finditer(text):
        out += [_LATIN_WORD.sub(_cyrillic_word, text[place : kept.start()]), kept[0]]
        place = kept.end()
    out.append(_LATIN_WORD.sub(_cyrillic_word, text[place:]))
    return "".join(out)


def without_kept(text: str) -> str:
    """The text without what both alphabets write alike: placeholders, tags, addresses, Roman numerals, Latin names."""
    return _KEPT.sub(" ", text)


def _cyrillic_word(match: re.Match[str]) -> str:
    word = match[0]
    capitals = re.match(f"(?:[A-Z][{TURNED_COMMA}{APOSTROPHE}]?){{2,}}(?=[a-z])", word)
    if capitals and len(capitals[0]) < len(word):  # “AKMning”: an acronym with its ending
        return _cased(capitals[0]) + _cyrillic_small(word[capitals.end() :].lower(), at_start=False)
    return _cased(word)


def _cased(word: str) -> str:
    if word in ACRONYMS:
        return ACRONYMS[word]
    small = _cyrillic_small(word.lower(), at_start=True)
    if word.islower():
        return small
    if word.isupper() and (len(word.rstrip(TURNED_COMMA + APOSTROPHE)) > 1):
        return small.upper()
    return small[:1].upper() + small[1:]


def _cyrillic_small(word: str, *, at_start: bool) -> str:
    soft = word in SOFT_AT_THE_END
    if at_start:
        word = _STEM.sub(lambda match: STEMS[match[0]] if match.start() == 0 else match[0], word)
    word = _PIECE.sub(lambda match: PIECES[match[0]], word)
    out = ""
    for unit in _UNIT.findall(word):
        out += _cyrillic_unit(unit, out, at_start=at_start)
    return out + "ь" if soft else out


def _cyrillic_unit(unit: str, before: str, *, at_start: bool) -> str:
    first = at_start and not before
    if unit == "e" and (first or before[-1:] in _LATIN_VOWELS and before):
        return "э"
    if unit == "ye" and not first and before[-1:] not in _LATIN_VOWELS and before[-1:] != "ъ":
        return "ъе"
    return _CYRILLIC.get(unit, unit)


def to_latin(text: str) -> str:
    """Uzbek Cyrillic in the Latin alphabet; Latin words, digits and signs stay as they are."""
    if not _CYRILLIC_SIGN.search(text):
        return text
    text = _HYPHEN_WANTED.sub(r"\1-", text)
    text = _IRREGULAR_WORD.sub(_mended_word, text)
    low = _same_length_lower(text)
    return "".join(_latin_letter(text, low, place) for place in range(len(text)))


def _mended_word(match: re.Match[str]) -> str:
    """сентябр → сентабр, letter for letter, so that capitals stay."""
    new = dict(_IRREGULAR)[match[0].lower()]
    return "".join(b.upper() if a.isupper() else b for a, b in zip(match[0], new, strict=True))


def _same_length_lower(text: str) -> str:
    """``İ`` becomes two characters in lower case; places must stay comparable."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[:1] for c in text)


def _latin_letter(text: str, low: str, place: int) -> str:
    letter = low[place]
    before = low[place - 1] if place else ""
    after = low[place + 1] if place + 1 < len(low) else ""
    latin = _latin_of(letter, before, after)
    if latin is None:
        return text[place]
    if text[place] == letter:
        return latin
    return latin.upper() if len(latin) < 2 or _in_capitals(text, place) else latin[0].upper() + latin[1:]


def _latin_of(letter: str, before: str, after: str) -> str | None:
    if letter == "е":
        return "ye" if not before.isalpha() or before in _VOWELS or before in "ъь" else "e"
    if letter == "ц":
        return "ts" if before in _VOWELS and after in _VOWELS and before and after else "s"
    if letter == "ъ" and (before == "ў" or (before not in _VOWELS and after and after in "еёюя")):
        return ""
    if letter == "ь" and after == "о":
        return "y"
    if letter == "ҳ" and before == "с":
        return APOSTROPHE + "h"
    return _LATIN.get(letter)


def _in_capitals(text: str, place: int) -> bool:
    """Whether a capital of two Latin letters stands among capitals: МАШИНА, ИШ, but Ш. and Шамс."""
    after = text[place + 1 : place + 2]
    if after.isalpha():
        return after.isupper()
    before = text[place - 1 : place] if place else ""
    return before.isupper()
