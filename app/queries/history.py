"""Reads of the history: what happened to a figure, a row, a unit, a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, String, Text, and_, cast, exists, func, or_, select

from app.domain.periods import TASHKENT, Period
from app.domain.stand_ins import Acting
from app.extensions import db
from app.models import Change, Indicator, Person, Plan
from app.queries.stand_ins import acting_as

MOST = 200


def cell_changes(plan: Plan, part_keys: Collection[str], period: Period, *, most: int = MOST) -> list[Change]:
    """The changes of the cells of some parts within a period, newest first."""
    statement = (
        select(Change)
        .where(
            Change.centre_id == plan.centre_id,
            Change.subject.in_(("cell", "opening")),
            or_(*(Change.subject_key.startswith(f"{key}|", autoescape=True) for key in part_keys)),
        )
        .order_by(Change.id.desc())
    )
    found = []
    for change in db.session.scalars(statement):
        when = change.subject_key.rpartition("|")[2].rpartition("--")[2]  # of several months the last
        if within(when, period):
            found.append(change)
            if len(found) == most:
                break
    return found


def within(key: str, period: Period) -> bool:
    """Whether a day's or month's key lies in a period; both are written so that text order is time order."""
    return period.start.isoformat()[: len(key)] <= key <= period.end.isoformat()[: len(key)]


@dataclass(frozen=True)
class Wanted:
    """Which changes are looked for; empty fields do not filter. Days are local days.

    ``row`` is a row's key and stands for its figures and sub-rows, too; ``period`` is the one that was written about.
    """

    person_id: int | None = None
    unit_code: str = ""
    subject: str = ""
    row: str = ""
    period: Period | None = None
    first: date | None = None
    last: date | None = None
    words: str = ""


def find_changes(centre_id: int, wanted: Wanted, *, page: int = 1, size: int = 100) -> tuple[list[Change], int]:
    """One page of the changes of a centre, newest first, and how many there are."""
    conditions = [Change.centre_id == centre_id]
    if wanted.person_id is not None:
        conditions.append(Change.person_id == wanted.person_id)
    if wanted.unit_code:
        itself = and_(Change.subject == "unit", Change.subject_key == wanted.unit_code)
        conditions.append(or_(Change.unit_code == wanted.unit_code, itself))
    if wanted.subject:
        conditions.append(Change.subject == wanted.subject)
    if wanted.first:
        conditions.append(Change.at >= midnight(wanted.first))
    if wanted.last:
        conditions.append(Change.at < midnight(wanted.last + timedelta(days=1)))
    if wanted.words:
        conditions.append(Change.subject_key.contains(wanted.words, autoescape=True))
    if wanted.row:
        conditions.append(about_row(wanted.row))
    if wanted.period:
        conditions.append(about_period(wanted.period))
    count = db.session.scalar(select(func.count()).select_from(Change).where(*conditions)) or 0
    statement = select(Change).where(*conditions).order_by(Change.id.desc()).limit(size).offset((page - 1) * size)
    return list(db.session.scalars(statement)), count


def about_row(key: str) -> ColumnElement[bool]:
    """Figures, obligations and cards of a row and its sub-rows, and the row of the plan itself."""
    kept = [cast(column, Text) for column in (Change.before, Change.after)]
    return or_(
        *(Change.subject_key.startswith(f"{key}{end}", autoescape=True) for end in "|/."),
        Change.subject_key.endswith(f"|{key}", autoescape=True),
        *(Change.subject_key.contains(f"|{key}{end}", autoescape=True) for end in "/."),
        *(
            (Change.subject == "card") & text.contains(f'"{key}{end}', autoescape=True)
            for text in kept
            for end in '"/.'
        ),
    )


def about_period(period: Period) -> ColumnElement[bool]:
    """What was written about days, months or the whole of a period."""
    keys = {period.key} if period.kind in ("year", "day") else {period.key, *(month.key for month in period.months)}
    return or_(
        Change.subject_key == period.key,
        Change.subject_key.startswith(f"{period.key}|", autoescape=True),
        *(Change.subject_key.contains(f"|{key}", autoescape=True) for key in keys),
        *(
            (Change.subject == "card") & cast(Change.after, Text).contains(f'"date": "{key}', autoescape=True)
            for key in keys
        ),
    )


def prepared_by(acting: Acting) -> ColumnElement[bool]:
    """Of the plan of a statement: whether who would approve it has made or changed it himself, one of both in another's
    place (``stand_ins.is_own_in_place``)."""
    year = cast(Plan.year, String)
    conditions = [
        Change.centre_id == Plan.centre_id,
        Change.subject.in_(("plan", "plan_row")),
        or_(Change.subject_key == year, Change.subject_key.startswith(year.concat("|"))),
        Change.person_id == acting.person_id,
    ]
    if not acting.lent:
        conditions.append(Change.for_name != "")
    return exists().where(*conditions)


def is_own_plan(person: Person, plan: Plan) -> bool:
    """Whether a person would approve a plan that he prepared himself, one of both in another's place."""
    mine = prepared_by(acting_as(person, "plan.approve"))
    return db.session.scalar(select(Plan.id).where(Plan.id == plan.id, mine)) is not None


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TASHKENT)


def row_changes(plan: Plan, row: Indicator, *, most: int = MOST) -> list[Change]:
    """What happened to the row itself, newest first: its words, figures, how it is counted and who has which share."""
    shares = [f"{plan.year}|{part.key}" for part in row.parts]
    return list(
        db.session.scalars(
            select(Change)
            .where(
                Change.centre_id == plan.centre_id,
                or_(
                    and_(Change.subject == "plan_row", Change.subject_key == f"{plan.year}|{row.key}"),
                    and_(Change.subject == "own_shares", Change.subject_key.in_(shares)),
                ),
            )
            .order_by(Change.id.desc())
            .limit(most)
        )
    )
