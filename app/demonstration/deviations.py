"""Why rows of the demonstration stood behind at the end of its quarters; some were not explained, one is asked for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.demonstration.accounts import people_by_unit
from app.demonstration.days import after_period, working_days
from app.domain.calendar import FIVE_DAYS, Calendar
from app.domain.holidays import special_days
from app.domain.periods import TASHKENT, Period, parse_period
from app.models import Centre, Plan
from app.models.types import living_at
from app.operations.deviations import LineReason, ask_reason, explain_lines
from app.operations.people import person_by_login
from app.queries.deviations import quarter_deviations

WRITTEN_AFTER, ASKED_BEFORE = 4, timedelta(days=4)  # working days after the quarter; days before today
# By the beginning of a row's key, the first that fits; rows of one sentence share it.
WHY = (
    ("IV.12.4", "Yuridik va jismoniy shaxslar sovgʻa qilgan adabiyotlarning bir qismi hali rasmiylashtirilmagan."),
    ("IV.12", "Nashriyotdan kutilgan adabiyotlar keyingi chorakda keladi."),
    ("IV.13", "Dekret taʼtilidagi xodim oʻrniga yangi xodim yanvardan ishlay boshladi."),
    ("IV.18", "Koʻchma kutubxona avtomobili taʼmirda boʻldi."),
    ("IV.19", "Klub yigʻilishlari yozgi taʼtil sababli kuzga koʻchirildi."),
    ("III", "Tanlov shartlari viloyatdan kechikib keldi."),
    ("II.4", "Doʻstlik tumaniga safar keyingi chorakka belgilandi."),
    ("II", "Oʻrganish safarlari keyingi chorakka belgilandi."),
    ("I.", "Hujjat boʻyicha tadbirlar rejasi hali tasdiqlanmagan."),
)
LEFT_OPEN = ("II.2", "IV.12.4.a", "IV.26")  # nobody has said why


def explain_quarters(centre: Centre, plan: Plan, today: date) -> None:
    """Each quarter that is over: its units say why, some days after it; the director asks for one that is missing."""
    days = working_days(plan.year)
    quarters = [parse_period(f"{plan.year}-Q{number}") for number in range(1, 5)]
    over = [quarter for quarter in quarters if after_period(days, quarter.end.month, WRITTEN_AFTER) < today]
    for quarter in over:
        explain_quarter(centre, plan, quarter, after_period(days, quarter.end.month, WRITTEN_AFTER))
    if over:
        ask_for_one(plan, over[-1], today)


def explain_quarter(centre: Centre, plan: Plan, quarter: Period, day: date) -> None:
    """Every unit writes its reasons in one act."""
    people, found = people_by_unit(centre), quarter_deviations(plan, quarter, day)
    by_unit: dict[str, list[LineReason]] = {}
    for line, one in found.missing:
        words = next((words for begin, words in WHY if line.row.key.startswith(begin)), "")
        if words and line.row.key not in LEFT_OPEN:
            place = LineReason(line.row.key, one.unit.code, one.version, words)
            by_unit.setdefault(one.unit.code, []).append(place)
    for code, reasons in by_unit.items():
        with living_at(datetime.combine(day, time(11, 20), TASHKENT)):
            explain_lines(actor=people[code], plan=plan, quarter=quarter, deviations=reasons, today=day)


def ask_for_one(plan: Plan, quarter: Period, today: date) -> None:
    """The director asks for the first that nobody has explained, on a working day some days before today."""
    director = person_by_login("direktor")
    if director is None:
        raise RuntimeError("the demonstration has no director")
    day = Calendar(FIVE_DAYS, special_days(plan.year)).on_or_after(max(quarter.end, today - ASKED_BEFORE))
    missing = quarter_deviations(plan, quarter, day).missing
    if missing and quarter.end < day <= today:
        line, one = next((place for place in missing if place[0].row.key in LEFT_OPEN), missing[0])
        with living_at(datetime.combine(day, time(9, 15), TASHKENT)):
            ask_reason(
                actor=director, plan=plan, quarter=quarter, row_key=line.row.key, unit_code=one.unit.code, today=day
            )
