"""How the months of the demonstration were handed in, accepted and closed; the last one is still on its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from app.demonstration.acts import TypeCell
from app.demonstration.days import after_month, nth, working_days
from app.demonstration.doing import perform
from app.demonstration.figures import FORGETFUL_UNIT, LATE_UNIT
from app.demonstration.staff import Happening, Staff, at
from app.demonstration.turns import ENDING_UNIT, LAST_MONTH
from app.domain.blank_days import BlankWords
from app.domain.periods import Period, parse_period
from app.models import Person, Submission
from app.operations.handing_in import submit_month
from app.operations.months import close_month
from app.operations.submissions import UnitMonth, accept_month, accept_own_month, return_month
from app.queries.filled import wanted_cells
from app.queries.looking import author_of_month
from app.queries.month_review import review_of
from app.queries.months import submission_of, units_to_submit

WORD = "Tekshirildi, son toʻgʻri."
RETURNED = {"akt": "27-koʻrsatkichda sahifalar soni daftar bilan mos emas. Tekshirib, qaytadan topshiring."}
WHY_BLANK = {FORGETFUL_UNIT: BlankWords("repair", "Zal taʼmirda edi, kitobxonlar boshqa zalga yoʻnaltirildi.")}
USUALLY_BLANK = BlankWords("sanitary")
WAITING = ("bibliografiya", "manaviyat")  # handed in, not looked at yet
SLOW = {"jamlash": 5, "huquqiy": 6}  # usually after the due day
USUAL, CLOSED_AFTER = (1, 2, 3), 6  # working days after the month's end
HALF_WAY = timedelta(days=31)  # so long the month that ended last is on its way, and no longer


@dataclass(frozen=True)
class Mended:
    """A month that came back once: one day's visits were wrong. ``place``: which working day of the month."""

    unit: str
    month: int
    place: int
    typed: str
    note: str
    reply: str


MENDED = (
    Mended("manaviyat", 1, 8, "9", "15-koʻrsatkich: bir kunning qatnovi daftarda boshqacha.", "Daftardan koʻchirildi."),
    Mended("umumiy-zal", 9, 12, "21", "15-koʻrsatkich: bir kunning qatnovi juda kam.", "Bir guruh yozilmay qolgan."),
)


def months_handed_in(staff: Staff, seed: int, today: date) -> Iterator[Happening]:
    """Every month that is over by today: the last one stands half way, those before are closed."""
    random, settled, year = Random(seed * 100 + 50), settled_months(staff.plan.year, today), staff.plan.year
    for month in months_over(year, today):
        place = month.end.month
        for unit in units_to_submit(staff.plan):
            number = SLOW.get(unit.code) or random.choice(USUAL)
            ended = unit.code == ENDING_UNIT and place > LAST_MONTH
            if not ended and (month in settled or unit.code != LATE_UNIT):
                unit_month = UnitMonth(staff.plan, unit, month)
                yield from way_of(staff, unit_month, number, half_way=month not in settled)
        if month in settled:
            day = after_month(year, place, CLOSED_AFTER)
            closing = partial(close_month, actor=staff["direktor"], plan=staff.plan, month=month, today=day)
            yield Happening(at(day, 17), closing)


def months_over(year: int, today: date) -> list[Period]:
    return [month for month in parse_period(str(year)).months if month.end < today]


def settled_months(year: int, today: date) -> list[Period]:
    """The months that everybody has handed in and that are closed in their time."""
    over = months_over(year, today)
    return over[:-1] if over and today - over[-1].end <= HALF_WAY else over


def way_of(staff: Staff, unit_month: UnitMonth, number: int, *, half_way: bool) -> Iterator[Happening]:
    """One unit's month as far as it comes: handed in some working days after its end, and decided on that day."""
    code, place, year = unit_month.unit.code, unit_month.month.end.month, unit_month.plan.year
    day, next_day = (after_month(year, place, working) for working in (number, number + 1))
    mended = next((one for one in MENDED if (one.unit, one.month) == (code, place)), None)
    yield Happening(at(day, 15, 10), partial(hand_in, unit_month, staff.writer(code), day))
    decided = at(day, 16, 30)
    if half_way and code in RETURNED:
        yield Happening(decided, partial(give_back, staff, unit_month, RETURNED[code]))
    elif half_way and code in WAITING:
        return
    elif mended is not None:
        yield Happening(decided, partial(give_back, staff, unit_month, mended.note))
        right = nth(working_days(year), place, mended.place).isoformat()
        act = TypeCell(next_day, code, "IV.15", right, mended.typed, version=1)
        yield Happening(at(next_day, 10), partial(perform, staff, act))
        yield Happening(at(next_day, 11), partial(submit, unit_month, staff.writer(code), next_day, mended.reply))
        yield Happening(at(next_day, 16, 30), partial(accept, staff, unit_month, next_day))
    else:
        yield Happening(decided, partial(accept, staff, unit_month, day))


def is_owed(unit_month: UnitMonth) -> bool:
    return not wanted_cells(unit_month.plan).is_waived_month(unit_month.unit, unit_month.month)


def hand_in(unit_month: UnitMonth, person: Person, day: date) -> None:
    """A unit hands in what it owes, and no month in which nothing is asked of it."""
    if is_owed(unit_month):
        submit(unit_month, person, day)


def submit(unit_month: UnitMonth, person: Person, day: date, reply: str = "") -> None:
    """Hand a unit's month in, with a reason for its blank days and a word for each value that a check stops."""
    month, code = unit_month.month, unit_month.unit.code
    review = review_of(unit_month.plan, unit_month.unit, month, day)
    submit_month(
        actor=person,
        unit_month=unit_month,
        version=review.submission.version if review.submission else 0,
        today=day,
        explanations={(finding.check, finding.part_key): WORD for finding in review.open_checks},
        reasons={(month.start, month.end): WHY_BLANK.get(code, USUALLY_BLANK)},
        reply=reply,
    )


def give_back(staff: Staff, unit_month: UnitMonth, note: str) -> None:
    version = needed(unit_month).version
    return_month(actor=staff["metodist"], unit_month=unit_month, version=version, reason=note)


def accept(staff: Staff, unit_month: UnitMonth, day: date) -> None:
    """What the methodologist handed in, the deputy accepts."""
    if not is_owed(unit_month):
        return
    row = needed(unit_month)
    if author_of_month(row, day).is_reviewer:
        accept_own_month(actor=staff["orinbosar"], unit_month=unit_month, version=row.version, today=day)
    else:
        accept_month(actor=staff["metodist"], unit_month=unit_month, version=row.version, today=day)


def needed(unit_month: UnitMonth) -> Submission:
    row = submission_of(unit_month.unit.id, unit_month.month.year_month)
    if row is None:
        raise RuntimeError(f"{unit_month.key} is not handed in")
    return row
