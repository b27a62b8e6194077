"""Deadlines and reporting rhythms as the paper words them (domain.md §2, §4).

Uzbek in both scripts and Russian are read. What is not understood stays ``unknown`` and is
listed as to be checked; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from app.domain.text import search_key

DeadlineKind = Literal[
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "times_a_year",
    "named_months",
    "during_year",
    "self_set",
    "on_date",
    "unknown",
]

ALL_YEAR = tuple(range(1, 13))
QUARTER_ENDS = (3, 6, 9, 12)


@dataclass(frozen=True)
class Deadline:
    """A deadline. ``months`` are those it names or implies, empty where any month will do.

    ``quarters`` are set where the paper names quarters; ``day`` is the day by which a repeated thing is wanted
    (“har oyning 5-sanasigacha”); ``self_set`` means no due date until the unit sets one.
    """

    kind: DeadlineKind
    months: tuple[int, ...] = ()
    quarters: tuple[int, ...] = ()
    day: int | None = None
    times: int | None = None
    on: date | None = None
    self_set: bool = False
    text: str = ""


_CUT = re.compile(r"([-\u2010-\u2015\u2212,;])")
_RUSSIAN_AND = re.compile(r"\b[иИ]\b")
_LONGEST = 1000

_COUNTS = {"bir": 1, "ikki": 2, "uch": 3, "tort": 4, "olti": 6, "odin": 1, "dva": 2, "tri": 3, "chetire": 4}
_COUNT = rf"(\d{{1,2}}|{'|'.join(_COUNTS)})"
_MONTH_NAMES = (
    "yanv",
    "fevr",
    "mart(?!aba)",
    "apre",
    "may(?!d[^a])",
    "iyun",
    "iyul",
    "avgu",
    "sent",
    "okt",
    "noya",
    "dekab",
)
_MONTH = re.compile("|".join(rf"(\b{name}\w*)" for name in _MONTH_NAMES))
_PLACES = (
    r"i|1|bir(?:inchi)?|perv\w+",
    r"ii|2|ikki(?:nchi)?|vtor\w+",
    r"iii|3|uch(?:inchi)?|tret\w+",
    r"iv|4|tort(?:inchi)?|chetv\w+",
)
_PLACE = re.compile("|".join(rf"(\b(?:{place})\b)" for place in _PLACES))

# Most frequent first: of two rhythms in one sentence the more frequent is owed.
_RHYTHMS: tuple[tuple[DeadlineKind, re.Pattern[str]], ...] = (
    ("daily", re.compile(r"\b[hx]ar (?:bir )?(?:ish )?kuni?\b|^kunlik\b|yejednev|kajdiy den\b")),
    ("weekly", re.compile(r"\b[hx]ar (?:bir )?[hx]afta|\b[hx]aftada\b|yejenedel|kajd\w+ nedel|raz\w* v nedel")),
    (
        "monthly",
        re.compile(
            r"\b[hx]ar (?:bir )?oy(?!i[lm])|\boyma\b|(?<!ikki )(?<!uch )(?<!olti )(?<!\d )\boyda (?:bir|ikki|uch|\d)"
            r"|yejemes|kajd\w+ mes|raz\w* v mes"
        ),
    ),
    (
        "quarterly",
        re.compile(
            r"\b[hx]ar (?:bir )?chorak|\bchorakda bir|(?<!\b[iv1-4] )(?<![iv]{2} )(?<!-)(?<!nchi )\bchorak boyicha"
            r"|\b(?:uch|3) oyda\b|yejekvart|kajd\w+ kvart|raz\w* v kvart"
        ),
    ),
    (
        "times_a_year",
        re.compile(r"\b[hx]ar yarim yil|\byarim yilda bir|\b(?:olti|6) oyda\b|kajd\w+ polugod|raz\w* v pol[ul]?g"),
    ),
)
_TIMES = (
    re.compile(rf"\byil\w* (?:davomida |mobaynida )?{_COUNT} (?:marta|marotaba|bor)\b"),
    re.compile(rf"\b{_COUNT} raz\w* v god"),
    re.compile(rf"^(?!\d){_COUNT} (?:marta|marotaba)$"),
)
_ABOUT_TIMES = re.compile(r"\b(?:yil(?:da|iga|i)|oyda)\b.*\bmart[ao]\w*")  # “yilda 2–3 marta” names no March
_ONCE_OR_TWICE = ((re.compile(r"\bdvajdi v god"), 2), (re.compile(r"\b[hx]ar yili?\b|\braz v god|yejegodno"), 1))
_ON_DATE = re.compile(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>20\d\d)\b|\b(?P<Y>20\d\d)-(?P<M>\d\d)-(?P<D>\d\d)\b")
_YEAR = re.compile(r"\b(20\d\d)(?:[- ]*(?=\D)|$)")
_DAY_BEFORE_MONTH = re.compile(r"\b(\d{1,2})[- ]*$")
_HALF_YEAR = re.compile(r"\byarim yil|polugodi")
_QUARTER = re.compile(r"chorak|kvartal")
_DAY = re.compile(r"\b(\d{1,2})[- ]*(?:sana|kun|chisl)")
_DURING = re.compile(r"(?<!oy )(?<!kun )(?<![hx]afta )(?:davomida|mobaynida)|\bdoimiy|\byil boyi|v techeni|postoyanno")
_SELF_SET = re.compile(r"\bozi?(?:lari)? belgila|samostoyatel|\bsam\w* (?:opredel|ustan)")
_DELIVERED = re.compile(
    r"taqdim|hisobot|yubor|topshir|(?:malumot|axborot)\w* ber"
    r"|predstav|predostav|otch[ey]|napravl|otprav|peredat|sda[tv]"
)
# The region's library or centre as the one to whom something goes: one, and in the dative.
_TO_REGION = re.compile(
    r"\bviloyatga\b"
    r"|\bviloyat\w*(?:[ -]+(?!tuman|shahar|va\b)\w+){0,5}?"
    r"[ -]+(?!\w*lar)(?:kutubxona|markaz|akm|muassasa)\w*[ -]*ga\b"
    r"|\bv oblast(?:nuyu|noy)\b(?:[ -]+\w+){0,4}?[ -]+(?:biblioteku|sentr|ibs)\b"
    r"|\boblastno(?:y|mu)\b(?:[ -]+\w+){0,4}?[ -]+(?:biblioteke|sentru)\b"
)


def place_followed(deadlines: Sequence[str]) -> int:
    """Of the deadlines of a line and those above it, from the top down, the place of the one that it follows: its own
    where it is another than the one that would hold without it."""
    place = 0
    for number, words in enumerate(deadlines):
        if words and words != deadlines[place]:
            place = number
    return place


@lru_cache(maxsize=4096)  # the same few phrases on every page
def parse_deadline(text: str, year: int) -> Deadline:
    """Read a deadline of the plan of ``year``. Never raises: what is not understood is ``unknown``."""
    words = _words(text)
    found = _dated(words) or _rhythm(words) or _times(words) or _named(words, year) or Deadline("unknown")
    self_set = bool(_SELF_SET.search(words))
    if found.kind == "unknown" and _DURING.search(words):
        found = Deadline("during_year")
    elif found.kind == "unknown" and self_set:
        found = Deadline("self_set")
    return replace(found, self_set=self_set, text=text.strip())


def reports_owed(row: str, steps: Sequence[str], deadline: Deadline) -> tuple[Deadline, ...]:
    """The rhythms in which a row's reports are handed over, in the order of the paper; ``text`` is what says so.

    Each step, and the row's own name, speaks for itself: in the rhythm that it names, whoever receives it; what goes to
    the region without a rhythm follows the deadline of the row. They are owed beside the deadline and never replace it
    (domain.md §2, §4).
    """
    found: list[Deadline] = []
    for text in (*steps, row):
        words = _words(text)
        if not _DELIVERED.search(words):
            continue
        rhythm = _rhythm(words) or _times(words) or (deadline if _TO_REGION.search(words) else None)
        if rhythm is not None:
            found.append(replace(rhythm, text=text.strip()))
    return tuple(found)


def _words(text: str) -> str:
    """The search key, but with dashes and commas kept, because “I–III” is a range and “I, III” is not."""
    pieces = _CUT.split(_RUSSIAN_AND.sub(",", text[:_LONGEST]))
    return "".join(_mark(piece) if _CUT.fullmatch(piece) else search_key(piece) + " " for piece in pieces).strip()


def _mark(sign: str) -> str:
    return "," if sign in ",;" else "-"


def _dated(words: str) -> Deadline | None:
    """A whole date in figures."""
    if found := _ON_DATE.search(words.replace(" -", "-").replace("- ", "-")):
        parts = found.groupdict()
        return _on(int(parts["y"] or parts["Y"]), int(parts["m"] or parts["M"]), int(parts["d"] or parts["D"]))
    return None


def _on(year: int, month: int, day: int) -> Deadline | None:
    try:
        return Deadline("on_date", (month,), on=date(year, month, day))
    except ValueError:
        return None


def _rhythm(words: str) -> Deadline | None:
    for kind, pattern in _RHYTHMS:
        if not pattern.search(words):
            continue
        if kind == "times_a_year":
            return Deadline(kind, (6, 12), times=2)
        day = int(found[1]) if (found := _DAY.search(words)) else None
        months = QUARTER_ENDS if kind == "quarterly" else ALL_YEAR
        return Deadline(kind, months, day=day if day and 1 <= day <= 31 and kind != "weekly" else None)
    return None


def _times(words: str) -> Deadline | None:
    for pattern in _TIMES:
        if found := pattern.search(words):
            return _times_a_year(_COUNTS.get(found[1]) or int(found[1]))
    return next((_times_a_year(times) for pattern, times in _ONCE_OR_TWICE if pattern.search(words)), None)


def _times_a_year(times: int) -> Deadline | None:
    """N times a year: the months that end equal parts of it, so twice is June and December."""
    if not times:
        return None
    return Deadline(
        "times_a_year", tuple(sorted({-(-12 * part // times) for part in range(1, times + 1)})), times=times
    )


def _named(words: str, year: int) -> Deadline | None:
    """Months, quarters, halves by name, or one day of a named month."""
    written_year = int(found[1]) if (found := _YEAR.search(words)) else year
    words = _ABOUT_TIMES.sub(" ", _YEAR.sub(" ", words))
    if halves := _named_before(words, _HALF_YEAR, 2):
        return Deadline("named_months", tuple(m for half in halves for m in range(half * 6 - 5, half * 6 + 1)))
    if quarters := _named_before(words, _QUARTER, 4):
        months = tuple(m for quarter in quarters for m in range(quarter * 3 - 2, quarter * 3 + 1))
        return Deadline("named_months", months, quarters=quarters)
    names = list(_MONTH.finditer(words))
    if len(names) == 1 and (day := _DAY_BEFORE_MONTH.search(words[: names[0].start()])):
        return _on(written_year, names[0].lastindex or 0, int(day[1]))
    months = _listed(words, names, 12)
    return Deadline("named_months", months) if months else None


def _named_before(words: str, noun: re.Pattern[str], largest: int) -> tuple[int, ...]:
    """The ordinal numbers that stand before the last “chorak” or “yarim yillik”."""
    nouns = list(noun.finditer(words))
    if not nouns:
        return ()
    places = [found for found in _PLACE.finditer(words[: nouns[-1].start()]) if (found.lastindex or 0) <= largest]
    return _listed(words, places, largest)


def _listed(words: str, names: list[re.Match[str]], largest: int) -> tuple[int, ...]:
    """Numbers of the names in a list or in ranges; a range over the year's end goes on from January."""
    chosen: set[int] = set()
    for place, name in enumerate(names):
        number = name.lastindex or 0
        chosen.add(number)
        if place and _is_range(names[place - 1][0], words[names[place - 1].end() : name.start()]):
            before = names[place - 1].lastindex or 0
            chosen |= {(before + step - 1) % largest + 1 for step in range((number - before) % largest)}
    return tuple(sorted(chosen))


def _is_range(before: str, gap: str) -> bool:
    """Whether “–”, “…dan …gacha” or “с … по …” stands between two names, and no comma or “va”."""
    gap = re.sub(r"\d{1,2}[- ]*$", "", gap)
    if re.search(r",|\bva\b", gap):
        return False
    return "-" in gap or before.endswith("dan") or "dan " in gap or bool(re.search(r"\b(?:po|do)\b", gap))
