"""A stored plan file is taken back: the plan stands as it did before it, to the last field (domain.md §5)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from app.documents.plan_reader import read_plan
from app.domain.amounts import parse_amount
from app.domain.errors import Conflict, DomainError
from app.domain.plan_table import Line, PlanTable
from app.domain.roll_over import Proposal
from app.extensions import db
from app.models import Change, Entry, Plan, PlanImport, UnitAlias
from app.operations.entries import save_cell
from app.operations.history import broken_link
from app.operations.measures import choose_measures
from app.operations.own_shares import set_own_shares
from app.operations.plan_files import import_file, undo_import
from app.operations.plan_tree import add_section, place_row, take_row_out
from app.operations.plans import approve_plan, confirm_row, set_counting, set_phasing
from app.operations.roll_over import roll_over
from app.operations.row_names import set_row_names
from app.queries.cells import find_cell
from app.queries.measures import chosen_measures
from app.queries.plan import part_by_key, plan_of, plan_table, row_by_key, rows_of
from app.queries.plan_undo import last_import, undoing_of
from tests.cast import APPROVED, TODAY
from tests.plan.papers import XLSX, replaced, without_row
from tests.plan.test_import import sent
from tests.submissions.conftest import Office, office_of

# What a thing says in the tables, read plainly: no mapper, no rule of the program. Numbers of rows are told by keys.
TREE = {
    "plan": ("plan t where t.year = :year", "''"),
    "plan_section": ("plan_section t join plan p on p.id = t.plan_id where p.year = :year", "t.roman"),
    "indicator": ("indicator t join plan p on p.id = t.plan_id where p.year = :year", "t.key"),
    "part": ("part t join plan p on p.id = t.plan_id where p.year = :year", "t.key"),
    "responsible": (
        "responsible t join indicator i on i.id = t.indicator_id join plan p on p.id = i.plan_id where p.year = :year",
        "i.key || '|' || t.position",
    ),
    "own_share": (
        "own_share t join part a on a.id = t.part_id join plan p on p.id = a.plan_id where p.year = :year",
        "a.key || '|' || t.unit_id",
    ),
}
TIES = {"id", "version", "plan_id", "section_id", "parent_id", "indicator_id", "part_id"}
ABOVE = "select i.key, a.key from indicator i join plan p on p.id = i.plan_id join indicator a on a.id = i.parent_id"
WITHIN = (
    "select i.key, s.roman from indicator i join plan_section s on s.id = i.section_id join plan p on p.id = i.plan_id"
)
OF_ROW = "select a.key, i.key from part a join indicator i on i.id = a.indicator_id join plan p on p.id = i.plan_id"


def told(year: int = 2025) -> dict[str, Any]:
    """Everything that the tables hold of a year's plan."""
    db.session.flush()
    found: dict[str, Any] = {}
    for table, (source, key) in TREE.items():
        statement = text(f"select {key} as told, t.* from {source}")  # noqa: S608 – constants
        for line in db.session.execute(statement, {"year": year}).mappings():
            found[f"{table} {line['told']}"] = {
                name: None if value == "null" else value  # two ways of saying nothing in a column of JSON
                for name, value in line.items()
                if name not in {*TIES, "told", "key:1"}
            }
    for name, statement in (("above", ABOVE), ("within", WITHIN), ("of", OF_ROW)):
        lines = db.session.execute(text(f"{statement} where p.year = :year order by 1"), {"year": year})
        found[name] = [tuple(line) for line in lines]
    return found


def store(office: Office, table: PlanTable, folder: Path, name: str = "reja.xlsx") -> PlanImport:
    import_file(
        actor=office.people["metodist"],
        name=name,
        content=repr(table).encode(),
        year=None,
        folder=folder,
        table=table,
        headings={},
        answers={},
    )
    return db.session.scalars(select(PlanImport).order_by(PlanImport.change_id.desc())).first()


def take_back(office: Office, kept: PlanImport, **options: Any) -> None:
    undo_import(actor=office.people["metodist"], kept=kept, **options)


@pytest.fixture(scope="module")
def paper() -> PlanTable:
    found = read_plan(XLSX).table
    assert found is not None
    return found


@pytest.fixture
def office(app: Flask, context: None) -> Office:
    return office_of(app)


