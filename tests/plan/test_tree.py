"""The tree of a draft: whatever is done to it, the paper says the same tree, and every figure stays with its row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.documents.plan_reader import read_plan
from app.documents.plan_xlsx import write_plan_xlsx
from app.domain.errors import Conflict, DomainError, Invalid, Locked, NotAllowed
from app.domain.periods import parse_period
from app.domain.plan_difference import compare
from app.domain.plan_table import keyed_lines
from app.domain.plan_tree import branches, check_tree, numbering_of, renumber
from app.extensions import db
from app.models import Card, Change, CheckDecision, Entry, Indicator, Person, Plan, Submission, SubmissionNote
from app.operations.cards import CardInput, add_card
from app.operations.entries import save_cell
from app.operations.measures import choose_measures
from app.operations.plan_tree import (
    add_row,
    add_section,
    change_section,
    number_section,
    place_row,
    split_row,
    step_row,
    take_row_out,
    take_section_out,
)
from app.operations.plans import approve_plan, change_row, confirm_row, set_counting
from app.queries.cells import find_cell
from app.queries.history import cell_changes, row_changes
from app.queries.measures import chosen_measures
from app.queries.plan import plan_of, plan_table, row_by_key, rows_of
from app.queries.plan_tree import tree_of
from app.queries.sums import month_figures
from tests.cast import APPROVED, TODAY

TYPED = (
    ("IV.15", "abonement", "2025-01-15", "300"),
    ("IV.15", "oquv-zallari", "2025-01-15", "50"),
    ("IV.16", "abonement", "2025-01-15", "700"),
    ("IV.14.a", "abonement", "2025-01-15", "12"),
    ("IV.14", "abonement", "2025-01", "5509"),
)


def plan_now() -> Plan:
    plan = plan_of(1, 2025)
    assert plan is not None
    return plan


def someone(login: str = "metodist") -> Person:
    person = db.session.scalar(select(Person).where(Person.login == login))
    assert person is not None
    return person


def row(key: str) -> Indicator:
    found = row_by_key(plan_now(), key)
    assert found is not None, key
    return found


def place(key: str, **wanted):
    plan = plan_now()
    return place_row(actor=someone(), plan=plan, row=row_by_key(plan, key), version=plan.version, **wanted)


def add(where: str, **texts):
    plan = plan_now()
    return add_row(actor=someone(), plan=plan, version=plan.version, where=where, **texts)


def keys() -> list[str]:
    return [one.key for one in rows_of(plan_now())]


def names(*wanted: str) -> list[str]:
    return [(row(key).name or "")[:24] for key in wanted]


def fresh() -> None:
    db.session.commit()
    db.session.expunge_all()


def faults() -> list[str]:
    """What is not as the printed table has it: keys of rows and figures, and the file that is read again."""
    plan = plan_now()
    table = plan_table(plan)
    printed = [(key, above) for section in table.sections for key, _line, above in keyed_lines(section)]
    stored = [(one.key, one.parent.key if one.parent else None) for one in rows_of(plan)]
    found = [] if stored == printed else [f"keys {set(stored) ^ set(printed)}"]
    for one in rows_of(plan):
        wanted = [one.key] if len(one.parts) == 1 else [f"{one.key}/{n}" for n in range(1, len(one.parts) + 1)]
        found += [] if [part.key for part in one.parts] == wanted else [f"parts of {one.key}"]
    reading = read_plan(write_plan_xlsx(table))
    difference = compare(table, reading.table)
    asked = [finding.code for finding in reading.findings if finding.severity in ("error", "question")]
    return (
        found + ([] if difference.nothing else [line.key for line in difference.lines if line.kind != "same"]) + asked
    )


def sums_by_id() -> dict[tuple[int, int, int], Decimal]:
    """Every sum of the year counted by hand from the entries, by what never changes: ids of part and unit, month."""
    found: dict[tuple[int, int, int], Decimal] = {}
    for entry in db.session.scalars(select(Entry).where(Entry.state == "number", Entry.voided_at.is_(None))):
        place = (entry.part_id, entry.unit_id, entry.year_month)
        found[place] = found.get(place, Decimal(0)) + Decimal(entry.value)
    return found


def sums_by_query() -> dict[tuple[int, int, int], Decimal]:
    return {
        (part_id, unit_id, 202500 + number): Decimal(total.amount)
        for part_id, units in month_figures(plan_now()).items()
        for unit_id, months in units.items()
        for number, total in enumerate(months, 1)
        if total.state == "number"
    }


@pytest.fixture
def figures(context: None) -> Iterator[dict[str, int]]:
    """Figures by the day, by the month and by cards; key of a part → its id, as it was."""
    plan, actor = plan_now(), someone()
    for key, unit, day, text in TYPED:
        cell = find_cell(plan, f"{key}|{unit}|{day}")
        save_cell(actor=actor, plan=plan, cell=cell, typed=text, version=0, today=TODAY)
    about = {"centre_id": 1, "unit_id": 1, "person_id": actor.id, "date": TODAY, "year_month": 202511}
    for place, part in enumerate(row_by_key(plan, "II.2").parts, 1):
        db.session.add(Entry(**about, part_id=part.id, grain="month", state="number", value=place))
    fresh()
    yield {part.key: part.id for one in rows_of(plan_now()) for part in one.parts}


def test_the_real_plan_is_numbered_as_it_is(context) -> None:
    tree = tree_of(plan_now())
    before = [one.number for bough in tree for one in branches(bough.rows)]
    check_tree(tree)
    renumber(tree, numbering_of(tree))
    assert [one.number for bough in tree for one in branches(bough.rows)] == before


def test_a_row_is_added_behind_another_and_those_behind_move_on(context) -> None:
    before = names("IV.15", "IV.16", "IV.28", "V.29", "VI.35")
    edited = add("after:IV.15", name="Virtual qatnov", measure="Nafar", plan_text="1/2", deadline="har oyda")
    fresh()
    assert edited.row is not None and names("IV.16") == ["Virtual qatnov"]
    assert names("IV.15", "IV.17", "IV.29", "V.30", "VI.36") == before
    assert [part.key for part in row("IV.16").parts] == ["IV.16/1", "IV.16/2"]
    assert faults() == []
    told = db.session.scalars(select(Change).where(Change.subject_key == "2025|IV.16")).all()
    assert sorted(change.action for change in told) == ["add", "import"]  # nothing is told to have become it


def test_a_new_row_counts_by_its_own_words(context) -> None:
    assert add("after:IV.15", name="Sayt qatnovi", measure="Nafar", deadline="har oyda").row.entry_form == "day"
    assert add("first:V", name="Hisobot berish", measure="Hujjat", responsible="Barcha xizmatlar").row.joint
    below = add("under:IV.12.4", name="Xayriya", measure="Nusxa").row
    assert (below.key, below.entry_form) == ("IV.12.4.c", "acquisitions")
    fresh()
    assert row("V.30").number == "30" and faults() == []


def test_numbers_can_be_typed_and_are_refused_where_the_paper_would_say_something_else(context) -> None:
    assert add("after:VI.35", name="Yangi", number="40").row.key == "VI.40"
    with pytest.raises(Invalid) as found:
        add("after:VI.35", name="Yangi", number="40")
    assert found.value.code == "plan.number_taken"
    for number, code in (("35.1", "plan.read_below"), ("0", "plan.number_form"), ("a", "plan.number_form")):
        with pytest.raises(Invalid) as found:
            add("after:VI.35", name="Yangi", number=number)
        assert (found.value.code, found.value.field) == (code, "number")
    db.session.rollback()
    with pytest.raises(Invalid) as found:
        place("IV.12.1", number="13.9")
    assert found.value.code == "plan.number_below"


def test_a_lone_part_whose_deadline_differs_would_be_read_as_a_line_of_its_own(context) -> None:
    """25.1 of the real plan stands for itself, because its deadline is another than that of 25."""
    plan = plan_now()
    lone = row_by_key(plan, "IV.25.1")
    texts = {"name": lone.name, "measure": "", "fact_text": "", "plan_text": "", "mechanism": "", "responsible": ""}
    with pytest.raises(Invalid) as found:
        change_row(actor=someone(), plan=plan, row=lone, version=lone.version, deadline="2025-yil davomida", **texts)
    assert found.value.code == "plan.read_below"
    db.session.rollback()
    with pytest.raises(Invalid) as found:
        add("under:IV.26", name="Yangi", number="26.1", deadline="har oyda")
    assert (found.value.code, found.value.params["above"]) == ("plan.read_alone", "26")
    db.session.rollback()
    assert add("under:IV.26", name="Yangi", number="26.1").row.key == "IV.26.1" and faults() == []


def test_a_row_comes_below_another_and_out_again(context) -> None:
    place("IV.18", where="under:IV.12")
    fresh()
    assert row("IV.12.5").name.startswith("Nostatsionar") and row("IV.12").sums_parts
    assert faults() == []
    place("IV.12.5", where="after:IV.16")
    fresh()
    assert names("IV.17", "IV.18")[0].startswith("Nostatsionar") and faults() == []
    place("IV.20.a", where="first:VI")
    fresh()
    assert row("VI.35").name == "Mahalliy foydalanuvchilarga" and [k for k in keys() if k.startswith("IV.20")] == [
        "IV.20",
        "IV.20.a",
        "IV.20.b",
    ]
    assert faults() == []


def test_a_row_never_comes_below_itself_or_below_one_without_a_number(context) -> None:
    for key, where, code in (
        ("IV.12", "under:IV.12.4", "plan.place_within"),
        ("IV.12", "after:IV.12", "plan.place_within"),
        ("IV.16", "under:IV.14.a", "plan.unnumbered_parent"),
        ("IV.12", "under:IV.14", "plan.unnumbered_parts"),
        ("IV.16", "under:IX.1", "plan.place_unknown"),
        ("IV.16", "aside:IV.1", "plan.place_unknown"),
    ):
        with pytest.raises(Invalid) as found:
            place(key, where=where)
        assert found.value.code == code, (key, where)


def test_steps_go_to_the_edge_of_the_section_and_over_it(context) -> None:
    def step(key: str, *, down: bool):
        plan = plan_now()
        return step_row(actor=someone(), plan=plan, row=row_by_key(plan, key), version=plan.version, down=down)

    first, second = names("II.1", "II.2")
    step("II.1", down=True)
    assert names("II.1", "II.2") == [second, first] and faults() == []
    step("II.1", down=False)
    fresh()
    assert names("I.8", "II.1") == [second, first] and faults() == []
    with pytest.raises(Invalid):
        step("IV.13.a", down=False)
    with pytest.raises(Invalid):
        step("VI.34", down=True)


@pytest.mark.parametrize(("way", "wanted"), [("letters", ["IV.16.a", "IV.16.b"]), ("numbers", ["IV.16.1", "IV.16.2"])])
def test_a_row_is_split_into_parts_that_it_sums(context, way: str, wanted: list[str]) -> None:
    plan = plan_now()
    split_row(
        actor=someone(),
        plan=plan,
        row=row_by_key(plan, "IV.16"),
        version=plan.version,
        names="bolalar\n\nkattalar",
        way=way,
    )
    fresh()
    assert [one.key for one in row("IV.16").subrows] == wanted
    assert row("IV.16").sums_parts and [one.entry_form for one in row("IV.16").subrows] == ["day", "day"]
    assert faults() == []


def test_the_figures_of_a_composite_cell_go_to_its_parts(context) -> None:
    plan = plan_now()
    split = {"actor": someone(), "plan": plan, "row": row_by_key(plan, "II.2"), "version": plan.version}
    with pytest.raises(Invalid) as found:
        split_row(**split, names="xizmat\nsektor")
    assert found.value.code == "plan.split_composite"
    split_row(**split, names="xizmat\nsektor\nshaxsiy")
    fresh()
    assert [(one.fact_text, one.plan_text) for one in row("II.2").subrows] == [("1", "1"), ("2", "2"), ("1", "1")]
    assert [part.key for part in row("II.2").parts] == ["II.2"] and row("II.2").plan_text == "" and faults() == []


def test_sections_are_added_called_otherwise_and_taken_out(context) -> None:
    plan = plan_now()
    add_section(actor=someone(), plan=plan, version=plan.version, heading="XALQARO ALOQALAR", after="II")
    fresh()
    plan = plan_now()
    assert [section.roman for section in plan.sections] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert row("V.12.4.a").name == "Jismoniy shaxslar" and faults() == []
    change_section(actor=someone(), plan=plan, roman="III", version=plan.version, heading="HAMKORLIK")
    plan = plan_now()
    with pytest.raises(Invalid) as found:
        take_section_out(actor=someone(), plan=plan, roman="V", version=plan.version)
    assert found.value.code == "plan.section_has_rows"
    take_section_out(actor=someone(), plan=plan, roman="III", version=plan.version)
    fresh()
    assert "IV.12.4.a" in keys() and len(plan_now().sections) == 6 and faults() == []
    told = db.session.scalars(select(Change).where(Change.subject == "plan", Change.action == "change")).all()
    assert len(told) == 3 and told[1].after["sections"][2] == "III. HAMKORLIK"


def test_a_section_is_numbered_from_where_one_says(context) -> None:
    plan = plan_now()
    number_section(actor=someone(), plan=plan, roman="IV", version=plan.version, first=1, onward=False)
    fresh()
    assert row("IV.1.4.b").name == "Yuridik shaxslar" and "V.29" in keys() and faults() == []
    plan = plan_now()
    number_section(actor=someone(), plan=plan, roman="I", version=plan.version, first=1, onward=True)
    fresh()
    assert keys()[-1] == "VI.42" and faults() == []  # II began at 1 again before, now all go on


def test_where_the_methodologist_said_how_a_row_counts_it_stays_so(context) -> None:
    plan = plan_now()
    line = row_by_key(plan, "IV.13.a")
    how = {"entry_form": "month", "mode": "stock", "sums_parts": False, "shares": {}}
    set_counting(actor=someone(), plan=plan, row=line, version=line.version, **how)
    place("IV.13.a", where="after:IV.16")
    fresh()
    moved = row("IV.17")
    assert (moved.name, moved.entry_form, moved.mode) == ("Vaqtinchalik yozuvlar bazasida", "month", "stock")


def test_rows_move_with_everything_that_points_to_them(figures: dict[str, int]) -> None:
    plan, actor = plan_now(), someone("manaviyat")
    from app.domain.registers import REGISTERS
    from app.queries.units import unit_by_code

    values = CardInput(TODAY, "Kitob bayrami", {"kind": "event", "attendance": 40}, {"IV.17": 3, "IV.19": None})
    unit = unit_by_code(1, "manaviyat")
    card = add_card(actor=actor, plan=plan, unit=unit, register=REGISTERS["events"], values=values, today=TODAY)
    choose_measures(actor=someone(), keys=["IV.15", "IV.16"], year=2025)
    month = Submission(
        centre_id=1, unit_id=unit.id, year_month=202501, seen={"IV.15": "350", "IV.17": ""}, accepted=None
    )
    db.session.add(month)
    db.session.flush()
    about = {"centre_id": 1, "person_id": actor.id}
    db.session.add_all(
        [
            SubmissionNote(
                **about, submission_id=month.id, act="explain", part_key="IV.15", check="equal", text="shunday"
            ),
            CheckDecision(**about, check="no_measure", subject_key="2025|IV.15", reason="shunday"),
            CheckDecision(**about, check="no_measure", subject_key="2025|IV.16", reason="ikkinchi"),
            CheckDecision(**about, check="no_measure", subject_key="2024|IV.15", reason="boshqa yil"),
        ]
    )
    card_id = card.id
    fresh()
    before, ids = sums_by_id(), figures
    assert sums_by_query() == before and len(before) == 10
    place("IV.15", where="after:IV.12.4.b", renumbered=True)  # refused nothing: it becomes a part of 12.4 by a letter
    fresh()
    assert row("IV.12.4.c").parts[0].id == ids["IV.15"] and faults() == []
    assert sums_by_id() == before == sums_by_query()
    add("first:IV", name="Birinchi")
    place("IV.17", where="first:II")  # the events of the card: IV.16 until the first row came
    fresh()
    now = {part.id: part.key for one in rows_of(plan_now()) for part in one.parts}
    assert sums_by_id() == before == sums_by_query() and faults() == []
    card = db.session.get(Card, card_id)
    assert card.data["rows"] == {now[ids["IV.17"]]: 3, now[ids["IV.19"]]: None} and now[ids["IV.17"]] == "II.1"
    assert chosen_measures(1, 2025) == [now[ids["IV.15"]], now[ids["IV.16"]]]
    assert chosen_measures(1, 2024) == ["IV.15", "IV.16"]  # of another year's plan it is what was chosen
    month = db.session.scalar(select(Submission))
    assert month.seen == {now[ids["IV.15"]]: "350", now[ids["IV.17"]]: ""}
    assert db.session.scalar(select(SubmissionNote)).part_key == now[ids["IV.15"]]
    decisions = {one.reason: one.subject_key for one in db.session.scalars(select(CheckDecision))}
    assert decisions == {
        "shunday": f"2025|{now[ids['IV.15']]}",
        "ikkinchi": f"2025|{now[ids['IV.16']]}",
        "boshqa yil": "2024|IV.15",
    }


def test_the_history_of_a_row_goes_through_its_earlier_keys_and_no_other_row_s(figures: dict[str, int]) -> None:
    confirm_row(actor=someone(), plan=plan_now(), row=row("IV.16"), points=["fact"])
    place("IV.16", where="first:IV")
    fresh()
    add("first:IV", name="Yangi")
    fresh()
    year = parse_period("2025")
    for key_before, key, typed in (("IV.16", "IV.13", "700"), ("IV.15", "IV.17", "300"), ("IV.14.a", "IV.16.a", "12")):
        assert row(key).parts[0].id == figures[key_before]
        cells = cell_changes(plan_now(), {key: row(key).id}, year)
        assert typed in [str(change.after["value"]) for change in cells], key
        assert {change.subject_key.split("|")[0] for change in cells} == {key_before}
    told = row_changes(plan_now(), row("IV.13"))
    assert [(change.action, change.subject_key) for change in told] == [
        ("move", "2025|IV.13"),
        ("move", "2025|IV.12"),
        ("change", "2025|IV.16"),
        ("import", "2025|IV.16"),
    ]
    assert cell_changes(plan_now(), {"IV.12": row("IV.12").id}, year) == []
    assert [change.action for change in row_changes(plan_now(), row("IV.12"))] == ["add"]


def test_rows_with_figures_are_not_taken_out_and_take_no_parts(figures: dict[str, int]) -> None:
    plan = plan_now()
    gone = {"actor": someone(), "plan": plan, "version": plan.version}
    for key, what in (("IV.15", "IV.15"), ("IV.14", "IV.14"), ("II.2", "II.2")):
        with pytest.raises(Invalid) as found:
            take_row_out(row=row_by_key(plan, key), **gone)
        assert found.value.code == "plan.row_has_entries" and found.value.params["key"] == what
    with pytest.raises(Invalid) as found:
        split_row(row=row_by_key(plan, "IV.15"), names="a\nb", **gone)
    assert found.value.code == "plan.row_has_figures"
    with pytest.raises(Invalid) as found:
        add("under:IV.15", name="bolalar")
    assert found.value.code == "plan.row_has_figures"
    db.session.rollback()
    plan = plan_now()
    take_row_out(actor=someone(), plan=plan, version=plan.version, row=row_by_key(plan, "IV.12"))
    fresh()
    assert "IV.12.4.a" not in keys() and row("IV.14").parts[0].id == figures["IV.15"] and faults() == []
    told = db.session.scalars(select(Change).where(Change.action == "remove")).all()
    assert len(told) == 7 and all(change.before for change in told)


def test_a_row_that_stands_elsewhere_under_the_same_number_is_told(context) -> None:
    place("IV.16", where="after:IV.12.4.b", renumbered=False)
    place("IV.17", where="after:IV.13", renumbered=False)
    told = [
        (c.subject_key, c.before, c.after) for c in db.session.scalars(select(Change).where(Change.action == "move"))
    ]
    assert told[-1] == ("2025|IV.17", {"behind": "IV.15"}, {"behind": "IV.13.b"})
    assert told[0][:2] == ("2025|IV.12.4.c", {"key": "IV.16"}) and len(told) == 2


def test_only_a_draft_is_edited_by_who_may_and_nobody_overwrites_another(context) -> None:
    plan = plan_now()
    for login in ("direktor", "abonement", "admin"):
        with pytest.raises(NotAllowed):
            add_row(actor=someone(login), plan=plan, version=plan.version, where="first:I", name="x")
    version = plan.version
    add("first:I", name="Yangi")
    with pytest.raises(Conflict):
        add_row(actor=someone(), plan=plan_now(), version=version, where="first:I", name="Yana")
    approve_plan(actor=someone("direktor"), plan=plan_now(), today=APPROVED)
    with pytest.raises(Locked):
        add("first:I", name="Kech")


PLACES = st.tuples(st.sampled_from(["after", "under", "first"]), st.integers(0, 10**6))
EDITS = st.one_of(
    st.tuples(st.just("add"), PLACES, st.sampled_from(["", "har oyda", "2025-yil davomida"])),
    st.tuples(st.just("place"), st.integers(0, 10**6), PLACES, st.booleans()),
    st.tuples(st.just("step"), st.integers(0, 10**6), st.booleans()),
    st.tuples(st.just("split"), st.integers(0, 10**6), st.sampled_from(["letters", "numbers"])),
    st.tuples(st.just("remove"), st.integers(0, 10**6), st.booleans()),
    st.tuples(st.just("number"), st.integers(0, 10**6), st.integers(1, 40), st.booleans()),
    st.tuples(st.just("section"), st.integers(0, 10**6)),
)


def edit(wanted: tuple) -> bool:
    """One random edit of the draft; gives whether it was done."""
    plan, actor = plan_now(), someone()
    rows, romans = list(rows_of(plan)), [section.roman for section in plan.sections]
    base = {"actor": actor, "plan": plan, "version": plan.version}

    def where(one: tuple[str, int]) -> str:
        kind, number = one
        among = romans if kind == "first" else [line.key for line in rows]
        return f"{kind}:{among[number % len(among)]}"

    match wanted:
        case ("add", spot, deadline):
            add_row(**base, where=where(spot), name="Yangi qator", measure="Nafar", plan_text="5", deadline=deadline)
        case ("place", number, spot, renumbered):
            place_row(**base, row=rows[number % len(rows)], where=where(spot), renumbered=renumbered)
        case ("step", number, down):
            step_row(**base, row=rows[number % len(rows)], down=down)
        case ("split", number, way):
            line = rows[number % len(rows)]
            many = max(2, len(line.parts))
            split_row(**base, row=line, names="\n".join(f"tarkib {n}" for n in range(many)), way=way)
        case ("remove", number, renumbered):
            take_row_out(**base, row=rows[number % len(rows)], renumbered=renumbered)
        case ("number", number, first, onward):
            number_section(**base, roman=romans[number % len(romans)], first=first, onward=onward)
        case ("section", number):
            add_section(**base, heading="YANGI BOʻLIM", after=romans[number % len(romans)])
    return True


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(EDITS, min_size=3, max_size=9))
def test_whatever_is_done_the_paper_says_the_same_tree_and_every_figure_stays(
    figures: dict[str, int], edits: list[tuple]
) -> None:
    before, parts = sums_by_id(), set(figures.values())
    try:
        done = 0
        for wanted in edits:
            kept = db.session.begin_nested()
            try:
                done += edit(wanted)
                kept.commit()
            except DomainError:
                kept.rollback()
            db.session.flush()
            db.session.expunge_all()
        assert faults() == []
        assert sums_by_id() == before == sums_by_query()
        counted = {part_id for part_id, _unit, _month in before}
        assert counted <= {part.id for one in rows_of(plan_now()) for part in one.parts} & parts
    finally:
        db.session.rollback()
        db.session.expunge_all()
