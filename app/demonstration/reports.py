"""The reports of the demonstration: each closed month and quarter left with number and date; one was forgotten, one
was corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask_babel import force_locale

from app.demonstration.days import after_month, nth, working_days
from app.demonstration.handing_in import CLOSED_AFTER, settled_months
from app.demonstration.proof import one_page_pdf
from app.demonstration.staff import Happening, Staff, at
from app.demonstration.words import REGION
from app.documents.consolidation_xlsx import write_report_xlsx
from app.domain.frozen import ACCEPTED, Paper, Plain, Signer
from app.domain.periods import Period, parse_period
from app.domain.permissions import signing_posts
from app.i18n.labels import label
from app.i18n.locales import DEFAULT
from app.models import Report
from app.operations.report_scans import attach_scans
from app.operations.report_sending import send_report, sign_report
from app.operations.reports import correct_report, freeze_report
from app.queries.letters import open_duties_of_period
from app.queries.people import people_of
from app.queries.reports import latest_report

FORGOTTEN = 4  # the month whose report nobody thought of
CORRECTED, CORRECTED_ON = 8, (10, 11)  # the month that was corrected; in which month, on which working day of it
WHY_CORRECTED = "Berilgan kitoblar soni tuzatildi."
YEAR_AFTER = 10  # working days after the year's end
FIRST_NUMBER, EVERY = 14, 3
WAYS = ("exat", "exat", "paper")  # by turns


@dataclass(frozen=True)
class Leaving:
    """A report that leaves on a day, from some minute after ten in the morning on; ``corrects``: another version."""

    day: date
    minute: int
    period: Period
    corrects: bool = False


def reports_sent(staff: Staff, today: date) -> Iterator[Happening]:
    """Freeze, sign and send what is closed by today, in the order in which it was due; each answers what waits for it.

    The number of every second report was known when it was printed; of quarters the signed letter was scanned.
    """
    for place, leaving in enumerate(leavings(staff.plan.year, today)):
        number = f"01-05/{FIRST_NUMBER + EVERY * place}"
        printed = {"number": number, "day": leaving.day} if place % 2 else {}
        begins = at(leaving.day, 10) + timedelta(minutes=leaving.minute)
        yield Happening(begins, partial(freeze, staff, leaving, printed))
        yield Happening(begins + timedelta(minutes=5), partial(sign, staff, leaving))
        way = WAYS[place % len(WAYS)]
        yield Happening(begins + timedelta(minutes=10), partial(send, staff, leaving, number, way))


def leavings(year: int, today: date) -> list[Leaving]:
    """What leaves in a year: months, quarters and the year itself when they are closed, and what is corrected."""
    settled, evening = settled_months(year, today), 7 * 60 + 10  # after the month is closed
    quarters = [parse_period(f"{year}-Q{number}") for number in range(1, 5)]
    found = []
    for period in (*settled, *quarters, parse_period(str(year))):
        month = period.end.month
        if set(period.months) <= set(settled) and (period.kind, month) != ("month", FORGOTTEN):
            after = YEAR_AFTER if period.kind == "year" else CLOSED_AFTER
            later = 0 if period.kind == "month" else 20
            found.append(Leaving(after_month(year, month, after), evening + later, period))
    again = nth(working_days(year), *CORRECTED_ON)
    wrong = parse_period(f"{year}-{CORRECTED:02}")
    found += [
        Leaving(again, 60 + one.minute - evening, one.period, corrects=True)
        for one in found
        if wrong in one.period.months and one.day < again
    ]
    return sorted(found, key=lambda one: (one.day, one.minute))


def freeze(staff: Staff, leaving: Leaving, printed: dict[str, Any]) -> None:
    with force_locale(DEFAULT):
        signers = [
            Signer(label("role", role), person.name)
            for role in signing_posts()
            for person in people_of(staff.centre.id, role=role, state="active")[:1]
        ]
        made = {
            "actor": staff["metodist"],
            "plan": staff.plan,
            "signers": signers,
            "write_workbook": workbook,
            "folder": staff.files,
            "today": leaving.day,
            **printed,
        }
        if leaving.corrects:
            correct_report(report=report_of_period(staff, leaving), reason=WHY_CORRECTED, **made)
        else:
            freeze_report(period=leaving.period, basis=ACCEPTED, **made)


def sign(staff: Staff, leaving: Leaving) -> None:
    sign_report(actor=staff["direktor"], report=report_of_period(staff, leaving), today=leaving.day)


def send(staff: Staff, leaving: Leaving, number: str, way: str) -> None:
    report, day = report_of_period(staff, leaving), leaving.day
    with force_locale(DEFAULT):
        send_report(
            actor=staff["metodist"],
            report=report,
            way=way,
            recipient=REGION,
            write_workbook=workbook,
            folder=staff.files,
            today=day,
            number=number,
            day=day,
            duties=[duty.id for duty in open_duties_of_period(staff.centre.id, report.period)],
        )
    if leaving.period.kind == "quarter":
        scan = [(f"hisobot-{report.period}.pdf", one_page_pdf(f"{number} {day:%d.%m.%Y}"))]
        attach_scans(actor=staff["metodist"], report=report, files=scan, folder=staff.files)


def report_of_period(staff: Staff, leaving: Leaving) -> Report:
    report = latest_report(staff.centre.id, leaving.period.key)
    if report is None:
        raise RuntimeError(f"the demonstration has no report of {leaving.period.key}")
    return report


def workbook(figures: Plain, paper: Paper) -> bytes:
    return write_report_xlsx(figures, paper, locale=DEFAULT)
