"""The form that adds evidence (asos, ilova) to a card, and the field of it that cards share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.evidence import ALLOWED, BYTES_LIMIT
from app.forms.base import MakingForm
from app.forms.fields import Files

ACCEPT = ",".join(f".{ending}" for ending in ALLOWED)


class EvidenceFiles(Files):
    """Files that prove something; ``data`` is a list of (name, content)."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, multiple=True, accept=ACCEPT, max_bytes=BYTES_LIMIT, **options)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = [(file.filename or "", file.read()) for file in self.data or ()]


class EvidenceForm(MakingForm):
    """Files for a card that is there."""

    files = EvidenceFiles(_l("Asos hujjatlar"))
