"""What is written is read again, whatever people typed; text stays text, numbers are numbers."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents import plan_cells
from app.documents.plan_docx import write_plan_docx
from app.documents.plan_print import HEADINGS
from app.documents.plan_reader import read_plan
from app.documents.plan_xlsx import write_plan_xlsx
from app.domain.amounts import parse_amount
from app.domain.errors import Invalid
from app.domain.plan_table import Amount, Line, PlanTable, Section, roman_number
from app.domain.text import clean_text
from tests.documents.papers import TABLE, XLSX

PIECES = [
    "=1+1",
    "+998",
    "@SUM(A1)",
    "-2",
    "http://x.uz",
    "<b>&amp;",
    "_x0041_",
    "12.4.",
    "oʻquv",
    "maʼlumot",
    "“Jadid”",
]
PIECES += [
    "ЎҚУВ",
    "I.",
    "V",
    "%s",
    "{0}",
    "1/2",
    "2025-yil",
    "TRUE",
    "'",
    "«",
    "…",
    "😀",
    "Nomi",
    "Reja",
    "№",
    "1",
    "a" * 60,
]
words = st.one_of(st.sampled_from(PIECES), st.text(max_size=12))


def stored(text: str) -> str:
    """One line as the program stores it."""
    kept = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co"))
    return plan_cells.one_line(clean_text(plan_cells.one_line(kept)))


def steady(text: str) -> bool:
    """Text that the paper can carry: a dash, a comma or a mark at an end means something there."""
    return bool(re.match(r"\w|[=+@<“]", text)) and text[-1] not in "'ʻʼ;, " and not plan_cells.is_unreadable(text)


lines = st.lists(words, min_size=1, max_size=6).map(" ".join).map(stored).filter(steady)
long_lines = st.lists(lines, min_size=20, max_size=60).map(" ".join).map(stored).filter(steady)
texts = st.one_of(lines, lines, lines, long_lines)
steps = texts.filter(lambda text: not re.search(r"; ?\d{1,2}[.)] ", text))
units = lines.map(lambda text: stored(re.sub("[,;]", " ", text))).filter(steady)
whole = st.integers(0, 10**9)
decimals = st.decimals(0, 10**6, places=2)
amounts = st.one_of(
    st.just(""),
    st.sampled_from("-–—"),
    whole,
    decimals,
    st.lists(whole, min_size=2, max_size=3).map(lambda n: "/".join(map(str, n))),
).map(parse_amount)


@st.composite
def line(draw: st.DrawFn, number: str = "", deadline: str | None = None, parts: tuple[Line, ...] = ()) -> Line:
    return Line(
        number,
        draw(st.none() | texts),
        draw(st.none() | lines),
        draw(amounts),
        draw(amounts),
        tuple(draw(st.lists(steps, max_size=3))),
        draw(st.just("") | lines) if deadline is None else deadline,
        tuple(draw(st.lists(units, max_size=3))),
        parts,
    )


@st.composite
def row(draw: st.DrawFn, number: int, keyed: bool) -> tuple[Line, ...]:
    """A numbered line with its sub-rows; ``keyed`` ones may be nested in ways that only the hidden column tells."""
    leaves = st.lists(line(), max_size=2).map(tuple)
    kind = draw(st.sampled_from(["plain", "unnumbered", "numbered", "lone", "beside"]))
    if kind == "unnumbered":
        parts = draw(leaves)
        if keyed and parts:
            parts += (draw(line(parts=draw(leaves))),)
        return (draw(line(str(number), parts=parts)),)
    if kind == "numbered":
        parts = tuple(draw(line(f"{number}.{place}", parts=draw(leaves))) for place in (1, 2, 3))
        if keyed:
            parts += draw(leaves)
        return (draw(line(str(number), parts=parts)),)
    if kind == "lone":
        part = draw(line(f"{number}.1", deadline="", parts=draw(leaves)))
        return (draw(line(str(number), parts=(part,))),)
    if kind == "beside":
        return draw(line(str(number), "har oyda")), draw(line(f"{number}.1", "I chorak", draw(leaves)))
    return (draw(line(str(number))),)


@st.composite
def tables(draw: st.DrawFn, keyed: bool) -> PlanTable:
    year = draw(st.integers(2001, 2098))
    centre = draw(st.sampled_from(["", "Zomin tuman axborot-kutubxona markazi", "Жиззах вилояти маркази"]))
    title = f"{centre}{'нинг' if 'м' in centre else 'ning'} {year}-yil uchun moʻljallangan ISH REJASI" if centre else ""
    approval = draw(st.sampled_from([(), ("“TASDIQLAYMAN”", "Markaz direktori", "__________ A. Karimov")]))
    sections = []
    for place in range(draw(st.integers(1, 3))):
        rows = [line for number in range(1, draw(st.integers(2, 4))) for line in draw(row(number, keyed))]
        heading = draw(st.just("") | lines.filter(lambda text: text[0].isalpha()))
        sections.append(Section(roman_number(place + 1), heading, tuple(rows)))
    return PlanTable(year, centre, title, approval, tuple(sections))


relaxed = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@relaxed
@given(tables(keyed=True))
def test_a_workbook_is_read_as_it_was_written(table: PlanTable) -> None:
    assert read_plan(write_plan_xlsx(table)).table == table


@relaxed
@given(tables(keyed=False))
def test_a_letter_is_read_as_it_was_written(table: PlanTable) -> None:
    assert read_plan(write_plan_docx(table)).table == table


def named(*names: str) -> PlanTable:
    lines_ = tuple(Line(str(place), name, plan=Amount("7", (7,))) for place, name in enumerate(names, 1))
    return PlanTable(2025, title="ISH REJASI", sections=(Section("I", "QARORLAR", lines_),))


def sheet_of(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "+1+1", "-1", "@A1", "{=1}", "http://a.uz", "0012", "1e5", "\t=1", "#REF!"]
)
def test_typed_text_is_never_a_formula_a_link_or_a_number(name: str) -> None:
    sheet = sheet_of(write_plan_xlsx(named(name)))
    cell = next(cell for row_ in sheet.iter_rows() for cell in row_ if cell.value == name)
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_single_figures_are_numbers_composites_and_dashes_text() -> None:
    sheet = sheet_of(write_plan_xlsx(TABLE))
    by_key = {row_[8].value: (row_[3], row_[4]) for row_ in sheet.iter_rows() if row_[8].value}
    fact, plan = by_key["II.12"]
    assert (fact.value, fact.data_type, fact.number_format) == (11187, "n", "#,##0")
    fact, plan = by_key["I.2"]
    assert (fact.value, plan.value, plan.data_type) == ("1/2/1", "-", "s")
    assert by_key["I.3"][0].value is None


def test_the_sheet_is_set_up_for_paper() -> None:
    data = write_plan_xlsx(TABLE)
    sheet = sheet_of(data)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.print_area.endswith("$A$1:$H$18")
    assert sheet.freeze_panes == "A5"
    assert sheet.column_dimensions["I"].hidden
    assert sheet["I3"].value == "row_key"
    assert "D3:E3" in {str(area) for area in sheet.merged_cells.ranges}
    assert "&P" in sheet.oddFooter.center.text


def test_a_letter_is_landscape_and_repeats_its_header_and_hides_the_keys() -> None:
    data = write_plan_docx(TABLE)
    document = docx.Document(io.BytesIO(data))
    page = document.sections[0]
    assert page.page_width > page.page_height
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader/>") == 2
    assert "II.12" not in xml


def test_too_long_a_text_is_refused_not_cut() -> None:
    with pytest.raises(Invalid) as refusal:
        write_plan_xlsx(named("a" * 32_768))
    assert refusal.value.code == "file.text_too_long"
    kept = read_plan(write_plan_xlsx(named("a" * 32_767))).table
    assert kept is not None and len(kept.sections[0].lines[0].name or "") == 32_767


def test_the_same_plan_gives_the_same_figures_in_russian_words() -> None:
    russian = {**HEADINGS, "name": "Наименование", "measure": "Единица измерения", "quantity": "Количество"}
    russian |= {"fact": "%(year)s год (факт)", "plan": "%(year)s год (план)", "mechanism": "Механизм реализации"}
    russian |= {"deadline": "Срок исполнения", "responsible": "Ответственные", "sheet": "План работы"}
    for data in (write_plan_xlsx(TABLE, russian), write_plan_docx(TABLE, russian)):
        assert read_plan(data).table == TABLE


def test_the_real_plan_goes_round_in_both_forms() -> None:
    table = read_plan(XLSX).table
    assert table is not None
    assert read_plan(write_plan_xlsx(table)).table == table
    assert read_plan(write_plan_docx(table)).table == table
