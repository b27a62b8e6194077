"""Plans as people might send them, made from a seed: a small true plan, and a workbook that says it in a messy way."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from random import Random

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

HEADS = (
    (
        "№",
        "Nomi",
        "O‘lchov birligi",
        "2025-yil (fakt)",
        "2026-yil (reja)",
        "Amalga oshirish mexanizmi",
        "Muddati",
        "Mas’ullar",
    ),
    (
        "T/r",
        "Ko'rsatkichlar",
        "o'lch. birl.",
        "2025 y. bajarilishi",
        "2026 y. reja",
        "Mexanizm",
        "Bajarilish muddati",
        "Ijrochilar",
    ),
    ("№ п/п", "Наименование", "Ед. изм.", "Факт 2025", "План 2026", "Механизм реализации", "Срок", "Ответственные"),
    (
        "№",
        "Тадбирлар номи",
        "Ўлчов бирлиги",
        "2025 йил факт",
        "2026 йил режа",
        "Амалга ошириш механизми",
        "Муддати",
        "Масъуллар",
    ),
)
MEASURES = ("Nafar", "Dona", "Tadbir", "Nusxa", "Hujjat", "Foiz")
UNITS = ("Abonementlar sektori", "Ilmiy-metodika xizmati", "Bibliografiya xizmati")
DEADLINES = ("har oyda", "har chorakda", "2026-yil davomida", "yanvar, fevral", "I–III chorak")
ROMANS = ("I", "II", "III", "IV")
FACT, PLAN = 3, 4


@dataclass
class TrueLine:
    """A line as it is meant; figures as text, empty where there is none."""

    number: str
    name: str
    measure: str
    figures: dict[int, str]
    mechanism: tuple[str, ...]
    deadline: str
    units: tuple[str, ...]
    row: int = 0  # of the workbook, from 1
    printed: str = ""  # another number that stands on the paper


@dataclass
class Messy:
    """A workbook, what it means, and the rows that mean nothing of the plan: totals, signatures, hidden ones."""

    data: bytes
    sections: dict[str, list[TrueLine]]
    other_rows: dict[int, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)  # what was made messy, for the message of a failure


def messy_plan(seed: int) -> Messy:
    random = Random(seed)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    made = Messy(b"", {})
    for _ in range(random.randrange(3)):
        sheet.append([])
    sheet.append([None] * random.randrange(3) + ["Zomin tuman axborot-kutubxona markazining 2026-yil uchun ISH REJASI"])
    for _ in range(random.randrange(3)):
        sheet.append([])
    head = list(random.choice(HEADS))
    third = random.random() < 0.15
    if third:
        head[3:3] = ["2024-yil (fakt)"]
        made.done.append("three years")
    sheet.append(head)
    for roman in ROMANS[: random.randint(1, 4)]:
        sheet.append([f"{roman}. BO'LIM {roman}"])
        made.sections[roman] = []
        for number in range(1, random.randint(2, 6)):
            write(sheet, made, roman, new_line(random, roman, str(number)), random, third)
            for part in range(random.choice((0, 0, 0, 2))):
                write(sheet, made, roman, new_line(random, roman, f"{number}.{part + 1}", part=True), random, third)
        if random.random() < 0.2:
            total(sheet, made, roman, third)
    if random.random() < 0.5:
        sheet.append([])
        sheet.append([None, "Direktor", None, "________", None, None, "A. Karimov"])
        made.done.append("a signature")
    buffer = io.BytesIO()
    book.save(buffer)
    made.data = buffer.getvalue()
    return made


def new_line(random: Random, roman: str, number: str, *, part: bool = False) -> TrueLine:
    measure = random.choice(MEASURES)
    figures = {column: random.choice(("", "0", "7", "12", "340", "1200", "58743", "1/2/1")) for column in (FACT, PLAN)}
    steps = tuple(f"{roman} {number} qadam {step}" for step in range(random.choice((0, 1, 2))))
    units = () if part else tuple(random.sample(UNITS, random.randint(1, 2)))
    deadline = "" if part else random.choice(DEADLINES)
    return TrueLine(number, f"Koʻrsatkich {roman} {number}", measure, figures, () if part else steps, deadline, units)


def write(sheet: Worksheet, made: Messy, roman: str, line: TrueLine, random: Random, third: bool) -> None:
    """The line as one row, with at most two things about it written as people might."""
    made.sections[roman].append(line)
    steps = (
        "\n".join(f"{n}. {step};" for n, step in enumerate(line.mechanism, 1))
        if len(line.mechanism) > 1
        else "".join(line.mechanism)
    )
    cells: list[object] = [
        f"{line.number}.",
        line.name,
        line.measure,
        line.figures[FACT],
        line.figures[PLAN],
        steps,
        line.deadline,
        ", ".join(line.units),
    ]
    sheet.append(cells[:3] + (["777"] if third else []) + cells[3:])
    line.row = sheet.max_row
    shift = 1 if third else 0
    for mess in random.sample(MESSES, random.choice((0, 0, 1, 2))):
        mess(sheet, made, line, random, shift)


def as_number(sheet: Worksheet, made: Messy, line: TrueLine, random: Random, shift: int) -> None:
    for column in (FACT, PLAN):
        if line.figures[column].isdigit():
            sheet.cell(line.row, column + 1 + shift).value = int(line.figures[column])


def odd_figure(sheet: Worksheet, made: Messy, line: TrueLine, random: Random, shift: int) -> None:
    column = random.choice((FACT, PLAN))
    odd = random.choice(
        (
            "12 ta",
            "61,2 ming",
            "kamida 50",
            "10-12",
            "5 (besh)",
            "2,5",
            "12.500",
            "yo'q",
            "1 021 nafar",
            "9O0",
            "12/",
            "~7",
        )
    )
    sheet.cell(line.row, column + 1 + shift).value = odd
    line.figures[column] = odd
    made.done.append(f"{odd} in row {line.row}")


def footnote(sheet: Worksheet, made: Messy, line: TrueLine, random: Random, shift: int) -> None:
    if line.figures[PLAN].isdigit():
        marked = CellRichText(line.figures[PLAN], TextBlock(InlineFont(vertAlign="superscript"), "1"))
        sheet.cell(line.row, PLAN + 1 + shift).value = marked
        made.done.append(f"a raised mark in row {line.row}")


def formula(sheet: Worksheet, made: Messy, line: TrueLine, random: Random, shift: int) -> None:
    sheet.cell(line.row, PLAN + 1 + shift).value = "=SUM(1,2)"
    line.figures[PLAN] = "=SUM(1,2)"
    made.done.append(f"a formula in row {line.row}")


def percent(sheet: Worksheet, made: Messy, line: TrueLine, random: Random, shift: int) -> None:
    cell = sheet.cell(line.row, FACT + 1 + shift)
    cell.value, cell.number_format = 0.95, "0%"
    line.figures[FACT] = "95"
    made.done.append(f"a percent in row {line.row}")


def hidden(sheet: Worksheet, made: Messy, line: TrueLine, random: Random, shift: int) -> None:
    sheet.row_dimensions[line.row].hidden = True
    made.other_rows[line.row] = "hidden"
    made.done.append(f"row {line.row} hidden")


def broken_by_a_page(sheet: Worksheet, made: Messy, line: TrueLine, random: Random, shift: int) -> None:
    """The end of the name stands on a row of its own."""
    first, _, rest = line.name.rpartition(" ")
    sheet.cell(line.row, 2).value = first
    sheet.append([None, f"va {rest}"])
    line.name = f"{first} va {rest}"
    made.done.append(f"row {line.row} broken")


def twice(sheet: Worksheet, made: Messy, line: TrueLine, random: Random, shift: int) -> None:
    if line.number != "1" and "." not in line.number:
        sheet.cell(line.row, 1).value, line.printed = "1.", "1"
        made.done.append(f"row {line.row} has the number 1 again")


def without_number(sheet: Worksheet, made: Messy, line: TrueLine, random: Random, shift: int) -> None:
    if "." not in line.number:
        sheet.cell(line.row, 1).value = None
        made.done.append(f"row {line.row} without a number")


MESSES = (
    as_number,
    odd_figure,
    odd_figure,
    footnote,
    formula,
    percent,
    hidden,
    broken_by_a_page,
    twice,
    without_number,
)


def total(sheet: Worksheet, made: Messy, roman: str, third: bool) -> None:
    sheet.append([None, "Jami", None, *([None] if third else []), None, "68000"])
    made.other_rows[sheet.max_row] = "total"
    made.done.append(f"a total of {roman}")
