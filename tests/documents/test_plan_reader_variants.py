"""The same small plan as different people write it: it is read the same, or the trouble is named with its place."""

from __future__ import annotations

import copy
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.plan_reader import Reading, read_plan
from app.documents.plan_xlsx import write_plan_xlsx
from tests.documents.papers import BODY, FIRST, HEAD, TABLE, TITLE, letter, saved, workbook

CYRILLIC = [
    ["Т/р", "Номи", "Ўлчов бирлиги", "Миқдори", None, "Амалга ошириш механизми", "Бажарилиш муддати", "Масъуллар"],
    [None, None, None, "2024 йил (факт)", "2025 йил (режа)", None, None, None],
]
RUSSIAN = [
    [
        "№ п/п",
        "Наименование",
        "Единица измерения",
        "Факт за 2024 год",
        "План на 2025 год",
        "Механизм реализации",
        "Срок исполнения",
        "Ответственные",
    ]
]
ONE_ROW = [["№", "Nomi", "Oʻlchov birligi", "2024-yil", "2025-yil", "Mexanizmi", "Muddati", "Masʼul ijrochilar"]]
MIXED = [
    ["№", "Nоmi", "O`lchov birligi", "Miqdоri", None, "Amalga oshirish mexanizmi", "Muddаti", "Mas´ullar"],
    HEAD[1],
]


def body(changes: dict[tuple[int, int], object]) -> list[list[object]]:
    rows = copy.deepcopy(BODY)
    for (row, column), value in changes.items():
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    return rows


def reordered(rows: list[list[object]]) -> list[list[object]]:
    order = [0, 7, 1, 6, 5, 2, 4, 3]
    return [row if len(row) == 1 else [row[column] for column in order] for row in rows]


def merged(*areas: str) -> Callable[[Worksheet], None]:
    return lambda sheet: [sheet.merge_cells(area) for area in areas]  # type: ignore[func-returns-value,return-value]


def with_rows(*rows: list[object]) -> list[list[object]]:
    return [*copy.deepcopy(BODY), *rows]


def every_sheet(sheet: Worksheet) -> None:
    book = sheet.parent
    notes = book.create_sheet("Izoh", 0)
    notes["A1"] = "Bu varaqda jadval yoʻq"
    book.create_sheet("Boʻsh")


NUMBERS = {(5, 0): 12.0, (6, 0): 12.1, (7, 0): "12,2", (10, 0): 13, (11, 0): "13.1.", (12, 0): "14)"}
AS_TEXT = {(5, 3): "11 187", (5, 4): "9\u00a0000", (8, 3): "21 ", (12, 3): 5509.0, (2, 3): "1 / 2 / 1"}
DASHES = {(8, 1): "– Jismoniy shaxslar", (9, 1): "—Yuridik shaxslar", (13, 1): "• yangi"}