def by_hand(office: Office) -> None:
    """Everything that people set in a draft besides the paper."""
    plan, who = office.plan, office.people["metodist"]
    row = row_by_key(plan, "IV.15")
    months = [*range(800, 690, -10), 9000 - sum(range(800, 690, -10))]
    set_phasing(actor=who, plan=plan, row=row, part=row.parts[0], version=row.version, months=months)
    set_row_names(actor=who, plan=plan, row=row, version=row.version, short_name="Keldi-ketdi")
    row = row_by_key(plan, "II.2")
    set_row_names(actor=who, plan=plan, row=row, version=row.version, part_names={1: "xizmatlar", 2: "sektorlar"})
    units = {code: office.units[code].id for code in ("jamlash", "metodika", "huquqiy")}
    row = row_by_key(plan, "V.29")
    shares = {units["jamlash"]: "counts", units["metodika"]: "contributes", units["huquqiy"]: "counts"}
    set_counting(
        actor=who,
        plan=plan,
        row=row,
        version=row.version,
        entry_form="month",
        mode="flow",
        sums_parts=False,
        shares=shares,
    )
    confirm_row(actor=who, plan=plan, row=row_by_key(plan, "IV.16"), points=["measure"])
    for key, amounts in (("IV.15", {"abonement": 1200, "huquqiy": 800}), ("IV.14", {"abonement": 3900})):
        row, given_to = row_by_key(plan, key), {office.units[code].id: amount for code, amount in amounts.items()}
        set_own_shares(actor=who, plan=plan, part=row.parts[0], version=row.version, amounts=given_to)


@pytest.fixture
def worked(office: Office) -> Office:
    by_hand(office)
    db.session.flush()
    return office


def other_line(data: st.DataObject, line: Line) -> Line:
    changes: dict[str, Any] = {}
    for field in data.draw(
        st.lists(st.sampled_from(["name", "measure", "fact", "plan", "who", "steps", "when"]), max_size=3)
    ):
        if field in ("name", "measure"):
            changes[field] = data.draw(st.sampled_from([None, "Boshqa", "Nusxa", "Foiz", "Hujjat"]))
        elif field in ("fact", "plan"):
            changes[field] = parse_amount(data.draw(st.sampled_from(["", "7", "1/2", "3/0/1", "2,5", "9500"])))
        elif field == "who":
            names = ["Abonementlar sektori", "barcha xizmatlar", "Kinoklub sektori", "Huquqiy axborotlar sektori"]
            changes["responsible"] = tuple(data.draw(st.lists(st.sampled_from(names), max_size=3, unique=True)))
        elif field == "steps":
            changes["mechanism"] = tuple(data.draw(st.lists(st.sampled_from(["Bir", "Ikki", "Uch"]), max_size=2)))
        else:
            changes["deadline"] = data.draw(st.sampled_from(["", "har oyda", "yil davomida", "tushunarsiz"]))
    return replace(line, **changes)


def other_paper(data: st.DataObject, table: PlanTable) -> PlanTable:
    """The paper with lines written otherwise, taken out, added or turned, in sections that come, go and are renamed."""
    sections = []
    for section in table.sections:
        fate = data.draw(st.sampled_from(["same", "same", "lines", "turned", "gone", "named"]))
        lines = section.lines
        if fate == "gone" and len(table.sections) > len(sections) + 1 and sections:
            continue
        if fate == "lines":
            places = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=3, unique=True))
            out = data.draw(st.integers(0, len(lines) - 1)) if len(lines) > 1 else -1
            lines = tuple(
                other_line(data, line) if place in places else line for place, line in enumerate(lines) if place != out
            )
            if data.draw(st.booleans()):
                lines = (
                    *lines,
                    Line(number="99", name="Yangi qator", plan=parse_amount("4"), parts=(Line(name="Ichki"),)),
                )
        elif fate == "turned":
            lines = lines[::-1]
        heading = "Boshqa sarlavha" if fate == "named" else section.heading
        sections.append(replace(section, lines=lines, heading=heading))
    if data.draw(st.booleans()):
        sections.append(
            replace(table.sections[0], roman="IX", heading="Yangi boʻlim", lines=(Line(number="1", name="Bir"),))
        )
    title = data.draw(st.sampled_from([table.title, "ISH REJASI"]))
    approval = data.draw(st.sampled_from([table.approval, ("TASDIQLAYMAN", "Direktor")]))
    return replace(table, sections=tuple(sections), title=title, approval=approval)


@pytest.fixture(params=[2025, 2026], ids=["of a file", "rolled over"])
def draft_year(request: pytest.FixtureRequest, worked: Office) -> int:
    """A draft that came from a file, or one that was rolled over from it."""
    if request.param == 2026:
        november = {"today": date(2025, 11, 20), "basis": "expected", "rule": Proposal("growth", 5)}
        roll_over(actor=worked.people["metodist"], plan=worked.plan, **november)
        assert sum(1 for row in rows_of(plan_of(1, 2026)) if row.former_id) > 50
    return request.param


