"""The reports of the demonstration: each closed month and quarter left with number and date; one was forgotten."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

from flask_babel import force_locale

from app.demonstration.days import after_period, working_days
from app.demonstration.proof import one_page_pdf
from app.demonstration.words import REGION
from app.documents.consolidation_xlsx import write_report_xlsx
from app.domain.frozen import ACCEPTED, Paper, Plain, Signer
from app.domain.periods import TASHKENT, Period, parse_period
from app.domain.permissions import signing_posts
from app.i18n.labels import label
from app.i18n.locales import DEFAULT
from app.models import Person, Plan
from app.models.types import living_at
from app.operations.people import person_by_login
from app.operations.report_scans import attach_scans
from app.operations.report_sending import send_report, sign_report
from app.operations.reports import freeze_report
from app.queries.letters import open_duties_of_period
from app.queries.people import people_of
from app.queries.reports import readiness

FORGOTTEN = 4  # the month whose report nobody thought of
CLOSED_AFTER = 6  # working days after a month's end: when it is closed, and its report leaves
FIRST_NUMBER, EVERY = 14, 3
WAYS = ("exat", "exat", "paper")  # by turns


def send_reports(plan: Plan, today: date, files: Path) -> None:
    """Freeze and send what is closed by today, in the order in which it was due; each answers what waits for it.

    The number of every second report was known when it was printed; of quarters the signed letter was scanned.
    """
    metodist, director = person_by_login("metodist"), person_by_login("direktor")
    if metodist is None or director is None:
        raise RuntimeError("the demonstration has no methodologist or director")
    with force_locale(DEFAULT):
        signers = [
            Signer(label("role", role), person.name)
            for role in signing_posts()
            for person in people_of(plan.centre_id, role=role, state="active")[:1]
        ]
        for place, (period, day) in enumerate(closed_periods(plan, today)):
            send_one(plan, metodist, director, signers, period, day, place, files)


def closed_periods(plan: Plan, today: date) -> list[tuple[Period, date]]:
    """The months and quarters whose months are closed, each with the day on which its report left."""
    days, found = working_days(plan.year), []
    quarters = [parse_period(f"{plan.year}-Q{number}") for number in range(1, 5)]
    for period in (*parse_period(str(plan.year)).months, *quarters):
        forgotten = period.kind == "month" and period.end.month == FORGOTTEN
        if not forgotten and readiness(plan, period, today).is_final:
            day = max(after_period(days, period.end.month, CLOSED_AFTER), period.end + timedelta(days=1))
            found.append((period, min(day, today)))
    return sorted(found, key=lambda pair: (pair[1], pair[0].key))


def send_one(
    plan: Plan,
    metodist: Person,
    director: Person,
    signers: list[Signer],
    period: Period,
    day: date,
    place: int,
    files: Path,
) -> None:
    number = f"01-05/{FIRST_NUMBER + EVERY * place}"
    printed = place % 2 == 1
    with living_at(datetime.combine(day, time(17, 30), TASHKENT)):
        report = freeze_report(
            actor=metodist,
            plan=plan,
            period=period,
            basis=ACCEPTED,
            signers=signers,
            write_workbook=workbook,
            folder=files,
            today=day,
            number=number if printed else "",
            day=day if printed else None,
        )
        sign_report(actor=director, report=report)
        send_report(
            actor=metodist,
            report=report,
            way=WAYS[place % len(WAYS)],
            recipient=REGION,
            write_workbook=workbook,
            folder=files,
            today=day,
            number=number,
            day=day,
            duties=[duty.id for duty in open_duties_of_period(plan.centre_id, period.key)],
        )
        if period.kind == "quarter":
            scan = one_page_pdf(f"{number} {day:%d.%m.%Y}")
            attach_scans(actor=metodist, report=report, files=[(f"hisobot-{period.key}.pdf", scan)], folder=files)


def workbook(figures: Plain, paper: Paper) -> bytes:
    return write_report_xlsx(figures, paper, locale=DEFAULT)
