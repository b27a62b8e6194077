"""What every form has: its token, version and once-only mark, the text as typed, and errors tied to their fields."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar, cast

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from app.domain.errors import Conflict, DomainError, Invalid
from app.domain.typed import parse_number
from app.extensions import db
from app.forms.fields import Files, Hidden, KeyNumbers, Pressed, TypedField
from app.i18n.labels import explain

View = TypeVar("View", bound=Callable[..., Any])


class WrongForm(Invalid):
    """Some field of a form is wrong; the form itself says which."""

    def __init__(self) -> None:
        super().__init__("form.wrong")


class NounForm(FlaskForm):
    """The form of one noun.

    ``line`` tells several forms of one kind on a page apart, in the ids of their fields. A form that ``makes``
    something carries a token, so that sending it twice makes one (``forms/once.py``). ``numbered`` goes along with the
    token of each request (``sent_numbering``).
    """

    numbered = KeyNumbers()

    makes = False
    depending: tuple[str, ...] = ()  # how the names of fields begin that depend on data

    class Meta:
        locales = False  # sentences are ours, by ``i18n.labels``
        csrf = False  # ``extensions.csrf`` asks every request for its token; a form would make it before a new sitting

    def __init__(self, formdata: Any = None, *, line: object = "", **values: Any) -> None:
        self.line = str(line)
        self.conflict = False
        super().__init__(formdata=formdata, **values)
        for field in self:
            field.id = f"{field.name}-{self.line}" if self.line else field.name
        self.token = sent_token() or uuid.uuid4().hex

    @classmethod
    def posted(cls, *, line: object = "", **values: Any) -> Self:
        """The form as this request sent it; ``values`` are for what it did not send."""
        return cls(CombinedMultiDict([request.files, request.form]), line=line, **values)

    def values(self) -> dict[str, Any]:
        """What the form means, by the names that the operation takes. Raises WrongForm when a field is wrong."""
        if not self.validate():
            raise WrongForm
        return {field.short_name: field.data for field in self if getattr(field, "is_value", False)}

    def refuse(self, error: DomainError, *, stored: Any = None) -> Self:
        """Keep why it was refused, beside its field; nothing that was written so far stays.

        In a conflict the form goes on with the version of the ``stored`` thing: sent again, it is a choice.
        """
        db.session.rollback()
        self.conflict = isinstance(error, Conflict)
        if self.conflict and stored is not None and "version" in self:
            self.typed("version").process_data(stored.version)
        if not isinstance(error, WrongForm):
            self.add_error(error)
        self.warn_of_files()
        return self

    def add_error(self, error: DomainError) -> None:
        """Put the sentence of an error beside its field, or above the form when it has none."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(explain(error))
        else:
            field.errors = [*field.errors, explain(error)]

    def warn_of_files(self) -> None:
        """A browser does not keep chosen files: who sends the form again has to choose them again."""
        for field in self:
            if isinstance(field, Files) and field.data and not field.errors:
                field.errors = [explain(Invalid("file.choose_again"))]

    @property
    def summary(self) -> list[dict[str, str]]:
        """Every error for the top of the page, with the id of its field."""
        found = [{"id": "", "message": str(message)} for message in self.form_errors]
        return found + [
            {"id": place, "message": f"{field.label.text}: {message}"}
            for field in self
            if isinstance(field, TypedField) and field.errors
            for place, message in field.places_of_errors()
        ]

    def typed(self, name: str) -> TypedField:
        """One of its fields by name, with its text."""
        return cast(TypedField, self[name])

    @property
    def shown_fields(self) -> list[TypedField]:
        """The fields that a person fills in, in their order."""
        return [field for field in self if isinstance(field, TypedField) and not isinstance(field, Hidden | Pressed)]

    @property
    def has_files(self) -> bool:
        return any(isinstance(field, Files) for field in self)

    @property
    def hidden_fields(self) -> list[Hidden]:
        return [field for field in self if isinstance(field, Hidden) and not isinstance(field, KeyNumbers)]


def takes(form: type[NounForm] | Callable[..., type[NounForm]]) -> Callable[[View], View]:
    """Declare the form that a view takes: its class, or what gives the class for the view's arguments."""

    def declare(view: View) -> View:
        view.takes = form  # type: ignore[attr-defined]
        return view

    return declare


def form_of(endpoint: str, values: Mapping[str, Any]) -> type[NounForm] | None:
    """The class of the form that an address takes."""
    found = getattr(current_app.view_functions[endpoint], "takes", None)
    if found is None or isinstance(found, type):
        return found
    return cast(type[NounForm], found(**values))


class FilterForm(NounForm):
    """What is asked of a list; it stands in the address. ``usual``: what an address need not say."""

    usual: Mapping[str, str] = {}

    @classmethod
    def asked(cls, *, usual: Mapping[str, str] | None = None, **values: Any) -> Self:
        """The filter of this request's address."""
        found = cls(MultiDict({**(usual or {}), **request.args}), **values)
        found.usual = usual or {}
        return found

    def wanted(self) -> dict[str, Any]:
        """What is looked for, by the names of the fields; one that is not understood looks for nothing, and is told."""
        self.validate()
        return {field.short_name: None if field.errors else field.data for field in self.filled_in}

    def told(self) -> dict[str, Any]:
        """What a page says of a filter that is not understood."""
        title = {"errors_title": _("Filtrning bir qismi tushunarsiz, u qoʻllanmadi")} if self.summary else {}
        return {"errors": self.summary, **title}

    @property
    def status(self) -> int:
        return 422 if self.errors else 200

    @property
    def address(self) -> dict[str, Any]:
        """What of it belongs into an address: the fields that hold something unusual, as they were typed."""
        texts = {field.name: field.text for field in self.filled_in}
        return {name: text for name, text in texts.items() if text and text != self.usual.get(name)}

    @property
    def filled_in(self) -> list[TypedField]:
        return [field for field in self if isinstance(field, TypedField) and field.is_value]


def asks(form: type[FilterForm]) -> Callable[[View], View]:
    """Declare the filter that a view reads from its address."""

    def declare(view: View) -> View:
        view.asks = form  # type: ignore[attr-defined]
        return view

    return declare


class MakingForm(NounForm):
    """The form of something that it makes: sent twice, it makes one."""

    makes = True


class ActForm(NounForm):
    """One act by itself: a button, and what the page sends along unseen."""


def sent_token() -> str:
    """The once-only mark that came with this request; empty when there is none that could be ours."""
    token = request.form.get("form_token", "") if request.method == "POST" else ""
    return token if len(token) == 32 and token.isascii() and token.isalnum() else ""


def sent_numbering() -> int | None:
    """By which numbers of rows the page was drawn that sent this request; None where it does not say so."""
    return parse_number(request.form.get("numbered") or request.headers.get("X-Numbered", ""))


__all__ = [
    "ActForm",
    "FilterForm",
    "MakingForm",
    "NounForm",
    "WrongForm",
    "_l",
    "asks",
    "form_of",
    "sent_numbering",
    "sent_token",
    "takes",
]
