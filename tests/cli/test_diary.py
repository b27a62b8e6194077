"""``diary export`` and ``diary import``."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.cli.database import ask, counts, figure

VISITS = "Kitobxonlar qatnovining hisobini olib borish"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_month_goes_out_and_comes_in_again_unchanged(folder: Path, run, ending: str) -> None:
    path = folder.parent / f"kundalik.{ending}"
    assert run("diary", "export", "--unit", "abonement", "--month", "2025-01", "--out", path)[0] == 0
    before = counts(folder)
    code, out, err = run("diary", "import", path)
    assert (code, err) == (0, "")
    assert "0 ta" in out
    assert counts(folder) == before


def test_a_workbook_has_real_dates_and_numbers(folder: Path, run) -> None:
    path = folder.parent / "kundalik.xlsx"
    run("diary", "export", "--unit", "abonement", "--month", "2025-01", "--out", path)
    page = openpyxl.load_workbook(path).active
    rows = list(page.iter_rows(values_only=True))
    assert len(rows) == 32
    assert rows[6][0].day == 6
    assert rows[1][2:] == (None,) * (len(rows[0]) - 2)  # the first of January is a holiday: empty, not 0
    assert all(isinstance(value, int) for value in rows[6][2:])


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"Sana;IV.15;IV.16\n2025-01-06;41;90\n07.01.2025;42;\n",
        "Sana,IV.15,IV.16\r\n06.01.2025,41,90\r\n2025-01-07,42,\r\n".encode("utf-8-sig"),
        "Сана\tIV.15\tIV.16\n06.01.2025\t41\t90\n07.01.2025\t42\t\n".encode("cp1251"),
        f"Sana;{VISITS};IV.16\n2025-01-06; 41 ;90\n\n2025-01-07;42;\n".encode(),
        workbook([["Sana", "IV.15", "IV.16"], ["2025-01-06", 41, 90], ["07.01.2025", 42.0, None]]),
    ],
    ids=["semicolon", "comma and mark", "tab and cp1251", "name of the row", "workbook"],
)
def test_files_of_other_programs_are_understood(folder: Path, run, content: bytes) -> None:
    path = folder.parent / "sonlar.dat"
    path.write_bytes(content)
    untouched = figure(folder, "IV.16", "abonement", "2025-01-07")
    code, _out, err = run("diary", "import", path, "--unit", "abonement")
    assert (code, err) == (0, "")
    assert figure(folder, "IV.15", "abonement", "2025-01-06") == ("number", 41_000)
    assert figure(folder, "IV.15", "abonement", "2025-01-07") == ("number", 42_000)
    assert figure(folder, "IV.16", "abonement", "2025-01-06") == ("number", 90_000)
    assert figure(folder, "IV.16", "abonement", "2025-01-07") == untouched


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("2025-01-08;12O", "3-qator, IV.15"),
        ("2025-01-08;-5", "3-qator, IV.15"),
        ("2025-02-30;5", "3-qator"),
        ("01/02/2025;5", "3-qator"),
        ("2025-06-10;5", "3-qator, IV.15"),  # after the demonstration's today
        (";5", "3-qator"),
    ],
)
def test_one_bad_line_and_nothing_is_saved(folder: Path, run, bad: str, words: str) -> None:
    path = folder.parent / "sonlar.csv"
    path.write_text(f"Sana;IV.15\n2025-01-07;41\n{bad}\n", encoding="utf-8")
    before = counts(folder), figure(folder, "IV.15", "abonement", "2025-01-07")
    code, _out, err = run("diary", "import", path, "--unit", "abonement")
    assert code == 1
    assert words in err
    assert (counts(folder), figure(folder, "IV.15", "abonement", "2025-01-07")) == before


@pytest.mark.parametrize(
    "text",
    ["", "Sana;IV.15\n", "Sana;IV.99\n2025-01-07;4\n", "Sana\n2025-01-07\n", "Sana;IV.15\nertaga;4\n", "\x00\x01"],
)
def test_a_file_that_is_no_diary_is_refused(folder: Path, run, text: str) -> None:
    path = folder.parent / "sonlar.csv"
    path.write_text(text, encoding="utf-8")
    code, _out, err = run("diary", "import", path, "--unit", "abonement")
    assert code == 1
    assert err.strip()


def test_the_person_named_must_have_the_right(folder: Path, run) -> None:
    path = folder.parent / "sonlar.csv"
    path.write_text("Sana;IV.15\n2025-01-07;41\n", encoding="utf-8")
    assert run("diary", "import", path, "--unit", "abonement", "--as", "huquqiy")[0] == 1
    assert run("diary", "import", path, "--as", "abonement")[0] == 0  # the only unit that she writes for
    assert figure(folder, "IV.15", "abonement", "2025-01-07") == ("number", 41_000)
    (who,) = ask(folder, "select person_name from change order by id desc limit 1")
    assert who == ("Feruza Abdullayeva",)


def test_two_figures_for_one_day_are_named_with_both_lines(folder: Path, run) -> None:
    path, before = folder.parent / "sonlar.csv", counts(folder)
    path.write_bytes(b"Sana;IV.15\n2025-01-06;41\n2025-01-07;5\n06.01.2025;43\n")
    code, _out, err = run("diary", "import", path, "--unit", "abonement")
    assert code == 1 and "4-qator, IV.15: Bu kunning soni faylda ikki marta uchraydi: birinchisi 2-qatorda." in err
    assert "hech narsa saqlanmadi" in err and counts(folder) == before


def test_what_no_text_shows_is_named_and_stops_the_whole_file(folder: Path, run) -> None:
    path, before = folder.parent / "sonlar.xlsx", counts(folder)
    path.write_bytes(workbook([["Sana", "IV.15", "IV.16"], ["2025-01-06", 41, "=1/0"], ["2025-01-07", None, 7]]))
    code, _out, err = run("diary", "import", path, "--unit", "abonement")
    assert code == 1 and "2-qator, IV.16: Katakda xato yoki hisoblanmagan formula bor" in err
    assert counts(folder) == before


def test_a_dry_run_names_what_would_be_replaced_and_saves_nothing(folder: Path, run) -> None:
    path = folder.parent / "sonlar.csv"
    place = ("IV.15", "abonement", "2025-01-06")
    (state, thousandths) = figure(folder, *place) or ("", 0)
    stood = (thousandths or 0) // 1000
    assert state == "number" and stood
    path.write_bytes(f"Sana;IV.15\n2025-01-06;{stood + 2}\n".encode())
    before = counts(folder)
    code, out, _err = run("diary", "import", path, "--unit", "abonement", "--dry-run")
    assert code == 0 and f"IV.15, 2025-01-06: {stood} oʻrniga {stood + 2}" in out and "Bu sinov edi" in out
    assert counts(folder) == before and figure(folder, *place) == (state, thousandths)
    code, out, _err = run("diary", "import", path, "--unit", "abonement")
    assert code == 0 and f"{stood} oʻrniga {stood + 2}" in out
    assert figure(folder, *place) == ("number", (stood + 2) * 1000)


def changed_book(change) -> bytes:
    """Two days of visits, and something that a workbook can do beside them."""
    book = openpyxl.Workbook()
    for row in [["Sana", "IV.15", "IV.16"], ["2025-01-06", 41, 90], ["2025-01-07", 42, 91]]:
        book.active.append(row)
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def second_sheet(book) -> None:
    book.create_sheet("Oktabr").append(["Sana", "IV.15"])


def hidden_line(book) -> None:
    book.active.row_dimensions[3].hidden = True


def hidden_column(book) -> None:
    book.active.column_dimensions["C"].hidden = True


def raised_mark(book) -> None:
    small = InlineFont(vertAlign="superscript")
    book.active["B2"] = CellRichText(TextBlock(InlineFont(), "9"), TextBlock(small, "1"))


def unnamed_column(book) -> None:
    book.active["D2"] = 77


LOST = {
    "two columns of one row": (b"Sana;IV.15;IV.15\n2025-01-06;20;40\n", "2-qator, IV.15: Bu kunning soni"),
    "a column without a heading": (b"Sana;IV.15;\n2025-01-06;20;77\n", "2-qator: 3-ustunning nomi yoʻq, undagi 77"),
    "a cell behind the last heading": (b"Sana;IV.15\n2025-01-06;20;99\n", "3-ustunning nomi yoʻq, undagi 99"),
    "a second sheet": (changed_book(second_sheet), "Faylning bir nechta varagʻida yozuv bor: Sheet, Oktabr."),
    "a hidden line": (changed_book(hidden_line), "3-qator: Qator faylda yashirilgan."),
    "a hidden column": (changed_book(hidden_column), "2-qator, IV.16: 90: ustun faylda yashirilgan."),
    "a raised mark": (changed_book(raised_mark), "2-qator, IV.15: 9 yonida ustki belgi bor."),
    "a cell beside the table": (changed_book(unnamed_column), "2-qator: 4-ustunning nomi yoʻq, undagi 77"),
}


@pytest.mark.parametrize(("content", "words"), LOST.values(), ids=list(LOST))
def test_nothing_that_stands_in_the_file_is_left_out_without_a_word(
    folder: Path, run, content: bytes, words: str
) -> None:
    path = folder.parent / "sonlar.dat"
    path.write_bytes(content)
    before = counts(folder)
    code, _out, err = run("diary", "import", path, "--unit", "abonement")
    assert code == 1 and words in err, err
    assert counts(folder) == before
