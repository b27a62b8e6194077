"""What a sheet holds beside its values: hidden rows, formulas without a result, errors, percents, raised signs.

The reader of values gives none of it: an error and a formula that nobody computed are empty cells there, 95 % is 0.95,
and the mark of a footnote is one more digit. The file has passed ``archive.check_archive``.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from app.documents.grid import Held

Place = tuple[int, int]  # row and column, from 0

_CELL = re.compile(r"([A-Z]+)(\d+)")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')  # letters of a number format that are printed as they stand
_MOST = 16384  # columns of a workbook
_PERCENTS = frozenset({9, 10})  # the two number formats of a percent that every workbook has


@dataclass(frozen=True)
class SheetMarks:
    """``hidden``: rows and columns that are not seen, from 0; ``held``: what a cell holds; ``raised``: its text without
    the raised signs, and these."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    held: Mapping[Place, Held] = field(default_factory=dict)
    raised: Mapping[Place, tuple[str, str]] = field(default_factory=dict)


def read_marks(data: bytes) -> dict[str, SheetMarks]:
    """Name of a sheet → its marks; nothing of a sheet that is not where the workbook says."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        targets = dict(_sheets(archive, names))
        percents = _percents(_root(archive, "xl/styles.xml")) if "xl/styles.xml" in names else frozenset()
        shared = list(_shared(_root(archive, "xl/sharedStrings.xml"))) if "xl/sharedStrings.xml" in names else []
        return {name: _sheet(_root(archive, path), percents, shared) for name, path in targets.items() if path in names}


def _root(archive: zipfile.ZipFile, path: str) -> Any:
    return etree.fromstring(
        archive.read(path), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )


def _tag(element: Any) -> str:
    """The name without its namespace; a comment has none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _sheets(archive: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    """(name, path inside the archive) of each sheet."""
    links = "xl/_rels/workbook.xml.rels"
    if "xl/workbook.xml" not in names or links not in names:
        return
    targets = {one.get("Id"): one.get("Target", "") for one in _root(archive, links)}
    for element in _root(archive, "xl/workbook.xml").iter():
        if _tag(element) == "sheet":
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            yield element.get("name", ""), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _percents(root: Any) -> frozenset[int]:
    """The looks of cells, by number, that print a share as a percent."""
    own = {}
    for element in root.iter():
        if _tag(element) == "numFmt":
            own[element.get("numFmtId")] = "%" in _QUOTED.sub("", element.get("formatCode", ""))
    looks = next((element for element in root.iter() if _tag(element) == "cellXfs"), ())
    ids = [one.get("numFmtId", "0") for one in looks]
    return frozenset(look for look, one in enumerate(ids) if own.get(one, one.isdigit() and int(one) in _PERCENTS))


def _shared(root: Any) -> Iterator[tuple[str, str]]:
    for element in root:
        if _tag(element) == "si":
            yield _lowered(element)


def _lowered(element: Any) -> tuple[str, str]:
    """The text of a cell without what is raised, and what is."""
    pieces: dict[bool, list[str]] = {False: [], True: []}
    for child in element:
        if _tag(child) == "t":
            pieces[False].append(child.text or "")
        elif _tag(child) == "r":
            raised = any(_tag(one) == "vertAlign" and one.get("val") == "superscript" for one in child.iter())
            pieces[raised] += [one.text or "" for one in child.iter() if _tag(one) == "t"]
    return "".join(pieces[False]), "".join(pieces[True])


def _sheet(root: Any, percents: frozenset[int], shared: list[tuple[str, str]]) -> SheetMarks:
    hidden, columns = set(), set()
    held: dict[Place, Held] = {}
    raised: dict[Place, tuple[str, str]] = {}
    row = -1
    for element in root.iter():
        name = _tag(element)
        if name == "col" and element.get("hidden") in ("1", "true"):
            columns |= set(range(int(element.get("min", "1")) - 1, min(int(element.get("max", "1")), _MOST)))
        elif name == "row":
            row = int(element.get("r", row + 2)) - 1
            column = -1
            if element.get("hidden") in ("1", "true"):
                hidden.add(row)
        elif name == "c":
            column = _column(element.get("r")) if element.get("r") else column + 1
            if kind := _held(element, percents):
                held[row, column] = kind
            text, above = _text(element, shared)
            if above:
                raised[row, column] = text, above
    return SheetMarks(frozenset(hidden), frozenset(columns), held, raised)


def _column(address: str) -> int:
    match = _CELL.fullmatch(address)
    number = 0
    for letter in match[1] if match else "":
        number = number * 26 + ord(letter) - 64
    return number - 1


def _held(cell: Any, percents: frozenset[int]) -> Held:
    formula = value = None
    for child in cell:
        if _tag(child) == "f":
            formula = child
        elif _tag(child) == "v":
            value = child.text
    if cell.get("t") == "e":
        return "error"
    if formula is not None and not value and cell.get("t") != "str":  # a text that came out empty is a result
        return "formula"
    look = cell.get("s", "")
    return "percent" if value and look.isdigit() and int(look) in percents and cell.get("t", "n") == "n" else ""


def _text(cell: Any, shared: list[tuple[str, str]]) -> tuple[str, str]:
    for child in cell:
        if _tag(child) == "is":
            return _lowered(child)
        if (
            _tag(child) == "v"
            and cell.get("t") == "s"
            and (child.text or "").isdigit()
            and int(child.text) < len(shared)
        ):
            return shared[int(child.text)]
    return "", ""