@settings(max_examples=12, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_file_and_its_undo_leave_the_plan_as_it_was(draft_year: int, tmp_path: Path, data) -> None:
    """Field by field, as the tables tell it; one file, or several on top of each other, taken back the newest first."""
    with db.session.begin_nested() as savepoint:
        stood, files, here, paper = [], [], office_of(None), plan_table(plan_of(1, draft_year))
        for number in range(data.draw(st.integers(1, 3))):
            before = told(draft_year)
            kept = store(here, other_paper(data, paper), tmp_path, f"{number}.xlsx")
            if kept.plan_before is not None and kept not in files:
                stood.append(before)
                files.append(kept)
        for before, kept in zip(stood[::-1], files[::-1], strict=True):
            take_back(here, kept)
            assert told(draft_year) == before
        savepoint.rollback()
    db.session.expunge_all()


def test_a_row_that_comes_back_knows_its_row_of_last_year_where_that_still_stands(
    office: Office, tmp_path: Path
) -> None:
    who = office.people["metodist"]
    roll_over(actor=who, plan=office.plan, today=date(2025, 11, 20), basis="so_far", rule=Proposal())
    paper, visits = plan_table(plan_of(1, 2026)), row_by_key(office.plan, "IV.15").id
    kept = store(office, without(without(paper, "15"), "16"), tmp_path)
    last_year = plan_of(1, 2025)
    take_row_out(actor=who, plan=last_year, row=row_by_key(last_year, "IV.16"), version=last_year.version)
    take_back(office, kept)
    ties = {row.key: row.former_id for row in rows_of(plan_of(1, 2026))}
    assert ties["IV.15"] == visits and ties["IV.16"] is None


def test_a_change_of_every_kind_is_told_by_the_witness(worked: Office) -> None:
    """The second witness sees what people set: it would notice one that did not come back."""
    found = told()
    assert found["indicator IV.15"]["short_name"] == "Keldi-ketdi" and "[800, 790" in found["part IV.15"]["phasing"]
    assert found["part II.2/1"]["name"] == "xizmatlar" and "measure" in found["indicator IV.16"]["confirmed"]
    assert {line["share"] for key, line in found.items() if key.startswith("responsible V.29|")} > {"counts"}
    assert sorted(key for key in found if key.startswith("own_share IV.15|")) and found["part IV.16"]["phasing"] is None
    assert len(found["above"]) > 5 and len(found["of"]) > len(found["above"])


def test_the_plan_is_gone_where_there_was_none_and_the_file_can_be_stored_again(
    office: Office, paper: PlanTable, tmp_path: Path
) -> None:
    other = replace(paper, year=2027)
    kept = store(office, other, tmp_path)
    stored = told(2027)
    take_back(office, kept)
    assert told(2027) == {"above": [], "within": [], "of": []} and plan_of(1, 2027) is None
    assert (kept.state, kept.plan_before, kept.change_id) == ("waiting", None, None)
    again = store(office, other, tmp_path)
    assert again.id == kept.id and told(2027) == stored
    assert broken_link(1) is None


def test_a_change_by_hand_goes_only_when_it_was_seen_and_asked_for(
    worked: Office, paper: PlanTable, tmp_path: Path
) -> None:
    before = told()
    shorter = replace(paper, sections=paper.sections[:-1])
    kept = store(worked, shorter, tmp_path)
    who, row = worked.people["metodist"], row_by_key(worked.plan, "IV.17")
    set_row_names(actor=who, plan=worked.plan, row=row, version=row.version, short_name="Yangi nom")
    (change,) = undoing_of(kept).changes
    assert change.subject_key == "2025|IV.17" and change.after["short_name"] == "Yangi nom"
    for options in ({}, {"seen": change.id}, {"drop_changes": True}, {"drop_changes": True, "seen": change.id - 1}):
        with pytest.raises(Conflict, match="plan.undo_changed"):
            take_back(worked, kept, **options)
    take_back(worked, kept, drop_changes=True, seen=change.id)
    assert told() == before


def test_what_went_with_a_later_file_is_not_asked_about_again(worked: Office, paper: PlanTable, tmp_path: Path) -> None:
    """By hand: named before the second file, which stands; named after it, which went when it was taken back."""
    before, who = told(), worked.people["metodist"]
    first = store(worked, replace(paper, title="BIR"), tmp_path, "1.xlsx")

    def name(words: str) -> None:
        row = row_by_key(worked.plan, "IV.17")
        set_row_names(actor=who, plan=worked.plan, row=row, version=row.version, short_name=words)

    name("Birinchi")
    second = store(worked, replace(paper, title="IKKI"), tmp_path, "2.xlsx")
    assert undoing_of(first).refusal.code == "plan.undo_newer"
    name("Ikkinchi")
    take_back(worked, second, drop_changes=True, seen=undoing_of(second).last_change)
    found = undoing_of(first)
    assert [change.after["short_name"] for change in found.changes] == ["Birinchi"] and found.refusal is None
    take_back(worked, first, drop_changes=True, seen=found.last_change)
    assert told() == before


def test_shares_that_a_file_ended_come_back_and_are_no_change_by_hand(
    worked: Office, paper: PlanTable, tmp_path: Path
) -> None:
    """Two files: the second leaves IV.15 to one unit, so that nothing is divided any more."""
    first = store(worked, replace(paper, title="BIR"), tmp_path, "1.xlsx")
    before = told()
    alone = with_plan(replace(paper, title="IKKI"), "15", responsible=("Abonementlar sektori",), mechanism=())
    second = store(worked, alone, tmp_path, "2.xlsx")
    assert not [key for key in told() if key.startswith("own_share IV.15|")]
    take_back(worked, second)
    assert told() == before and undoing_of(first).changes == ()


def write(office: Office, key: str, figure: str = "12", version: int = 0) -> None:
    cell = find_cell(office.plan, key)
    who = office.people["metodist"]
    save_cell(actor=who, plan=office.plan, cell=cell, typed=figure, version=version, today=TODAY)


def with_plan(paper: PlanTable, number: str, **changes: Any) -> PlanTable:
    def lines(found: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(replace(line, **changes) if line.number == number else line for line in found)

    return replace(paper, sections=tuple(replace(one, lines=lines(one.lines)) for one in paper.sections))


def without(paper: PlanTable, number: str) -> PlanTable:
    sections = tuple(replace(one, lines=tuple(x for x in one.lines if x.number != number)) for one in paper.sections)
    return replace(paper, sections=sections)


@pytest.mark.parametrize("figures", [["12"], ["12", ""]], ids=["a figure", "one that was emptied"])
def test_a_figure_on_a_row_that_would_go_stands_in_the_way(
    office: Office, paper: PlanTable, tmp_path: Path, figures: list[str]
) -> None:
    store(office, without(paper, "16"), tmp_path, "1.xlsx")
    kept = store(office, paper, tmp_path, "2.xlsx")
    for version, figure in enumerate(figures):
        write(office, "IV.16|abonement|2025-11-03", figure, version)
    refusal, before = undoing_of(kept).refusal, told()
    assert refusal.code == "plan.undo_figures" and refusal.params["keys"] == "IV.16"
    with pytest.raises(DomainError, match="plan.undo_figures"):
        take_back(office, kept)
    assert told() == before and kept.state == "stored"


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"deadline": "har chorakda"}, False),
        ({"plan": parse_amount("9999")}, False),
        ({"name": "Xatlar soni"}, True),
        ({"measure": "Xat"}, True),
        ({"responsible": ("Huquqiy axborotlar sektori",), "mechanism": ()}, True),
    ],
)
def test_a_figure_that_would_tell_of_something_else_stands_in_the_way(
    office: Office, paper: PlanTable, tmp_path: Path, change: dict[str, Any], refused: bool
) -> None:
    """The row stays, but before the file it was another, or nobody counted the figure in it."""
    store(office, with_plan(paper, "15", **change), tmp_path, "1.xlsx")
    kept = store(office, paper, tmp_path, "2.xlsx")
    form = row_by_key(office.plan, "IV.15").entry_form
    write(office, "IV.15|abonement|" + ("2025-11-03" if form == "day" else "2025-10"))
    assert (undoing_of(kept).refusal is not None) is refused
    if not refused:
        take_back(office, kept)
        (entry,) = db.session.scalars(select(Entry)).all()
        assert entry.part_id == part_by_key(plan_of(1, 2025), "IV.15").id and entry.value == 12


