"""Acts in another's place carry both names, wherever a name stands, and the history proves them (trust.md R)."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from app.cli.audit import plain
from app.extensions import db
from app.models import Change
from app.operations.history import broken_link, change_hash
from tests.conftest import plan_in_force
from tests.reports.conftest import set_months
from tests.stand_ins.conftest import LAST
from tests.stand_ins.test_own import REPORT
from tests.submissions.conftest import office_of

BOTH = "Umumiy zal kutubxonachisi, Metodist oʻrnida"
ALONE = "Umumiy zal kutubxonachisi"


@pytest.fixture(autouse=True)
def in_force(app: Flask) -> None:
    plan_in_force(app)


def changes(app: Flask) -> list[tuple[str, str, str]]:
    """(action, who, in whose place) of everything but signing in, in its order."""
    with app.app_context():
        found = db.session.scalars(select(Change).where(Change.action != "sign_in").order_by(Change.id))
        return [(one.action, one.person_name, one.for_name) for one in found]


def test_a_month_tells_both_names_in_its_thread_its_head_its_list_and_its_lock(
    app: Flask, as_, stands_in, prepare
) -> None:
    version = prepare("submitted")
    stands_in("umumiy", "metodist")
    umumiy = as_("umumiy")
    where = "/submissions/2025-10/abonement"
    assert umumiy.post(f"{where}/return", {"version": version, "reason": "12-kun?"}).status_code == 303
    page = as_("abonement").get(where).get_data(as_text=True)
    assert page.count(BOTH) >= 2  # before everything, and in the thread
    with app.app_context():
        office = office_of(app)
        row = office.row()
        row.state = "draft"
        db.session.commit()
        version = office.version()
    assert umumiy.post(f"{where}/submit", {"version": version}).status_code == 303
    assert f"nomidan {BOTH} topshirdi" in as_("abonement").get(where).get_data(as_text=True)
    assert BOTH in as_("metodist").get("/submissions/").get_data(as_text=True)
    diary = as_("abonement").get("/diary/2025-10?unit=abonement").get_data(as_text=True)
    assert BOTH in diary  # who shut it
    assert ("return", ALONE, "Metodist") in changes(app)
    assert ("submit", ALONE, "Metodist") in changes(app)
    history = as_("metodist").get("/system/history").get_data(as_text=True)
    assert history.count(BOTH) >= 2
    assert BOTH in as_("metodist").get("/system/history.csv").get_data(as_text=True)
    with ZipFile(BytesIO(as_("metodist").get("/system/history.xlsx").data)) as book:
        words = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert BOTH in words


def test_what_is_done_in_ones_own_right_bears_ones_own_name(app: Flask, as_, stands_in, prepare) -> None:
    prepare("draft")
    stands_in("umumiy", "metodist")
    umumiy = as_("umumiy")
    with app.app_context():
        version = office_of(app).version("umumiy-zal")
    assert umumiy.post("/submissions/2025-10/umumiy-zal/submit", {"version": version}).status_code == 303
    umumiy.post("/language", {"locale": "ru"})
    assert {(action, away) for action, who, away in changes(app) if who == ALONE} == {
        ("submit", ""),
        ("set_locale", ""),
    }
    assert "oʻrnida topshirdi" not in as_("metodist").get("/submissions/2025-10/umumiy-zal").get_data(as_text=True)


def test_a_figure_typed_for_the_absents_unit_names_both_and_one_for_the_own_unit_one(
    app: Flask, as_, stands_in
) -> None:
    stands_in("abonement", "umumiy")
    abonement = as_("abonement")
    for unit in ("abonement", "umumiy-zal"):
        cell = f"IV.15|{unit}|2025-11-17"
        answer = abonement.post(f"/diary/2025-11?cell={cell}", {"value": "12", "version": "0", "cell": cell})
        assert answer.status_code in (200, 303), answer.get_data(as_text=True)
    saved = [(who, away) for action, who, away in changes(app) if action == "save"]
    assert saved == [
        ("Abonement kutubxonachisi", ""),
        ("Abonement kutubxonachisi", "Umumiy zal kutubxonachisi"),
    ]
    page = abonement.get("/consolidation/2025-11/IV.15?unit=umumiy-zal").get_data(as_text=True)
    assert "Abonement kutubxonachisi, Umumiy zal kutubxonachisi oʻrnida" in page


def test_the_directors_stand_in_closes_signs_and_opens_in_his_place(app: Flask, as_, stands_in) -> None:
    with app.app_context():
        office = office_of(app)
        office.put("accepted")
        set_months(office.plan, "2025-Q3")
        db.session.commit()
    number = int(as_("metodist").post("/reports/new", REPORT).location.rsplit("/", 1)[1])
    stands_in("umumiy", "direktor")
    umumiy, both = as_("umumiy"), f"{ALONE}, Direktor oʻrnida"
    assert umumiy.post("/submissions/close?year=2025", {"month": "2025-10"}).status_code == 303
    assert umumiy.post(f"/reports/{number}/sign").status_code == 303
    assert {away for action, _, away in changes(app) if action in ("close", "sign")} == {"Direktor"}
    assert both in as_("kuzatuvchi").get(f"/reports/{number}").get_data(as_text=True)
    assert f"Oy yopilgan: {both}" in as_("abonement").get("/diary/2025-10?unit=abonement").get_data(as_text=True)


def test_a_post_that_nobody_has_is_named_by_its_word(app: Flask, as_, stands_in, prepare) -> None:
    version = prepare("submitted")
    with app.app_context():
        office_of(app).people["metodist"].active = False
        db.session.commit()
    stands_in("umumiy", role="methodologist")
    assert as_("umumiy").post("/submissions/2025-10/abonement/accept", {"version": version}).status_code == 303
    assert ("accept", ALONE, "methodologist") in changes(app)
    history = as_("direktor").get("/system/history").get_data(as_text=True)
    assert f"{ALONE}, Metodist oʻrnida" in history
    russian = as_("direktor")
    russian.post("/language", {"locale": "ru"})
    assert "(за: Методист)" in russian.get("/system/history").get_data(as_text=True)


def test_an_exception_for_a_sent_month_is_the_directors_act_although_she_opens_windows_herself(
    app: Flask, as_, stands_in
) -> None:
    with app.app_context():
        office_of(app).put("sent")
    stands_in("metodist", "direktor")
    metodist = as_("metodist")
    form = {"unit": "manaviyat", "month": "2025-10", "until": "20.11.2025", "reason": "xato son"}
    assert metodist.post("/submissions/exceptions", form).status_code == 303
    assert ("grant", "Metodist", "Direktor") in changes(app)
    assert "Metodist, Direktor oʻrnida" in metodist.get("/submissions/exceptions").get_data(as_text=True)


def test_reports_propose_the_stand_in_as_signer(app: Flask, as_, stands_in) -> None:
    stands_in("biblio", "direktor")
    page = as_("metodist").get("/reports/new?period=2025-Q3").get_data(as_text=True)
    assert "Direktor vazifasini vaqtincha bajaruvchi" in page and 'value="Bibliograf"' in page
    app.config["TODAY"] = LAST + timedelta(days=1)
    page = as_("metodist").get("/reports/new?period=2025-Q3").get_data(as_text=True)
    assert "vaqtincha bajaruvchi" not in page and 'value="Bibliograf"' not in page


def test_the_chain_holds_the_second_name(app: Flask, as_, stands_in, prepare) -> None:
    version = prepare("submitted")
    stands_in("umumiy", "metodist")
    as_("umumiy").post("/submissions/2025-10/abonement/accept", {"version": version})
    with app.app_context():
        assert broken_link(1) is None
        lent = db.session.scalars(select(Change).where(Change.for_name != "")).one()
        own = db.session.scalars(select(Change).where(Change.action == "sign_in").order_by(Change.id)).first()
        assert plain(lent)["for_name"] == "Metodist"  # in the export, too
        db.session.remove()
        db.engine.dispose()
    for number, name in ((lent.id, ""), (lent.id, "Direktor"), (own.id, "Direktor")):
        assert tampered(app, number, name) == number


def tampered(app: Flask, number: int, name: str) -> int | None:
    """The first broken link when somebody writes another second name past the program; put back afterwards."""
    path = app.config["SETTINGS"].data / "jamlanma.db"
    with closing(sqlite3.connect(path)) as base:
        before = base.execute("select for_name from change where id = ?", [number]).fetchone()[0]
        base.execute("drop trigger change_no_update")
        base.execute("update change set for_name = ? where id = ?", [name, number])
        base.commit()
    with app.app_context():
        found = broken_link(1)
        db.session.remove()
        db.engine.dispose()
    with closing(sqlite3.connect(path)) as base:
        base.execute("update change set for_name = ? where id = ?", [before, number])
        base.execute(
            "create trigger change_no_update before update on change "
            "begin select raise(abort, 'history is append-only'); end"
        )
        base.commit()
    return found


@pytest.mark.parametrize("reason", ["", "taʼtil"])
def test_changes_from_before_there_were_stand_ins_keep_their_hash(reason: str) -> None:
    """Recounted by hand as the versions before wrote it: fourteen things, in this order."""
    at = datetime(2025, 11, 18, 9, 30, tzinfo=UTC)
    row = {
        "previous_hash": "0" * 64, "centre_id": 1, "at": at, "person_id": 3, "person_name": "Metodist",
        "action": "accept", "subject": "submission", "subject_key": "abonement|2025-10", "unit_code": "abonement",
        "before": {"state": "submitted"}, "after": {"state": "accepted"}, "reason": reason, "request_id": "r",
        "address": "127.0.0.1",
    }  # fmt: skip
    content = [value.isoformat(timespec="microseconds") if value is at else value for value in row.values()]
    written = json.dumps(content, ensure_ascii=False, sort_keys=True)
    before = hashlib.sha256(written.encode()).hexdigest()
    assert change_hash(**row) == change_hash(**row, for_name="") == before
    assert change_hash(**row, for_name="B. Toʻraqulov") != before
