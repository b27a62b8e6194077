"""Why rows of the demonstration stood behind at the end of its quarters; some were not explained, one is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from app.demonstration.days import after_month
from app.demonstration.staff import Happening, Staff, at
from app.domain.calendar import FIVE_DAYS, Calendar
from app.domain.holidays import special_days
from app.domain.periods import Period, parse_period
from app.operations.deviations import LineReason, ask_reason, explain_lines
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


def reasons_given(staff: Staff, today: date) -> Iterator[Happening]:
    """Each quarter that is over: its units say why, some days after it; the director asks for one that is missing."""
    year = staff.plan.year
    written = {
        quarter: after_month(year, quarter.end.month, WRITTEN_AFTER)
        for quarter in (parse_period(f"{year}-Q{number}") for number in range(1, 5))
    }
    over = {quarter: day for quarter, day in written.items() if day < today}
    for quarter, day in over.items():
        yield Happening(at(day, 11, 20), partial(explain_quarter, staff, quarter, day))
    if over:
        last = max(over, key=lambda quarter: quarter.end)
        day = Calendar(FIVE_DAYS, special_days(year)).on_or_after(max(last.end, today - ASKED_BEFORE))
        if last.end < day <= today:
            yield Happening(at(day, 9, 15), partial(ask_for_one, staff, last, day))


def explain_quarter(staff: Staff, quarter: Period, day: date) -> None:
    """Every unit writes its reasons in one act."""
    by_unit: dict[str, list[LineReason]] = {}
    for line, one in quarter_deviations(staff.plan, quarter, day).missing:
        words = next((words for begin, words in WHY if line.row.key.startswith(begin)), "")
        if words and line.row.key not in LEFT_OPEN:
            place = LineReason(line.row.key, one.unit.code, one.version, words)
            by_unit.setdefault(one.unit.code, []).append(place)
    for code, reasons in by_unit.items():
        explain_lines(actor=staff.writer(code), plan=staff.plan, quarter=quarter, deviations=reasons, today=day)


def ask_for_one(staff: Staff, quarter: Period, day: date) -> None:
    """The director asks for the first that nobody has explained, on a working day some days before today."""
    missing = quarter_deviations(staff.plan, quarter, day).missing
    if missing:
        line, one = next((place for place in missing if place[0].row.key in LEFT_OPEN), missing[0])
        place = {"row_key": line.row.key, "unit_code": one.unit.code}
        ask_reason(actor=staff["direktor"], plan=staff.plan, quarter=quarter, **place, today=day)