def test_a_figure_from_before_the_file_stays_where_it_was_written(
    office: Office, paper: PlanTable, tmp_path: Path
) -> None:
    write(office, "IV.15|abonement|2025-11-03")
    before = told()
    kept = store(office, with_plan(paper, "15", name="Xatlar soni"), tmp_path)
    take_back(office, kept)
    assert told() == before and db.session.scalars(select(Entry.value)).all() == [12]


def place(office: Office, words: str, where: str) -> None:
    plan = plan_of(1, 2025)
    row = next(row for row in rows_of(plan) if words in (row.name or ""))
    place_row(actor=office.people["metodist"], plan=plan, row=row, version=plan.version, where=where)


@pytest.mark.parametrize("way", ["placed", "numbered", "a section"])
def test_a_figure_whose_row_has_another_number_since_stands_in_the_way(
    office: Office, paper: PlanTable, tmp_path: Path, way: str
) -> None:
    """Also one that was written before the file: what comes back under its number is another row."""
    write(office, "IV.16|abonement|2025-11-03")
    before, plan, who = told(), office.plan, office.people["metodist"]
    kept = store(office, replace(paper, title="ISH REJASI"), tmp_path)
    if way == "placed":
        place(office, "qatnov", "after:IV.16")
    elif way == "numbered":
        row = row_by_key(plan, "IV.16")
        place_row(actor=who, plan=plan, row=row, version=plan.version, number="160")
    else:
        add_section(actor=who, plan=plan, version=plan.version, heading="Yangi", after="III")
    (loans,) = db.session.scalars(select(Entry))
    moved, found = loans.part.key, undoing_of(kept)
    assert moved != "IV.16" and found.refusal.code == "plan.undo_figures" and found.refusal.params["keys"] == moved
    with pytest.raises(DomainError, match="plan.undo_figures"):
        take_back(office, kept, drop_changes=True, seen=found.last_change)
    if way == "placed":  # each row under its own number again
        place(office, "qatnov", "after:IV.14")
        take_back(office, kept, drop_changes=True, seen=undoing_of(kept).last_change)
        assert told() == before and loans.part.key == "IV.16"


