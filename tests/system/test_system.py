"""The state of the installation, and the history in words (trust.md T8, R1, R7, I6)."""

from __future__ import annotations

import csv
import io
import re
from collections import namedtuple

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.blueprints.system.history_csv import harmless
from app.domain.periods import TASHKENT
from app.extensions import db
from app.models import Change, Person
from app.operations.history import note_change
from app.queries import installation
from app.queries.installation import MEGABYTE, disk_state
from tests.cast import CAST
from tests.conftest import Browser

# Codes of the program that are no words of the field.
CODES = {"sector", "head", "reading_rooms", "None", "True", "False", "flow", "stock", "sign_in", "sums_parts", "shares"}
CODES |= {"counts", "contributes", "oversees", "entry_form", "mode", "joint", "day", "month", "parent", "role", "units"}


@pytest.fixture
def admin(as_) -> Browser:
    return as_("admin")


def page_of(browser: Browser, address: str) -> str:
    return browser.get(address).get_data(as_text=True)


def note(app: Flask, **facts: object) -> None:
    with app.app_context():
        person = db.session.scalar(select(Person).where(Person.login == "biblio"))
        note_change(actor=person, centre_id=person.centre_id, **facts)
        db.session.commit()


def body(page: str) -> str:
    return page[page.index("<tbody>") : page.index("</tbody>")] if "<tbody>" in page else ""


def test_the_state_names_folder_versions_and_counts(app: Flask, admin: Browser) -> None:
    page = page_of(admin, "/system/")
    assert str(app.config["SETTINGS"].data) in page and "0.1.0" in page and "SQLite" in page
    assert re.search(rf"<dt>Xodimlar</dt>\s*<dd>\s*{len(CAST)}\s*</dd>", page)
    assert "hali olinmagan" in page and "Aloqa shifrlanmagan" in page


def test_the_last_backup_is_named(app: Flask, admin: Browser) -> None:
    folder = app.config["SETTINGS"].data / "backups"
    folder.mkdir()
    (folder / "a.zip").write_bytes(b"x")
    assert "hali olinmagan" not in page_of(admin, "/system/")


@pytest.mark.parametrize(
    ("free", "state", "words"),
    [
        (500 * MEGABYTE, "ok", None),
        (500 * MEGABYTE - 1, "low", "Diskda joy kam qoldi"),
        (100 * MEGABYTE, "low", "Diskda joy kam qoldi"),
        (100 * MEGABYTE - 1, "very_low", "Diskda joy deyarli qolmadi"),
    ],
)
def test_little_room_on_the_disk_is_said(admin: Browser, monkeypatch, free: int, state: str, words: str | None) -> None:
    assert disk_state(free) == state
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(installation.shutil, "disk_usage", lambda folder: usage(10**12, 0, free))
    page = page_of(admin, "/system/")
    assert words in page if words else "Diskda joy" not in page


def test_an_unbroken_history_is_confirmed_and_a_broken_one_named(app: Flask, admin: Browser) -> None:
    assert admin.post("/system/verify-history").location == "/system/"
    assert "hammasi joyida" in page_of(admin, "/system/")
    with app.app_context():
        db.session.execute(text("drop trigger change_no_update"))
        db.session.execute(text("update change set person_name = 'X' where id = 3"))
        db.session.commit()
    admin.post("/system/verify-history")
    page = page_of(admin, "/system/")
    assert "Tarix buzilgan: 3-yozuv" in page and 'role="alert"' in page


def test_a_figure_stands_in_words_before_and_after(app: Flask, admin: Browser) -> None:
    after = {"state": "number", "value": 61200, "base": None, "version": 2}
    note(app, action="save", subject="cell", subject_key="IV.15|abonement|2025-11-18", unit_code="abonement",
         before={"state": "empty", "value": None, "base": None, "version": 1}, after=after)  # fmt: skip
    row = body(page_of(admin, "/system/history?subject=cell"))
    assert "IV.15, Abonementlar sektori, 2025-yil 18-noyabr" in row
    assert re.search(r"boʻsh.*→.*<b>61\u00a0200</b>", row, re.DOTALL)


def test_codes_are_words_and_only_what_changed_is_shown(app: Flask, admin: Browser) -> None:
    before = {"name": "Bir", "role": "head", "units": ["abonement"]}
    after = {**before, "role": "director", "units": []}
    note(
        app,
        action="change",
        subject="person",
        subject_key="biblio",
        before=before,
        after=after,
    )
    row = body(page_of(admin, "/system/history?words=biblio&subject=person")).split("</tr>")[0]
    assert "Xizmat rahbari" in row and "Direktor" in row and "Abonementlar sektori" in row
    assert "Bir" not in row and "head" not in row and "abonement" not in row.lower().replace("abonementlar sektori", "")


