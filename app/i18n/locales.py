"""The three languages of the interface, and which one a visitor gets."""

from __future__ import annotations

DEFAULT = "uz"
LOCALES = {"uz": "Oʻzbekcha", "ru": "Русский", "uz_Cyrl": "Ўзбекча"}  # code → its own name
HTML_LANG = {"uz": "uz-Latn", "ru": "ru", "uz_Cyrl": "uz-Cyrl"}
_LONGEST_HEADER = 400
_MOST_LANGUAGES = 20


def choose_locale(saved: str | None, cookie: str | None, accept_language: str | None) -> str:
    """The language that a person has saved, else the one chosen on this computer, else what the browser asks for.

    Every value may be hostile: only a code of LOCALES ever comes out.
    """
    for wish in (saved, cookie):
        if wish in LOCALES:
            return str(wish)
    return _from_header((accept_language or "")[:_LONGEST_HEADER])


def _from_header(header: str) -> str:
    wishes: list[tuple[float, str]] = []
    for wish in header.split(",")[:_MOST_LANGUAGES]:
        tag, _, weight = wish.partition(";")
        locale = _of_tag(tag.strip().lower())
        if locale and (quality := _quality(weight)) > 0:
            wishes.append((quality, locale))
    return max(wishes, key=lambda wish: wish[0])[1] if wishes else DEFAULT  # of equals the first


def _of_tag(tag: str) -> str | None:
    parts = tag.replace("_", "-").split("-")
    if parts[0] == "uz":
        return "uz_Cyrl" if "cyrl" in parts[1:] else "uz"
    return "ru" if parts[0] == "ru" else None


def _quality(weight: str) -> float:
    name, _, number = weight.partition("=")
    if not weight.strip():
        return 1.0
    digits = number.strip()
    if name.strip() != "q" or not digits.replace(".", "", 1).isdigit() or not digits.isascii():
        return 0.0
    return min(float(digits), 1.0)
