"""Head and foot of a paper in a letter: the blocks of who agrees and who approves, the title, lines to sign on."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.shared import Mm, Pt

from app.documents.word_letter import CENTRE, LEFT, RIGHT, add_cell, add_paragraph, add_row, new_table
from app.domain.papers import LINE, PaperEnds


def add_blocks(document: Document, ends: PaperEnds, width: int) -> None:
    """Who approves stands on the right, who agrees on the left; both beside each other. ``width``: of the page's text
    in millimetres."""
    if ends.approval and ends.agreement:
        side = width * 2 // 5
        widths = (side, width - 2 * side, side)
        table = new_table(document, widths, style=None)
        row = add_row(table)
        for place, lines in enumerate((ends.agreement, (), ends.approval)):
            add_cell(row, "\n".join(lines), widths[place : place + 1], centred=True)
        return
    for lines, side_of in ((ends.approval, RIGHT), (ends.agreement, LEFT)):
        for line in lines:
            add_paragraph(document, line, side_of)


def add_heading(document: Document, ends: PaperEnds) -> None:
    for line in ends.heading:
        add_paragraph(document, line, CENTRE, bold=True)


def add_signatures(document: Document, ends: PaperEnds, width: int) -> None:
    """Each post with a line to sign on and the name, below what stands above."""
    for one in ends.signatures:
        paragraph: Any = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(14)
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width * 2 // 5))
        paragraph.add_run(f"{one.post}\t{LINE} {one.name}".rstrip())