def test_rows_that_moved_without_a_figure_go_back_and_what_points_to_them_too(
    office: Office, paper: PlanTable, tmp_path: Path
) -> None:
    choose_measures(actor=office.people["metodist"], keys=["IV.15", "IV.27"], year=2025)
    write(office, "IV.14|abonement|2025-10")  # of a row that stays, and that the file calls otherwise
    before = told()
    kept = store(office, with_plan(paper, "14", name="Boshqa ish"), tmp_path)
    place(office, "qatnov", "after:IV.16")
    assert chosen_measures(1, 2025) == ["IV.16", "IV.27"]
    take_back(office, kept, drop_changes=True, seen=undoing_of(kept).last_change)
    assert told() == before and chosen_measures(1, 2025) == ["IV.15", "IV.27"]
    assert broken_link(1) is None


def test_an_approved_plan_is_not_taken_back(office: Office, paper: PlanTable, tmp_path: Path) -> None:
    kept = store(office, replace(paper, title="ISH REJASI"), tmp_path)
    approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
    with pytest.raises(DomainError, match="plan.undo_approved"):
        take_back(office, kept)


def test_every_row_leaves_its_trace(worked: Office, paper: PlanTable, tmp_path: Path) -> None:
    kept = store(worked, with_plan(without(paper, "16"), "15", plan=parse_amount("9500")), tmp_path)
    last = kept.change_id
    take_back(worked, kept)
    changes = db.session.scalars(select(Change).where(Change.id > last).order_by(Change.id)).all()
    found = {change.subject_key: change for change in changes}
    assert found["2025|IV.16"].before is None and found["2025|IV.16"].after["measure"] == "Nusxa"
    assert (found["2025|IV.15"].before["plan"], found["2025|IV.15"].after["plan"]) == ("9500", "9000")
    assert found["2025"].after == {"file": "reja.xlsx", "added": 1, "changed": 1, "removed": 0}
    assert {change.action for change in changes} == {"undo_import"} and broken_link(1) is None


def stored_by_browser(app: Flask, browser, content: bytes) -> tuple[str, str]:
    """The address of the undo, from the message after storing, and the page on which it stands."""
    answer = browser.post(sent(browser, content))
    assert answer.status_code == 303
    page = browser.get(answer.location).get_data(as_text=True)
    found = re.search(r'class="notice success".*?href="(/plan/import/\d+/undo)"', page, re.DOTALL)
    assert found, "the message after storing leads to the undo"
    return found[1], page