SAME: dict[str, bytes] = {
    "as it is": workbook(),
    "columns in another order": workbook(reordered(BODY), reordered(HEAD)),
    "Cyrillic headings": workbook(head=CYRILLIC),
    "Russian headings in one row": workbook(head=RUSSIAN),
    "years without a word": workbook(head=ONE_ROW),
    "Cyrillic letters inside Latin headings": workbook(head=MIXED),
    "merged header": workbook(change=merged("D3:E3", "A3:A4", "B3:B4", "F3:F4")),
    "header lower down": workbook(change=lambda sheet: sheet.insert_rows(2, 9)),
    "an empty first column": workbook(change=lambda sheet: sheet.insert_cols(1)),
    "headings merged over the table": workbook(change=merged("A5:H5", "A9:H9")),
    "Roman numbers in Cyrillic letters": workbook(body({(0, 0): "І. QARORLAR IJROSI", (4, 0): "ІІ. ASOSIY FAOLIYAT"})),
    "sections named in words": workbook(
        body({(0, 0): "I bo‘lim. QARORLAR IJROSI", (4, 0): "II-BO'LIM. ASOSIY FAOLIYAT"})
    ),
    "section number in its own cell": workbook(
        body({(0, 0): "I.", (0, 1): "QARORLAR IJROSI", (4, 0): "II", (4, 1): "ASOSIY FAOLIYAT"})
    ),
    "row numbers in every form": workbook(body(NUMBERS)),
    "figures as text": workbook(body(AS_TEXT)),
    "other dashes before sub-rows": workbook(body(DASHES)),
    "sub-rows that repeat the number": workbook(body({(8, 0): None, (9, 0): None})),
    "numbered columns below the header": workbook(head=[*HEAD, ["1", "2", "3", "4", "5", "6", "7", "8"]]),
    "header again on the next page": workbook([*BODY[:4], *HEAD, *BODY[4:]]),
    "blank rows between": workbook([*BODY[:4], [], [], *BODY[4:]]),
    "steps on one line": workbook(body({(1, 5): "1. O'rganish; 2. Ma'lumot berish"})),
    "steps on lines without numbers": workbook(body({(1, 5): "O'rganish;\nMa'lumot\nberish"})),
    "units on lines, one broken by hand": workbook(
        body({(1, 7): "Fondlarni jamlash xizmati\nElektron resurslardan foydalanish va\no‘quv zallari xizmati"})
    ),
    "units with semicolons": workbook(
        body({(1, 7): "Fondlarni jamlash xizmati; Elektron resurslardan foydalanish va o‘quv zallari xizmati;"})
    ),
    "one deadline merged over several lines": workbook(
        body({(6, 6): None, (7, 6): None, (6, 7): None, (7, 7): None}), change=merged("G10:G12", "H10:H12")
    ),
    "number merged over the sub-rows": workbook(change=merged("A17:A18")),
    "in Word": letter(),
    "in Word, other numbers": letter(body({**AS_TEXT, **DASHES})),
    "in Word, Roman look-alikes": letter(body({(4, 0): "ІІ. ASOSIY FAOLIYAT"})),
}


@pytest.mark.parametrize("variant", SAME)
def test_read_the_same_and_without_remarks(variant: str) -> None:
    reading = read_plan(SAME[variant])
    assert reading.table == TABLE
    assert reading.findings == ()


def findings(reading: Reading) -> list[tuple[str, str, str, str | None]]:
    return [(found.severity, found.code, str(found.position), found.row_key) for found in reading.findings]


