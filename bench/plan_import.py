"""Reading the official plan against the reader alone."""

from __future__ import annotations

from io import BytesIO

from python_calamine import CalamineWorkbook

from app.documents.plan_reader import read_plan
from bench.measure import Result, cpu
from tests.cast import PLAN_XLSX


def run() -> list[Result]:
    data = PLAN_XLSX.read_bytes()

    def reader() -> list:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]

    ours, base = cpu(lambda: read_plan(data), reader)
    return [Result("reading a plan of 60 rows", ours, base, "≤ 1.5 ×")]
