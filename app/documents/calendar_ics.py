"""A calendar file as RFC 5545 wants it: all-day events, CRLF, lines of at most 75 octets, escaped text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE_OCTETS = 75
PRODUCT = "-//Jamlanma//Muddatlar//UZ"
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Event:
    """One whole day. ``uid`` stays the same for the same thing, ``revision`` counts its changes."""

    uid: str
    day: date
    title: str
    text: str
    revision: int
    stamp: datetime


def write_calendar(name: str, events: Iterable[Event]) -> bytes:
    """The whole file in UTF-8."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for event in events for line in event_lines(event)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def event_lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{event.revision}"
    yield f"DTSTART;VALUE=DATE:{compact(event.day)}"
    yield f"DTEND;VALUE=DATE:{compact(event.day + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(event.title)}"
    yield f"DESCRIPTION:{escaped(event.text)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def compact(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def escaped(text: str) -> str:
    """Text without what would end a line or a value; control characters become blanks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if sign >= " " or sign == "\n" else " " for sign in lines).translate(ESCAPES)


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, never inside a character; each further one begins with a blank."""
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