ROW = FIRST + 1  # printed row of the first line of the body
REMARKS: dict[str, tuple[bytes, tuple[str, str, str, str | None]]] = {
    "a date that Excel made of 1/12": (
        workbook(body({(2, 4): dt.date(2025, 12, 1)})),
        ("question", "plan.amount_is_date", f"Reja!E{ROW + 2}", "I.2"),
    ),
    "two slashes": (workbook(body({(1, 4): "1//2"})), ("doubt", "plan.amount_text", f"Reja!E{ROW + 1}", "I.1")),
    "letters": (workbook(body({(1, 4): "a/b"})), ("doubt", "plan.amount_text", f"Reja!E{ROW + 1}", "I.1")),
    "a word behind the number": (
        workbook(body({(7, 3): "12 dona"})),
        ("note", "plan.amount_taken", f"Reja!D{ROW + 7}", "II.12.2"),
    ),
    "a negative number": (workbook(body({(9, 4): -3})), ("doubt", "plan.amount_text", f"Reja!E{ROW + 9}", "II.12.2.b")),
    "the same number twice": (
        workbook(body({(2, 0): "1."})),
        ("question", "plan.row_duplicate", f"Reja!{ROW + 2}", "I.2"),
    ),
    "the same section twice": (
        workbook(body({(4, 0): "I. ASOSIY FAOLIYAT"})),
        ("error", "plan.section_duplicate", f"Reja!{ROW + 4}", None),
    ),
    "a missing number between neighbours": (
        workbook(body({(2, 0): None})),
        ("note", "plan.number_inferred", f"Reja!{ROW + 2}", "I.2"),
    ),
    "a missing number that could be anything": (
        workbook(body({(12, 0): None})),
        ("doubt", "plan.number_missing", f"Reja!{ROW + 12}", "II.13.1.a"),
    ),
    "a number that is none": (
        workbook(body({(2, 0): "b)"})),
        ("doubt", "plan.number_unclear", f"Reja!A{ROW + 2}", "I.2"),
    ),
    "an unreadable name": (
        workbook(body({(9, 1): "- [o‘qilmadi]"})),
        ("doubt", "plan.name_missing", f"Reja!B{ROW + 9}", "II.12.2.b"),
    ),
    "a section without its number": (
        workbook(body({(4, 0): "ASOSIY FAOLIYAT"})),
        ("doubt", "plan.section_unnumbered", f"Reja!A{ROW + 4}", None),
    ),
    "a signature below": (
        workbook(with_rows([], [None, "Direktor __________ A. Karimov"])),
        ("note", "plan.text_below", "Reja!20", None),
    ),
    "a footnote below": (
        workbook(with_rows(["* Koʻrsatkichlar yil davomida aniqlashtiriladi"])),
        ("note", "plan.text_below", "Reja!19", None),
    ),
    "other sheets": (workbook(change=every_sheet), ("note", "plan.sheet_ignored", "Izoh", None)),
    "another year in the headings": (
        workbook(title=TITLE.replace("2025", "2026")),
        ("question", "plan.year_contradicts", "", None),
    ),
    "a figure over two columns": (
        workbook(body({(1, 4): None}), change=merged(f"D{ROW + 1}:E{ROW + 1}")),
        ("doubt", "plan.amount_merged", f"Reja!E{ROW + 1}", "I.1"),
    ),
    "a lost piece of text": (
        workbook([*BODY[:4], [None, None, None, None, None, "qolgan matn"], *BODY[4:]]),
        ("note", "plan.row_joined", f"Reja!{ROW + 4}", None),
    ),
    "a date that Excel made of a row number": (
        workbook(body({(6, 0): dt.date(2025, 1, 12)})),
        ("doubt", "plan.number_is_date", f"Reja!A{ROW + 6}", "II.12.1"),
    ),
    "a column that a plan does not have": (
        workbook(body({(1, 8): "muhim"}), [[*HEAD[0], "Eslatma"], HEAD[1]]),
        ("note", "plan.column_ignored", "Reja!I4", None),
    ),
    "a word beside the table": (
        workbook(body({(1, 9): "muhim"})),
        ("doubt", "plan.cell_ignored", f"Reja!J{ROW + 1}", "I.1"),
    ),
    "a column that is not there": (
        workbook([row[:-1] for row in BODY[1:4]], [row[:-1] for row in HEAD]),
        ("doubt", "plan.column_missing", "Reja!4", None),
    ),
}


@pytest.mark.parametrize("variant", REMARKS)
def test_the_trouble_is_named_with_its_place(variant: str) -> None:
    data, remark = REMARKS[variant]
    assert remark in findings(read_plan(data))


@pytest.mark.parametrize(
    "variant", [name for name, (_, remark) in REMARKS.items() if remark[1].startswith("plan.amount")]
)
def test_one_bad_cell_leaves_the_rest_as_it_was(variant: str) -> None:
    table = read_plan(REMARKS[variant][0]).table
    assert table is not None
    assert [(len(section.lines), section.heading) for section in table.sections] == [
        (len(section.lines), section.heading) for section in TABLE.sections
    ]


def test_an_inferred_number_gives_the_whole_plan() -> None:
    assert read_plan(REMARKS["a missing number between neighbours"][0]).table == TABLE


def test_text_below_the_table_is_no_line() -> None:
    assert read_plan(REMARKS["a signature below"][0]).table == TABLE
    assert read_plan(REMARKS["a footnote below"][0]).table == TABLE
    below = [found.params["text"] for found in read_plan(REMARKS["a signature below"][0]).findings]
    assert below == ["Direktor __________ A. Karimov"]


