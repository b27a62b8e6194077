"""The consolidation's workbook against raw xlsxwriter writing the same cells."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import xlsxwriter

from app.documents.consolidation_xlsx import write_consolidation_xlsx
from app.domain.periods import parse_period
from app.queries.consolidation import consolidate
from app.queries.plan import plan_of
from bench.measure import Result, cpu, our_app
from tests.cast import TODAY


def run() -> list[Result]:
    with our_app().test_request_context():
        result = consolidate(plan_of(1, 2025), parse_period("2025"), today=TODAY)

        def ours() -> bytes:
            return write_consolidation_xlsx(result, unit=None, locale="uz", today=TODAY)

        cells = [
            (cell.row - 1, cell.column - 1, cell.value)
            for row in openpyxl.load_workbook(BytesIO(ours())).active.iter_rows()
            for cell in row
        ]

        def raw() -> bytes:
            buffer = BytesIO()
            book = xlsxwriter.Workbook(buffer, {"in_memory": True})
            sheet = book.add_worksheet()
            look = book.add_format({"border": 1, "text_wrap": True, "font_name": "Times New Roman", "font_size": 10})
            for row, column, value in cells:
                if value is None:
                    sheet.write_blank(row, column, None, look)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value, look)
                else:
                    sheet.write_number(row, column, value, look)
            for row in range(len(cells) // 16):
                sheet.set_row(row, 30)
            book.close()
            return buffer.getvalue()

        mine, base = cpu(ours, raw)
    return [Result(f"workbook of the consolidation, {len(cells)} cells", mine, base, "≤ 1.2 ×")]
