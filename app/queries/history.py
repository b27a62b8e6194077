"""Reads of the history: what happened to a figure, a row, a unit, a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, String, Text, and_, cast, exists, func, or_, select

from app.domain.periods import TASHKENT, Period
from app.domain.stand_ins import Acting
from app.extensions import db
from app.models import Change, Indicator, Person, Plan
from app.queries.stand_ins import acting_as

MOST = 200


@dataclass(frozen=True)
class KeySpan:
    """From which change to which one (neither with it) a key was a row's."""

    key: str
    after: int
    before: int | None

    def holds(self, *keys: ColumnElement[bool]) -> ColumnElement[bool]:
        """Of the changes of a statement, those of this span whose subject is one of these."""
        until = () if self.before is None else (Change.id < self.before,)
        return and_(or_(*keys), Change.id > self.after, *until)


def is_move(plan: Plan) -> ColumnElement[bool]:
    """The lines that tell which row of a plan got another key."""
    return and_(
        Change.subject == "plan_row",
        Change.action == "move",
        Change.subject_key.startswith(f"{plan.year}|", autoescape=True),
    )


def key_spans(row_id: int, key: str, moves: Sequence[Change]) -> list[KeySpan]:
    """The keys that a row has had, the present one first. ``moves``: those of its plan, the newest first; the lines of
    one act carry one moment."""
    spans: list[KeySpan] = []
    before: int | None = None
    for _moment, lines in groupby(moves, lambda change: change.at):
        act = [(change.id, change.before or {}, change.after or {}) for change in lines]
        own = next((old for _id, old, new in act if new.get("row") == row_id and new.get("key") == key), None)
        if own is not None and "key" in own:
            first = min(number for number, _old, _new in act)
            spans.append(KeySpan(key, first - 1, before))
            key, before = str(own["key"]), first
        elif any(
            old.get("key") == key and new.get("of") != row_id for _id, old, new in act
        ):  # another row's until then
            return [*spans, KeySpan(key, max(number for number, _old, _new in act), before)]
    return [*spans, KeySpan(key, 0, before)]


def cell_changes(plan: Plan, parts: Mapping[str, int], period: Period, *, most: int = MOST) -> list[Change]:
    """The changes of the cells of some parts within a period, newest first, also from when their rows had other keys.

    ``parts``: key of a part → id of its row.
    """
    figures = Change.subject.in_(("cell", "opening"))

    def of_part(key: str) -> ColumnElement[bool]:
        return and_(figures, Change.subject_key.startswith(f"{key}|", autoescape=True))

    def spans_of(moves: Sequence[Change]) -> Iterator[ColumnElement[bool]]:
        for key, row_id in parts.items():
            row_key, _, place = key.partition("/")
            for span in key_spans(row_id, row_key, moves):
                yield span.holds(of_part(f"{span.key}/{place}" if place else span.key))

    found = []
    for change in changes_and_moves(plan, [of_part(key) for key in parts], spans_of):
        when = change.subject_key.rpartition("|")[2].rpartition("--")[2]  # of several months the last
        if within(when, period):
            found.append(change)
            if len(found) == most:
                break
    return found


def changes_and_moves(
    plan: Plan,
    present: Sequence[ColumnElement[bool]],
    spans_of: Callable[[Sequence[Change]], Iterable[ColumnElement[bool]]],
) -> list[Change]:
    """Changes by the keys that rows have now; where rows of the plan moved, by those that they had at the time. One
    statement as long as none has."""
    own = Change.centre_id == plan.centre_id
    statement = select(Change).where(own, or_(is_move(plan), *present)).order_by(Change.id.desc())
    found = list(db.session.scalars(statement))
    moves = [change for change in found if change.action == "move"]
    if moves:
        statement = select(Change).where(own, or_(*spans_of(moves))).order_by(Change.id.desc())
        found = list(db.session.scalars(statement))
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
    """What happened to the row itself, newest first: its words, figures, how it is counted, who has which share, and
    the same from when it had another key."""
    places = [part.key.partition("/")[2] for part in row.parts]

    def under(key: str) -> ColumnElement[bool]:
        shares = [f"{plan.year}|{key}/{place}" if place else f"{plan.year}|{key}" for place in places]
        return or_(
            and_(Change.subject == "plan_row", Change.subject_key == f"{plan.year}|{key}"),
            and_(Change.subject == "own_shares", Change.subject_key.in_(shares)),
        )

    def spans_of(moves: Sequence[Change]) -> Iterator[ColumnElement[bool]]:
        return (span.holds(under(span.key)) for span in key_spans(row.id, row.key, moves))

    return changes_and_moves(plan, [under(row.key)], spans_of)[:most]