def test_a_workbook_without_a_plan() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Salom"
    reading = read_plan(saved(book))
    assert reading.table is None
    assert findings(reading) == [("error", "plan.no_table", "", None)]


def test_the_year_comes_from_the_paper_then_from_the_question() -> None:
    plain = [["№", "Nomi", "Birligi", "Fakt", "Reja", "Mexanizm", "Muddat", "Masʼullar"]]
    silent = workbook(head=plain, title="ISH REJASI")
    assert read_plan(silent).table is None
    assert findings(read_plan(silent))[-1][1] == "plan.year_missing"
    asked = read_plan(silent, year=2027).table
    assert asked is not None and asked.year == 2027
    both = read_plan(workbook(), year=2027)
    assert both.table is None, "a year against the paper is refused, never stored as that of the paper"
    assert findings(both) == [("error", "plan.year_other", "", None)]


def test_our_own_keys_are_used_while_they_fit() -> None:
    plain = write_plan_xlsx(TABLE)
    assert read_plan(plain).findings == ()
    book = openpyxl.load_workbook(io.BytesIO(plain))
    key_cells = [cell for cell in book.active["I"] if cell.value and "." in str(cell.value)]
    key_cells[1].value = "II.77"
    reading = read_plan(saved(book))
    assert reading.table == TABLE
    assert [found[1] for found in findings(reading)] == ["plan.row_keys_ignored"]


def test_two_sheets_with_plans_the_year_asked_for_is_taken() -> None:
    def copied(sheet: Worksheet) -> None:
        other = sheet.parent.copy_worksheet(sheet)
        other.title = "2026"
        other["A1"] = TITLE.replace("2025", "2026")
        other["D4"], other["E4"] = "2025-yil (fakt)", "2026-yil (reja)"

    data = workbook(change=copied)
    first, second = read_plan(data).table, read_plan(data, year=2026).table
    assert first is not None and second is not None
    assert (first.year, second.year) == (2025, 2026)
    assert "plan.several_tables" in [found[1] for found in findings(read_plan(data))]


def test_a_table_that_goes_on_in_the_next_one() -> None:
    def split(document: object) -> None:
        first = document.tables[0]._tbl  # type: ignore[attr-defined]
        second = copy.deepcopy(first)
        for row in second.tr_lst[:6]:
            second.remove(row)
        for row in first.tr_lst[6:]:
            first.remove(row)
        first.addnext(second)
        first.addnext(OxmlElement("w:p"))

    reading = read_plan(letter(change=split))
    assert reading.table == TABLE
    assert reading.findings == ()


def test_numbers_that_word_draws_by_itself() -> None:
    def numbered(document: object) -> None:
        table = document.tables[0]  # type: ignore[attr-defined]
        style = document.styles["List Number"].element  # type: ignore[attr-defined]
        number = style.find(f".//{qn('w:numId')}")
        for row in table.rows[3:6]:
            paragraph = row.cells[0].paragraphs[0]
            paragraph.text = ""
            properties = paragraph._p.get_or_add_pPr()
            properties.get_or_add_numPr().get_or_add_numId().val = int(number.get(qn("w:val")))

    reading = read_plan(letter(change=numbered))
    assert reading.table == TABLE


def test_words_around_the_table_of_a_letter() -> None:
    def framed(document: object) -> None:
        first = document.paragraphs[0]  # type: ignore[attr-defined]
        for text in ("“TASDIQLAYMAN”", "Markaz direktori", "____________ A. Karimov"):
            first.insert_paragraph_before(text).alignment = 2
        first.alignment = 1
        document.add_paragraph("Tuzuvchi: B. Aliyev")  # type: ignore[attr-defined]

    reading = read_plan(letter(change=framed))
    approval = ("“TASDIQLAYMAN”", "Markaz direktori", "____________ A. Karimov")
    assert reading.table == replace(TABLE, approval=approval)
    assert [found.params for found in reading.findings] == [{"text": "Tuzuvchi: B. Aliyev"}]
