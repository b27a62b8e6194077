"""Any file that people have, as neutral grids; each reader is imported when a file wants it."""

from __future__ import annotations

from app.documents.archive import check_archive
from app.documents.grid import FileGrid


def read_grids(data: bytes) -> list[FileGrid]:
    """The tables of a workbook or a Word file. Raises Invalid ``file.…`` for anything else (trust.md U)."""
    if check_archive(data) == "xlsx":
        from app.documents.grid_xlsx import read_sheets

        return read_sheets(data)
    from app.documents.grid_docx import read_tables

    return read_tables(data)
