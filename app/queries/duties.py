"""The one list of duties, from wherever it is asked: pages, menu, print, feed, command line (domain.md §4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.duties import CLOSE, CLOSE_YEAR, CORRECT, HAND_IN, LOOKED_AT, RETURNED, SEND, Duty, in_order
from app.domain.periods import parse_period
from app.domain.permissions import may
from app.domain.stand_ins import Acting
from app.domain.year_end import YEARS_TOLD, Obstacle, obstacles
from app.models import Person, Unit
from app.queries.done import done_days
from app.queries.duty_rows import all_rows, duty_of, open_duties, open_rows
from app.queries.kept import kept_until_written
from app.queries.month_duties import ACCEPT, ACCEPT_OWN, CLOSING, month_duties, months_at
from app.queries.plan import PlanFacts, plan_facts
from app.queries.reason_duties import reason_duties
from app.queries.report_duties import AMENDING, APPROVING, SENDING, SIGNING, report_duties
from app.queries.stand_ins import acting_as
from app.queries.units import all_units, written_by
from app.queries.year_end import facts_of_year, report_left

# Permissions of what is done with months, reports and plans; the last of what is done when nothing else is owed.
CLOSING_YEAR = "plan.close"
ACTS = (ACCEPT, ACCEPT_OWN, CLOSING, SENDING, SIGNING, APPROVING, AMENDING, CLOSING_YEAR)


ABOUT = ("review", "late", "close", "region", "months")  # what first pages count of the whole list


def concerns(duty: Duty, about: str, today: date) -> bool:
    """Whether a duty is among those that first pages count under a name: what waits for the reviewer, months that are
    late, months that are over and not closed, what goes to the region now, months that are over and not handed in."""
    if about == "review":
        return duty.kind in LOOKED_AT and duty.permission == ACCEPT
    if about == "close":
        return duty.kind == CLOSE
    if about == "region":
        return duty.kind in (CORRECT, SEND) and duty.state != "not_due"
    if duty.kind not in (HAND_IN, RETURNED):
        return False
    return duty.state == "overdue" if about == "late" else parse_period(duty.period).end < today


@dataclass(frozen=True)
class Owing:
    """Whose duties: of which units (None: of all), and which acts, each with those as whom it would be done: what they
    did themselves is for others to judge, and is left out of their own list."""

    unit_ids: frozenset[int] | None
    permissions: Mapping[str, Acting]

    @property
    def is_nobody(self) -> bool:
        return self.unit_ids == frozenset() and not self.permissions


def everybody() -> Owing:
    return Owing(None, dict.fromkeys(ACTS, Acting()))


def everybody_as(person: Person) -> Owing:
    """What everybody owes, as somebody sees it who does some of it: what he did himself is marked as his own."""
    acting = {name: acting_as(person, name) if may(person.rights, name) else Acting() for name in ACTS}
    return Owing(None, acting)


def of_person(person: Person) -> Owing:
    """A person owes what the units owe for which he comes, and the acts that he may do; he also owes what those owe for
    whom he stands in."""
    units = frozenset(unit.id for unit in owing_units(person))
    return Owing(units, {name: acting_as(person, name) for name in ACTS if may(person.rights, name)})


def owing_units(person: Person) -> list[Unit]:
    """The units for which a person comes and owes: those written for, but of who may write for any the own ones."""
    units = all_units(person.centre_id)
    found = owed_in(person.role, {unit.id for unit in person.units}, units)
    for one in person.standing:
        found |= owed_in(one.role, one.unit_ids, units)
    return [unit for unit in units if unit.id in found]


def owed_in(role: str, own: Collection[int], units: list[Unit]) -> set[int]:
    return set(own) if may(role, "entries.write_any") else written_by(role, own, units)


def duties(
    centre_id: int,
    owing: Owing,
    today: date,
    *,
    first: date | None = None,
    last: date | None = None,
    settled: bool = False,
) -> list[Duty]:
    """The duties, the oldest first, across years; those without a due day stand last.

    ``last`` bounds the due day. What is done or waived only with ``settled``, and of that only what was due from
    ``first`` on; what is open is never too old.
    """
    found: list[Duty] = []
    if owing.unit_ids is None or owing.unit_ids:
        found += obligations(centre_id, owing.unit_ids, today, first, last, settled=settled)
        found += reason_duties(centre_id, today, unit_ids=owing.unit_ids, settled=settled, last=last)
    may_do = owing.permissions
    months = months_at(centre_id, today, unit_ids=owing.unit_ids, permissions=may_do)
    found += month_duties(
        centre_id, months, today, unit_ids=owing.unit_ids, permissions=may_do, settled=settled, last=last
    )
    open_months = months.open_months(centre_id, today)
    found += report_duties(centre_id, today, permissions=may_do, open_months=open_months, settled=settled, last=last)
    if CLOSING_YEAR in owing.permissions:
        found += years_to_close(centre_id, today, settled=settled)
    owed = (duty for duty in found if not duty.own or owing.unit_ids is None)
    return in_order(duty for duty in owed if first is None or duty.is_open or duty.due is None or duty.due >= first)


def in_the_way(centre_id: int, plan: PlanFacts, today: date) -> list[Obstacle]:
    """What keeps a year from being closed; nothing where it can be."""
    others = {name: Acting() for name in ACTS if name != CLOSING_YEAR}
    owed = duties(centre_id, Owing(None, others), today)
    return obstacles(facts_of_year(centre_id, plan, today, owed))


def years_to_close(centre_id: int, today: date, *, settled: bool) -> list[Duty]:
    """The last years of which a yearly report left and nothing is owed any more; no day is set for it. Asked anew when
    something was written or another day has come."""
    told = [plan for plan in plan_facts(centre_id) if 0 < today.year - plan.year <= YEARS_TOLD]
    running = [plan for plan in told if plan.state == "approved"]
    found = []
    if running:
        years = kept_until_written(centre_id, CLOSING_YEAR, today, lambda: closable_years(centre_id, running, today))
        found = [Duty(CLOSE_YEAR, str(year), None, "due", permission=CLOSING_YEAR) for year in years]
    done = [plan for plan in told if settled and plan.state == "closed" and plan.turned_on is not None]
    return found + [
        Duty(CLOSE_YEAR, str(plan.year), None, "done", permission=CLOSING_YEAR, done_on=plan.turned_on) for plan in done
    ]


def closable_years(centre_id: int, plans: Sequence[PlanFacts], today: date) -> list[int]:
    """A year whose report never left here is closed on its page alone, so that nobody's list is full of old years."""
    left = [plan for plan in plans if report_left(centre_id, parse_period(str(plan.year)))]
    return [plan.year for plan in left if not in_the_way(centre_id, plan, today)]


def obligations(
    centre_id: int,
    unit_ids: Collection[int] | None,
    today: date,
    first: date | None,
    last: date | None,
    *,
    settled: bool,
) -> list[Duty]:
    if not settled:
        return open_duties(open_rows(centre_id, today, unit_ids, None, last), today)
    older: list[Duty] = []
    if first is not None:
        before = open_duties(open_rows(centre_id, today, unit_ids, None, first - timedelta(days=1)), today)
        older = [duty for duty in before if duty.due is not None]  # those without a day stand among the rest
    rows = all_rows(centre_id, unit_ids, first, last)
    done = done_days(centre_id, rows, today=today)
    return older + [duty_of(row, done.get(row.id), today) for row in rows]
