"""One name for a row and one for a figure of its cell on every screen; paper keeps the row's own sentence."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import Conflict, Invalid, NotAllowed
from app.domain.short_names import LONGEST, called, short_name
from app.extensions import db
from app.i18n.labels import LABELS
from app.models import Amendment, Change, Indicator, Part, Unit
from app.operations.amendment_lines import put_line
from app.operations.plans import approve_plan
from app.operations.row_names import set_row_names
from app.queries.plan import plan_of, row_by_key, rows_of, to_check
from app.queries.row_names import short_of
from tests.access.pages import endpoint_of, walk
from tests.access.test_pages_of_roles import CARD, EXCEPTION, REPORT
from tests.cast import APPROVED
from tests.papers.reading import words_of_letter
from tests.submissions.conftest import Office, office_of

# Pages that are the paper, its editors, one row with all that is written of it, or what was written once.
PAPER = {
    "plan.table", "plan.row", "plan.edit_page", "plan.counting_page", "plan.phasing_page", "deadlines.printed",
    "deadlines.one", "reports.report", "reports.difference_page", "system.history",
}  # fmt: skip
# Pages on which rows stand, so that an empty walk is noticed.
SCREENS = {
    "home.index", "methodology.index", "methodology.register", "reading_rooms.index", "reading_rooms.register",
    "diary.month", "consolidation.table", "consolidation.figure", "submissions.show", "deadlines.index", "plan.row",
    "deadlines.one", "system.checks",
}  # fmt: skip
COMPOSITE = (
    "/methodology/?unit=metodika&month=2025-10",
    "/submissions/2025-10/metodika",
    "/plan/2025/II.2",
    "/consolidation/2025/II.2/1",
    "/plan/2025/II.2/phasing/1",
)
OF_ONE = ("/II.2/1", "/phasing/1")  # addresses that are about the first figure alone


@pytest.fixture
def named(app: Flask, as_) -> Flask:
    """Every row has a short name of its own and every figure of a composite cell a name, that no rule would give."""
    with app.app_context():
        office = office_of(app)
        approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
        for number, row in enumerate(rows_of(office.plan)):
            row.short_name = f"Qisqa{number}q"
            for part in row.parts:
                part.name = f"Tarkib{number}t{part.place}" if part.place else ""
        db.session.commit()
    assert as_("metodist").post("/submissions/exceptions", EXCEPTION).status_code == 303
    assert as_("manaviyat").post("/reading-rooms/events/", CARD).status_code == 303
    assert as_("metodist").post("/reports/new", {**REPORT, "draft": "1"}).status_code in (303, 422)
    return app


def seen(page: str) -> str:
    """What one reads of a page: neither attributes nor what stands in its head."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :])).split())


def test_no_screen_calls_a_row_by_its_sentence_or_by_another_name_than_it_was_given(named: Flask, as_) -> None:
    with named.app_context():
        rows = {row.key: row for row in db.session.scalars(select(Indicator))}
        sentences = [row.name for row in rows.values() if row.name and len(row.name) > LONGEST]
        cuts = [sentence[:40] for sentence in sentences]  # as a screen would cut it
        # Units, registers and pages bear some of the same words.
        others = " ".join(
            [*db.session.scalars(select(Unit.name)), *(word for kind in LABELS.values() for word in kind.values())]
        )
        by_rule = {short_name(row.name) for row in rows.values() if row.name and short_name(row.name) not in others}
    assert len(cuts) > 25 and len(by_rule) > 25
    used, found = set(), []
    for login in ("metodist", "abonement", "oquv", "jamlash", "direktor", "admin"):
        for page in walk(named, as_(login)):
            endpoint = endpoint_of(named, "GET", f"http://localhost{page.address}")
            text = seen(page.text)
            if re.search(r"Qisqa\d+q", text):
                used.add(endpoint)
            if endpoint not in PAPER and not endpoint.startswith("help."):
                found += [(page.address, cut) for cut in (*cuts, *by_rule) if cut in text]
    assert found == []
    assert used >= SCREENS


