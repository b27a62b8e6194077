"""A year of which nothing is owed any more: every month sent, every duty waived or answered, the yearly report left."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from flask import Flask
from sqlalchemy import or_, select

from app.domain.frozen import Signer
from app.domain.periods import TASHKENT, parse_period
from app.extensions import db
from app.models import Obligation, Plan, Report
from app.models.types import living_at, now
from app.operations.plans import approve_plan
from app.operations.report_sending import send_report, sign_report
from app.operations.reports import freeze_report
from app.operations.year_end import close_plan
from tests.cast import APPROVED
from tests.reports.conftest import set_months
from tests.submissions.conftest import Office, office_of

DAY = date(2026, 2, 10)  # a Tuesday after the year's report was due
SIGNERS = [Signer("Direktor", "B. Direktor")]


def write(figures: object, paper: object) -> bytes:
    return b"PK workbook"


def finish(app: Flask) -> Office:
    """The year 2025 as it stands when its last report has left."""
    office, folder = office_of(app), app.config["SETTINGS"].files
    if office.plan.state == "draft":
        approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
    set_months(office.plan, "2025", state="closed")
    waive_reports(office.plan)
    send(office, folder, "2025", "01-05/90")
    db.session.commit()
    return office


def waive_reports(plan: Plan) -> None:
    """What the region waits for, and the week that began before the year; the rest is done by handing in."""
    mine = or_(Obligation.kind == "report", Obligation.first_month < plan.year * 100)
    for owed in db.session.scalars(select(Obligation).where(Obligation.plan_id == plan.id, mine)):
        owed.waived_at, owed.waive_reason = owed.waived_at or now(), "sinov"
    db.session.flush()


def send(office: Office, folder: Path, period: str, number: str) -> Report:
    """A report is frozen, signed, and leaves on the day."""
    with living_at(datetime.combine(DAY, time(9), TASHKENT)):
        report = freeze(office, folder, period)
        sign_report(actor=office.people["direktor"], report=report, today=DAY)
    how = {"way": "exat", "recipient": "Viloyat", "number": number, "day": DAY, "folder": folder, "today": DAY}
    send_report(actor=office.people["metodist"], report=report, write_workbook=write, **how)
    return report


def freeze(office: Office, folder: Path, period: str) -> Report:
    how = {"basis": "accepted", "signers": SIGNERS, "write_workbook": write, "folder": folder, "today": DAY}
    return freeze_report(actor=office.people["metodist"], plan=office.plan, period=parse_period(period), **how)


def close(app: Flask) -> Office:
    office = finish(app)
    close_plan(actor=office.people["direktor"], plan=office.plan, today=DAY)
    db.session.commit()
    return office
