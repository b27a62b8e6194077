"""Next year's plan from the real one of 2025, compared cell by cell with what the paper and the entries say."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select

from app.documents.plan_reader import read_plan
from app.documents.plan_xlsx import write_plan_xlsx
from app.domain.errors import Conflict, Invalid, Locked, NotAllowed
from app.domain.periods import parse_period
from app.domain.plan_difference import compare
from app.domain.plan_figures import figure_version
from app.domain.plan_table import keyed_lines
from app.domain.roll_over import USUAL_SECTIONS, Proposal, usual_title
from app.extensions import db
from app.models import Change, Entry, Indicator, Part, Person, Plan
from app.operations.amendment_lines import put_line
from app.operations.amendments import approve_amendment, ask_amendment, begin_amendment
from app.operations.measures import choose_measures
from app.operations.own_shares import spread_own_shares
from app.operations.plan_figures import save_figure, save_figures
from app.operations.plan_import import import_plan
from app.operations.plan_tree import add_row, place_row, split_row
from app.operations.plans import approve_plan, set_counting, set_phasing
from app.operations.roll_over import begin_plan, renew_figures, roll_over
from app.operations.row_names import set_row_names
from app.queries.measures import chosen_measures
from app.queries.plan import part_by_key, plan_of, plan_table, row_by_key, rows_of
from app.queries.roll_over import year_to_roll
from app.queries.units import unit_by_code
from tests.cast import PLAN_XLSX

NOVEMBER, DECEMBER, JANUARY = date(2025, 11, 20), date(2025, 12, 20), date(2026, 1, 9)
# What was done in 2025: key of a part → unit, (month, figure) …; everything else has no figure.
DONE = {
    "I.2": ("metodika", [(month, 1) for month in range(1, 11)]),
    "II.2/1": ("metodika", [(3, 2)]),
    "II.2/2": ("metodika", [(4, 2)]),
    "II.2/3": ("metodika", [(5, 1)]),
    "II.4": ("metodika", [(2, 3)]),
    "III.8/1": ("metodika", [(2, 1)]),  # of its other figure nothing is known
    "IV.12.2": ("jamlash", [(1, 100), (6, 150)]),
    "IV.12.4.a": ("jamlash", [(2, 30)]),
    "IV.12.4.b": ("jamlash", [(3, 40)]),
    "IV.14": ("abonement", [(1, 5509), (10, 5600)]),
    "IV.14.a": ("abonement", [(month, 50) for month in range(1, 11)]),
    "IV.15": ("abonement", [(month, 800) for month in range(1, 11)]),
    "IV.27": ("akt", [(month, 5000) for month in range(1, 11)]),
}
SO_FAR = {
    "I.2": "10", "II.2": "2/2/1", "II.4": "3", "III.8": "", "IV.12": "320", "IV.12.2": "250", "IV.12.4": "70",
    "IV.12.4.a": "30", "IV.12.4.b": "40", "IV.14": "5600", "IV.14.a": "500", "IV.15": "8000", "IV.27": "50000",
}  # fmt: skip
TOTALS = {"IV.13": "4851", "V.33": "17"}  # left blank on the paper; that of IV.12 stays so: 12.3 has no plan


def someone(login: str = "metodist") -> Person:
    return db.session.scalar(select(Person).where(Person.login == login))


def plan_now(year: int = 2025) -> Plan:
    plan = plan_of(1, year)
    assert plan is not None
    return plan


def row(key: str, year: int = 2026) -> Indicator:
    found = row_by_key(plan_now(year), key)
    assert found is not None, key
    return found


@pytest.fixture
def lived(context: None) -> None:
    live()


def live() -> None:
    """A year with figures of every kind, put in past the operations."""
    plan, person = plan_now(), someone().id
    for key, (unit, figures) in DONE.items():
        part, unit_id = part_by_key(plan, key), unit_by_code(1, unit).id
        rows = [
            {
                "centre_id": 1, "part_id": part.id, "unit_id": unit_id, "date": date(2025, month, 15), "value": figure,
                "year_month": 202500 + month, "grain": "day", "state": "number", "person_id": person,
            }
            for month, figure in figures
        ]  # fmt: skip
        db.session.execute(insert(Entry), rows)
    db.session.commit()


def roll(today: date = NOVEMBER, basis: str = "so_far", rule: Proposal | None = None):
    done = roll_over(actor=someone(), plan=plan_now(), today=today, basis=basis, rule=rule or Proposal())
    db.session.commit()
    db.session.expunge_all()
    return done


def printed_lines(year: int):
    return {key: line for s in plan_table(plan_now(year)).sections for key, line, _above in keyed_lines(s)}


def test_every_cell_of_the_real_plan_is_carried_over_moved_or_taken_from_the_entries(lived) -> None:
    """The second witness: the file of 2025 with its years replaced by hand, and the sums above."""
    roll()
    paper = read_plan(PLAN_XLSX.read_bytes()).table
    table = plan_table(plan_now(2026))
    assert table.year == 2026 and table.centre == paper.centre and table.approval == paper.approval
    assert table.title == paper.title.replace("2025-yil", "2026-yil")
    assert [(s.roman, s.heading) for s in table.sections] == [(s.roman, s.heading) for s in paper.sections]
    old = {key: line for s in paper.sections for key, line, _above in keyed_lines(s)}
    new = printed_lines(2026)
    assert list(new) == list(old)
    for key, line in new.items():
        was = old[key]
        same = ("number", "name", "measure", "mechanism", "responsible")
        assert [getattr(line, name) for name in same] == [getattr(was, name) for name in same], key
        assert line.deadline == was.deadline.replace("2025", "2026"), key
        assert line.fact.text == SO_FAR.get(key, ""), key
        assert line.plan.text == TOTALS.get(key, was.plan.text), key
    assert sum("2026" in line.deadline for line in new.values()) > 40


def test_how_a_row_counts_and_what_it_is_called_goes_along(lived) -> None:
    plan, actor = plan_now(), someone()
    line = row_by_key(plan, "IV.16")
    how = {"entry_form": "month", "mode": "stock", "sums_parts": False}
    set_counting(actor=actor, plan=plan, row=line, version=line.version, shares={1: "counts", 2: "contributes"}, **how)
    cell = row_by_key(plan, "II.2")
    names = {1: "xizmatlar", 2: "sektorlar", 3: "shaxsiy"}
    set_row_names(actor=actor, plan=plan, row=cell, version=cell.version, short_name="Oʻrganish", part_names=names)
    visits = row_by_key(plan, "IV.15")
    months = [800, *[750] * 10, 700]
    set_phasing(actor=actor, plan=plan, row=visits, part=visits.parts[0], version=visits.version, months=months)
    spread_own_shares(actor=actor, plan=plan, part=visits.parts[0], version=visits.version, way="even")
    db.session.commit()
    before = {one.key: state(one) for one in rows_of(plan_now())}
    roll()
    assert {one.key: state(one) for one in rows_of(plan_now(2026))} == before
    assert row("IV.15").parts[0].phasing == months
    assert [part.name for part in row("II.2").parts] == list(names.values())
    assert sum(share.amount for share in row("IV.15").parts[0].own_shares) == 9000
    assert row("IV.15").former_id == row("IV.15", 2025).id


def state(one: Indicator) -> tuple:
    shares = [(named.words, named.unit_id, named.share, named.printed, named.everyone) for named in one.responsible]
    return (one.short_name, one.mode, one.entry_form, one.sums_parts, one.joint, shares, [p.name for p in one.parts])


def test_shares_and_months_by_hand_do_not_stand_under_another_plan(lived) -> None:
    plan, visits = plan_now(), row("IV.15", 2025)
    visits = row_by_key(plan, "IV.15")
    spread_own_shares(actor=someone(), plan=plan, part=visits.parts[0], version=visits.version, way="even")
    done = roll(rule=Proposal("growth", 10, 100))
    assert done.undivided == ["IV.15"] and row("IV.15").parts[0].own_shares == []


@pytest.mark.parametrize(
    ("today", "visits", "registered", "given", "mark"),
    [
        (NOVEMBER, "9500", "616", "320", "expected"),  # ten months of 800, November and December of 750 each
        (DECEMBER, "8750", "558", "320", "expected"),  # November is over and brought nothing
        (JANUARY, "8000", "500", "320", "so_far"),
    ],
)
def test_what_is_expected_and_how_it_is_marked(lived, today, visits, registered, given, mark) -> None:
    roll(today, "expected")
    assert (row("IV.15").fact_text, row("IV.14.a").fact_text, row("IV.15").fact_basis) == (visits, registered, mark)
    assert (row("IV.14").fact_text, row("IV.14").fact_basis) == ("5600", "so_far")  # a level stands as it stands
    assert row("IV.20").fact_basis == ""
    if mark == "expected":  # 310 a year: 26 a month but 25 in the last two; 310 and 340 of gifts likewise
        parts = {"IV.12.2": 250, "IV.12.4.a": 30, "IV.12.4.b": 40}
        plans = {"IV.12.2": 310, "IV.12.4.a": 310, "IV.12.4.b": 340}
        left = 2 if today == NOVEMBER else 1
        for key, done in parts.items():
            whole, rest = divmod(plans[key], 12)
            to_come = sum(whole + (month <= rest) for month in range(13 - left, 13))
            assert row(key).fact_text == str(done + to_come), key
        together = sum(int(row(key).fact_text) for key in ("IV.12.4.a", "IV.12.4.b"))
        assert row("IV.12.4").fact_text == str(together)
        assert row("IV.12").fact_basis == "expected"


def test_proposals_follow_the_rule_and_totals_their_parts(lived) -> None:
    done = roll(rule=Proposal("growth", 5, 10))
    wanted = {
        "IV.15": "8400",  # 8000 and five of a hundred
        "IV.27": "52500",
        "IV.14": "5880",
        "IV.14.a": "530",  # 525, half goes up
        "IV.12.2": "260",  # 262,5
        "IV.12.4.a": "30",  # 31,5
        "IV.12.4.b": "40",
        "IV.12.4": "70",
        "II.4": "4",  # a small plan stays
        "II.2": "1/2/1",
        "I.2": "12",  # documents stay
        "IV.26": "100",  # of which nothing came in
        "IV.20": "",
    }
    assert {key: row(key).plan_text for key in wanted} == wanted
    assert "IV.20" in done.without_plan and "IV.26" in done.without_fact and "IV.15" not in done.without_fact
    assert done.naming_year == ["III.9", "III.11"] and done.expected == []
    for one in rows_of(plan_now(2026)):
        values = [part.plan for part in one.parts]
        assert (
            one.plan_text == "/".join("" if value is None else str(value) for value in values) or "-" in one.plan_text
        )


def test_the_export_comes_in_again_without_a_change(lived) -> None:
    roll(basis="expected", rule=Proposal("fact", step=50))
    table = plan_table(plan_now(2026))
    reading = read_plan(write_plan_xlsx(table))
    assert compare(table, reading.table).nothing and reading.of("error") == [] and reading.of("question") == []
    result = import_plan(actor=someone(), table=reading.table)
    assert result.nothing


def test_it_is_not_made_too_early_twice_or_by_somebody_else(lived) -> None:
    with pytest.raises(Invalid) as found:
        roll(date(2025, 10, 31))
    assert found.value.code == "roll_over.too_early"
    for login in ("direktor", "abonement"):
        with pytest.raises(NotAllowed):
            roll_over(actor=someone(login), plan=plan_now(), today=NOVEMBER, basis="so_far", rule=Proposal())
    for rule in (Proposal("guess"), Proposal(step=7), Proposal("growth", 501), Proposal("growth", -100)):
        with pytest.raises(Invalid):
            roll(rule=rule)
    with pytest.raises(Invalid):
        roll(basis="wish")
    assert year_to_roll(1, date(2025, 10, 31)) is None and year_to_roll(1, NOVEMBER) == 2025
    roll()
    with pytest.raises(Conflict) as found:
        roll()
    assert found.value.code == "roll_over.exists" and year_to_roll(1, DECEMBER) is None
    assert year_to_roll(1, date(2026, 11, 1)) == 2026


def test_every_row_begins_its_history_and_main_measures_go_on(lived) -> None:
    choose_measures(actor=someone(), keys=["IV.15"], year=2025)
    plan = plan_now()
    place_row(actor=someone(), plan=plan, row=row_by_key(plan, "IV.15"), version=plan.version, where="first:IV")
    db.session.commit()
    roll()
    told = db.session.scalars(select(Change).where(Change.action == "roll_over")).all()
    assert len(told) == 1 + len(list(rows_of(plan_now(2026))))
    assert told[0].after["fact_basis"] == "so_far" and all(change.before is None for change in told)
    assert chosen_measures(1, 2025) == chosen_measures(1, 2026) == ["IV.12"]


def test_figures_are_typed_cell_by_cell_and_totals_follow_their_parts(lived) -> None:
    roll(basis="expected")
    plan, actor = plan_now(2026), someone()

    def put(cell: str, typed: str, before: str):
        return save_figure(actor=actor, plan=plan, cell=cell, typed=typed, version=figure_version(before))

    changed = put("IV.12.4.a|plan", "400", "310")
    assert [one.key for one in changed] == ["IV.12.4.a", "IV.12.4"] and row("IV.12.4").plan_text == "740"
    assert put("IV.15|fact", "9 100", row("IV.15").fact_text)[0].fact_text == "9100"
    assert row("IV.15").fact_basis == "" and row("IV.15").plan_text == "9000"
    put("II.2|plan", "1/3/1", "1/2/1")
    assert [part.plan for part in row("II.2").parts] == [1, 3, 1]
    with pytest.raises(Conflict):
        put("IV.15|plan", "9300", "8000")
    assert put("IV.15|plan", "9000", "8000") == []  # the same as stands there: nothing to choose between
    for cell, typed, code in (("IV.15|plan", "9O", "number"), ("IV.12|plan", "7", "plan.figure_of_parts")):
        with pytest.raises(Invalid) as found:
            put(cell, typed, "9000")
        assert found.value.code.startswith(code)
    with pytest.raises(NotAllowed):
        put("IV.15|deadline", "7", "")


def test_a_page_saves_what_it_can_and_tells_the_rest(lived) -> None:
    roll()
    sent = [
        ("IV.15|plan", "9500", figure_version("9000")),
        ("IV.27|plan", "koʻp", figure_version("50000")),
        ("IV.26|plan", "110", figure_version("100")),
    ]
    changed, refusals = save_figures(actor=someone(), plan=plan_now(2026), typed=sent)
    assert changed == 2 and [one.key for one in refusals] == ["IV.27|plan"]
    assert (row("IV.15").plan_text, row("IV.27").plan_text, row("IV.26").plan_text) == ("9500", "50000", "110")


def test_in_january_the_results_are_taken_again_and_what_was_typed_stays(lived) -> None:
    roll(basis="expected")
    plan = plan_now(2026)
    typed = {"actor": someone(), "plan": plan, "version": figure_version(row("IV.14.a").fact_text)}
    save_figure(cell="IV.14.a|fact", typed="777", **typed)
    place_row(actor=someone(), plan=plan, row=row_by_key(plan, "IV.15"), version=plan.version, where="first:V")
    db.session.commit()
    done = renew_figures(actor=someone(), plan=plan_now(2026), today=JANUARY, basis="expected")
    visits = next(one for one in rows_of(plan_now(2026)) if "qatnov" in (one.name or ""))
    assert (visits.key, visits.fact_text, visits.fact_basis) == ("V.28", "8000", "so_far")
    assert row("IV.14.a").fact_text == "777" and done.expected == []
    renew_figures(actor=someone(), plan=plan_now(2026), today=JANUARY, basis="so_far", rule=Proposal("fact"))
    assert row("V.28").plan_text == "8000"
    plan = plan_now(2026)
    plan.state = "approved"
    with pytest.raises(Locked):
        renew_figures(actor=someone(), plan=plan, today=JANUARY, basis="so_far")


def test_of_a_closed_year_a_result_is_final(lived) -> None:
    """Neither “so far” nor “expected”: nothing of it changes any more."""
    roll(basis="expected")
    plan_now(2025).state = "closed"
    db.session.commit()
    renew_figures(actor=someone(), plan=plan_now(2026), today=JANUARY, basis="expected")
    assert (row("IV.15").fact_text, row("IV.15").fact_basis) == ("8000", "")
    assert {one.fact_basis for one in rows_of(plan_now(2026))} == {""}


def renewed(today: date = JANUARY, rule: Proposal | None = None):
    done = renew_figures(actor=someone(), plan=plan_now(2026), today=today, basis="so_far", rule=rule)
    db.session.commit()
    db.session.expunge_all()
    return done


def test_a_row_that_was_split_keeps_its_cell_when_results_are_taken_again(lived) -> None:
    """2/2/1 of last year are no figures of a line that sums its parts now: they stay with the parts."""
    roll()
    plan = plan_now(2026)
    split = {"row": row_by_key(plan, "II.2"), "version": plan.version, "names": "xizmat\nsektor\nshaxsiy"}
    split_row(actor=someone(), plan=plan, **split)
    db.session.commit()
    done = renewed(rule=Proposal("fact"))
    cell = row("II.2")
    assert cell.sums_parts and [part.key for part in cell.parts] == ["II.2"]
    assert (cell.fact_text, cell.plan_text) == ("", "")
    assert [(one.fact_text, one.plan_text) for one in cell.subrows] == [("2", "1"), ("2", "2"), ("1", "1")]
    assert done.left_out == ["II.2"] and row("IV.15").plan_text == "8000"


def test_a_total_goes_on_being_the_sum_of_what_was_typed_and_what_is_taken_again(lived) -> None:
    """Gifts: 35 typed in place of 30; of the others 40 were known, and five more came in December."""
    roll(basis="expected")
    typed = {"actor": someone(), "plan": plan_now(2026), "version": figure_version(row("IV.12.4.a").fact_text)}
    save_figure(cell="IV.12.4.a|fact", typed="35", **typed)
    enter(row("IV.12.4.b", 2025).parts[0], 5, date(2025, 12, 15))
    done = renewed(rule=Proposal("fact"))
    assert [row(key).fact_text for key in ("IV.12.4.a", "IV.12.4.b", "IV.12.4")] == ["35", "45", "80"]
    assert [row(key).fact_basis for key in ("IV.12.4.a", "IV.12.4.b", "IV.12.4")] == ["", "so_far", "so_far"]
    assert row("IV.12").fact_text == str(250 + 80)
    plans = {key: int(row(key).plan_text) for key in ("IV.12.4.a", "IV.12.4.b", "IV.12.4")}
    assert plans == {"IV.12.4.a": 30, "IV.12.4.b": 45, "IV.12.4": 75} and done.left_out == []


def enter(part: Part, value: int, day: date) -> None:
    unit = db.session.scalars(select(Entry.unit_id)).first()
    when = {"date": day, "year_month": day.year * 100 + day.month, "grain": "day"}
    what = {"part_id": part.id, "unit_id": unit, "state": "number", "value": value, "person_id": someone().id}
    db.session.execute(insert(Entry), [{"centre_id": 1, **when, **what}])
    db.session.commit()


@pytest.mark.parametrize(
    ("plan_text", "entered", "fact"),
    [("", False, "1/2"), ("4", False, ""), ("", True, "")],
    ids=["empty", "planned as one figure", "counted as one figure"],
)
def test_a_cell_gets_more_figures_only_while_it_has_none(lived, plan_text: str, entered: bool, fact: str) -> None:
    """III.8 of last year has two, of which one was unknown until January; this year's was typed as one."""
    roll()
    version = figure_version(row("III.8").plan_text)
    save_figure(actor=someone(), plan=plan_now(2026), cell="III.8|plan", typed=plan_text, version=version)
    assert [part.key for part in row("III.8").parts] == ["III.8"]
    enter(part_by_key(plan_now(), "III.8/2"), 2, date(2025, 12, 15))
    if entered:
        enter(row("III.8").parts[0], 1, date(2026, 1, 5))
    done = renewed()
    assert (row("III.8").fact_text, done.left_out) == (fact, [] if fact else ["III.8"])
    assert row("IV.15").fact_text == "8000"  # the others are taken again all the same


