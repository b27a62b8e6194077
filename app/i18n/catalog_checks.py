"""What can be wrong with one message of a catalogue."""

from __future__ import annotations

import re
from collections import Counter
from typing import cast

from babel.messages.catalog import Message

from app.domain.scripts import without_kept

_PLACEHOLDER = re.compile(r"%\(\w+\)[-\d.]*[a-z]|%[sd%]|\{\w*\}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&\w+;")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_UZBEK_MARK = re.compile("[\u02bb\u02bc]")
_WRONG_APOSTROPHE = re.compile(
    "(?<=[^\\W\\d_])['\u2018\u2019`\u00b4](?=[^\\W\\d_])|(?<=[oOgG])[\u2018`\u00b4\u02bc]|(?<=[a-fh-np-zA-FH-NP-Z])\u02bb"
)


def faults(message: Message, locale: str) -> list[str]:
    """Every fault of one message in one language, in words for a developer."""
    ids = cast(tuple[str, ...], message.id if message.pluralizable else (message.id,))
    strings = cast(tuple[str, ...], message.string if message.pluralizable else (message.string,))
    found = ["fuzzy"] if message.fuzzy else []
    if not all(strings):
        return [*found, "untranslated"]
    for string in strings:
        found += filter(None, (disagreement(ids[-1], string), _wrong_letters(ids, string, locale)))
    return found


def disagreement(source: str, string: str) -> str | None:
    """Placeholders, tags or the blanks at both ends that differ between a message and its translation."""
    for what, pattern in (("placeholders", _PLACEHOLDER), ("tags", _TAG), ("entities", _ENTITY)):
        if Counter(pattern.findall(source)) != Counter(pattern.findall(string)):
            return f"{what} differ"
    if source[: len(source) - len(source.lstrip())] != string[: len(string) - len(string.lstrip())]:
        return "blanks at the start differ"
    if source[len(source.rstrip()) :] != string[len(string.rstrip()) :]:
        return "blanks at the end differ"
    return None


def _wrong_letters(ids: tuple[str, ...], string: str, locale: str) -> str | None:
    words = without_kept(string)
    if locale == "uz":
        return _wrong_in_latin(ids, string)
    if locale == "uz_Cyrl" and (left := _LATIN.findall(words)):
        return f"Latin letters ({''.join(left)})"
    if locale == "ru" and _UZBEK_MARK.search(words):
        return "Uzbek letters"
    if locale == "ru" and string in ids and _LATIN.search(words):
        return "not translated"
    return None


def _wrong_in_latin(ids: tuple[str, ...], string: str) -> str | None:
    if string not in ids:
        return "differs from its source"
    if _CYRILLIC.search(string):
        return "Cyrillic letters"
    return "an apostrophe that is not \u02bb or \u02bc" if _WRONG_APOSTROPHE.search(_TAG.sub(" ", string)) else None
