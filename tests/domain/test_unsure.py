"""What of a row's counting its paper does not settle (domain.md §3 “Ask instead of guess”): a table by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.amounts import stored_amount
from app.domain.plan_table import Line, PlanTable, Section
from app.domain.row_rules import FORM, NAME, TOTAL, WHO, Counting, rules_of
from app.domain.short_names import LONGEST
from app.domain.unsure_rows import unsure_rows

TWO = [("Abonementlar sektori", "sector"), ("Ilmiy-metodika xizmati", "service")]
WITH_DEPUTY = [("Direktor oʻrinbosarlari", "leadership"), ("Ilmiy-metodika xizmati", "service")]
DEPUTIES = [("Direktor", "leadership"), ("Direktor oʻrinbosarlari", "leadership")]
ALL = [("Barcha xizmatlar", "everyone")]
LEADER_AND_ALL = [*WITH_DEPUTY, *ALL]
SERVICES = ["Ilmiy-metodika xizmati", "Axborot-bibliografiya xizmati"]


def line(
    name: str = "Yangi turdagi ish",
    measure: str = "Soat",
    fact: str = "",
    plan: str = "",
    parts: tuple[Line, ...] = (),
    units: list[tuple[str, str]] | None = None,
) -> Line:
    named = tuple(words for words, _ in units or [])
    return Line("1", name, measure, stored_amount(fact), stored_amount(plan), (), "", named, parts)


def sub(name: str, fact: str = "", plan: str = "", measure: str | None = None) -> Line:
    return Line("", name, measure, stored_amount(fact), stored_amount(plan))


def asked(*lines: Line, units: list[tuple[str, str]] | None = None) -> dict[str, dict[str, object]]:
    """Row key → point → what was found; the units are those of the first line."""
    numbered = tuple(replace(one, number=str(number)) for number, one in enumerate(lines, 1))
    table = PlanTable(2026, sections=(Section("I", "", numbered),))
    found = unsure_rows(table, named={"I.1": units or []}, services=SERVICES)
    return {key: {point.what: point for point in points} for key, points in found.items()}


@pytest.mark.parametrize(
    ("name", "measure", "certain"),
    [
        ("Yangi turdagi ish", "Soat", False),  # neither its words nor its measure say anything
        ("Kitobxonlar qatnovi", "Soat", True),
        ("Yangi turdagi ish", "Tadbir", True),
        ("Yangi turdagi ish", "Hujjat", True),
        ("Qamrov darajasi", "foiz", True),  # n of d, whatever it is called
        ("Посещения", "посещение", False),
    ],
)
def test_a_form_is_asked_where_neither_words_nor_measure_say_it(name: str, measure: str, certain: bool) -> None:
    found = asked(line(name, measure)).get("I.1", {})
    assert (FORM not in found) is certain
    if not certain:
        assert found[FORM].proposal == "month" and {"day", "events", "documents"} <= set(found[FORM].choices)


def test_the_form_of_sub_rows_is_asked_once_with_the_row_above_them() -> None:
    found = asked(line(parts=(sub("birinchi", "", "5"), sub("ikkinchi", "", "6"))))
    assert list(found) == ["I.1"] and list(found["I.1"]) == [FORM]
    assert found["I.1"][FORM].why == "unsure.form_of_parts"
    under_events = asked(line(measure="Tadbir", parts=(sub("birinchi", "", "5", "Soat"),)))
    assert under_events == {}, "a sub-row follows its row"
    beside_level = asked(line(measure="Nafar", fact="9", parts=(sub("a", "1"), sub("b", "2", "", "Soat"))))
    assert list(beside_level["I.1"]) == [TOTAL] and list(beside_level["I.1.b"]) == [FORM]


@pytest.mark.parametrize(
    ("fact", "plan", "parts", "found"),
    [
        ("", "", ("3/4", "5/6"), None),  # nothing of its own
        ("8", "10", ("3/4", "5/6"), None),  # the sum
        ("8", "11", ("3/4", "5/6"), ("unsure.total_differs", "level", "plan")),
        ("9", "10", ("3/4", "5/6"), ("unsure.total_differs", "level", "fact")),
        ("8", "10", ("3/4", "5/"), None),  # last year it was the sum
        ("", "10", ("3/4", "5/"), ("unsure.total_unknown", "summed", "plan")),
        ("8", "", ("3/4", "/"), ("unsure.total_unknown", "summed", "fact")),
        ("", "kamida 5", ("3/4", "5/"), None),  # no figure
    ],
)
def test_a_total_is_asked_where_it_is_no_sum_or_cannot_be_compared(
    fact: str, plan: str, parts: tuple[str, ...], found: tuple[str, str, str] | None
) -> None:
    rows = tuple(sub(f"{number}-qism", *figures.split("/")) for number, figures in enumerate(parts))
    point = asked(line(measure="Tadbir", fact=fact, plan=plan, parts=rows)).get("I.1", {}).get(TOTAL)
    told = (point.why, point.proposal, point.params["column"]) if point else None
    assert told == found


@pytest.mark.parametrize(
    ("plan", "units", "leads"),
    [
        ("1", TWO, ("Ilmiy-metodika xizmati", "Abonementlar sektori")),  # the first service named leads
        ("2", TWO, ("Ilmiy-metodika xizmati", "Abonementlar sektori")),
        ("1/2", TWO, ("Ilmiy-metodika xizmati", "Abonementlar sektori")),
        ("3", TWO, None),
        ("1/12", TWO, None),
        ("0", TWO, None),
        ("", TWO, None),
        ("1", TWO[:1], None),
        ("1", WITH_DEPUTY, None),  # the deputies oversee
        ("1", DEPUTIES, ("Direktor", "Direktor oʻrinbosarlari")),
        ("1", LEADER_AND_ALL, ("Ilmiy-metodika xizmati",)),
        ("1", ALL, tuple(SERVICES)),
        ("12", ALL, None),
    ],
)
def test_who_counts_is_asked_of_few_things_done_by_several(
    plan: str, units: list[tuple[str, str]], leads: tuple[str, ...] | None
) -> None:
    point = asked(line(measure="Tadbir", plan=plan, units=units), units=units).get("I.1", {}).get(WHO)
    assert (point.choices if point else None) == (("each", *leads) if leads else None)
    assert point is None or point.proposal == "each", "what happens today holds until somebody says otherwise"


def test_who_counts_is_certain_of_documents_of_levels_and_of_percents() -> None:
    for measure, parts in (("Hujjat", ()), ("foiz", ()), ("Nafar", (sub("a", "", "5"),))):
        found = asked(line("Ish", measure, plan="1", parts=parts, units=TWO), units=TWO)
        assert WHO not in found.get("I.1", {}), measure


def test_of_a_row_that_sums_its_parts_their_plans_decide() -> None:
    small = asked(line(measure="Tadbir", parts=(sub("a", "", "1"), sub("b", "", "2")), units=TWO), units=TWO)
    assert list(small["I.1"]) == [WHO]
    large = asked(line(measure="Tadbir", parts=(sub("a", "", "1"), sub("b", "", "20")), units=TWO), units=TWO)
    assert large == {}


def test_a_short_name_is_asked_where_it_was_cut_or_is_another_rows() -> None:
    long = "Respublika miqyosidagi forumda ishtirok etish va natijalarini yetkazish"
    names = [long, "Ilmiy konferensiyalar", "Ilmiy konferensiyalar", "Bayram tadbirlari"]
    found = asked(*(line(name, "Tadbir") for name in names))
    told = {key: (points[NAME].why, points[NAME].proposal, dict(points[NAME].params)) for key, points in found.items()}
    assert set(told) == {"I.1", "I.2", "I.3"}
    assert told["I.1"][0] == "unsure.name_cut" and told["I.1"][1].endswith("…") and len(told["I.1"][1]) <= LONGEST
    assert told["I.2"] == ("unsure.name_same", "Ilmiy konferensiyalar", {"keys": "I.3"})
    assert told["I.3"][2] == {"keys": "I.2"}
    assert asked(line("Kutish … davri", "Tadbir")) == {}, "a sentence may have the sign of its own"
    assert asked(line("", "Tadbir"), line("", "Tadbir")) == {}, "a name that nobody can read is another matter"


def test_what_was_settled_before_is_not_asked_again() -> None:
    table = PlanTable(2026, sections=(Section("I", "", (line(plan="1", units=TWO),)),))
    assert {point.what for point in unsure_rows(table, named={"I.1": TWO})["I.1"]} == {FORM, WHO}
    left = unsure_rows(table, named={"I.1": TWO}, settled={"I.1": {FORM}})
    assert [point.what for point in left["I.1"]] == [WHO]
    assert unsure_rows(table, named={"I.1": TWO}, settled={"I.1": {FORM, WHO}}) == {}


ROW = line("Foydalanuvchilar", "Nafar", fact="9", plan="9", parts=(sub("yangi", "1", "1"), sub("qayta", "2", "2")))


@pytest.mark.parametrize(
    ("told", "row", "below"),
    [
        ({}, Counting("month", "stock", False, False), Counting("day", "flow", False, False)),
        ({TOTAL: "summed"}, Counting("month", "flow", True, False), Counting("month", "flow", False, False)),
        ({TOTAL: "alone"}, Counting("month", "flow", False, False), Counting("month", "flow", False, False)),
        (
            {TOTAL: "summed", FORM: "events"},
            Counting("events", "flow", True, False),
            Counting("events", "flow", False, False),
        ),
        (
            {TOTAL: "alone", FORM: "documents"},
            Counting("documents", "delivered", False, True),
            Counting("documents", "delivered", False, True),
        ),
        ({TOTAL: "summed", WHO: "Kim"}, Counting("month", "flow", True, True), Counting("month", "flow", False, False)),
    ],
)
def test_what_is_said_decides_and_sub_rows_follow(told: dict[str, str], row: Counting, below: Counting) -> None:
    rules = rules_of(PlanTable(2026, sections=(Section("I", "", (ROW,)),)), {"I.1": told})
    assert (rules["I.1"], rules["I.1.a"]) == (row, below)
