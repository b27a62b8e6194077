"""The pages as every role: links and buttons lead where one may, and what one may do has its button (domain.md §5)."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.domain.periods import parse_period
from app.domain.permissions import PUBLIC, ROLES, may
from app.domain.workflow import ACTS
from app.extensions import db
from app.models import Entry
from app.operations.plans import approve_plan
from app.queries.cells import find_cell
from app.web.gate import permission_of
from tests.access.pages import Page, endpoint_of, walk
from tests.cast import APPROVED
from tests.conftest import plan_in_force
from tests.reports.conftest import set_months
from tests.submissions.conftest import office_of
from tests.submissions.way import LOGINS

# One page of each kind of state: where a unit's month stands, and which unit it is.
STATES = {
    "abonement": "submitted",
    "umumiy-zal": "submitted",
    "kotiba": "returned",
    "metodika": "submitted",
    "manaviyat": "draft",
}
LEAVES = {"auth.logout", "home.end_other_sign_ins"}  # buttons that end the sitting
# What rewrites rows, moves or takes them out is pressed last: other buttons name rows as they stood.
MOVES = {
    f"plan.{act}"
    for act in (
        "edit", "type_figures", "new_section", "rename_section", "number_rows", "add_new_row", "move_row", "step",
        "split", "remove", "remove_section",
    )
}  # fmt: skip
# Where the button of an act stands, as people look for it.
BUTTONS = {
    "submit": {"submissions.submit"},
    "withdraw": {"submissions.withdraw"},
    "return": {"submissions.give_back"},
    "return_own": {"submissions.give_back_own"},
    "accept": {"submissions.accept"},
    "accept_own": {"submissions.accept_own"},
    "undo_accept": {"submissions.undo"},
    "close": {"submissions.close"},
    "reopen": {"submissions.reopen", "submissions.reopen_unit"},
    "send": {"reports.send"},
}
REPORT = {"period": "2025-Q3", "basis": "accepted", "signers": ["Direktor", "A. Karimov"]}
EXCEPTION = {"unit": "manaviyat", "month": "2025-10", "until": "20.11.2025", "reason": "kasallik varaqasi"}
CARD = {"title": "Kitob bayrami", "date": "18.11.2025", "kind": "event", "attendance": "40", "rows": "IV.17"}


def allowed(app: Flask, role: str, endpoint: str) -> bool:
    permission = permission_of(app, endpoint)
    return permission is not None and (permission == PUBLIC or may(role, permission))


@pytest.fixture(params=["draft", "approved"])
def busy(request, app: Flask, as_) -> Flask:
    """A centre in the middle of its year: months in every state, an exception, a card, a report; the plan so or so."""
    with app.app_context():
        office = office_of(app)
        for month in parse_period("2025").months[:9]:
            office.put("closed", month)
        office.put("accepted")
        for code, state in STATES.items():
            row = office.row(code)
            row.state = state
            row.submitted_by_id = office.people["metodist" if code == "metodika" else "abonement"].id
        db.session.add(changed_figure(office))
        if request.param == "approved":
            approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
        db.session.commit()
    assert as_("metodist").post("/submissions/exceptions", EXCEPTION).status_code == 303
    assert as_("manaviyat").post("/reading-rooms/events/", CARD).status_code == 303
    assert as_("metodist").post("/reports/new", REPORT).status_code == 303
    return app


def changed_figure(office) -> Entry:
    """A figure of a month that was sent is another, and nobody has looked at it yet."""
    cell = find_cell(office.plan, "IV.15|umumiy-zal|2025-09-10")
    place = {"centre_id": 1, "part_id": cell.part.id, "unit_id": cell.unit.id, "person_id": office.people["umumiy"].id}
    when = {"date": cell.period.end, "year_month": 202509, "grain": "day"}
    return Entry(**place, **when, state="number", value=99, former_state="number", former_value=5)


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_the_menu_answers(app: Flask, as_, role: str) -> None:
    browser = as_(LOGINS[role])
    menu = Page("/", browser.get("/").get_data(as_text=True)).menu
    assert len(menu) >= 8
    assert {link: browser.get(urlsplit(link).path).status_code for link in menu} == dict.fromkeys(menu, 200)


def test_the_menu_leaves_out_nothing_that_one_may(app: Flask, as_) -> None:
    """Every page that stands in the menu of one role stands in that of every other that may open it."""
    menus = {
        role: {
            endpoint_of(app, "GET", link) for link in Page("/", as_(LOGINS[role]).get("/").get_data(as_text=True)).menu
        }
        for role in ROLES
    }
    # Who writes for some units only finds the pages of those; who writes for none has no diary to open.
    services = {f"{page}.index" for page in ("methodology", "bibliography", "digitization", "acquisitions")}
    by_unit = services | {"administration.index", "reading_rooms.index", "diary.month"}
    known = set().union(*menus.values()) - by_unit
    for role, menu in menus.items():
        assert {endpoint for endpoint in known if allowed(app, role, endpoint)} == menu - by_unit, role
        assert services <= menu or not may(role, "home.overview")
        assert ("diary.month" in menu) == may(role, "entries.write")


def test_the_menu_asks_the_view_itself(app: Flask, as_, monkeypatch) -> None:
    monkeypatch.setattr(app.view_functions["reports.index"], "permission", "system.view")
    for role in ROLES:
        menu = Page("/", as_(LOGINS[role]).get("/").get_data(as_text=True)).menu
        assert any(urlsplit(link).path == "/reports/" for link in menu) == may(role, "system.view")


@pytest.mark.parametrize("role", ROLES)
def test_no_link_and_no_button_is_refused(busy: Flask, as_, role: str) -> None:
    """Every button that is drawn belongs to a view that the role may use, and none is answered “not yours”."""
    browser = as_(LOGINS[role])
    pages = list(walk(busy, browser))
    assert len(pages) >= 30, "the links lead nowhere"
    found = {}
    for page in pages:
        for button in page.buttons:
            endpoint = endpoint_of(busy, button.method, button.address)
            assert endpoint, f"{page.address}: {button.method} {button.address} is no view"
            assert allowed(busy, role, endpoint), f"{page.address}: {endpoint} is not for {role}"
            found.setdefault(endpoint, button)
    token = browser.token("/")
    for endpoint, button in sorted(found.items(), key=lambda one: one[0] in MOVES):
        if button.method != "POST" or endpoint in LEAVES:
            continue
        fields: dict[str, list[str]] = {}
        for name, value in button.fields:
            fields.setdefault(name, []).append(value)
        path = button.address.removeprefix("http://localhost")
        answer = browser.client.post(path, data={**fields, "csrf_token": token})
        assert answer.status_code not in (400, 403, 404), f"{endpoint} of {role}: {answer.status_code}, {path} {fields}"
        assert answer.status_code < 500, endpoint


@pytest.mark.parametrize("role", ROLES)
def test_every_act_that_one_may_do_has_its_button(app: Flask, as_, prepare, role: str) -> None:
    """The other way round: what the table allows is offered on the month's page, the matrix or the report."""
    plan_in_force(app)
    browser = as_(LOGINS[role])
    for act in ACTS:
        unit = "kotiba" if role == "deputy" and act.permission in ("submissions.submit", "submissions.withdraw") else ""
        unit = unit or "abonement"
        prepare(act.before)
        with app.app_context():
            office = office_of(app)
            if act.name in ("accept_own", "return_own"):
                office.row(unit).submitted_by_id = office.people["metodist"].id
            for month in parse_period("2025").months[:9]:
                office.put("closed", month)
            if act.name == "send":
                set_months(office.plan, "2025-Q3")
            db.session.commit()
        places = [f"/submissions/2025-10/{unit}", "/submissions/"]
        if act.name == "send":
            report = as_("metodist").post("/reports/new", REPORT).location
            as_("direktor").post(f"{report}/sign")  # what nobody signed does not leave
            places.append(report)
        offered = set()
        for place in places:
            page = Page(place, browser.get(place).get_data(as_text=True))
            offered |= {endpoint_of(app, button.method, button.address) for button in page.buttons}
        if may(role, act.permission):
            assert offered >= BUTTONS[act.name], f"{role} may {act.name} and finds no button"
        else:
            assert not offered & BUTTONS[act.name], f"{role} may not {act.name} and finds a button"


def test_every_act_is_looked_for() -> None:
    assert {act.name for act in ACTS} == set(BUTTONS)
