"""How wide words are in Times New Roman, to know how many lines a cell needs.

Widths are in thousandths of the type size, rounded up, for regular type; bold is taken as wider.
"""

from __future__ import annotations

from functools import lru_cache

_CLASSES = {
    210: "'|",
    260: " ,.",
    290: "/:;\\ijlt",
    340: "!()-I[]`fr‘’ʻʼ",
    400: '"Jsгз',
    460: "?acez“”аестьэяё",
    500: "{}вклғ",
    520: "#$*0123456789_bdghknopquvxy«»–Збдийнопрухцчъўқҳ^",
    570: "+<=>FPS~БГРЬҒ",
    620: "ELTZЕТЁ",
    680: "BCRВДКЛСЭЯжыЧмф",
    730: "ADGHKNOQUVXYwАИЙНОПУХЦЪЎҚҲ",
    790: "&mшщюФ",
    930: "MЖМЫ@%W№",
    1050: "—…ШЩЮ",
}
_WIDTHS = {sign: width for width, signs in _CLASSES.items() for sign in signs}
_OTHER = 700
_WIDE_FROM = 0x2E80  # East Asian letters and pictures
_BOLD = 1.1
_SAFETY = 1.05  # screen, printer and office suites differ by a few per cent
_POINTS_PER_CHARACTER = 5.25  # a column's unit: 7 pixels
_PADDING = 1.0  # points lost on both sides together


def lines_needed(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a column ``width`` characters wide, broken at blanks and inside long words."""
    room = (width * _POINTS_PER_CHARACTER - _PADDING) * 1000 / (size * _SAFETY * (_BOLD if bold else 1))
    return sum(_lines(line, room) for line in text.split("\n"))


def _lines(line: str, room: float) -> int:
    count, used = 1, 0.0
    for word in line.split(" "):
        length = float(_width(word))
        if used and used + _WIDTHS[" "] + length > room:
            count += 1
            used = 0.0
        elif used:
            used += _WIDTHS[" "]
        if length > room:  # a word longer than the column is broken anywhere
            more = int(length // (room - 1050)) if room > 2100 else len(word)
            count += more
            length = length % room
        used += length
    return count


@lru_cache(maxsize=4096)
def _width(word: str) -> int:
    return sum(_WIDTHS.get(sign, 1050 if ord(sign) >= _WIDE_FROM else _OTHER) for sign in word)
