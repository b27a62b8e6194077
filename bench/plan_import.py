"""Reading the official plan, cells understood and questions asked, against loading its workbook."""

from __future__ import annotations

from io import BytesIO

import openpyxl

from app.documents.plan_reader import read_plan
from bench.measure import Result, cpu
from tests.cast import PLAN_XLSX


def run() -> list[Result]:
    data = PLAN_XLSX.read_bytes()
    ours, base = cpu(lambda: read_plan(data), lambda: openpyxl.load_workbook(BytesIO(data)))
    return [Result("reading a plan of 60 rows, against openpyxl.load_workbook", ours, base, "≤ 1 ×")]
