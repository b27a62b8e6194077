"""A plan file that is sent twice, by a double click or by going back, is one file and one plan."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Change, PlanImport
from tests.plan.papers import replaced
from tests.plan.test_import import send, sent

FIRST, SECOND = "0" * 31 + "a", "0" * 31 + "b"


def kept_files(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(PlanImport)) or 0


def test_the_same_file_sent_again_is_not_kept_again(app: Flask, as_) -> None:
    browser, content = as_("metodist"), replaced(9000, 9500)
    preview = sent(browser, content, form_token=FIRST)
    browser.post(f"{preview}/discard")
    assert sent(browser, content, form_token=FIRST) == preview
    assert kept_files(app) == 1
    assert sent(browser, content, form_token=SECOND) != preview, "asked for anew, it is kept anew"


def test_a_corrected_file_of_the_same_name_is_another(app: Flask, as_) -> None:
    """Going back in the browser brings the old form, with its token."""
    browser = as_("metodist")
    assert send(browser, b"oddiy matn", form_token=FIRST).status_code == 422
    first = sent(browser, replaced(9000, "9O00"), form_token=FIRST)
    assert sent(browser, replaced(9000, 9500), form_token=FIRST) != first
    assert kept_files(app) == 2


def test_a_confirmation_sent_twice_stores_the_plan_once(app: Flask, as_) -> None:
    browser = as_("metodist")
    preview = sent(browser, replaced(9000, 9500))
    for _time in range(2):
        answer = browser.post(preview, {"form_token": FIRST})
        assert (answer.status_code, answer.location) == (303, "/plan/2025")
    with app.app_context():
        imports = select(Change).where(Change.subject == "plan_file", Change.action == "import")
        assert len(db.session.scalars(imports).all()) == 1
