"""What the region waits for names what was waived: neither as sent nor by leaving it out (domain.md §4)."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Obligation
from app.operations.obligations import unwaive, waive
from app.operations.people import person_by_login
from app.queries.owed_reports import owed_reports
from tests.conftest import Browser
from tests.reports.test_letters import owed_line, write

TODAY = date(2025, 11, 18)
WHY = "Hudud <qoʻshilmagan>"


def waive_rows(app: Flask, period: str, *rows: str, back: bool = False) -> None:
    with app.app_context():
        wanted = select(Obligation).where(Obligation.period == period, Obligation.kind == "report")
        for one in db.session.scalars(wanted).all():
            if rows and one.indicator.key not in rows:
                continue
            who = {"actor": person_by_login("metodist"), "obligation": one, "version": one.version}
            unwaive(**who) if back else waive(**who, reason=WHY)
        db.session.commit()


def words(browser: Browser, period: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", owed_line(browser, period))).split())


def test_a_waived_row_is_named_with_its_reason_beside_those_that_were_sent(owing: Flask, as_) -> None:
    browser = as_("metodist")
    before = words(browser, "2025-yil aprel")
    assert "V.29" in before and "talab qilinmaydi" not in before
    waive_rows(owing, "2025-04", "V.29")
    with owing.app_context():
        april = next(one for one in owed_reports(1, 2025, TODAY) if one.period.key == "2025-04")
        others = [row.id for row in april.owed]
        assert {row.key for row in april.owed} == {row.key for row in april.rows} - {"V.29"}
    assert write(browser, duties=others).status_code == 303
    after = words(browser, "2025-yil aprel")
    assert f"V.29 talab qilinmaydi: {WHY}" in after and "Kechikib yuborilgan" in after
    assert "V.29 ✓" not in after, "nobody sent it"
    waive_rows(owing, "2025-04", "V.29", back=True)
    again = words(browser, "2025-yil aprel")
    assert "talab qilinmaydi" not in again and "Muddati oʻtgan" in again, "it is owed again"


def test_a_period_of_which_everything_was_waived_does_not_vanish(owing: Flask, as_) -> None:
    waive_rows(owing, "2025-04")
    line = words(as_("metodist"), "2025-yil aprel")
    assert "Talab qilinmaydi" in line and line.count(WHY) == 1, "one reason stands once for all of its rows"
    assert "V.29" in line and "I.2" in line and "yuborilgan" not in line
