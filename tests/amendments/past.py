"""A half-year lived by an approved plan, and everything that pages, lists, badges and files say of its months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from app.cli.diary import lines_of
from app.domain.periods import Period, parse_period
from app.domain.registers import LETTERS, REGISTERS
from app.domain.row_rules import COUNTS, DAY, MONTH
from app.domain.services import SERVICES
from app.extensions import db
from app.models import Card, Deviation, Entry, Obligation, Plan, Submission
from app.queries.consolidation import consolidate
from app.queries.diary import day_parts
from app.queries.duties import duties, everybody
from app.queries.plan import part_by_key, plan_tree, responsible_units, rows_of
from app.queries.report_fill import plain_fill
from app.queries.units import all_units
from tests.amendments.conftest import Amended
from tests.conftest import Browser

MOMENT = datetime(2025, 6, 1, 9, tzinfo=UTC)
SHOWN_OBLIGATIONS = 80
SILENT = 5  # the month without a card
STATES = {1: "sent", 2: "closed", 3: "accepted", 4: "submitted", 5: "returned"}
LOGINS = {
    "abonement": "abonement",
    "akt": "akt",
    "manaviyat": "manaviyat",
    "oquv-zallari": "oquv",
    "jamlash": "jamlash",
}


def live(amended: Amended, until: int) -> None:
    """Figures, cards, waivers, questions and the months' states until then, past the operations: they are many."""
    plan, people, units = amended.plan, amended.people, all_units(1)
    who, found, cards = people["biblio"].id, list[dict[str, Any]](), list[dict[str, Any]]()
    for number, row in enumerate(rows_of(plan)):
        for unit_id, share in responsible_units(row, units).items() if not row.sums_parts else ():
            if row.key == "IV.24" and share == COUNTS:  # of a register, without a card
                place = {"part_id": row.parts[0].id, "unit_id": unit_id, "person_id": who}
                found.append(entry(place, last_of(SILENT), MONTH, 7))
            for month in months_written(until, number + unit_id) if share == COUNTS else ():
                for part in row.parts:
                    place = {"part_id": part.id, "unit_id": unit_id, "person_id": who}
                    if row.entry_form == DAY:
                        found += [entry(place, date(2025, month, day), DAY, 3 + day) for day in range(1, 26)]
                    elif row.entry_form == MONTH:
                        found.append(entry(place, last_of(month), MONTH, 40 + month))
                    elif month != SILENT:
                        day = date(2025, month, 3 + (number + month) % 20)
                        cards.append(card(len(cards) + 1, unit_id, row.entry_form, day, part.key, who))
                        found.append(entry(place, day, "card", 1 + number % 2, len(cards)))
    # A document of January that counts in no row yet, and one that was changed since the month was sent.
    unit, part = amended.unit("bibliografiya").id, part_by_key(plan, "I.6")
    assert part is not None
    cards.append(card(len(cards) + 1, unit, LETTERS, date(2025, 1, 15), "", who))
    cards.append(card(len(cards) + 1, unit, LETTERS, date(2025, 1, 16), "I.6", who))
    changed = {"part_id": part.id, "unit_id": unit, "person_id": who}
    found.append(entry(changed, date(2025, 1, 16), "card", 1, len(cards)))
    db.session.execute(insert(Card), cards)
    db.session.execute(insert(Entry), found)
    db.session.execute(insert(Submission), [
        {
            "centre_id": 1, "unit_id": unit.id, "year_month": 202500 + month, "state": state, "state_by_id": who,
            "state_at": MOMENT, "first_submitted_on": date(2025, month + 1, 3), "submitted_by_id": who,
            "submitted_at": MOMENT, "changed_after": 0, "version": 1,
        }
        for unit in units for month, state in STATES.items() if month <= until
    ])  # fmt: skip
    for one in db.session.scalars(select(Obligation).where(Obligation.kind == "figures")):
        if one.period == "2025-W10" or (one.indicator.key in ("IV.28", "I.3") and one.period in ("2025-02", "2025-Q1")):
            one.waived_at, one.waived_by_id, one.waive_reason = MOMENT, who, "Taʼmir"
    for row in (row for row in rows_of(plan) if row.key in ("IV.18", "IV.19", "I.4")):
        for unit_id, share in responsible_units(row, units).items():
            if share == COUNTS:
                place = {"centre_id": 1, "indicator_id": row.id, "unit_id": unit_id, "quarter": 20251}
                db.session.add(Deviation(**place, asked_by_id=who, asked_on=date(2025, 4, 10)))
    for one in db.session.scalars(select(Entry).where(Entry.year_month == 202501)):
        if one.id % 13 == 0 or one.part_id == part.id:  # changed in a month that was sent, and looked at by nobody
            one.former_state, one.former_value, one.value = "number", one.value, 3 * one.value
    db.session.commit()


def months_written(until: int, number: int) -> list[int]:
    """Not all of them: something is missing everywhere."""
    return [month for month in range(1, until + 1) if (number + month) % 5]


def last_of(month: int) -> date:
    return date(2025, month + 1, 1) - timedelta(days=1)


def entry(place: Mapping[str, int], day: date, grain: str, value: int, card_id: int | None = None) -> dict[str, Any]:
    when = {"date": day, "year_month": day.year * 100 + day.month, "grain": grain, "changed_at": MOMENT}
    return {**place, **when, "centre_id": 1, "card_id": card_id, "state": "number", "value": value}


