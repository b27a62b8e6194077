"""What a unit says when it hands a month in: words beside values that a check stops, reasons of blank days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domain.blank_days import BlankWords, check_blank
from app.domain.errors import Invalid
from app.domain.text import check_text
from app.forms.fields import TypedField
from app.i18n.labels import explain
from app.operations.words import TEXT_LIMIT

ALL = "all"  # the reason for every span that has none of its own


class Explanations(TypedField):
    """The words beside values that a check stops: (check, part key) → words.

    Each stands beside the key of its value, ``check``. ``texts`` are what was typed, ``wrong`` the errors, by key.
    """

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        self.keys: list[str] = formdata.getlist("check") if formdata is not None else []
        self.texts: dict[str, str] = {}
        self.wrong: dict[str, str] = {}
        super().process(formdata, *args, **options)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.texts = dict(zip(self.keys, valuelist, strict=False))
        self.data = self.understood(lambda: self.explained(valuelist))

    def explained(self, valuelist: Sequence[str]) -> dict[tuple[str, str], str]:
        if len(self.keys) != len(valuelist) or not all("|" in key for key in self.keys):
            raise Invalid("form.uneven")
        words: dict[tuple[str, str], str] = {}
        refused = None
        for key, text in self.texts.items():
            check, part_key = key.split("|", 1)
            try:
                words[check, part_key] = check_text(text, TEXT_LIMIT)
            except Invalid as error:
                self.wrong[key], refused = explain(error), error
        if refused is not None:
            raise refused
        return words


class BlankReasons(TypedField):
    """Why days are blank: (first day, last day) → kind and words.

    Each stands beside its ``span``, two days, and its ``blank_words``; the one beside “all” holds for every other span.
    ``typed`` is what was chosen and written, ``wrong`` the errors, by span.
    """

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        sent = formdata is not None
        self.spans: list[str] = formdata.getlist("span") if sent else []
        self.words: list[str] = formdata.getlist("blank_words") if sent else []
        self.typed: dict[str, tuple[str, str]] = {}
        self.wrong: dict[str, str] = {}
        super().process(formdata, *args, **options)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        kinds = zip(valuelist, self.words, strict=False)
        self.typed = dict(zip(self.spans, kinds, strict=False))
        self.data = self.understood(lambda: self.given(valuelist))

    def given(self, kinds: Sequence[str]) -> dict[tuple[date, date], BlankWords]:
        if not len(kinds) == len(self.words) == len(self.spans):
            raise Invalid("form.uneven")
        found = {days_of(span): self.reason(span) for span in self.spans if span != ALL}
        if self.wrong:
            raise Invalid("submission.blank_wrong")
        return {days: reason for days, reason in found.items() if reason is not None}

    def places_of_errors(self) -> list[tuple[str, str]]:
        """Each wrong reason by itself, where its words are typed."""
        return [(f"words-{span}", words) for span, words in self.wrong.items()] or super().places_of_errors()

    def reason(self, span: str) -> BlankWords | None:
        """What was chosen for a span, or for all of them; None where there is neither."""
        chosen = span if self.typed[span][0] else ALL
        kind, words = self.typed.get(chosen, ("", ""))
        if not kind:
            return None
        try:
            reason = BlankWords(kind, check_text(words, TEXT_LIMIT))
            check_blank(reason)
        except Invalid as error:
            self.wrong[chosen] = explain(error)
            return None
        return reason


def days_of(span: str) -> tuple[date, date]:
    """“2025-10-02_2025-10-04”. Raises Invalid ``form.uneven`` for what no page wrote."""
    try:
        first, last = (date.fromisoformat(day) for day in span.split("_"))
    except ValueError:
        raise Invalid("form.uneven") from None
    return first, last
