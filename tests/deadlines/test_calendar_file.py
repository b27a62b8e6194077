"""The calendar file, read back by a small reader of RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.documents.calendar_ics import Event, write_calendar

STAMP = datetime(2025, 11, 18, 9, 30, tzinfo=UTC)


def read_calendar(content: bytes) -> list[dict[str, str]]:
    """The events of a file as property → value; refuses what the standard forbids."""
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
    lines = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line not in ("END:VEVENT", "END:VCALENDAR"):
            assert name not in events[-1], line
            events[-1][name] = unescaped(value)
    return events


def unescaped(value: str) -> str:
    result, signs = "", iter(value)
    for sign in signs:
        if sign == "\\":
            sign = {"n": "\n"}.get(follows := next(signs), follows)
        else:
            assert sign not in ",;" or ":" in value, value
        result += sign
    return result


def event(title: str = "IV.26", text: str = "") -> Event:
    return Event("obligation-7@arnasoy.jamlanma", date(2025, 12, 31), title, text, 2, STAMP)


def test_one_event_as_the_standard_wants_it() -> None:
    (found,) = read_calendar(write_calendar("Muddatlar", [event("Soʻrovnoma; natija, tahlil", "Abonement\nsektori")]))
    assert found == {
        "UID": "obligation-7@arnasoy.jamlanma",
        "DTSTAMP": "20251118T093000Z",
        "SEQUENCE": "2",
        "DTSTART;VALUE=DATE": "20251231",
        "DTEND;VALUE=DATE": "20260101",
        "SUMMARY": "Soʻrovnoma; natija, tahlil",
        "DESCRIPTION": "Abonement\nsektori",
        "TRANSP": "TRANSPARENT",
    }


def test_no_text_opens_a_line_of_its_own() -> None:
    (found,) = read_calendar(write_calendar("x", [event("a\r\nEND:VEVENT\r\nBEGIN:VALARM\x00\x1b")]))
    assert found["SUMMARY"] == "a\nEND:VEVENT\nBEGIN:VALARM  "


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_any_text_comes_back(text: str) -> None:
    (found,) = read_calendar(write_calendar("x", [event(text)]))
    assert found["SUMMARY"] == text