def card(number: int, unit_id: int, register: str, day: date, part_key: str, who: int) -> dict[str, Any]:
    """``part_key`` empty: it was never asked for the row in which it counts."""
    rows = {"rows": {part_key: None}} if part_key else {}
    return {
        "id": number, "centre_id": 1, "unit_id": unit_id, "register": register, "date": day,
        "year_month": day.year * 100 + day.month, "title": f"Karta {number}", "created_by_id": who,
        "created_at": MOMENT, "data": {"kind": "event", "stage": "accepted", **rows},
    }  # fmt: skip


class Facts:
    """Everything that is said of some months: of a ``Period`` that ends before ``first``."""

    def __init__(self, app: Flask, as_: Any, months: Sequence[str], quarters: Sequence[str], today: date) -> None:
        self.app, self.months, self.quarters, self.today = app, list(months), list(quarters), today
        self.browsers = {login: as_(login) for login in ("metodist", *LOGINS.values())}
        for browser in self.browsers.values():
            browser.get("/")  # what is said once after signing in
        last = parse_period(months[-1]).year_month
        with app.app_context():
            self.units = [(unit.code, unit.page) for unit in all_units(1)]
            chosen = select(Obligation.id).where(Obligation.last_month <= last).order_by(Obligation.id)
            self.obligations = list(db.session.scalars(chosen))

    def collect(self) -> dict[str, Any]:
        """Whose page or which list → what it says."""
        found: dict[str, Any] = {}
        for login, address in self.pages():
            found[f"{login} {address}"] = said(self.browsers[login], address)
        with self.app.app_context():
            found |= self.lists()
        return found

    def pages(self) -> Iterator[tuple[str, str]]:
        for month in self.months:
            for unit, page in self.units:
                of_unit = [
                    f"/submissions/{month}/{unit}", f"/diary/{month}?unit={unit}",
                    f"/{SERVICES[page].address}/?unit={unit}&month={month}",
                ]  # fmt: skip
                if unit in LOGINS:
                    slugs = (REGISTERS[code].slug for code in SERVICES[page].registers)
                    of_unit += [f"/{SERVICES[page].address}/{slug}/?unit={unit}&month={month}" for slug in slugs]
                    yield from ((LOGINS[unit], address) for address in of_unit)
                yield from (("metodist", address) for address in of_unit)
            for address in ("?whose=all&show=all", "?whose=all&show=all&view=calendar", "print?whose=all"):
                yield "metodist", f"/deadlines/{address}&month={month}"
            yield "metodist", f"/reports/new?period={month}"
        for quarter in self.quarters:
            yield from (("metodist", f"/{room}{quarter}{query}") for room, query in QUARTERLY)
            yield from ((login, f"/deviations/{quarter}?unit={unit}&show=all") for unit, login in LOGINS.items())
        yield from (
            ("metodist", f"/deadlines/{number}")
            for number in self.obligations[:: max(1, len(self.obligations) // SHOWN_OBLIGATIONS)]
        )
        yield from (("metodist", address) for address in ("/submissions/", "/system/checks"))

    def lists(self) -> dict[str, Any]:
        plan, found = plan_tree(1, 2025), dict[str, Any]()
        assert plan is not None
        last = parse_period(self.months[-1]).end
        for settled in (True, False):
            every = duties(1, everybody(), self.today, settled=settled)
            known = sorted(str(one) for one in every if parse_period(one.period).end <= last)
            found["every duty" if settled else "open duties"] = known
        for period in map(parse_period, (*self.months, *self.quarters)):
            found[f"fill {period.key}"] = plain_fill(plan, period, self.today)
            found |= self.figures(plan, period)
        for month in map(parse_period, self.months):
            for unit in all_units(1):
                parts = day_parts(plan, unit, month)
                found[f"diary file {unit.code} {month.key}"] = [
                    [part.key for part in parts], lines_of(plan, unit, month, parts)
                ]  # fmt: skip
        return found

    def figures(self, plan: Plan, period: Period) -> dict[str, Any]:
        """What was done and due by then, of the centre and of each unit. The year's plan itself may be another."""
        found = {}
        centre = consolidate(plan, period, today=self.today, view="months")
        for unit in (None, *all_units(1)):
            ids = None if unit is None else [unit.id]
            table = consolidate(plan, period, today=self.today, view="months", unit_ids=ids, figures=centre.figures)
            for line in (line for section in table.sections for line in section.rows):
                for one in line.parts:
                    place = f"figure {one.key} {unit.code if unit else ''} {period.key}"
                    found[place] = (one.columns, one.running, one.ended, one.due or None)
        return found


QUARTERLY = (("deviations/", "?show=all"), ("reports/new?period=", ""))


def said(browser: Browser, address: str) -> list[str]:
    """A page as it is read: its menu with the badges, and its content; without what is of this moment."""
    answer = browser.get(address, follow_redirects=True)
    page = answer.get_data(as_text=True)
    pieces = re.findall(r"<nav.*?</nav>|<main.*?</main>", page, re.DOTALL) or [page]
    text = re.sub(r"<script.*?</script>", "", "".join(pieces), flags=re.DOTALL)
    for moment in MOMENTARY:
        text = re.sub(moment, "", text, flags=re.DOTALL)
    return [
        str(answer.status_code),
        *(line.strip() for line in re.sub(r">\s*", ">\n", text).split("\n") if line.strip()),
    ]


# Tokens and numbers of requests; on a service's page what the diary wants today, and the plan of the year.
MOMENTARY = (
    r"\b[0-9a-f]{16,64}\b",
    r'name="csrf_token"[^>]*',
    r'<section class="card">\s*<h2>\s*Kundalik.*?</section>',
    r'<td class="n( muted)?"\s+data-label="(Oʻz ulushi|Ulushga, foiz|Markaz rejasi|Markaz, %)".*?</td>',
    r'<td data-label="Surʼat">.*?</td>',
    r"<div class=\"cols\">\s*</div>",
)