def test_the_undo_stands_in_the_message_on_the_plan_and_in_the_list_of_files(app: Flask, as_) -> None:
    browser = as_("metodist")
    with app.app_context():
        before = told()
    undo, page = stored_by_browser(app, browser, without_row("16"))
    assert page.count(f'href="{undo}"') == 2, "in the message and among the plan's buttons"
    assert browser.get("/plan/2025").get_data(as_text=True).count(f'href="{undo}"') == 1
    files = browser.get("/plan/import").get_data(as_text=True)
    assert f'href="{undo}"' in files and "Rejaga saqlandi, 2025-yil. Metodist" in re.sub(r"\s+", " ", files)
    page = browser.get(undo).get_data(as_text=True)
    assert "IV.16" in page and "Eslab qolingan boʻlinma nomlari" in page and 'name="drop_changes"' not in page
    answer = browser.post(undo, {"seen": "0"})
    assert (answer.status_code, answer.location) == (303, "/plan/2025")
    with app.app_context():
        assert told() == before
    page = browser.get("/plan/2025").get_data(as_text=True)
    assert "Reja oldingi holiga qaytdi" in page and undo not in page
    files = browser.get("/plan/import").get_data(as_text=True)
    assert "fayl yana tasdiqlashni kutmoqda" in files and f'href="{undo.removesuffix("/undo")}"' in files
    assert browser.get(undo).status_code == 302 and browser.post(undo, {"seen": "0"}).status_code == 409
    assert browser.post(undo.removesuffix("/undo")).status_code == 303, "it can be stored again"


def test_the_page_names_what_was_changed_by_hand_and_asks_for_a_tick(app: Flask, as_) -> None:
    browser = as_("metodist")
    undo, _page = stored_by_browser(app, browser, replaced(9000, 9500))
    confirmed = {"points": "measure", "csrf_token": browser.token()}
    assert browser.post("/plan/2025/IV.16/confirm", confirmed).status_code in (303, 200)
    page = browser.get(undo).get_data(as_text=True)
    assert "qoʻlda oʻzgartirilgan joylar: 1" in page and "Reja qatori: IV.16" in page
    seen = re.search(r'name="seen"\s+value="(\d+)"', page)[1]
    refused = browser.post(undo, {"seen": seen})
    assert refused.status_code == 409 and "katakchani belgilang" in refused.get_data(as_text=True)
    assert browser.post(undo, {"seen": "1", "drop_changes": "1"}).status_code == 409
    assert browser.post(undo, {"seen": seen, "drop_changes": "1"}).status_code == 303
    with app.app_context():
        assert row_by_key(plan_of(1, 2025), "IV.15").plan_text == "9000"


def test_a_figure_takes_the_button_away_and_the_page_says_why(app: Flask, as_) -> None:
    browser = as_("metodist")
    with app.app_context():
        plan = plan_of(1, 2025)
        db.session.delete(plan)
        db.session.commit()
    undo, _page = stored_by_browser(app, browser, XLSX)
    with app.app_context():
        write(office_of(app), "IV.16|abonement|2025-11-03")
        db.session.commit()
    assert undo not in browser.get("/plan/2025").get_data(as_text=True)
    page = browser.get(undo).get_data(as_text=True)
    assert "IV.16" in page and "toʻgʻrilangan faylni yuklang" in page and "<form" not in page.split('id="main"')[1]
    assert browser.post(undo, {"seen": "0"}).status_code == 422
    with app.app_context():
        assert plan_of(1, 2025) is not None


@pytest.mark.parametrize("login", ["abonement", "oquv", "direktor", "admin", "kuzatuvchi"])
def test_only_the_methodologist_takes_a_file_back(app: Flask, as_, login: str) -> None:
    undo, _page = stored_by_browser(app, as_("metodist"), replaced(9000, 9500))
    browser = as_(login)
    assert browser.get(undo).status_code == 404 and browser.post(undo, {"seen": "0"}).status_code == 404
    assert undo not in browser.get("/plan/2025").get_data(as_text=True)


def test_names_that_were_answered_stay(app: Flask, as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, replaced("Huquqiy axborotlar sektori", "Huquqiy axborot sektori"))
    browser.post(preview, {"unit-Huquqiy axborot sektori": "huquqiy"})
    assert browser.post(f"{preview}/undo", {"seen": "0"}).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(UnitAlias).where(UnitAlias.name == "Huquqiy axborot sektori"))
        assert last_import(1, 2025) is None and db.session.scalar(select(Plan.id)) is not None
        assert "Huquqiy axborot sektori" not in [
            one.words for row in rows_of(plan_of(1, 2025)) for one in row.responsible
        ]
