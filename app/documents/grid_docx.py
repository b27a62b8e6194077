"""The tables of a letter as grids, in order, with the paragraphs around them. The file has passed ``check_archive``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from app.documents.archive import LAST_ROW
from app.documents.grid import EMPTY, Box, FileCell, FileGrid, Loose, cover, text_cell
from app.documents.word_numbering import Numbering
from app.domain.errors import Invalid
from app.domain.text import clean_text

MOST_COLUMNS = 60
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag"), qn("w:customXml")}
# What is not on the paper: another program's copy of a drawing, and what a tracked change took away or moved elsewhere.
_GONE = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", qn("w:del"), qn("w:moveFrom")
}  # fmt: skip
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_READ = {qn("w:p"), qn("w:t"), *_SIGNS}
_SLOTS = {"center": 1, "right": 2, "end": 2}


def read_tables(data: bytes) -> list[FileGrid]:
    """Every table of the letter. Raises Invalid ``file.broken``."""
    try:
        document = docx.Document(io.BytesIO(data))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile, AttributeError, SyntaxError) as error:
        raise Invalid("file.broken") from error
    if document.element.body is None:
        raise Invalid("file.broken")
    numbering = Numbering(document.part)
    grids: list[FileGrid] = []
    loose: list[Loose] = []
    for element in _pieces(document.element.body):
        if element.tag == qn("w:p"):
            loose.extend(_paragraph(element, numbering))
        else:
            grids.append(_table(element, str(len(grids) + 1), loose, numbering))
            loose = []
    if grids:
        grids[-1].after = loose
    return grids


def _pieces(element: Any) -> Iterator[Any]:
    """Paragraphs and tables in their order; of a table that only holds others in their place what its cells hold."""
    for piece in _children(element, qn("w:p"), qn("w:tbl")):
        if piece.tag == qn("w:tbl") and _is_layout(piece):
            for row in _children(piece, qn("w:tr")):
                for cell in _children(row, qn("w:tc")):
                    yield from _pieces(cell)
        else:
            yield piece


def _is_layout(table: Any) -> bool:
    """A table with another one in it that has more rows than itself."""
    rows = sum(1 for _ in _children(table, qn("w:tr")))
    inner = (one for one in table.iterdescendants(qn("w:tbl")))
    return any(sum(1 for _ in _children(one, qn("w:tr"))) > rows for one in inner)


def _children(element: Any, *tags: str) -> Iterator[Any]:
    """The children with these tags, also those inside content controls and tracked insertions."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, *tags)


def _paragraph(element: Any, numbering: Numbering) -> Iterator[Loose]:
    align = element.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    slot = _SLOTS.get(align.get(qn("w:val")), 0) if align is not None else 0
    text = clean_text(_text(element, numbering)[0])
    yield from (Loose(line, slot) for line in text.split("\n") if line)


def _text(element: Any, numbering: Numbering) -> tuple[str, str]:
    """The words of a paragraph or a cell, a line for each paragraph and line break; and what is raised above them."""
    lines: list[str] = []
    raised: list[str] = []
    for node in element.iter():
        if node.tag not in _READ or any(above.tag in _GONE for above in node.iterancestors()):
            continue
        if node.tag == qn("w:p"):
            lines.append("\n" + numbering.label(node))
        elif node.tag == qn("w:t"):
            (raised if _is_raised(node.getparent()) else lines).append(node.text or "")
        elif node.getparent().tag == qn("w:r"):
            lines.append(_SIGNS[node.tag])
    return "".join(lines).strip("\n"), "".join(raised)


def _is_raised(run: Any) -> bool:
    """Whether a run stands above the line, as the mark of a footnote does."""
    align = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return align is not None and align.get(qn("w:val")) == "superscript"


def _table(element: Any, name: str, before: list[Loose], numbering: Numbering) -> FileGrid:
    rows: list[list[FileCell]] = []
    boxes: list[Box] = []
    for row in _children(element, qn("w:tr")):
        line: list[FileCell] = [EMPTY] * _whole(row, "w:trPr", "w:gridBefore", least=0)
        for tc in _children(row, qn("w:tc")):
            start = len(line)
            spans = _whole(tc, "w:tcPr", "w:gridSpan", least=1)
            merge = tc.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            line.append(FileCell(covered="down") if goes_on else text_cell(*_text(tc, numbering)))
            line.extend([FileCell(covered="down" if goes_on else "across")] * (spans - 1))
            if not goes_on:
                boxes.append((len(rows), start, len(rows), start + spans - 1))
        rows.append(line)
        if len(line) > MOST_COLUMNS or len(rows) > LAST_ROW:
            raise Invalid("file.too_far", row=len(rows), column=len(line))
    cover(rows, boxes)
    return FileGrid("table", name, rows, before=before)


def _whole(element: Any, group: str, tag: str, *, least: int) -> int:
    """A count from the properties of a row or cell, held within what a page can have."""
    found = element.find(f"{qn(group)}/{qn(tag)}")
    value = found.get(qn("w:val"), "") if found is not None else ""
    return min(max(int(value), least), MOST_COLUMNS) if value.isascii() and value.isdigit() else least
