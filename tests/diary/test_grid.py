"""What the month grid reckons for its template: keys, versions, reasons, feet."""

from __future__ import annotations

from app.models import Unit
from app.pages.grid import Column, Grid, GridCell, GridDay, Sum

UNIT = Unit(code="abonement", name="Abonementlar sektori")
COLUMNS = [Column("IV.15", "c1", "Qatnov", "IV.15 · nafar"), Column("IV.16", "c2", "Kitob berildi", "IV.16 · nusxa")]
SUBMITTED, FUTURE = "Oy topshirilgan.", "keyin"


def day(number: int, *cells: GridCell) -> GridDay:
    return GridDay(
        date=f"2025-11-{number:02}",
        id=f"d{number}",
        weekday="dushanba",
        label=str(number),
        is_off=False,
        is_today=False,
        is_future=False,
        holiday=None,
        cells=list(cells),
    )


def cell(key: str, number: int, **facts: object) -> GridCell:
    return GridCell(part_key=key, cell_key=f"{key}|abonement|2025-11-{number:02}", **facts)


def grid(*days: GridDay, **facts: object) -> Grid:
    facts = {"save_url": "/diary/2025-11?unit=abonement", "editable": True, "show_last_year": False} | facts
    return Grid(month="2025-11", unit=UNIT, columns=COLUMNS, days=list(days), sums=[Sum("IV.15", "5", "9")], **facts)


def test_keys_and_versions_stand_in_the_order_of_the_inputs_and_leave_locked_cells_out() -> None:
    shown = grid(
        day(1, cell("IV.15", 1, version=3), cell("IV.16", 1, version=1)),
        day(2, cell("IV.15", 2, locked=SUBMITTED, version=7), cell("IV.16", 2)),
    )
    assert shown.keys.split() == [
        "IV.15|abonement|2025-11-01",
        "IV.16|abonement|2025-11-01",
        "IV.16|abonement|2025-11-02",
    ]
    assert shown.versions.split() == ["3", "1", "0"]


def test_each_reason_stands_once_and_a_day_knows_its_number() -> None:
    locked = [day(n, cell("IV.15", n, locked=SUBMITTED), cell("IV.16", n, locked=SUBMITTED)) for n in (1, 2)]
    future = day(3, cell("IV.15", 3, locked=FUTURE), cell("IV.16", 3, locked=FUTURE))
    open_day = day(4, cell("IV.15", 4), cell("IV.16", 4))
    shown = grid(*locked, future, open_day)
    assert shown.reasons == [SUBMITTED, FUTURE]
    assert [shown.reason_number(one) for one in (*locked, future)] == [1, 1, 2]
    assert open_day.locked is None


def test_a_refused_figure_keeps_what_was_typed_and_says_where_it_stands() -> None:
    wrong = cell("IV.16", 1, text="12", typed="1O", error="son emas")
    shown = grid(day(1, cell("IV.15", 1, text="4"), wrong))
    assert (wrong.shown, wrong.stored) == ("1O", "12")
    [(where, column, refused)] = shown.refused
    assert (where.id, column.id, refused) == ("d1", "c2", wrong)
    locked = grid(day(1, cell("IV.15", 1), cell("IV.16", 1, typed="5", error="yopiq", locked=SUBMITTED)))
    assert locked.refused == [], "a locked cell has no input to point to"


def test_an_input_without_a_refusal_shows_the_stored_figure() -> None:
    plain = cell("IV.15", 1, text="12")
    assert (plain.shown, plain.stored) == ("12", None)
    emptied = cell("IV.15", 1, text="12", typed="")
    assert (emptied.shown, emptied.stored) == ("", "12"), "an emptied cell that was refused stays empty on the page"


def test_one_cell_is_saved_at_the_path_and_last_year_is_switched_to_and_fro() -> None:
    assert grid().cell_url == "/diary/2025-11?cell="
    assert grid().last_year_href == "?unit=abonement&last_year=1"
    assert grid(show_last_year=True).last_year_href == "?unit=abonement"
