"""How the plan was amended: once in summer by a letter of the region, and one that is being prepared in November."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from app.demonstration.days import nth, working_days
from app.demonstration.staff import Happening, Staff, at
from app.domain.amending import CHANGE
from app.domain.periods import parse_period
from app.operations.amendment_lines import put_line
from app.operations.amendments import approve_amendment, ask_amendment, begin_amendment
from app.queries.amendments import amendment_of

Lines = Mapping[str, Mapping[str, Any]]  # row key → what is to stand there
SUMMER: Lines = {"III.10": {"mechanism": ["Tanlov saralash bosqichini onlayn oʻtkazish"]}}
AUTUMN: Lines = {"IV.16": {"plan": "18000"}}
BY_LETTER = "Viloyat kutubxonasining %s-yil 30-iyundagi 02-14-son xati"


def amendments(staff: Staff) -> Iterator[Happening]:
    """What the methodologist prepares and the director approves."""
    year = staff.plan.year
    days = working_days(year)
    asked, decided, begun = nth(days, 7, 1), nth(days, 7, 2), nth(days, 11, 8)
    why = "Respublika tanlovining yangi nizomi chiqdi"
    yield Happening(at(asked, 15), partial(ask, staff, 1, f"{year}-07", why, BY_LETTER % year, SUMMER, asked))
    yield Happening(at(decided, 11), partial(approve, staff, 1, decided))
    why = "Kitob berilishi rejasi yil boshida aniqlanmagan edi"
    yield Happening(at(begun, 15), partial(prepare, staff, 2, f"{year}-12", why, "", AUTUMN))


def prepare(staff: Staff, number: int, month: str, why: str, document: str, lines: Lines) -> None:
    methodologist = staff["metodist"]
    made = begin_amendment(
        actor=methodologist, plan=staff.plan, month=parse_period(month), reason=why, document=document
    )
    for key, wanted in lines.items():
        put_line(actor=methodologist, plan=staff.plan, amendment=made, act=CHANGE, row_key=key, wanted=wanted)
    if made.number != number:
        raise RuntimeError(f"the demonstration has an amendment too many: {made.number}")


def ask(staff: Staff, number: int, month: str, why: str, document: str, lines: Lines, day: date) -> None:
    prepare(staff, number, month, why, document, lines)
    made = amendment_of(staff.plan, number)
    assert made is not None
    ask_amendment(actor=staff["metodist"], plan=staff.plan, amendment=made, version=made.version, today=day)


def approve(staff: Staff, number: int, day: date) -> None:
    made = amendment_of(staff.plan, number)
    assert made is not None
    approve_amendment(actor=staff["direktor"], plan=staff.plan, amendment=made, version=made.version, today=day)