@pytest.mark.parametrize("address", COMPOSITE)
def test_a_figure_of_a_composite_cell_is_called_by_its_name(named: Flask, as_, address: str) -> None:
    page = seen(as_("metodist").get(address).get_data(as_text=True))
    names = set(re.findall(r"Tarkib\d+t[123]", page))
    with named.app_context():
        wanted = set(db.session.scalars(select(Part.name).join(Indicator).where(Indicator.key == "II.2")))
    assert (names & wanted) == (
        {name for name in wanted if name.endswith("t1")} if address.endswith(OF_ONE) else wanted
    )
    assert not re.search(r"\d-(?:tarkib|son)\b", page.replace(EXCEPTION["reason"], ""))


def test_what_is_to_be_checked_calls_rows_by_their_short_names(named: Flask, as_) -> None:
    page = as_("metodist").get("/plan/2025?open=1").get_data(as_text=True)
    points = seen("<main" + page[page.index('id="to-check"') : page.index("</details>", page.index('id="to-check"'))])
    with named.app_context():
        plan = plan_of(1, 2025)
        rows = {point.row.key: point.row.short_name for point in to_check(plan)}
    assert len(rows) > 20 and all(f"{key} {short}:" in points for key, short in rows.items())


def test_an_amendment_calls_a_figure_by_its_name_and_its_paper_a_row_by_its_sentence(named: Flask, as_) -> None:
    browser = as_("metodist")
    begin = {"month": "2025-11", "reason": "xat", "document": ""}
    assert browser.post("/plan/2025/amendments/", begin).status_code == 303
    with named.app_context():
        office = office_of(named)
        amendment = db.session.scalars(select(Amendment)).one()
        for act, key, wanted in (("change", "II.2", {"plan": "1/2/2"}), ("end", "IV.26", {})):
            put_line(
                actor=office.people["metodist"], plan=office.plan, amendment=amendment, act=act, row_key=key,
                wanted=wanted,
            )  # fmt: skip
        short, sentence = (getattr(row_by_key(office.plan, "IV.26"), name) for name in ("short_name", "name"))
        figure = next(part.name for part in row_by_key(office.plan, "II.2").parts if part.place == 3)
        db.session.commit()
    page = seen(browser.get("/plan/2025/amendments/1").get_data(as_text=True))
    assert short in page and sentence not in page and f", {figure}" in page
    words = words_of_letter(browser.get("/plan/2025/amendments/1.docx").data)
    assert sentence in words and short not in words


def test_the_table_says_in_its_titles_what_the_figures_of_a_cell_are(named: Flask, as_) -> None:
    page = as_("metodist").get("/consolidation/2025").get_data(as_text=True)
    titles = re.findall(r'data-cell="II\.2/(\d)\|2025-Q1"[^>]*title="(Tarkib\d+t\d)"', page)
    assert [place for place, _name in titles] == ["1", "2", "3"]
    assert all(name.endswith(f"t{place}") for place, name in titles)


def test_paper_keeps_the_sentence(named: Flask, as_) -> None:
    browser = as_("metodist")
    for address in ("/plan/2025", "/plan/2025/IV.26", "/deadlines/print?whose=all"):
        page = seen(browser.get(address).get_data(as_text=True))
        assert "Skanerlangan adabiyotlarni elektron fondga" in page, address
    table = browser.get("/consolidation/2025").get_data(as_text=True)
    assert 'title="Kitobxonlar qatnovining hisobini olib borish"' in table, "shown in print in place of the short name"


@pytest.fixture
def office(context: None, app: Flask) -> Office:
    return office_of(app)


def name(office: Office, key: str, **names) -> None:
    row = row_by_key(office.plan, key)
    actor = office.people[names.pop("login", "metodist")]
    set_row_names(actor=actor, plan=office.plan, row=row, version=names.pop("version", row.version), **names)


