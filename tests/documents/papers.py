"""A small plan, and files of it as people make them: the tests change one thing at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.amounts import parse_amount
from app.domain.plan_table import Line, PlanTable, Section

DATA = Path(__file__).parent.parent / "data"
XLSX = (DATA / "arnasoy-2025.xlsx").read_bytes()
DOCX = (DATA / "arnasoy-2025.docx").read_bytes()

TITLE = "Zomin tuman axborot-kutubxona markazining 2025-yil uchun moʻljallangan ISH REJASI"
HEAD = [
    ["№", "Nomi", "O'lchov birligi", "Miqdori", None, "Amalga oshirish mexanizmi", "Bajarilish muddati", "Mas'ullar"],
    [None, None, None, "2024-yil (fakt)", "2025-yil (reja)", None, None, None],
]
FIRST = 4  # row of the first heading in the small workbook: title, blank, two rows of header
FUND, HALL = "Fondlarni jamlash xizmati", "Elektron resurslardan foydalanish va o'quv zallari xizmati"
ALL_YEAR = "2025-yil davomida"
BODY: list[list[object]] = [
    ["I. QARORLAR IJROSI"],
    ["1.", "Qaror ijrosi", "Hujjat", 1, 12, "1. O'rganish;\n2. Ma'lumot berish;", "har oyda", f"{FUND}, {HALL}"],
    ["2.", "So'rovnoma", "Ma'lumot", "1/2/1", "-", "Reja asosida", "I–III chorak", HALL],
    ["3.", "Hisobot", "Hujjat", None, 4, "", "har chorakda", FUND],
    ["II. ASOSIY FAOLIYAT"],
    ["12.", "Fondni to'ldirish, jami", "Nusxa", 11187, 9000, "Xarid qilish", ALL_YEAR, FUND],
    ["12.1.", "Majburiy nusxa", "Nusxa", "-", 11, "", ALL_YEAR, FUND],
    ["12.2.", "Sovg'a tariqasida", "Nusxa", 107, 650, "", ALL_YEAR, FUND],
    [None, "- Jismoniy shaxslar", "Nusxa", 21, 310, None, None, None],
    [None, "- Yuridik shaxslar", "Nusxa", 86, 340, None, None, None],
    ["13.", "Resurslarni joylashtirish", "Resurs", None, None, "", ALL_YEAR, HALL],
    ["13.1", "Erkin foydalanish", None, None, None, "", "2025-yil I chorak", HALL],
    ["14.", "Ro'yxatga olish", "Nafar", 5509, 5509, "", ALL_YEAR, HALL],
    [None, "- yangi", "Nafar", 1021, 700, None, None, None],
]


def _line(number: str, name: str, measure: str | None, fact: object, plan: object, *rest: object) -> Line:
    steps, deadline, units, *parts = rest
    amounts = parse_amount(fact), parse_amount(plan)  # type: ignore[arg-type]
    return Line(number, name, measure, *amounts, steps, deadline, units, tuple(parts))  # type: ignore[arg-type]


_STEPS = ("Oʻrganish", "Maʼlumot berish")
_FUND, _HALL = (FUND,), (HALL.replace("'", "ʻ"),)
TABLE = PlanTable(
    2025,
    "Zomin tuman axborot-kutubxona markazi",
    TITLE,
    (),
    (
        Section(
            "I",
            "QARORLAR IJROSI",
            (
                _line(
                    "1", "Qaror ijrosi", "Hujjat", 1, 12, ("Oʻrganish", "Maʼlumot berish"), "har oyda", _FUND + _HALL
                ),
                _line("2", "Soʻrovnoma", "Maʼlumot", "1/2/1", "-", ("Reja asosida",), "I–III chorak", _HALL),
                _line("3", "Hisobot", "Hujjat", None, 4, (), "har chorakda", _FUND),
            ),
        ),
        Section(
            "II",
            "ASOSIY FAOLIYAT",
            (
                _line(
                    "12",
                    "Fondni toʻldirish, jami",
                    "Nusxa",
                    11187,
                    9000,
                    ("Xarid qilish",),
                    ALL_YEAR,
                    _FUND,
                    _line("12.1", "Majburiy nusxa", "Nusxa", "-", 11, (), ALL_YEAR, _FUND),
                    _line(
                        "12.2",
                        "Sovgʻa tariqasida",
                        "Nusxa",
                        107,
                        650,
                        (),
                        ALL_YEAR,
                        _FUND,
                        _line("", "Jismoniy shaxslar", "Nusxa", 21, 310, (), "", ()),
                        _line("", "Yuridik shaxslar", "Nusxa", 86, 340, (), "", ()),
                    ),
                ),
                _line("13", "Resurslarni joylashtirish", "Resurs", None, None, (), ALL_YEAR, _HALL),
                _line("13.1", "Erkin foydalanish", None, None, None, (), "2025-yil I chorak", _HALL),
                _line(
                    "14",
                    "Roʻyxatga olish",
                    "Nafar",
                    5509,
                    5509,
                    (),
                    ALL_YEAR,
                    _HALL,
                    _line("", "yangi", "Nafar", 1021, 700, (), "", ()),
                ),
            ),
        ),
    ),
)


def workbook(
    body: Sequence[Sequence[object]] = BODY,
    head: Sequence[Sequence[object]] = HEAD,
    change: Callable[[Worksheet], None] | None = None,
    title: str = TITLE,
) -> bytes:
    """The small plan as an Excel file; ``change`` works on the finished sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Reja"
    for row in ([title], [], *head, *body):
        sheet.append(list(row))
    if change:
        change(sheet)
    return saved(book)


def letter(body: Sequence[Sequence[object]] = BODY, change: Callable[[object], None] | None = None) -> bytes:
    """The small plan as a Word file; section headings run across the table."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=8)
    for values in [*HEAD, *body]:
        cells = table.add_row().cells
        for cell, value in zip(cells, values, strict=False):
            cell.text = "" if value is None else str(value)
        if len(values) == 1:
            cells[0].merge(cells[7])
    if change:
        change(document)
    return saved(document)


def saved(book: object) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()
