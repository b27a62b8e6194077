"""Fields that read what people type, by the rules of ``domain.typed`` and ``domain.text``.

Each keeps the text as it was typed, so that a refused form loses nothing; ``data`` is what it means, None when empty or
wrong. What is refused is a code of the domain, said in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from werkzeug.datastructures import FileStorage
from wtforms import Field

from app.domain.errors import DomainError, Invalid
from app.domain.periods import Period, parse_period
from app.domain.text import check_text
from app.domain.typed import LARGEST_KEY, parse_day, parse_decimal, parse_number, parse_whole
from app.i18n.formats import format_date, format_number
from app.i18n.labels import explain

NO_VERSION = -1  # of a page that sent none, or no number: it never is the stored one


class TypedField(Field):
    """A field of one text. ``kind`` names the macro that draws it, ``type`` the input, ``width`` its columns of twelve.

    ``required``: an empty text is refused. ``hint`` stands below it, ``attrs`` are further attributes of the input.
    """

    kind = "input"
    type = "text"
    is_value = True  # whether ``NounForm.values`` gives it to the operation

    def __init__(
        self,
        label: Any = None,
        *,
        required: bool = False,
        hint: Any = None,
        width: int = 3,
        attrs: dict[str, object] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.type = type(self).type  # WTForms puts the name of the class there
        self.required, self.hint, self.width, self.attrs = required, hint, width, attrs or {}
        self.text = ""

    def read(self, text: str) -> Any:
        """What a typed text means; None when it is empty. Raises Invalid."""
        return check_text(text, 300) or None

    def write(self, value: Any) -> str:
        """A stored value as a person types it."""
        return "" if value is None else str(value)

    def process_data(self, value: Any) -> None:
        self.data, self.text = value, self.write(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.text = valuelist[0] if valuelist else ""
        self.data = self.understood(lambda: self.read(self.text))

    def understood(self, read: Callable[[], Any]) -> Any:
        """The value that ``read`` gives; a refusal becomes this field's error."""
        try:
            value = read()
            if self.required and value in (None, "", []):
                raise Invalid("field.required")
        except DomainError as error:
            self.data = None
            raise ValueError(explain(error)) from None
        return value

    @property
    def error(self) -> str | None:
        """The first error, beside the field."""
        return str(self.errors[0]) if self.errors else None

    def places_of_errors(self) -> list[tuple[str, str]]:
        """Where the summary leads for this field's errors, and what it says."""
        return [(self.id, str(self.errors[0]))]


class Text(TypedField):
    """One line of text, cleaned by the domain; ``limit`` characters."""

    def __init__(self, label: Any = None, *, limit: int = 300, type: str = "text", **options: Any) -> None:
        super().__init__(label, **options)
        self.limit, self.type = limit, type

    def read(self, text: str) -> str:
        return check_text(text, self.limit)


class LongText(Text):
    """Several lines."""

    kind = "textarea"

    def __init__(self, label: Any = None, *, limit: int = 2000, rows: int = 3, width: int = 12, **options: Any) -> None:
        super().__init__(label, limit=limit, width=width, **options)
        self.rows = rows


class Password(TypedField):
    """A password: taken letter by letter, never written back into a page."""

    type = "password"

    def read(self, text: str) -> str:
        return text

    def write(self, value: Any) -> str:
        return ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        self.text = ""


class Link(Text):
    """An address of the web, as it can safely stand in a page. Raises ``link.form``."""

    def __init__(self, label: Any = None, *, limit: int = 1000, **options: Any) -> None:
        super().__init__(label, limit=limit, **options)
        self.attrs = {"placeholder": "https://", **self.attrs}

    def read(self, text: str) -> str:
        address = check_text(text, self.limit)
        try:
            pieces = urlsplit(address)
            good = pieces.scheme in ("http", "https") and bool(pieces.hostname)
        except ValueError:
            good = False
        if address and (not good or any(sign.isspace() or sign in '<>"\\' for sign in address)):
            raise Invalid("link.form")
        return address


class Whole(TypedField):
    """A whole number as people write one, from 0 to ``most``."""

    def __init__(self, label: Any = None, *, most: int | None = None, width: int = 2, **options: Any) -> None:
        super().__init__(label, width=width, **options)
        self.most, self.attrs = most, {"inputmode": "numeric", **self.attrs}

    def read(self, text: str) -> int | None:
        number = parse_whole(text)
        if number is not None and self.most is not None and number > self.most:
            raise Invalid("number.most", most=self.most)
        return number

    def write(self, value: int | None) -> str:
        return written_number(value)