def test_a_name_is_kept_with_its_history_and_an_empty_one_goes_back_to_the_rule(office: Office) -> None:
    row = row_by_key(office.plan, "II.2")
    name(office, "II.2", short_name=" Kutubxonalar  boʻyicha ", part_names={1: "xizmatlar", 3: "shaxsiy"})
    assert (row.short_name, [part.name for part in row.parts]) == (
        "Kutubxonalar boʻyicha",
        ["xizmatlar", "", "shaxsiy"],
    )
    change = db.session.scalars(select(Change).where(Change.subject_key == "2025|II.2").order_by(Change.id)).all()[-1]
    assert change.after["part_names"] == {"II.2/1": "xizmatlar", "II.2/3": "shaxsiy"} != change.before["part_names"]
    assert (change.before["short_name"], change.after["short_name"]) == ("", "Kutubxonalar boʻyicha")
    name(office, "II.2", short_name="", part_names={1: ""})
    assert short_of(row) == "Kutubxonalarni oʻrganish" and row.parts[0].name == ""


def test_what_is_no_name_is_refused(office: Office) -> None:
    for names, kind, code in [
        ({"short_name": "a" * 41}, Invalid, "text.too_long"),
        ({"part_names": {1: "a" * 61}}, Invalid, "text.too_long"),
        ({"part_names": {4: "toʻrtinchi"}}, Invalid, "plan.no_such_part"),
        ({"short_name": "Qatnov", "version": 99}, Conflict, "conflict.row"),
        ({"short_name": "Qatnov", "login": "abonement"}, NotAllowed, "plan.methodologist"),
    ]:
        with pytest.raises(kind, match=code):
            name(office, "II.2", **names)
    with pytest.raises(Invalid, match="plan.no_such_part"):
        name(office, "IV.15", part_names={0: "bitta"})


@pytest.mark.parametrize(
    ("key", "name", "stored", "above", "words"),
    [
        ("IV.15", "Kitobxonlar qatnovining hisobini olib borish", "", (None, ""), "Qatnov"),
        ("IV.15", "Kitobxonlar qatnovining hisobini olib borish", "Kelganlar", (None, ""), "Kelganlar"),
        ("IV.14.a", "yangi", "", ("Foydalanuvchilarni roʻyxatga olish", ""), "Aʼzolar: yangi"),
        ("IV.14.a", "yangi", "", ("Foydalanuvchilarni roʻyxatga olish", "Oʻquvchilar"), "Oʻquvchilar: yangi"),
        ("IV.14.a", "yangi", "Yangi aʼzo", ("Foydalanuvchilarni roʻyxatga olish", ""), "Yangi aʼzo"),
        ("V.33.a", None, "", ("Tuman mutaxassislari uchun tadbirlar", ""), "Mutaxassislar uchun tadbirlar: a"),
        ("III.8", None, "", (None, ""), ""),
    ],
)
def test_what_a_row_is_called(
    key: str, name: str | None, stored: str, above: tuple[str | None, str], words: str
) -> None:
    assert called(key, name, stored, above) == words


def test_names_are_typed_on_the_page_of_the_row(app: Flask, as_) -> None:
    browser = as_("metodist")
    page = html.unescape(browser.get("/plan/2025/II.2").get_data(as_text=True))
    version = re.search(r'action="/plan/2025/II.2/short-name".*?name="version" value="(\d+)"', page, re.DOTALL)[1]
    form = {
        "version": version,
        "short_name": "Kutubxonalar",
        "part-1": "xizmatlar",
        "part-2": "sektorlar",
        "part-3": "",
    }
    refused = browser.post("/plan/2025/II.2/short-name", form | {"short_name": "x" * 41})
    text = html.unescape(refused.get_data(as_text=True))
    assert refused.status_code == 422 and 'id="short_name-error"' in text and 'value="sektorlar"' in text
    assert browser.post("/plan/2025/II.2/short-name", form).status_code == 303
    with app.app_context():
        row = row_by_key(plan_of(1, 2025), "II.2")
        assert (row.short_name, [part.name for part in row.parts]) == ("Kutubxonalar", ["xizmatlar", "sektorlar", ""])
    page = html.unescape(browser.get("/plan/2025/II.2").get_data(as_text=True))
    assert "Ekrandagi nomi: Kutubxonalar" in page and "3-tarkib" in page
    assert browser.post("/plan/2025/II.2/short-name", form).status_code == 409, "the page showed an older row"
    for login in ("abonement", "direktor"):
        other = as_(login)
        assert "/short-name" not in other.get("/plan/2025/II.2").get_data(as_text=True)
        assert other.post("/plan/2025/II.2/short-name", form).status_code == 404
