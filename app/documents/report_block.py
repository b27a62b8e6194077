"""What a signed report says above and below its table: basis, version, signatures, outgoing number, proof."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from app.documents.sheet import Sheet
from app.domain.frozen import Paper
from app.i18n.formats import format_date

LINE = "____________________"
LAST_OF_NAMES = 3  # the column up to which the left block reaches


def write_report_title(sheet: Sheet, row: int, paper: Paper, last: int) -> int:
    """Who had not handed in, and what it corrects; returns the row for the head."""
    row -= 1  # the blank row below the title
    lines = []
    if paper.missing:
        lines.append(_("Maʼlumot topshirmagan boʻlinmalar: %(names)s", names=", ".join(paper.missing)))
    if paper.corrects is not None:
        lines.append(
            _(
                "Tuzatilgan hisobot: %(number)s-versiya, %(old)s-versiya oʻrniga. Sabab: %(reason)s",
                number=paper.version_number,
                old=paper.corrects,
                reason=paper.reason,
            )  # fmt: skip
        )
    for text in lines:
        sheet.write_across(row, 0, last, text, "aside")
        row += 1
    return row + 1


def write_report_end(sheet: Sheet, row: int, paper: Paper, last: int, today: date, locale: str) -> int:
    """Signatures, the outgoing number and day (or room for them), and the proof; returns the last row used."""
    for signer in paper.signers:
        sheet.write_across(row, 1, LAST_OF_NAMES, signer.post, "plain")
        sheet.write_across(row, LAST_OF_NAMES + 1, last, f"{LINE}   {signer.name}", "plain")
        row += 2
    number = paper.outgoing_number or "________"
    day = format_date(paper.outgoing_date, locale, "long") if paper.outgoing_date else LINE
    lines = [
        _("Chiqish raqami: %(number)s   Sana: %(day)s", number=number, day=day),
        _("Tayyorlangan kun: %(day)s", day=format_date(today, locale, "long")),
        _(
            "%(number)s-versiya. Tarix zanjiri: %(chain)s",
            number=paper.version_number,
            chain=paper.chain,
        ),  # fmt: skip
    ]
    for text in lines:
        sheet.write_across(row, 1, last, text, "plain")
        row += 1
    return row - 1
