"""An amendment of the plan as a paper to be signed: what changes, from when, why and on what ground (domain.md §5)."""

from __future__ import annotations

import io

import docx

from app.documents.amendment_paper import AmendmentPaper
from app.documents.ends_docx import add_blocks, add_heading, add_signatures
from app.documents.word_letter import LEFT, add_cell, add_paragraph, add_row, new_table, set_page

_WIDTHS = (17, 59, 57, 57)  # millimetres, 190 together


def write_amendment_docx(paper: AmendmentPaper) -> bytes:
    document = docx.Document()
    set_page(document, landscape=False)
    if paper.draft:
        document.sections[0].header.paragraphs[0].text = paper.draft
    add_blocks(document, paper.ends, sum(_WIDTHS))
    add_heading(document, paper.ends)
    for fact in paper.facts:
        add_paragraph(document, fact, LEFT)
    add_paragraph(document, "", LEFT)
    table = new_table(document, _WIDTHS)
    head = add_row(table, repeated=True)
    for place, words in enumerate(paper.headings):
        add_cell(head, words, _WIDTHS[place : place + 1], centred=True, bold=True)
    for line in paper.lines:
        row = add_row(table)
        for place, words in enumerate((line.key, line.name, line.before, line.after)):
            add_cell(row, words, _WIDTHS[place : place + 1])
    add_signatures(document, paper.ends, sum(_WIDTHS))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
