"""What is typed for a report, made fit for a letter: signatures, texts, the outgoing number and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.domain.errors import Invalid
from app.domain.frozen import Signer
from app.domain.periods import Period
from app.domain.text import check_text
from app.operations.words import check_words
from app.queries.letters import is_number_taken

TEXT_LIMIT = 300
REASON_LIMIT = 1000
NUMBER_LIMIT = 60
MOST_SIGNERS = 4


def check_outgoing(
    centre_id: int, period: Period, number: str, day: date | None, today: date, *, first: date
) -> tuple[str, date]:
    """The outgoing number and day, fit for a letter. One number is given once a year, to a report or a document.

    ``first``: the day on which the report was made and signed; nothing leaves before it, nor before its period is over.

    Raises Invalid ``field.required``, ``report.day_future``, ``report.day_early`` (``first``),
    ``letter.number_taken`` (``number``, ``year``).
    """
    number = text_of(number, "number", NUMBER_LIMIT, "field.required")
    if day is None:
        raise Invalid("field.required", field="day")
    if day > today:
        raise Invalid("report.day_future", field="day")
    first = max(first, period.end + timedelta(days=1))
    if day < first:
        raise Invalid("report.day_early", field="day", first=first)
    if is_number_taken(centre_id, number, day.year, of_period=period.key):
        raise Invalid("letter.number_taken", field="number", number=number, year=day.year)
    return number, day


def signers_of(given: Sequence[Signer]) -> list[Signer]:
    """The signers, cleaned; a line with a name and no post, or the other way round, is asked for again."""
    cleaned = [Signer(check_text(one.post, TEXT_LIMIT), check_text(one.name, TEXT_LIMIT)) for one in given]
    kept = [one for one in cleaned if one.post or one.name][:MOST_SIGNERS]
    if not kept or any(not one.post or not one.name for one in kept):
        raise Invalid("report.signers", field="signers")
    return kept


def text_of(text: str, field: str, limit: int, code: str) -> str:
    cleaned = check_words(text, field, limit)
    if not cleaned:
        raise Invalid(code, field=field)
    return cleaned
