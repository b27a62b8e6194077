"""The history as a table for Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from flask_babel import gettext as _

from app.blueprints.system.wording import Wording
from app.i18n.formats import format_moment
from app.models import Change
from app.web.page import locale

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def history_csv(changes: Iterable[Change], words: Wording) -> str:
    """One line for every thing that changed; separated by semicolons, as Excel here expects."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    heads = [_("Vaqti"), _("Xodim"), _("Amal"), _("Nima"), _("Maydon"), _("Avval"), _("Keyin"), _("Sabab"), _("Manzil")]
    lines.writerow(heads)
    for change in changes:
        fixed = [format_moment(change.at, locale()), change.person_name, words.action(change), words.subject(change)]
        for found in words.differences(change) or [None]:
            parts = [found.name, found.before, found.after] if found else ["", "", ""]
            lines.writerow([harmless(cell) for cell in [*fixed, *parts, change.reason, change.address]])
    return out.getvalue()


def harmless(cell: str) -> str:
    """Text that a spreadsheet would take for a formula is marked as text (trust.md I6)."""
    return "'" + cell if cell.startswith(FORMULA_SIGNS) else cell
