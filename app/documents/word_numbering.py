"""Numbers that Word draws by itself: they are on the paper, but not in the text of the paragraph."""

from __future__ import annotations

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn


class Numbering:
    """Counts the numbered paragraphs of one letter in reading order."""

    def __init__(self, part: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}  # (list, level) → form, pattern, start
        self._lists: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._styles = _numbered_styles(part)
        try:
            root = part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
        except (KeyError, AttributeError):
            return
        for abstract in root.iterfind(qn("w:abstractNum")):
            for level in abstract.iterfind(qn("w:lvl")):
                key = (abstract.get(qn("w:abstractNumId"), ""), _number(level.get(qn("w:ilvl")), 0))
                start = _number(_value(level, "w:start"), 1)
                self._levels[key] = (_value(level, "w:numFmt"), _value(level, "w:lvlText"), start)
        for number in root.iterfind(qn("w:num")):
            self._lists[number.get(qn("w:numId"), "")] = _value(number, "w:abstractNumId")

    def label(self, paragraph: Any) -> str:
        """“3. ” for a numbered paragraph, “- ” for one with a bullet, else nothing."""
        properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        by_style = self._styles.get(style.get(qn("w:val"), "") if style is not None else "", ("", 0))
        number, depth = by_style if properties is None else (_value(properties, "w:numId"), 0)
        if properties is not None:
            depth = _number(_value(properties, "w:ilvl"), by_style[1])
        owner = self._lists.get(number or by_style[0], "")
        form, pattern, start = self._levels.get((owner, depth), ("", "", 1))
        if form == "bullet":
            return "- "
        if form not in ("decimal", "decimalZero"):
            return ""
        self._counts[owner, depth] = self._counts.get((owner, depth), start - 1) + 1
        for deeper in range(depth + 1, 9):
            self._counts.pop((owner, deeper), None)
        return re.sub(r"%(\d)", lambda match: str(self._counts.get((owner, int(match[1]) - 1), 1)), pattern) + " "


def _numbered_styles(part: Any) -> dict[str, tuple[str, int]]:
    """Style → (list, level) of the paragraphs that a style numbers, or the style on which it is based."""
    try:
        root = part.part_related_by(RELATIONSHIP_TYPE.STYLES).element
    except (KeyError, AttributeError):
        return {}
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in root.iterfind(qn("w:style")):
        name = style.get(qn("w:styleId"), "")
        based[name] = _value(style, "w:basedOn")
        properties = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is not None:
            own[name] = _value(properties, "w:numId"), _number(_value(properties, "w:ilvl"), 0)
    found = {}
    for name in based:
        above, seen = name, set[str]()
        while above and above not in own and above not in seen:
            seen.add(above)
            above = based.get(above, "")
        if above in own:
            found[name] = own[above]
    return found


def _value(element: Any, tag: str) -> str:
    found = element.find(qn(tag))
    return found.get(qn("w:val"), "") if found is not None else ""


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
