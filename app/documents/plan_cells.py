"""The words of one cell of the plan: row numbers, section headings, steps, units. No grid, no findings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.plan_table import UNREADABLE
from app.domain.text import clean_text, one_line, search_key

UNREADABLE_STORED = clean_text(UNREADABLE)
_NUMBER = re.compile(r"(\d{1,3}(?:[.,]\d{1,3}){0,3})[.)]?")
_NAME_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})[.)]?\s+(?=\D)")
_DASH = re.compile(r"[-–—−•·]\s+|[–—•·](?=\S)")
_ROMAN = re.compile(r"(?=[IVX])(X{0,3}(?:IX|IV|V?I{0,3}))(?![IVXA-Za-zʻʼ])")
_LIKE_ROMAN = str.maketrans("ІІХхіѴΙΧУ", "IIXXIVIXV")  # Cyrillic and Greek letters that look so
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_NUMERALS = {chr(0x2160 + index): text for index, text in enumerate(_ROMANS)}
_SECTION_WORD = re.compile(r"\s*[-–]?\s*(?:bo[ʻʼ']?lim|бўлим|раздел|qism|қисм)\b", re.IGNORECASE)
_STEP = re.compile(r"(\d{1,3})[.)](?!\d)\s*")
_INLINE_STEP = re.compile(r";\s*(?=\d{1,3}[.)]\s)")


@dataclass(frozen=True)
class Heading:
    roman: str
    text: str


def read_number(text: str) -> str | None:
    """“12.4.”, “12,4” and “12.4” → “12.4”; None when the cell holds something else."""
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        return None
    return ".".join(str(int(number)) for number in re.split("[.,]", match[1]))


def split_number(name: str) -> tuple[str, str]:
    """A row number that stands before the name in the same cell, and the name."""
    match = _NAME_NUMBER.match(name)
    return (match[1], name[match.end() :]) if match else ("", name)


def read_heading(text: str) -> Heading | None:
    """“IV. ASOSIY …”, “IV boʻlim. …”, “Раздел IV …”, also with Cyrillic look-alike letters; None for other text."""
    rest = one_line(text)
    if word := _SECTION_WORD.match(rest):
        rest = rest[word.end() :].lstrip()
        named = True
    else:
        named = False
    plain = "".join(_NUMERALS.get(sign, sign) for sign in rest[:8])
    match = _ROMAN.match(plain.translate(_LIKE_ROMAN))
    if not match or not match[1]:
        return None
    rest = plain[match.end() :] + rest[8:]
    if word := _SECTION_WORD.match(rest):
        rest = rest[word.end() :]
        named = True
    separator = re.match(r"\s*[.):\-–—]+\s*|\s+|$", rest)
    if separator is None or (rest.strip() and not named and separator[0].isspace() and not is_shouted(rest)):
        return None
    return Heading(match[1], rest[separator.end() :].strip())


def is_shouted(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha() and sign not in "ʻʼ"]
    return sum(sign.isupper() for sign in letters) > 0.8 * len(letters)


def join_wrapped(lines: list[str]) -> list[str]:
    """Lines that were broken by hand, put together: one that begins small goes on the line before."""
    joined: list[str] = []
    for line in (one_line(line) for line in lines):
        if not line:
            continue
        if joined and line[0].islower():
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def strip_dash(name: str) -> tuple[bool, str]:
    """Whether a sub-row begins with a dash, and its name without it."""
    match = _DASH.match(name)
    return (True, name[match.end() :].strip()) if match else (False, name)


def is_unreadable(text: str) -> bool:
    return not text or len(text) < 40 and search_key(text.strip("[]() ")) in ("oqilmadi", "oqib bolmadi")


def split_steps(text: str) -> tuple[str, ...]:
    """The steps of a mechanism without their numbers and separating semicolons; the words stay as they are.

    Numbered lines are steps and lines between them go on the one above; without numbers each line is a step.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or not _starts(lines[0], 1):
        return tuple(_without_semicolon(line) for line in join_wrapped(lines)) if len(lines) > 1 else tuple(lines)
    if len(lines) == 1:
        lines = _INLINE_STEP.sub(";\n", lines[0]).split("\n")
    steps: list[str] = []
    for line in lines:
        if match := _starts(line, len(steps) + 1):
            steps.append(line[match.end() :])
        else:
            steps[-1] = one_line(f"{steps[-1]} {line}")
    return tuple(step for step in map(_without_semicolon, steps) if step)


def _starts(line: str, number: int) -> re.Match[str] | None:
    match = _STEP.match(line)
    return match if match and int(match[1]) == number else None


def _without_semicolon(step: str) -> str:
    return step.strip().removesuffix(";").rstrip()


def join_steps(steps: tuple[str, ...]) -> str:
    """The cell that ``split_steps`` takes apart again: one plain step as it is, several numbered on lines."""
    if len(steps) < 2 and split_steps("".join(steps)) == steps:
        return "".join(steps)
    return "\n".join(f"{index}. {step};" for index, step in enumerate(steps, 1))


def split_units(text: str) -> tuple[str, ...]:
    """Responsible units in order: separated by commas, semicolons or lines; a lone dash is nobody."""
    parts = [part for line in join_wrapped(text.split("\n")) for part in re.split("[,;]", line)]
    units = (strip_dash(part.strip())[1].strip() for part in parts)
    return tuple(unit for unit in units if unit and unit not in "-–—")
