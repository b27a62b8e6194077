"""The main measures on the first page of those who lead: what they draw, recounted, and which lines they are."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.measures import MOST, Candidate, watched
from app.extensions import db
from app.models import Change
from app.operations.entries import save_cell
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


def test_a_chosen_line_that_this_years_plan_has_not_makes_room() -> None:
    rows = [Candidate("IV.15", "day", 900), Candidate("IV.16", "day", 1600), Candidate("IV.17", "events", 14)]
    assert watched(["IV.99", "IV.17"], rows) == ["IV.17"]
    assert watched(["IV.99"], rows) == ["IV.16", "IV.15", "IV.17"]
    assert watched([], []) == []


def test_in_january_the_charts_are_those_of_the_year_that_is_handed_in(app: Flask, as_) -> None:
    page = page_on(app, as_("direktor"), date(2026, 1, 5))
    assert "2025-yil, asosiy koʻrsatkichlar" in page
    assert len(names_at(page)) == MOST
