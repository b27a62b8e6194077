"""The gate before any parser: is an uploaded file a workbook or a letter, and is it safe to open?

Nothing here trusts a name, an extension or a declared size (trust.md U1–U4, U11).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from xml.parsers import expat

from app.domain.errors import Invalid

LARGEST_FILE = 10 * 2**20
MOST_ENTRIES = 500
LARGEST_UNPACKED = 30 * 2**20
STEEPEST = 200  # unpacked to packed, for parts above a megabyte
LAST_ROW = 5_000
LAST_COLUMN = 200
MOST_ELEMENTS = 250_000  # of one sheet or letter; a plan has about three thousand
MOST_CHARACTERS = 60_000_000  # what the shared strings could become when every cell repeats the longest

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_CHUNK = 2**16
_BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, RuntimeError, ValueError, OverflowError)

Kind = Literal["xlsx", "docx"]


def check_archive(data: bytes) -> Kind:
    """What the file is, when it is safe to parse.

    Raises Invalid with a code ``file.…`` that names the trouble: ``empty``, ``too_large`` (``limit_mb``),
    ``encrypted``, ``old_format``, ``pdf``, ``html``, ``image``, ``open_document``, ``binary_workbook``,
    ``unknown_type``, ``macros``, ``broken``, ``unsafe``, ``too_far`` (``row``, ``column``).
    """
    if not data:
        raise Invalid("file.empty")
    if len(data) > LARGEST_FILE:
        raise Invalid("file.too_large", limit_mb=LARGEST_FILE // 2**20)
    if not data.startswith(_ZIP):
        raise Invalid(_foreign(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_directory(entries, data)
            kind = _kind({entry.filename for entry in entries})
            _check_parts(archive, entries)
    except _BROKEN as error:
        raise Invalid("file.broken") from error
    return kind


def _foreign(data: bytes) -> str:
    """The code for a file that is no ZIP: people send what they have, and want to know what to do."""
    if data.startswith(_OLE):
        return "file.encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "file.old_format"
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF"):
        return "file.pdf"
    if data.startswith(_IMAGES) or data[8:12] == b"WEBP":
        return "file.image"
    if re.match(rb"<(?:!doctype|html|head|table|\?xml)", start, re.IGNORECASE):
        return "file.html"
    return "file.unknown_type" if start else "file.empty"


def _check_directory(entries: list[zipfile.ZipInfo], data: bytes) -> None:
    if not entries:
        raise Invalid("file.broken")
    if len(entries) > MOST_ENTRIES or len({entry.filename for entry in entries}) < len(entries):
        raise Invalid("file.unsafe")
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise Invalid("file.unsafe")
    for entry in entries:
        _check_entry(entry)
    _check_overlap(entries, data)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise Invalid("file.encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Invalid("file.broken")
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ":" in name or "\x00" in name or ".." in name.split("/"):
        raise Invalid("file.unsafe")
    if entry.file_size > 2**20 and entry.file_size > STEEPEST * max(entry.compress_size, 1):
        raise Invalid("file.unsafe")


def _check_overlap(entries: list[zipfile.ZipInfo], data: bytes) -> None:
    """Two parts must not share packed bytes: a few kilobytes could otherwise unpack many times over."""
    free_from = 0
    for entry in sorted(entries, key=lambda part: part.header_offset):
        start = entry.header_offset
        if start < free_from or data[start : start + 4] != _ZIP:
            raise Invalid("file.unsafe")
        lengths = data[start + 26 : start + 30]
        name_and_extra = int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        free_from = start + 30 + name_and_extra + entry.compress_size
    if free_from > len(data):
        raise Invalid("file.broken")


def _kind(names: set[str]) -> Kind:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Invalid("file.macros")
    if "xl/workbook.bin" in names:
        raise Invalid("file.binary_workbook")
    if "META-INF/manifest.xml" in names and "content.xml" in names:
        raise Invalid("file.open_document")
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return "xlsx"
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return "docx"
    raise Invalid("file.unknown_type")


def _check_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack each part once in small pieces: proves the sizes and checksums, and looks into the XML."""
    longest_string = 0
    repeated = 0
    for entry in entries:
        name = entry.filename.lower()
        pieces = _pieces(archive, entry)
        if not name.endswith((".xml", ".rels")):
            for _ in pieces:
                pass
            continue
        scan = _Scan(strings=name.endswith("sharedstrings.xml"))
        scan.read(pieces)
        longest_string = max(longest_string, scan.longest)
        repeated += scan.shared
    if longest_string * repeated > MOST_CHARACTERS:
        raise Invalid("file.unsafe")


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    first = True
    with archive.open(entry) as part:
        while piece := part.read(_CHUNK):
            if first and piece.startswith(_ZIP):
                raise Invalid("file.unsafe")
            first = False
            yield piece


@dataclass
class _Scan:
    """One streaming pass over an XML part: no document type, not too many elements, no far cells.

    A cell far from the others is refused because a reader would make every empty cell up to it; far rows
    and cells that hold a format only are common and harmless.
    """

    strings: bool
    elements: int = 0
    shared: int = 0
    longest: int = 0
    _length: int = 0
    _row: int = 0
    _column: int = 0

    def read(self, pieces: Iterator[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        if self.strings:
            parser.CharacterDataHandler = self._text
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _refuse(self, *_: object) -> None:
        raise Invalid("file.unsafe")

    def _text(self, text: str) -> None:
        self._length += len(text)
        self.longest = max(self.longest, self._length)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise Invalid("file.unsafe")
        name = name.rpartition(":")[2]
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "c":
            self.shared += attributes.get("t") == "s"
            self._place(attributes.get("r", ""))
        elif name in ("v", "is", "f"):
            self._check_place()
        elif name == "si":
            self._length = 0

    def _place(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        self._column = column_number(letters[:4]) if letters else self._column + 1
        self._row = int(reference[len(letters) :][:9] or self._row)

    def _check_place(self) -> None:
        if self._row > LAST_ROW or self._column > LAST_COLUMN:
            raise Invalid("file.too_far", row=self._row, column=self._column)


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for sign in letters.upper():
        number = number * 26 + ord(sign) - 64
    return number
