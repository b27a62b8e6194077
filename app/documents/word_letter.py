"""What letters in Word are made of: the page, its number, paragraphs, and tables whose rows are added as XML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
RIGHT, CENTRE, LEFT = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


def set_page(document: Document, *, landscape: bool = True) -> None:
    """A4 with narrow margins and the number of the page below."""
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    page.left_margin = page.right_margin = Mm(10)
    page.top_margin, page.bottom_margin = Mm(12), Mm(14)
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(10)
    style.element.rPr.rFonts.set(qn("w:cs"), FONT)
    style.paragraph_format.space_after = Pt(0)
    _page_number(page.footer.paragraphs[0])


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def add_paragraph(document: Document, text: str, alignment: Any, *, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(6 if bold else 0)
    paragraph.add_run(_printable(text)).bold = bold


def new_table(document: Document, widths: Sequence[int], *, style: str | None = "Table Grid") -> Any:
    """An empty grid with fixed column ``widths`` in millimetres; rows are added as XML, which is
    quick for hundreds of lines. Without a ``style`` it has no lines."""
    table = document.add_table(rows=0, cols=len(widths))
    if style:
        table.style = style
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid, widths, strict=True):
        column.set(qn("w:w"), str(Mm(width).twips))
    return table._tbl


def add_row(tbl: Any, *, repeated: bool = False) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    tbl.append(row)
    return row


def add_cell(
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