class DecimalNumber(TypedField):
    """A number with at most ``places`` digits after the comma: a sum of money, a measure."""

    def __init__(self, label: Any = None, *, places: int, width: int = 2, **options: Any) -> None:
        super().__init__(label, width=width, **options)
        self.places, self.attrs = places, {"inputmode": "decimal", **self.attrs}

    def read(self, text: str) -> int | Decimal | None:
        return parse_decimal(text, self.places) if self.places else parse_whole(text)

    def write(self, value: int | Decimal | str | None) -> str:
        return written_number(Decimal(value) if isinstance(value, str) else value)


class Day(TypedField):
    """A day as 31.12.2025 or 2025-12-31."""

    def __init__(self, label: Any = None, *, width: int = 2, **options: Any) -> None:
        super().__init__(label, width=width, **options)
        self.attrs = {"inputmode": "numeric", "maxlength": 10, **self.attrs}

    def read(self, text: str) -> date | None:
        return parse_day(text)

    def write(self, value: date | str | None) -> str:
        return format_date(date.fromisoformat(value) if isinstance(value, str) else value, style="short")


class Span(TypedField):
    """A period by its key: 2025-11, 2025-Q3; ``kinds`` are those that are taken."""

    def __init__(self, label: Any = None, *, kinds: Sequence[str] = ("month",), **options: Any) -> None:
        super().__init__(label, **options)
        self.kinds = kinds

    def read(self, text: str) -> Period | None:
        try:
            period = parse_period(text.strip()) if text.strip() else None
        except Invalid:
            raise self.unknown(text) from None
        if period is not None and period.kind not in self.kinds:
            raise self.unknown(text)
        return period

    def unknown(self, text: str) -> Invalid:
        """A month is asked for by an example, of which there is one kind only."""
        return Invalid("period.month" if self.kinds == ("month",) else "period.unknown", key=text.strip())

    def write(self, value: Period | str | None) -> str:
        return value.key if isinstance(value, Period) else value or ""


class Tick(TypedField):
    """A box that is ticked or not."""

    kind = "tick"

    def __init__(self, label: Any = None, *, width: int = 12, **options: Any) -> None:
        super().__init__(label, width=width, **options)

    def process_data(self, value: Any) -> None:
        self.data = bool(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = bool(valuelist) and valuelist[0] not in ("", "0")


class Files(TypedField):
    """Files that come with a form. A browser never keeps them: when another field is wrong, the form says so here."""

    kind = "file"

    def __init__(
        self,
        label: Any = None,
        *,
        multiple: bool = False,
        accept: str = "",
        max_bytes: int | None = None,
        width: int = 4,
        **options: Any,
    ) -> None:
        super().__init__(label, width=width, **options)
        self.multiple, self.accept, self.max_bytes = multiple, accept, max_bytes

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        files = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]
        self.data = self.understood(lambda: files if self.multiple else next(iter(files), None))


class Pressed(TypedField):
    """Which of a form's buttons was pressed."""

    kind = "button"
    is_value = False

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = bool(valuelist)


class Hidden(TypedField):
    """What a page sends along unseen."""

    kind = "hidden"

    def read(self, text: str) -> Any:
        return text


class HiddenDay(Hidden):
    """A day that the page showed."""

    def read(self, text: str) -> date | None:
        return parse_day(text)

    def write(self, value: date | None) -> str:
        return value.isoformat() if value else ""


class HiddenNumber(Hidden):
    """A number that the page wrote: a year, a record. What is none is refused."""

    def __init__(self, *, most: int = LARGEST_KEY, **options: Any) -> None:
        super().__init__(required=True, **options)
        self.most = most

    def read(self, text: str) -> int | None:
        return parse_number(text, self.most)


class KeyNumbers(Hidden):
    """By which numbers of a draft's rows the page was drawn; no value of the thing that is filled in."""

    is_value = False


class Version(Hidden):
    """The version of a thing that the page showed. What is no number is the version of nothing."""

    def read(self, text: str) -> int:
        return version_of(text)


def version_of(text: str) -> int:
    """The version that a page sent."""
    number = parse_number(text)
    return NO_VERSION if number is None else number


def written_number(value: int | Decimal | None) -> str:
    """A number for a field: a decimal comma, groups by plain spaces, so that it can be typed on."""
    return "" if value is None else format_number(value).replace("\u00a0", " ")