@pytest.mark.parametrize(
    ("subject", "key", "before", "after", "told"),
    [
        ("setting", "first_month", {"first_month": None}, {"first_month": 202506}, "— oʻrniga 2025-yil iyun"),
        ("setting", "own_acceptance", {"own_acceptance": "0"}, {"own_acceptance": "1"}, "yoʻq oʻrniga ha"),
        ("setting", "working_week", {"working_week": "16"}, {"working_week": "12"}, "du, shan oʻrniga du, se"),
        ("card", "1", None, {"data": {"rows": {"IV.17": None, "IV.18": "2.5"}}}, "— oʻrniga IV.17, IV.18: 2,5"),
        ("card", "1", {"data": {"sum": "900"}}, {"data": {"sum": "1500.5"}}, "900 oʻrniga 1\xa0500,5"),
        ("plan_row", "2025|II.2", {"phases": {}}, {"phases": {"II.2/1": [1, None]}}, "II.2/1: — oʻrniga 1, —"),
        ("cell", "I.1|akt|2025-05", {"state": "number", "value": 2, "base": 3}, None, "2/3 oʻrniga boʻsh"),
    ],
)
def test_a_value_is_told_as_people_say_it(
    app: Flask, admin: Browser, subject: str, key: str, before: dict | None, after: dict | None, told: str
) -> None:
    note(app, action="change", subject=subject, subject_key=key, before=before, after=after)
    row = re.sub("<[^>]+>|→", " ", body(page_of(admin, "/system/history")).split("</tr>")[0])
    assert told in re.sub(r"[ \n]+", " ", row)


def test_no_code_of_the_program_reaches_the_reader(admin: Browser) -> None:
    admin.post(
        "/people/units/new",
        {"name": "Bolalar", "code": "bolalar", "kind": "sector", "page": "reading_rooms", "parent": ""},
    )
    for number in (1, 2):
        shown = re.sub(r"<[^>]+>", " ", body(page_of(admin, f"/system/history?page={number}")))
        assert not set(re.findall(r"\w+", shown)) & CODES


def test_the_newest_stands_on_top_and_a_page_holds_a_hundred(app: Flask, admin: Browser) -> None:
    for number in range(150):
        note(
            app,
            action="save",
            subject="cell",
            subject_key=f"IV.15|abonement|2025-{number % 12 + 1:02}",
            unit_code="abonement",
            after=None,
        )
    first, second = (page_of(admin, f"/system/history?subject=cell&page={number}") for number in (1, 2))
    assert (first.count("<tr>"), second.count("<tr>")) == (101, 51)
    assert "Oʻzgarishlar: 150" in first and "subject=cell&amp;page=2" in first
    with app.app_context():
        last = db.session.scalar(select(Change.subject_key).where(Change.subject == "cell").order_by(Change.id.desc()))
    assert "2025-yil iyun" in body(first).split("</tr>")[0] and last.endswith("2025-06")
    behind = admin.get("/system/history?subject=cell&page=99999")
    assert behind.status_code == 302 and behind.location == "/system/history?subject=cell&page=2"
    assert "Bunday oʻzgarish topilmadi" in page_of(admin, "/system/history?subject=unit&words=hech+narsa")


def test_the_history_is_filtered(app: Flask, admin: Browser) -> None:
    note(app, action="save", subject="cell", subject_key="IV.15|abonement|2025-11", unit_code="abonement")
    note(app, action="save", subject="cell", subject_key="I.2|huquqiy|2025-11", unit_code="huquqiy")
    with app.app_context():
        biblio = db.session.scalar(select(Person.id).where(Person.login == "biblio"))
        today = db.session.scalar(select(Change.at).order_by(Change.id.desc())).astimezone(TASHKENT).date().isoformat()
    for query, count in [
        ("subject=cell", 2), ("unit=huquqiy", 1), ("words=IV.15%7Cabon", 1), ("words=%25", 0), ("words=_", 0),
        (f"person={biblio}", 2), ("person=x&subject=cell", 2),
        ("subject=cell&first=2000-01-01", 2), ("subject=cell&last=01.01.2000", 0),
        (f"subject=cell&last={today}", 2), ("subject=cell&first=31.12.2099", 0),
    ]:  # fmt: skip
        assert body(page_of(admin, f"/system/history?{query}")).count("<tr>") == count, query


@pytest.mark.parametrize("query", ["person=999999", "subject='", "unit=nobody", "period=2025-13"])
def test_what_is_no_choice_is_told_and_not_passed_over(admin: Browser, query: str) -> None:
    answer = admin.get(f"/system/history?{query}")
    field = query.partition("=")[0]
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.get_data(as_text=True)


def test_a_day_that_is_none_is_told(admin: Browser) -> None:
    answer = admin.get("/system/history?first=31.02.2025")
    assert answer.status_code == 422
    assert 'id="first-error"' in answer.get_data(as_text=True) and 'value="31.02.2025"' in answer.get_data(as_text=True)


def test_the_table_for_excel_holds_the_same_and_no_formula(app: Flask, admin: Browser) -> None:
    note(
        app,
        action="change",
        subject="unit",
        subject_key="huquqiy",
        before={"name": "=1+1"},
        after={"name": '"@a";b\nc'},
        reason="-x",
    )
    answer = admin.get("/system/history.csv?subject=unit")
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(lines) == 2 and len(lines[0]) == len(lines[1])
    assert lines[1][5:8] == ["'=1+1", '"@a";b\nc', "'-x"]


@pytest.mark.parametrize("sign", "=+-@\t\r")
def test_every_sign_of_a_formula_is_disarmed(sign: str) -> None:
    assert harmless(f"{sign}1") == f"'{sign}1" and harmless(f"1{sign}") == f"1{sign}"
