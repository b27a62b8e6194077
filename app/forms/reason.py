"""Why something is done."""

from __future__ import annotations

from typing import Any

from app.domain.errors import Invalid
from app.forms.fields import LongText
from app.operations.words import TEXT_LIMIT


class Reason(LongText):
    """A reason that must be given; ``missing`` is the code of what is said when it is not."""

    def __init__(
        self, label: Any = None, *, missing: str = "workflow.reason_missing", limit: int = TEXT_LIMIT, **options: Any
    ) -> None:
        super().__init__(label, limit=limit, required=True, rows=2, **options)
        self.missing = missing

    def read(self, text: str) -> str:
        words = super().read(text)
        if not words:
            raise Invalid(self.missing)
        return words