def test_a_plan_begins_empty_and_is_filled_row_by_row(context) -> None:
    title = usual_title("Arnasoy tuman axborot-kutubxona markazi", 2026)
    begun = {"actor": someone(), "today": NOVEMBER, "centre_name": "Arnasoy tuman axborot-kutubxona markazi"}
    with pytest.raises(Conflict):
        begin_plan(**begun, year=2025, title=title, headings=USUAL_SECTIONS)
    for year in (2031, 1999):
        with pytest.raises(Invalid):
            begin_plan(**begun, year=year, title=title, headings=[])
    plan = begin_plan(**begun, year=2026, title=title, headings=USUAL_SECTIONS)
    assert [section.roman for section in plan.sections] == ["I", "II", "III", "IV", "V", "VI"]
    for number, roman in enumerate(("I", "I", "III"), 1):
        plan = plan_now(2026)
        texts = {"name": f"Qator {number}", "measure": "Dona", "fact_text": "3", "plan_text": "5"}
        where = f"first:{roman}"
        add_row(actor=someone(), plan=plan, version=plan.version, where=where, deadline="har oyda", **texts)
    db.session.commit()
    db.session.expunge_all()
    assert [one.key for one in rows_of(plan_now(2026))] == ["I.1", "I.2", "III.3"]
    table = plan_table(plan_now(2026))
    reading = read_plan(write_plan_xlsx(table))
    assert compare(table, reading.table).nothing


