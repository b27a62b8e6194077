"""How the months of the demonstration were handed in, accepted and closed; the last one is still on its way."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from random import Random

from app.demonstration.accounts import people_by_unit
from app.demonstration.days import after_period, working_days
from app.demonstration.figures import FORGETFUL_UNIT, LATE_UNIT
from app.demonstration.reports import CLOSED_AFTER
from app.domain.blank_days import BlankWords
from app.domain.periods import TASHKENT, Period, parse_period
from app.extensions import db
from app.models import Centre, Person, Plan, Submission, Unit
from app.models.types import living_at
from app.operations.handing_in import submit_month
from app.operations.lock_exceptions import set_months
from app.operations.months import close_month
from app.operations.people import person_by_login
from app.operations.submissions import UnitMonth, accept_month, accept_own_month, return_month
from app.queries.month_review import review_of
from app.queries.months import by_reviewer, submission_of, units_to_submit

WORD = "Tekshirildi, son toʻgʻri."
RETURNED = {"akt": "27-koʻrsatkichda sahifalar soni daftar bilan mos emas. Tekshirib, qaytadan topshiring."}
WHY_BLANK = {FORGETFUL_UNIT: BlankWords("repair", "Zal taʼmirda edi, kitobxonlar boshqa zalga yoʻnaltirildi.")}
USUALLY_BLANK = BlankWords("sanitary")
WAITING = ("bibliografiya", "manaviyat")  # handed in, not looked at yet
SLOW = {"jamlash": 5, "huquqiy": 6}  # usually after the due day
USUAL, DIRECTOR_AFTER = (1, 2, 3), CLOSED_AFTER  # working days after the month's end


def hand_in_months(centre: Centre, plan: Plan, seed: int, today: date) -> None:
    """Every month that is over by today: the last one stands half way, those before are closed."""
    metodist, director, deputy = (person_by_login(login) for login in ("metodist", "direktor", "orinbosar"))
    if metodist is None or director is None or deputy is None:
        raise RuntimeError("the demonstration has no methodologist, director or deputy")
    set_months(actor=metodist, entry_window_days=0, working_days_month=3, today=today)
    over = [month for month in parse_period(str(plan.year)).months if month.end < today]
    random, people = Random(seed * 100 + 50), people_by_unit(centre)
    days = working_days(plan.year)
    for month in over:
        last = month == over[-1]
        for unit in units_to_submit(plan):
            number = SLOW.get(unit.code) or random.choice(USUAL)
            day = min(after_period(days, month.end.month, number), today)
            if not (last and unit.code == LATE_UNIT):
                person = people.get(unit.code, metodist)
                hand_in(UnitMonth(plan, unit, month), person, metodist, deputy, day, last=last)
        if not last:
            day = min(after_period(days, month.end.month, DIRECTOR_AFTER), today)
            with living_at(moment(day, time(17))):
                close_month(actor=director, plan=plan, month=month, today=max(day, month.next.start))
    db.session.flush()


def hand_in(unit_month: UnitMonth, person: Person, metodist: Person, deputy: Person, day: date, *, last: bool) -> None:
    """One unit's month as far as it has come; what the methodologist handed in, the deputy accepts."""
    submit(unit_month, person, day)
    with living_at(moment(day, time(16, 30))):
        decide(unit_month, metodist, deputy, day, last=last)


def submit(unit_month: UnitMonth, person: Person, day: date) -> None:
    """Hand a unit's month in, with a reason for its blank days and a word for each value that a check stops."""
    month, code = unit_month.month, unit_month.unit.code
    with living_at(moment(day, time(15, 10))):
        review = review_of(unit_month.plan, unit_month.unit, month, day)
        submit_month(
            actor=person,
            unit_month=unit_month,
            version=0,
            today=day,
            explanations={(finding.check, finding.part_key): WORD for finding in review.open_checks},
            reasons={(month.start, month.end): WHY_BLANK.get(code, USUALLY_BLANK)},
        )


def decide(unit_month: UnitMonth, metodist: Person, deputy: Person, day: date, *, last: bool) -> None:
    row, code = needed(unit_month.unit, unit_month.month), unit_month.unit.code
    if last and code in RETURNED:
        return_month(actor=metodist, unit_month=unit_month, version=row.version, reason=RETURNED[code])
    elif not (last and code in WAITING):
        if by_reviewer(row, day):
            accept_own_month(actor=deputy, unit_month=unit_month, version=row.version, today=day)
        else:
            accept_month(actor=metodist, unit_month=unit_month, version=row.version)


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, TASHKENT).astimezone(UTC)


def needed(unit: Unit, month: Period) -> Submission:
    row = submission_of(unit.id, month.year_month)
    if row is None:
        raise RuntimeError(f"{unit.code} has not handed in {month.key}")
    return row
