"""The history as a table for Excel: a CSV file, and a workbook in which every cell is text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from app.documents.lines_xlsx import write_lines_xlsx
from app.i18n.formats import format_moment
from app.models import Change
from app.pages.history_words import Wording
from app.pages.papers import list_paper
from app.web.page import locale

WIDTHS = (16.0, 24.0, 20.0, 48.0, 20.0, 24.0, 24.0, 32.0, 14.0)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def history_csv(changes: Iterable[Change], words: Wording) -> str:
    """One line for every thing that changed; separated by semicolons, as Excel here expects."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow(heads())
    for line in history_lines(changes, words):
        lines.writerow([harmless(cell) for cell in line])
    return out.getvalue()


def history_xlsx(changes: Iterable[Change], words: Wording) -> bytes:
    """The same lines as a workbook."""
    title = _("Oʻzgarishlar tarixi")
    return write_lines_xlsx(title, heads(), WIDTHS, history_lines(changes, words), list_paper(title))


def heads() -> list[str]:
    return [_("Vaqti"), _("Xodim"), _("Amal"), _("Nima"), _("Maydon"), _("Avval"), _("Keyin"), _("Sabab"), _("Manzil")]


def history_lines(changes: Iterable[Change], words: Wording) -> Iterator[list[str]]:
    for change in changes:
        fixed = [format_moment(change.at, locale()), words.who(change), words.action(change), words.subject(change)]
        found = [(one.name, one.before, one.after) for one in words.differences(change)]
        for parts in found or [("", "", "")]:
            yield [*fixed, *parts, words.reason(change), words.where(change)]


def harmless(cell: str) -> str:
    """Text that a spreadsheet would take for a formula is marked as text (trust.md I6)."""
    return "'" + cell if cell.startswith(FORMULA_SIGNS) else cell