def amend(plan: Plan, *lines: tuple[str, str, dict[str, str]]) -> None:
    """An amendment of July, approved: act, row, what is wanted of it."""
    people = {login: someone(login) for login in ("metodist", "direktor")}
    approve_plan(actor=people["direktor"], plan=plan, today=date(2025, 1, 6))
    made = begin_amendment(actor=people["metodist"], plan=plan, month=parse_period("2025-07"), reason="xat")
    for act, key, wanted in lines:
        put_line(actor=people["metodist"], plan=plan, amendment=made, act=act, row_key=key, wanted=wanted)
    day = date(2025, 7, 2)
    for act, who in ((ask_amendment, "metodist"), (approve_amendment, "direktor")):
        act(actor=people[who], plan=plan, amendment=made, version=made.version, today=day)


def test_what_an_amendment_changed_is_what_is_rolled_over(context: None) -> None:
    """A row that ended stays behind, unnumbered parts are lettered anew, months that were cut in two do not go on."""
    plan = plan_now()
    choose_measures(actor=someone(), keys=["IV.15", "IV.28", "V.33.c"], year=2025)
    changed = {"plan": "9600", "deadline": "2025-yil har oyda"}
    amend(plan, ("change", "IV.15", changed), ("end", "V.33.a", {}), ("end", "IV.28", {}))
    done = roll_over(actor=someone(), plan=plan, today=NOVEMBER, basis="so_far", rule=Proposal())
    assert done.ended == ["IV.28", "V.33.a"]
    new = plan_now(2026)
    keys = [row.key for row in rows_of(new)]
    assert "IV.28" not in keys and [key for key in keys if key.startswith("V.33")] == [
        "V.33", "V.33.a", "V.33.b", "V.33.c"
    ]  # fmt: skip
    assert keys == [key for section in plan_table(new).sections for key, _, _ in keyed_lines(section)]
    assert chosen_measures(1, 2026) == ["IV.15", "V.33.b"]  # as they are lettered now; what ended is watched no more
    seminars = row_by_key(new, "V.33.b")
    assert seminars.name == row_by_key(plan, "V.33.c").name and seminars.former_id == row_by_key(plan, "V.33.c").id
    visits = row_by_key(new, "IV.15")
    assert (visits.deadline, visits.parts[0].plan, visits.parts[0].phasing) == ("2026-yil har oyda", 9600, None)
    assert all((row.first_month, row.last_month, row.earlier_terms) == (None, None, []) for row in rows_of(new))


def test_a_part_that_ended_is_in_what_was_done_and_not_in_what_is_planned(lived) -> None:
    """Gifts (340) end in July: 30 and 40 copies came in, 310 are planned; with a growth of the 30 that go on."""
    amend(plan_now(), ("end", "IV.12.4.b", {}))
    db.session.commit()
    for rule, planned in ((Proposal(), "310"), (Proposal("growth", 10), "33")):
        with db.session.begin_nested() as kept:
            done = roll_over(actor=someone(), plan=plan_now(), today=NOVEMBER, basis="so_far", rule=rule)
            assert done.ended == ["IV.12.4.b"]
            assert (row("IV.12.4").fact_text, row("IV.12.4").plan_text, row("IV.12.4.a").plan_text) == (
                "70", planned, planned
            )  # fmt: skip
            kept.rollback()
        db.session.expunge_all()
