"""The list of differences between two versions of a report, ready to print and to enclose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.documents.ends_xlsx import write_blocks, write_heading, write_signatures
from app.documents.sheet import Sheet, Style, Value
from app.domain.counting import Total
from app.domain.frozen import FACT, PLAN, RUNNING, FigureDifference
from app.domain.papers import PaperEnds
from app.i18n.formats import format_number, format_period_short

WIDTHS = (12.0, 56.0, 22.0, 18.0, 18.0, 18.0)
LAST = len(WIDTHS) - 1


@dataclass(frozen=True)
class ReportHeading:
    """Which two versions of a report, and why."""

    before: str  # “1-versiya, 12-son, 05.10.2025”
    after: str
    reason: str


def write_differences_xlsx(
    differences: Sequence[FigureDifference], heading: ReportHeading, ends: PaperEnds, *, locale: str
) -> bytes:
    """One row for every figure that differs; call it with the reader's language set."""
    sheet = Sheet(_("Farqlar"), WIDTHS)
    row = write_heading(sheet, write_blocks(sheet, 0, ends, LAST), ends, LAST)
    sheet.write_across(row, 0, LAST, f"{heading.before} → {heading.after}", "aside")
    row += 1
    if heading.reason:
        sheet.write_across(row, 0, LAST, _("Sabab: %(reason)s", reason=heading.reason), "aside")
        row += 1
    head = row + 1
    heads = (_("Qator"), _("Nomi"), _("Ustun"), _("Avval"), _("Keyin"), _("Farqi"))
    for column, text in enumerate(heads):
        sheet.write(head, column, text, "head")
    row = head + 1
    for one in differences:
        cells: list[tuple[Value, Style]] = [
            (one.key, "centre"),
            (one.name or None, "text"),
            (column_words(one.column, locale), "centre"),
            side(one.before, locale),
            side(one.after, locale),
            change(one),
        ]
        sheet.write_row(row, cells)
        row += 1
    sheet.write_across(row + 1, 0, LAST, _("Jami farqlar: %(count)s", count=len(differences)), "plain")
    end = write_signatures(sheet, row + 3, ends, LAST, posts_to=1) - 2 if ends.signatures else row + 1
    sheet.set_print(head_rows=(head, head), last_row=end, last_column=LAST)
    return sheet.close()


def column_words(column: str, locale: str) -> str:
    """The head of the column in which a figure stands."""
    named = {PLAN: _("Yillik reja"), FACT: _("Oʻtgan yil (fakt)"), RUNNING: _("Yil boshidan")}
    return named.get(column) or format_period_short(column, locale)


def side(total: Total | None, locale: str) -> tuple[Value, Style]:
    """A number as a number; what is not there as “—”."""
    if total is None or total.state == "empty":
        return "—", "centre"
    if total.state == "not_applicable" or total.amount is None:
        return "×", "centre"
    if total.base is not None:
        return f"{format_number(total.amount, locale)}/{format_number(total.base, locale)}", "centre"
    return total.amount, "number" if isinstance(total.amount, int) else "decimal"


def change(one: FigureDifference) -> tuple[Value, Style]:
    """By how much, where both sides are plain numbers."""
    sides = (one.before, one.after)
    if any(total is None or total.amount is None or total.base is not None for total in sides):
        return None, "centre"
    before, after = (total.amount for total in sides if total is not None and total.amount is not None)
    return after - before, "number" if isinstance(after - before, int) else "decimal"
