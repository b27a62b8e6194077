"""The pages on which a draft's tree is edited, as a browser without scripts sends them."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.queries.plan import plan_of, rows_of
from tests.plan.test_rows import approve, form_of, text_of


def keys(app: Flask) -> list[str]:
    with app.app_context():
        return [row.key for row in rows_of(plan_of(1, 2025))]


def version(browser) -> str:
    return re.search(r'name="version" value="(\d+)"', browser.get("/plan/2025/tree").get_data(as_text=True))[1]


def test_the_list_names_every_row_and_leads_to_what_can_be_done(app: Flask, as_) -> None:
    page = as_("metodist").get("/plan/2025/tree").get_data(as_text=True)
    for key in keys(app):
        for way in ("place", "edit", "step"):
            assert f"/plan/2025/{key}/{way}" in page, (key, way)
    assert "/plan/2025/tree/sections/VI" in page


def test_a_row_is_added_where_one_came_from(app: Flask, as_) -> None:
    browser = as_("metodist")
    form = form_of(browser, "/plan/2025/tree/new?where=under:IV.12.4")
    assert (form["where"], form["measure"]) == ("under:IV.12.4", "Nusxa")
    answer = browser.post("/plan/2025/tree/new", form | {"name": "Xayriya jamgʻarmasi", "renumbered": "1"})
    assert (answer.status_code, answer.location) == (303, "/plan/2025/tree#row-IV.12.4.c")
    page = browser.get("/plan/2025/IV.12.4.c").get_data(as_text=True)
    assert "Xayriya jamgʻarmasi" in page and "Qator rejaga qoʻshildi" in page


def test_what_is_typed_stays_after_a_refusal_with_the_error_beside_its_field(as_) -> None:
    browser = as_("metodist")
    form = form_of(browser, "/plan/2025/tree/new?where=after:IV.15")
    answer = browser.post("/plan/2025/tree/new", form | {"name": "Yangi nom", "number": "15", "plan_text": "7"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="number-error"' in page
    assert "Yangi nom" in page and 'value="7"' in page and 'value="after:IV.15" selected' in page


def test_a_row_moves_and_its_page_tells_where_it_came_from(app: Flask, as_) -> None:
    browser = as_("metodist")
    form = form_of(browser, "/plan/2025/IV.19/place")
    assert form["number"] == "19" and form["where"] == ""
    wanted = {"where": "after:IV.12.4.b", "renumbered": "1", "version": form["version"], "number": "19"}
    answer = browser.post("/plan/2025/IV.19/place", wanted)
    assert answer.status_code == 303 and answer.location == "/plan/2025/tree#row-IV.12.4.c"
    assert "IV.27.1" not in keys(app) and "IV.24.1" in keys(app)
    text = " ".join(text_of(browser.get("/plan/2025/IV.12.4.c").get_data(as_text=True)).split())
    assert "Koʻchirildi Qator raqami: IV.19 → oʻrniga IV.12.4.c" in text
    assert "Qator rejaga qoʻshildi" in text  # of the key that it had then
    full = as_("kuzatuvchi").get("/system/history?row=IV.12.4.c").get_data(as_text=True)
    assert "IV.19" in full


def test_steps_split_removal_numbers_and_sections_by_their_forms(app: Flask, as_) -> None:
    browser = as_("metodist")
    send = lambda path, **data: browser.post(path, {"version": version(browser), **data})  # noqa: E731
    assert send("/plan/2025/IV.15/step", step="up").location == "/plan/2025/tree#row-IV.14"
    assert send("/plan/2025/IV.17/split", names="yangi", way="letters").status_code == 422
    assert send("/plan/2025/IV.16/split", names="bolalar\nkattalar", way="numbers").status_code == 303
    assert "IV.16.2" in keys(app)
    assert send("/plan/2025/IV.16/remove", renumbered="1").status_code == 303
    assert "IV.16.2" not in keys(app) and "IV.27" in keys(app)
    assert send("/plan/2025/tree/numbers", roman="IV", first="20").status_code == 303
    assert "IV.20.1" in keys(app) and "V.28" in keys(app)
    assert send("/plan/2025/tree/sections", heading="YANGI BOʻLIM", after="I").status_code == 303
    assert send("/plan/2025/tree/sections/II", heading="BOSHQA NOM").status_code == 303
    assert "BOSHQA NOM" in browser.get("/plan/2025/tree").get_data(as_text=True)
    assert send("/plan/2025/tree/sections/V/remove").status_code == 422
    assert send("/plan/2025/tree/sections/II/remove").status_code == 303
    assert keys(app)[-1].startswith("VI.")


def test_of_two_editors_the_second_is_told_and_can_go_on(app: Flask, as_) -> None:
    first, second = as_("metodist"), as_("metodist")
    form = form_of(second, "/plan/2025/IV.16/place")
    first.post("/plan/2025/IV.15/step", {"version": version(first), "step": "down"})
    wanted = {"where": "first:II", "number": form["number"], "renumbered": "1"}
    answer = second.post("/plan/2025/IV.16/place", wanted | {"version": form["version"]})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "boshqa kishi oʻzgartirdi" in text_of(page)
    fresh = re.search(r'name="version" value="(\d+)"', page)[1]
    assert second.post("/plan/2025/IV.16/place", wanted | {"version": fresh}).status_code == 303


@pytest.mark.parametrize("login", ["abonement", "direktor", "admin", "kuzatuvchi"])
def test_other_roles_edit_nothing(as_, login: str) -> None:
    browser = as_(login)
    for path in ("tree", "tree/new", "IV.15/place", "tree/sections/I"):
        assert browser.get(f"/plan/2025/{path}").status_code == 404
    for path in (
        "tree/new",
        "tree/numbers",
        "tree/sections",
        "IV.15/place",
        "IV.15/step",
        "IV.15/split",
        "IV.15/remove",
    ):
        assert browser.post(f"/plan/2025/{path}", {"version": "1"}).status_code == 404
    assert "/tree" not in browser.get("/plan/2025").get_data(as_text=True)


def test_an_approved_plan_is_no_draft(app: Flask, as_) -> None:
    browser = as_("metodist")
    sent = {"version": version(browser), "step": "up"}
    approve(app)
    for path in ("tree", "tree/new", "IV.15/place", "tree/sections/I"):
        assert browser.get(f"/plan/2025/{path}").status_code == 423
    assert browser.post("/plan/2025/IV.15/step", sent).status_code == 423
    assert "/plan/2025/tree" not in browser.get("/plan/2025").get_data(as_text=True)
