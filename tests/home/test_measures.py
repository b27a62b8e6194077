"""The main measures on the first page of those who lead: what they draw, recounted, and which lines they are."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.measures import MOST, Candidate, watched
from app.extensions import db
from app.models import Change, Indicator
from app.operations.entries import save_cell
from app.pages.row_names import row_name
from app.queries.cells import find_cell
from tests.home.test_turns import page_on
from tests.submissions.conftest import office_of


def drawn(page: str, name: str) -> list[float]:
    """The heights of the year's columns in one small chart, in the units of the drawing."""
    figure = re.search(rf'<figure class="mini">(?:(?!</figure>).)*?>{name}</a>.*?</figure>', page, re.DOTALL)
    assert figure, name
    return [float(height) for height in re.findall(r'class="a".*?height="([0-9.]+)"', figure[0], re.DOTALL)]


WRITTEN = {  # what three units wrote in months of 2025, and what each month comes to, by hand
    "IV.15": {
        "abonement|2025-01-14": 40,
        "huquqiy|2025-01-15": 10,
        "abonement|2025-10-01": 25,
        "olkashunoslik|2025-11-04": 5,
    },
    "IV.16": {"abonement|2025-03-03": 700, "abonement|2025-03-04": 300, "abonement|2025-11-05": 2000},
}
MONTHS = {
    "IV.15": [50, None, None, None, None, None, None, None, None, 25, 5],
    "IV.16": [None, None, 1000, None, None, None, None, None, None, None, 2000],
}


@pytest.fixture
def written(app: Flask) -> Flask:
    with app.app_context():
        office = office_of(app)
        for row, figures in WRITTEN.items():
            for place, figure in figures.items():
                save_cell(
                    actor=office.people["metodist"], plan=office.plan, cell=find_cell(office.plan, f"{row}|{place}"),
                    typed=str(figure), version=0, today=date(2025, 11, 18),
                )  # fmt: skip
        db.session.commit()
    return app


@pytest.mark.parametrize(("key", "name"), [("IV.15", "Qatnov"), ("IV.16", "Kitob berildi")])
def test_a_small_chart_draws_what_was_entered_month_by_month(written: Flask, as_, key: str, name: str) -> None:
    columns, months = drawn(as_("direktor").get("/").text, name), [month for month in MONTHS[key] if month]
    # One scale for all twelve: a column is to the highest as its month is to the greatest.
    assert len(columns) == len(months)
    for column, month in zip(columns, months, strict=True):
        assert column / max(columns) == pytest.approx(month / max(months), abs=0.01)


def names_at(page: str) -> list[str]:
    return re.findall(r'<figure class="mini">.*?<h3>\s*<a [^>]*>\s*([^<]+?)\s*</a>', page, re.DOTALL)


def test_who_leads_chooses_six_at_most_and_nothing_that_was_ticked_is_lost(app: Flask, as_) -> None:
    director = as_("direktor")
    usual = names_at(director.get("/").text)
    assert len(usual) == MOST and usual[0] == "Qatnov"
    seven = ["IV.12.1", "IV.12.2", "IV.13.a", "IV.13.b", "IV.19", "IV.21", "IV.26"]
    refused = director.post("/measures", {"keys": seven})
    assert refused.status_code == 422 and "Koʻpi bilan 6 ta koʻrsatkich tanlanadi." in refused.text
    assert len(re.findall(r'value="[^"]+"[^>]*\schecked', refused.text)) == len(seven)
    assert names_at(director.get("/").text) == usual
    assert director.post("/measures", {"keys": ["IV.19", "IV.26"]}).status_code == 303
    assert names_at(director.get("/").text) == ["Kitobxonlar klubi", "Skanerlangan adabiyotlar"]
    assert names_at(as_("orinbosar").get("/").text) == ["Kitobxonlar klubi", "Skanerlangan adabiyotlar"]
    with app.app_context():
        told = db.session.scalars(select(Change).where(Change.subject == "setting")).first()
        assert (told.subject_key, told.after) == ("main_measures", {"main_measures": "IV.19,IV.26"})
    assert director.post("/measures", {}).status_code == 303
    assert names_at(director.get("/").text) == usual, "none chosen: the usual ones again"


NOBODY_CHOSE, LEFT_OUT = "Hozircha hech kim tanlamagan", "Tanlab boʻlmaydigan qatorlar"


def offered_at(page: str) -> dict[str, bool]:
    """Each line of the page on which they are chosen → whether it is ticked."""
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', page)
    return {re.search('value="([^"]+)"', box)[1]: " checked" in box for box in boxes}


def names_of(app: Flask, keys: list[str]) -> list[str]:
    with app.app_context():
        rows = {row.key: row for row in db.session.scalars(select(Indicator))}
        return [row_name(rows[key]) for key in keys]


def test_what_the_program_chose_is_ticked_until_somebody_chooses(written: Flask, as_) -> None:
    director = as_("direktor")
    page = director.get("/measures").text
    ticked = [key for key, is_ticked in offered_at(page).items() if is_ticked]
    assert sorted(names_of(written, ticked)) == sorted(names_at(director.get("/").text)) and len(ticked) == MOST
    assert NOBODY_CHOSE in page
    assert director.post("/measures", {"keys": ["IV.19", "IV.26"]}).status_code == 303
    page = director.get("/measures").text
    assert [key for key, is_ticked in offered_at(page).items() if is_ticked] == ["IV.19", "IV.26"]
    assert NOBODY_CHOSE not in page


def test_every_line_is_offered_or_told_why_not(app: Flask, as_) -> None:
    with app.app_context():
        rows = {row.key: len(row.parts) for row in db.session.scalars(select(Indicator)) if not row.sums_parts}
        every = set(db.session.scalars(select(Indicator.key)))
        for part in db.session.scalars(select(Indicator).where(Indicator.key == "IV.19")):
            part.mode = "ratio"
        db.session.commit()
    several = {key for key, figures in rows.items() if figures > 1}
    assert "II.2" in several
    page = as_("direktor").get("/measures").text
    told = page.split(LEFT_OUT)[1]
    found = {
        why: re.findall(r"<li>(\S+) ", block)
        for why, block in re.findall(r"<p>([^<]+)</p>\s*<ul>(.*?)</ul>", told, re.S)
    }
    assert {why.partition(":")[0].partition(" (")[0]: set(keys) for why, keys in found.items()} == {
        "Ulushda hisoblanadi": {"IV.19"},
        "Bitta katagida bir necha son bor": several,
    }
    assert "<li>III.8 nomi aniqlanmagan</li>" in told, "the paper has no name that could be read"
    assert set(offered_at(page)) == every - several - {"IV.19"}
    refused = as_("direktor").post("/measures", {"keys": ["II.2"]})
    assert refused.status_code == 422 and LEFT_OUT in refused.text


def test_a_chosen_line_that_this_years_plan_has_not_makes_room() -> None:
    rows = [Candidate("IV.15", "day", 900), Candidate("IV.16", "day", 1600), Candidate("IV.17", "events", 14)]
    assert watched(["IV.99", "IV.17"], rows) == ["IV.17"]
    assert watched(["IV.99"], rows) == ["IV.16", "IV.15", "IV.17"]
    assert watched([], []) == []


def test_in_january_the_charts_are_those_of_the_year_that_is_handed_in(app: Flask, as_) -> None:
    page = page_on(app, as_("direktor"), date(2026, 1, 5))
    assert "2025-yil, asosiy koʻrsatkichlar" in page
    assert len(names_at(page)) == MOST
