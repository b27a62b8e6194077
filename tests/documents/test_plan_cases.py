"""Plan files as people make them: what each must give, file by file, kept by hand beside the files.

``base.json`` is what the plain file says, transcribed by hand; unless it is said here, a file gives the same rows.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from app.documents.findings import TAKE, YES, CellFinding
from app.documents.plan_reader import Reading, Told, read_plan
from app.domain.plan_table import Amount, Line, PlanTable, keyed_lines
from app.domain.text import clean_text
from tests.documents.papers import DATA

CASES = DATA / "plan_cases"
Row = tuple[str, str, str, str, str, tuple[str, ...], str, tuple[str, ...]]


def read(name: str, answers: dict[str, str] | None = None, *, year: int | None = None, **told: object) -> Reading:
    (path,) = CASES.glob(f"{name}*")
    return read_plan(path.read_bytes(), year=year, told=Told(answers or {}, **told))  # type: ignore[arg-type]


def base() -> list[Row]:
    """The transcript, as rows with their keys."""
    rows: list[Row] = []
    for entry in json.loads((CASES / "base.json").read_text(encoding="utf-8")):
        steps = [step.strip(" ;0123456789.") for step in entry["mechanism"].split("\n") if step]
        units = [unit.strip() for unit in entry["responsible"].split(",") if unit.strip()]
        rows.append(row_of(f"{entry['section']}.{entry['no']}", entry, steps, units))
        letters = iter("abc")
        for part in entry["parts"]:
            number = part.get("no") or ""
            key = f"{entry['section']}.{number}" if number else f"{entry['section']}.{entry['no']}.{next(letters)}"
            rows.append(row_of(key, {"measure": entry["measure"], **part}, [], []))
    return rows


def row_of(key: str, entry: dict[str, str], steps: list[str], units: list[str]) -> Row:
    texts = [clean_text(entry.get(name) or "") for name in ("name", "measure", "fact_2025", "plan_2026", "deadline")]
    name, measure, fact, plan, deadline = texts
    return (
        key,
        name.lstrip("- "),
        measure,
        fact,
        plan,
        tuple(map(clean_text, steps)),
        deadline,
        tuple(map(clean_text, units)),
    )


def rows(table: PlanTable | None) -> list[Row]:
    assert table is not None
    return [line_row(key, line) for section in table.sections for key, line, _ in keyed_lines(section)]


def line_row(key: str, line: Line) -> Row:
    texts = line.name or "", line.measure or "", line.fact.text, line.plan.text
    return key, *texts, line.mechanism, line.deadline, line.responsible


def open_questions(reading: Reading) -> Iterator[CellFinding]:
    yield from (found for found in reading.findings if found.severity == "question")


def asked(reading: Reading) -> list[tuple[str, str]]:
    """What is open: the code and the place."""
    return [(found.code, str(found.position)) for found in open_questions(reading)]


def plans(table: PlanTable | None) -> dict[str, Amount]:
    assert table is not None
    return {key: line.plan for section in table.sections for key, line, _ in keyed_lines(section)}


@pytest.mark.parametrize(
    "name",
    ["a01", "a05", "a34", "b02", "b04", "b07", "c01", "c03", "c21"],
)
def test_these_say_what_the_plain_file_says_and_ask_nothing(name: str) -> None:
    reading = read(name)
    assert rows(reading.table) == base()
    assert asked(reading) == []


def test_rows_that_a_page_broke_are_named() -> None:
    joined = [str(found.position) for found in read("a05").findings if found.code == "plan.row_joined"]
    assert joined == ["Ish rejasi!7", "Ish rejasi!11", "Ish rejasi!18"]


def test_a_paper_without_numbers_is_offered_some() -> None:
    reading = read("a06")
    assert asked(reading) == [("plan.numbers_offered", "Ish rejasi!3")]
    keys = [
        "I.1",
        "I.2",
        "II.1",
        "II.2",
        *(f"IV.{key}" for key in ("1", "1.a", "1.b", "1.c", "2", "3", "3.a", "3.b", "4")),
    ]
    assert [row[0] for row in rows(reading.table)] == keys
    assert [row[1:] for row in rows(reading.table)] == [row[1:] for row in base()]
    (question,) = open_questions(reading)
    assert question.asked is not None
    assert asked(read("a06", {question.asked.key: YES})) == []
    assert asked(read("a06", {question.asked.key: "maybe"})) != [], "what is no choice is no answer"


RUSSIAN = [
    ("I.1", "Справка об исполнении постановления Президента", "12", "12"),
    ("I.2", "Работа с обращениями граждан", "4", "4"),
    ("IV.12", "Пополнение фонда", "900", "1200"),
    ("IV.12.1", "Обязательный экземпляр", "100", "150"),
    ("IV.12.2", "Покупка", "800", "1050"),
    ("IV.13", "Посещения", "58743", "61200"),
    ("IV.15", "Массовые мероприятия", "100", "120"),
]


@pytest.mark.parametrize("name", ["a08", "c11"])
def test_russian_headings_are_known(name: str) -> None:
    reading = read(name)
    read_rows = rows(reading.table)
    assert [(key, words, fact, plan) for key, words, _, fact, plan, *_ in read_rows] == RUSSIAN
    assert asked(reading) == []
    assert all(measure for _, _, measure, *_ in read_rows if measure is not None)
    assert read_rows[0][5] == ("Сбор данных", "Представление в областную библиотеку")
    assert read_rows[-1][6:] == ("I–III квартал", ("все службы",))


def test_a_heading_that_nobody_knows_is_asked_and_then_remembered() -> None:
    reading = read("c12")
    assert asked(reading) == [("plan.column_unknown", "Ish rejasi!F4")]
    (question,) = open_questions(reading)
    assert question.asked is not None and question.asked.choices == ("mechanism", "skip")
    assert rows(reading.table)[0][5] == ()
    for told in (read("c12", {question.asked.key: "mechanism"}), read("c12", headings={"primechaniye": "mechanism"})):
        assert asked(told) == []
        assert rows(told.table)[0][5] == ("Сбор данных", "Представление в областную библиотеку")
        assert "plan.column_missing" not in [found.code for found in told.findings]
    assert [(key, words, fact, plan) for key, words, _, fact, plan, *_ in rows(reading.table)] == RUSSIAN


def test_indicators_of_a_republic_are_read_with_the_fact_of_the_year_before() -> None:
    reading = read("d02")
    assert reading.table is not None and reading.table.year == 2026
    assert [(name, measure, fact, plan) for _, name, measure, fact, plan, *_ in rows(reading.table)] == [
        ("Число обращений к сайту", "Ед.", "300", "350"),
        ("Число посещений", "чел.", "5400", "5509"),
    ]
    ignored = [found.params["heading"] for found in reading.findings if found.code == "plan.column_ignored"]
    assert ignored == ["Факт 2024 год", "Причины отклонения показателя"]


# Kept by hand: printed row → what stands there, and what is taken for it; None: it stays as text, to be checked.
SURE = {"12 ta": 12, "100%": 100, "1 021 nafar": 1021, "5 (besh)": 5}
OFFERED = {"61.200": 61200, "61,2 ming": 61200, "12.500": 12500, "2 mln": 2_000_000}
TEXT = ["10-12", "~50", "kamida 50", "50+", "1+1", "yoʻq", "x", "XXX", "12/", "1:3", "1, 2", "12…15"]


def test_figures_as_people_write_them() -> None:
    reading = read("a11")
    assert len(rows(reading.table)) == 29, "one odd cell stops none of the others"
    by_code: dict[str, list[CellFinding]] = {}
    for found in reading.findings:
        by_code.setdefault(found.code, []).append(found)
    taken = plans(reading.table)
    assert {found.params["value"]: taken[found.row_key or ""].values for found in by_code["plan.amount_taken"]} == {
        text: (value,) for text, value in SURE.items()
    }
    offered = {found.params["value"]: found.asked for found in by_code["plan.amount_offered"]}
    assert {text: one.proposal for text, one in offered.items() if one} == {t: str(v) for t, v in OFFERED.items()}
    assert [found.params["value"] for found in by_code["plan.amount_text"]] == TEXT
    assert [taken[found.row_key or ""] for found in by_code["plan.amount_text"]] == [Amount(text) for text in TEXT]
    assert [found.params["value"] for found in by_code["plan.amount_fraction"]] == ["12,5"]
    assert {code for code, _ in asked(reading)} == {"plan.amount_offered", "plan.amount_fraction"}


def test_what_is_typed_in_the_preview_counts() -> None:
    questions = {str(found.position): found.asked for found in read("a11").findings if found.asked}
    answers = {one.key: "60 000" for place, one in questions.items() if one and place.endswith(("E9", "E12"))}
    reading = read("a11", answers)
    assert [plans(reading.table)[key].values for key in ("I.3", "I.6")] == [(60000,), (60000,)]
    assert [code for code, place in asked(reading) if place.endswith(("E9", "E12"))] == []


def test_a_formula_without_a_result_is_asked_at_its_cell() -> None:
    reading = read("a13")
    assert asked(reading) == [("plan.amount_formula", f"Ish rejasi!{cell}") for cell in ("D13", "E13", "E17")]
    answers = {f"amount:Ish rejasi!{cell}": text for cell, text in (("D13", "900"), ("E13", "1200"), ("E17", "61200"))}
    told = read("a13", answers)
    assert rows(told.table) == base() and asked(told) == []


def test_a_hidden_row_is_taken_only_when_somebody_says_so() -> None:
    reading = read("a16")
    assert asked(reading) == [("plan.rows_hidden", "Ish rejasi!22")]
    assert rows(reading.table) == base()
    taken = read("a16", {"row:Ish rejasi!22": TAKE})
    assert asked(taken) == []
    assert [row for row in rows(taken.table) if row not in base()] == [
        ("IV.16", "Bekor qilingan qator", "Dona", "1", "1", (), "", ())
    ]


def test_a_number_that_stands_twice_names_both_places_and_offers_the_free_one() -> None:
    reading = read("a28")
    (question,) = open_questions(reading)
    assert (question.code, str(question.position), question.params["first"]) == (
        "plan.row_duplicate", "Ish rejasi!21", 17
    )  # fmt: skip
    assert question.asked is not None and question.asked.proposal == "15"
    assert rows(reading.table) == base()
    assert rows(read("a28", {question.asked.key: "20"}).table)[-1][0] == "IV.20"
    for said in ("13", "14", "", "oʻn"):
        assert asked(read("a28", {question.asked.key: said})) == asked(reading), "taken, or no number"


def test_another_year_than_the_paper_names_is_refused() -> None:
    assert read("a36").table is not None
    refused = read("a36", year=2027)
    assert refused.table is None
    assert [(found.severity, found.code) for found in refused.findings] == [("error", "plan.year_other")]


def test_people_are_whole() -> None:
    reading = read("a37")
    assert asked(reading) == [("plan.amount_fraction", "Ish rejasi!E7")]
    assert plans(reading.table)["I.1"].text == "2,5", "shown as it stands, and not stored while it is asked"
    (question,) = open_questions(reading)
    assert question.asked is not None
    assert plans(read("a37", {question.asked.key: "2"}).table)["I.1"].values == (2,)
    for said in ("2,5", "1,5/2"):
        again = read("a37", {question.asked.key: said})
        assert asked(again) == asked(reading), "what does not fit is no answer, and nothing is left out unsaid"


def test_a_total_is_no_line_and_is_held_against_the_sum() -> None:
    found = {one.code: one.params for one in read("c03").findings}
    assert found["plan.total_differs"] == {"written": "68000", "counted": "68029", "column": "plan"}
    assert found["plan.total_left_out"] == {"text": "Jami"}


@pytest.mark.parametrize(
    ("row", "written", "counted"),
    [
        (22, 68029, None),  # the whole section: 1200 + 61200 + 5509 + 120
        (22, 68000, "68029"),
        (21, 67909, None),  # above the last line: 1200 + 61200 + 5509
        (21, 68029, None),  # in the middle, and of the whole section all the same
        (21, 67000, "67909"),
        (13, 68029, None),  # above all of them
    ],
)
def test_a_total_stands_for_what_is_above_it_or_for_its_section(row: int, written: int, counted: str | None) -> None:
    book = openpyxl.load_workbook(CASES / "a01_plain.xlsx")
    book.active.insert_rows(row)
    for column, value in enumerate(["", "Jami", "", None, written], start=1):
        book.active.cell(row, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    found = [one.params for one in read_plan(buffer.getvalue()).findings if one.code == "plan.total_differs"]
    assert [one["counted"] for one in found] == ([counted] if counted else [])


def test_signatures_in_cells_are_text_below_the_table() -> None:
    below = [one.params["text"] for one in read("c01").findings if one.code == "plan.text_below"]
    assert below == ["Direktor __________ A. Karimov"]


@pytest.mark.parametrize(
    ("own", "is_asked"),
    [
        ("Zomin tuman axborot-kutubxona markazi", False),
        ("Zomin tuman AKM", False),
        ("Arnasoy tuman AKM", True),
        ("", False),
    ],
)
def test_a_paper_that_names_another_centre_is_asked_about(own: str, is_asked: bool) -> None:
    assert [code for code, _ in asked(read("a01", centre=own))] == ["plan.other_centre"] * is_asked
    assert asked(read("a01", {"sure:": YES}, centre=own)) == []
    shorter = read("a01", centre="Jizzax viloyati Zomin tuman axborot-kutubxona markazi")
    assert asked(shorter) == [], "the paper's name is the shorter form"


def test_every_file_of_the_folder_has_its_test() -> None:
    words = Path(__file__).read_text(encoding="utf-8")
    files = [path.name[:3] for path in CASES.iterdir() if path.suffix in (".xlsx", ".docx")]
    assert len(files) == 20 and [name for name in files if f'"{name}"' not in words] == []
