"""The plan as a letter: the official table in Word, A4 landscape, its header on every page."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from app.documents.plan_columns import COLUMNS, FACT, MEASURE, PLAN
from app.documents.plan_print import HEADINGS, heading_text, printed_lines, year_headings
from app.domain.plan_table import PlanTable

FONT = "Times New Roman"
_WIDTHS = (11, 66, 24, 17, 17, 75, 25, 42)  # millimetres, 277 together
_FACT = COLUMNS.index(FACT)
_CENTRED = {0, COLUMNS.index(MEASURE), _FACT, COLUMNS.index(PLAN)}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


def write_plan_docx(table: PlanTable, headings: Mapping[str, str] = HEADINGS) -> bytes:
    """The plan as a DOCX file; ``headings`` are the words over the columns, see ``plan_print.HEADINGS``."""
    document = docx.Document()
    _set_page(document)
    for line in table.approval:
        _paragraph(document, line, WD_ALIGN_PARAGRAPH.RIGHT)
    if table.title:
        _paragraph(document, table.title, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    _fill(_new_table(document), table, headings)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_page(document: Document) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(10)
    page.top_margin, page.bottom_margin = Mm(12), Mm(14)
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(10)
    style.element.rPr.rFonts.set(qn("w:cs"), FONT)
    style.paragraph_format.space_after = Pt(0)
    _page_number(page.footer.paragraphs[0])


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _paragraph(document: Document, text: str, alignment: Any, *, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(6 if bold else 0)
    paragraph.add_run(_printable(text)).bold = bold


def _new_table(document: Document) -> Any:
    """An empty grid with fixed column widths; rows are added as XML, which is quick for hundreds of lines."""
    table = document.add_table(rows=0, cols=len(_WIDTHS))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid, _WIDTHS, strict=True):
        column.set(qn("w:w"), str(Mm(width).twips))
    return table._tbl


def _fill(tbl: Any, table: PlanTable, headings: Mapping[str, str]) -> None:
    years = year_headings(table.year, headings)
    first, second = _row(tbl, repeated=True), _row(tbl, repeated=True)
    for column, name in enumerate(COLUMNS):
        if column == _FACT:
            _cell(first, headings["quantity"], _WIDTHS[column : column + 2], centred=True, bold=True)
        if name in (FACT, PLAN):
            _cell(second, years[column - _FACT], _WIDTHS[column : column + 1], centred=True, bold=True)
        else:
            _cell(first, headings[name], _WIDTHS[column : column + 1], centred=True, bold=True, merged="restart")
            _cell(second, "", _WIDTHS[column : column + 1], merged="continue")
    for section in table.sections:
        _cell(_row(tbl), heading_text(section), _WIDTHS, centred=True, bold=True, with_next=True)
        for line in printed_lines(section):
            row = _row(tbl)
            for column, text in enumerate(line.texts):
                _cell(row, text, _WIDTHS[column : column + 1], centred=column in _CENTRED)


def _row(tbl: Any, *, repeated: bool = False) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    tbl.append(row)
    return row


def _cell(
    row: Any,
    text: str,
    widths: Sequence[int],
    *,
    centred: bool = False,
    bold: bool = False,
    merged: str = "",
    with_next: bool = False,
) -> None:
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    _property(properties, "w:tcW", {"w:w": str(Mm(sum(widths)).twips), "w:type": "dxa"})
    if len(widths) > 1:
        _property(properties, "w:gridSpan", {"w:val": str(len(widths))})
    if merged:
        _property(properties, "w:vMerge", {"w:val": merged})
    cell.append(properties)
    for line in _printable(text).split("\n"):
        cell.append(_line(line, centred=centred, bold=bold, with_next=with_next))
    row.append(cell)


def _line(text: str, *, centred: bool, bold: bool, with_next: bool) -> Any:
    paragraph = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    if with_next:
        properties.append(OxmlElement("w:keepNext"))
    if centred:
        _property(properties, "w:jc", {"w:val": "center"})
    paragraph.append(properties)
    run = OxmlElement("w:r")
    if bold:
        look = OxmlElement("w:rPr")
        look.append(OxmlElement("w:b"))
        run.append(look)
    words = OxmlElement("w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    paragraph.append(run)
    return paragraph


def _property(parent: Any, tag: str, attributes: Mapping[str, str]) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    parent.append(element)


def _printable(text: str) -> str:
    """Control characters cannot stand in a letter."""
    return _CONTROL.sub("", text)
