"""Files that must not be opened: each is refused at once, with a code that says what it is."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from app.documents.archive import check_archive
from app.documents.plan_reader import read_plan
from app.domain.errors import Invalid
from tests.documents.papers import BODY, DOCX, XLSX, workbook

SHEET = "xl/worksheets/sheet1.xml"


def remade(change: Callable[[str, bytes], bytes], source: bytes = XLSX, more: dict[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return buffer.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return remade(lambda _, old: old, more={name: content})


def with_cell(cell: str, row: int = 1048576) -> bytes:
    extra = f'<row r="{row}">{cell}</row></sheetData>'.encode()
    return remade(lambda name, old: old.replace(b"</sheetData>", extra) if name == SHEET else old)


def in_sheet(before: bytes, after: bytes) -> bytes:
    return remade(lambda name, old: old.replace(before, after, 1) if name == SHEET else old)


def overlapping() -> bytes:
    """Two directory entries that point at the same packed bytes."""
    data = bytearray(with_part("xl/extra.bin", b"x" * 100))
    places = [place for place in range(len(data)) if data[place : place + 4] == b"PK\x01\x02"]
    data[places[-1] + 42 : places[-1] + 46] = data[places[0] + 42 : places[0] + 46]
    return bytes(data)


def encrypted_flag() -> bytes:
    data = bytearray(XLSX)
    place = data.index(b"PK\x01\x02")
    data[place + 8 : place + 10] = struct.pack("<H", struct.unpack("<H", data[place + 8 : place + 10])[0] | 1)
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
XXE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'
CELLS = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(1, 4000))

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "file.empty"),
    "only blanks": (lambda: b"  \n", "file.empty"),
    "too large": (lambda: XLSX + b"\0" * 11 * 2**20, "file.too_large"),
    "old Excel": (lambda: OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "file.old_format"),
    "encrypted": (lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "file.encrypted"),
    "a password on parts": (encrypted_flag, "file.encrypted"),
    "PDF": (lambda: b"%PDF-1.7 ...", "file.pdf"),
    "a web page": (lambda: b"\xef\xbb\xbf<!DOCTYPE html><html><table>", "file.html"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", "file.image"),
    "text": (lambda: b"a;b;c", "file.unknown_type"),
    "another ZIP": (lambda: remade(lambda _, old: old, source=_zip({"a.txt": b"a"})), "file.unknown_type"),
    "OpenDocument": (
        lambda: _zip({"mimetype": b"application/vnd", "content.xml": b"<a/>", "META-INF/manifest.xml": b"<a/>"}),
        "file.open_document",
    ),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "file.macros"),
    "a bomb": (lambda: with_part("xl/media/a.bin", b"\0" * 25 * 2**20), "file.unsafe"),
    "many entries": (lambda: remade(lambda _, old: old, more={f"x/{n}": b"" for n in range(600)}), "file.unsafe"),
    "a way out": (lambda: with_part("../../evil.xml", b"<a/>"), "file.unsafe"),
    "an absolute name": (lambda: with_part("/etc/evil.xml", b"<a/>"), "file.unsafe"),
    "another archive inside": (lambda: with_part("xl/embeddings/a.xlsx", XLSX), "file.unsafe"),
    "overlapping parts": (overlapping, "file.unsafe"),
    "billion laughs": (lambda: with_part("docProps/custom.xml", LAUGHS), "file.unsafe"),
    "laughs in UTF-16": (lambda: with_part("docProps/custom.xml", LAUGHS.decode().encode("utf-16")), "file.unsafe"),
    "an external entity": (lambda: with_part("docProps/custom.xml", XXE), "file.unsafe"),
    "broken XML": (lambda: with_part("docProps/custom.xml", b"<a><b>"), "file.broken"),
    "cut short": (lambda: XLSX[: len(XLSX) // 2], "file.broken"),
    "a far cell": (lambda: with_cell('<c r="XFD1048576"><v>1</v></c>'), "file.too_far"),
    "a far cell without address": (lambda: with_cell("<c><v>1</v></c>"), "file.too_far"),
    "a far column": (lambda: with_cell('<c r="XFD80"><v>1</v></c>', row=80), "file.too_far"),
    "columns without address": (lambda: with_cell("<c/>" * 300 + "<c><v>1</v></c>", row=80), "file.too_far"),
    "one long text in every cell": (
        lambda: remade(
            lambda name, old: (
                b"<sst><si><t>" + b"ab" * 12_000 + b"</t></si></sst>"
                if name == "xl/sharedStrings.xml"
                else b"<worksheet><sheetData><row r='1'>" + CELLS + b"</row></sheetData></worksheet>"
                if name == SHEET
                else old
            )
        ),
        "file.unsafe",
    ),
}


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", HOSTILE)
def test_refused_at_once_and_by_name(kind: str) -> None:
    make, code = HOSTILE[kind]
    data = make()
    started = time.process_time()
    with pytest.raises(Invalid) as refusal:
        read_plan(data)
    assert refusal.value.code == code
    assert time.process_time() - started < 1


@pytest.mark.parametrize(("data", "kind"), [(XLSX, "xlsx"), (DOCX, "docx")])
def test_real_files_pass(data: bytes, kind: str) -> None:
    assert check_archive(data) == kind


def test_formats_far_below_the_table_are_harmless() -> None:
    formatted = with_cell('<c r="XFD1048576" s="1"/>')
    assert read_plan(formatted).table == read_plan(XLSX).table


def test_a_wrong_size_in_the_directory_is_noticed() -> None:
    data = bytearray(XLSX)
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    with pytest.raises(Invalid) as refusal:
        check_archive(bytes(data))
    assert refusal.value.code == "file.broken"


def test_a_merged_area_of_the_whole_sheet_costs_nothing() -> None:
    merged = in_sheet(b"</mergeCells>", b'<mergeCell ref="A75:XFD1048576"/></mergeCells>')
    started = time.process_time()
    assert read_plan(merged).table == read_plan(XLSX).table
    assert time.process_time() - started < 1


def test_thousands_of_lines_of_text_are_read_in_a_moment() -> None:
    data = workbook([*BODY, *[[None, "matnli qator"] for _ in range(4_900)]])
    started = time.process_time()
    assert read_plan(data).table is not None
    assert time.process_time() - started < 2


def test_a_word_cell_over_a_million_columns_costs_nothing() -> None:
    def wide(_: str, old: bytes) -> bytes:
        return old.replace(b'<w:gridSpan w:val="8"/>', b'<w:gridSpan w:val="100000000"/>')

    started = time.process_time()
    reading = read_plan(remade(wide, source=DOCX))
    assert reading.table is not None
    assert time.process_time() - started < 2
