"""No sequence of acts leads to a changed sent report, a lost note, or a submission counted twice or not at all."""

from __future__ import annotations

import json
from datetime import date, datetime, time

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app.domain.completeness import Share
from app.domain.duties import CLOSE, HAND_IN, RETURNED, REVIEW
from app.domain.errors import DomainError, Locked
from app.domain.frozen import Signer
from app.domain.periods import TASHKENT, parse_period
from app.domain.workflow import EDITABLE, OFFICIAL
from app.extensions import db
from app.models import Report, Submission, SubmissionNote
from app.models.types import living_at
from app.operations.changed_figures import accept_change, return_change
from app.operations.entries import save_cell
from app.operations.handing_in import submit_month
from app.operations.lock_exceptions import grant_exception, set_months
from app.operations.months import close_month, reopen_month
from app.operations.report_sending import send_report, sign_report
from app.operations.reports import freeze_report
from app.operations.submissions import (
    accept_month,
    return_month,
    undo_accept,
    withdraw_month,
)
from app.queries.cells import current_entry, find_cell
from app.queries.changes import waiting_changes
from app.queries.consolidation import consolidate
from app.queries.duties import duties, everybody
from app.queries.exceptions import exceptions_for
from app.queries.month_review import figures_of, review_of
from app.queries.submissions import year_matrix
from tests.cast import APPROVED
from tests.submissions.conftest import Office, office_of

TODAY = date(2025, 3, 20)
MONTHS = tuple(parse_period(key) for key in ("2025-01", "2025-02"))
UNITS = ("abonement", "umumiy-zal")
PEOPLE = ("abonement", "umumiy", "oquv", "metodist", "direktor")
OWNERS = {"abonement": "abonement", "umumiy-zal": "umumiy"}
REASONS = ("", "tuzating")
OWED = {"draft": [HAND_IN], "returned": [RETURNED], "submitted": [REVIEW]}  # by the state of a month that is over


class MonthsWay(RuleBasedStateMachine):
    """Five people act on two months of two units in any order; refusals are answers, not accidents."""

    app: Flask
    office: Office

    @initialize()
    def begin(self) -> None:
        self.context = self.app.app_context()
        self.context.push()
        self.office = office_of(self.app)
        self.texts: list[str] = []
        self.came_back: dict[
            tuple[str, str], str
        ] = {}  # unit, month → the words of a return that nobody accepted since
        self.sent: dict[int, str] = {}
        metodist = self.office.people["metodist"]
        set_months(actor=metodist, entry_window_days=0, working_days_month=3, today=TODAY)
        self.office.plan.state, self.office.plan.approved_on = "approved", APPROVED
        db.session.flush()
        for month in MONTHS:
            self.office.settle(month)
            self.office_put(month)

    def office_put(self, month) -> None:
        """The other units are done already, so that closing depends on our two alone."""
        for line in year_matrix(self.office.plan, TODAY).units:
            if line.unit.code not in UNITS:
                row = Submission(
                    centre_id=self.office.plan.centre_id, unit_id=line.unit.id, year_month=month.year_month
                )
                row.state, row.first_submitted_on = "accepted", date(2025, 3, 3)
                db.session.add(row)
        db.session.flush()

    def try_to(self, do) -> bool:
        try:
            do()
        except DomainError:
            return False
        return True

    def at(self, who: str, unit: str, month):
        return {
            "actor": self.office.people[who],
            "unit_month": self.office.unit_month(unit, month),
        }

    unit = st.sampled_from(UNITS)
    month = st.sampled_from(MONTHS)
    who = st.sampled_from(PEOPLE)
    reason = st.sampled_from(REASONS)

    @rule(who=who, unit=unit, month=month, day=st.integers(1, 3), value=st.integers(0, 9))
    def type_a_figure(self, who: str, unit: str, month, day: int, value: int) -> None:
        plan = self.office.plan
        cell = find_cell(plan, f"IV.15|{unit}|{month.key}-{day:02}")
        entry = current_entry(cell)
        before = (entry.version, entry.value) if entry else (0, None)
        state = self.state(unit, month)
        try:
            save_cell(
                actor=self.office.people[who], plan=plan, cell=cell, typed=str(value), version=before[0], today=TODAY
            )
        except DomainError as error:
            entry = current_entry(cell)
            assert ((entry.version, entry.value) if entry else (0, None)) == before
            if isinstance(error, Locked):
                assert state not in EDITABLE
        else:
            assert state in EDITABLE or (state == "sent" and self.excepted(unit, month))

    @rule(who=who, unit=unit, month=month, explains=st.booleans())
    def submit(self, who: str, unit: str, month, explains: bool) -> None:
        review = review_of(self.office.plan, self.office.units[unit], month, TODAY)
        words = {(f.check, f.part_key): "toʻgʻri" for f in review.open_checks} if explains else {}
        version = self.office.version(unit, month)
        if self.try_to(
            lambda: submit_month(**self.at(who, unit, month), version=version, today=TODAY, explanations=words)
        ):
            self.texts += list(words.values())

    @rule(who=who, unit=unit, month=month)
    def withdraw(self, who: str, unit: str, month) -> None:
        version = self.office.version(unit, month)
        if self.try_to(lambda: withdraw_month(**self.at(who, unit, month), version=version)):
            assert self.state(unit, month) == ("returned" if (unit, month.key) in self.came_back else "draft")

    @rule(who=who, unit=unit, month=month, reason=reason)
    def give_back(self, who: str, unit: str, month, reason: str) -> None:
        version = self.office.version(unit, month)
        if self.try_to(lambda: return_month(**self.at(who, unit, month), version=version, reason=reason)):
            self.texts.append(reason)
            self.came_back[unit, month.key] = reason

    @rule(who=who, unit=unit, month=month)
    def accept(self, who: str, unit: str, month) -> None:
        version = self.office.version(unit, month)
        if self.try_to(lambda: accept_month(**self.at(who, unit, month), version=version, today=TODAY)):
            self.came_back.pop((unit, month.key), None)

    @rule(who=who, unit=unit, month=month, reason=reason)
    def undo(self, who: str, unit: str, month, reason: str) -> None:
        version = self.office.version(unit, month)
        if self.try_to(lambda: undo_accept(**self.at(who, unit, month), version=version, reason=reason)):
            self.texts.append(reason)

    @rule(unit=unit, month=month, decision=st.sampled_from(("none", "return", "accept")))
    def walk_the_usual_way(self, unit: str, month, decision: str) -> None:
        """Those who may, in the usual order: so that every state is met, which blind tries seldom do."""
        self.submit(OWNERS[unit], unit, month, True)
        if decision == "return":
            self.give_back("metodist", unit, month, "tuzating")
        elif decision == "accept":
            self.accept("metodist", unit, month)

    @rule(unit=unit, month=month)
    def hand_it_in_again_and_take_it_back(self, unit: str, month) -> None:
        self.walk_the_usual_way(unit, month, "return")
        self.submit(OWNERS[unit], unit, month, True)
        self.withdraw(OWNERS[unit], unit, month)

    @rule(who=who, month=month)
    def close(self, who: str, month) -> None:
        self.try_to(lambda: close_month(actor=self.office.people[who], plan=self.office.plan, month=month, today=TODAY))

    @rule(who=who, month=month, reason=reason, unit=st.none() | unit)
    def reopen(self, who: str, month, reason: str, unit: str | None) -> None:
        chosen = self.office.units[unit] if unit else None
        plan, actor = self.office.plan, self.office.people[who]
        self.try_to(lambda: reopen_month(actor=actor, plan=plan, month=month, reason=reason, unit=chosen))

    @rule(month=month, unit=unit)
    def open_one_again(self, month, unit: str) -> None:
        self.everybody_does_his_part(month)
        self.reopen("direktor", month, "xato bor", unit)

    @rule(who=who, unit=unit, month=month)
    def grant(self, who: str, unit: str, month) -> None:
        state, found = self.state(unit, month), {"unit": self.office.units[unit], "month": month}
        actor, rest = self.office.people[who], {"until": TODAY, "reason": "xato", "today": TODAY}
        done = self.try_to(lambda: grant_exception(actor=actor, plan=self.office.plan, **found, **rest))
        assert done == ((who, state) in {("metodist", "draft"), ("metodist", "returned"), ("direktor", "sent")})

    @rule(who=who, accepts=st.booleans())
    def look_at_a_change(self, who: str, accepts: bool) -> None:
        waiting = waiting_changes(self.office.plan.centre_id)
        if not waiting:
            return
        entry, month = waiting[0].entry, waiting[0].month
        at = {"actor": self.office.people[who], "plan": self.office.plan, "entry": entry, "version": entry.version}
        at["today"] = TODAY
        if accepts:
            self.try_to(lambda: accept_change(**at))
        elif self.try_to(lambda: return_change(**at, reason="avvalgisi toʻgʻri")):
            self.texts.append("avvalgisi toʻgʻri")
        assert self.state(entry.unit.code, month) == "sent"

    @rule(month=month)
    def everybody_does_his_part(self, month) -> None:
        """The usual way, so that closed and sent months are met often."""
        for unit, who in zip(UNITS, ("abonement", "umumiy"), strict=True):
            version = self.office.version(unit, month)
            review = review_of(self.office.plan, self.office.units[unit], month, TODAY)
            words = {(f.check, f.part_key): "toʻgʻri" for f in review.open_checks}
            at = self.at(who, unit, month)
            if self.try_to(
                lambda at=at, v=version, w=words: submit_month(**at, version=v, today=TODAY, explanations=w)
            ):
                self.texts += list(words.values())
            self.accept("metodist", unit, month)
        self.try_to(
            lambda: close_month(actor=self.office.people["direktor"], plan=self.office.plan, month=month, today=TODAY)
        )

    @rule(month=month, basis=st.sampled_from(["accepted", "entered"]))
    def send(self, month, basis: str) -> None:
        actor, folder = self.office.people["metodist"], self.app.config["SETTINGS"].files
        states = [self.office.row(line.unit.code, month) for line in year_matrix(self.office.plan, TODAY).units]
        is_closed = all(row is not None and row.state in ("closed", "sent") for row in states)

        def workbook(figures, paper) -> bytes:
            return json.dumps([paper.chain, paper.outgoing_number]).encode()

        def do() -> None:
            report = freeze_report(
                actor=actor,
                plan=self.office.plan,
                period=month,
                basis=basis,
                signers=[Signer("Direktor", "Direktor")],
                write_workbook=workbook,
                folder=folder,
                today=TODAY,
            )
            assert report.draft == (not is_closed or basis == "entered"), "what leaves has only accepted figures"
            if not report.draft:
                with living_at(datetime.combine(TODAY, time(12), TASHKENT)):
                    sign_report(actor=self.office.people["direktor"], report=report, today=TODAY)
            send_report(
                actor=actor,
                report=report,
                number=f"01/{report.id}",
                day=TODAY,
                way="paper",
                recipient="Viloyat",
                write_workbook=workbook,
                folder=folder,
                today=TODAY,
            )
            assert is_closed and basis == "accepted", "no report of an open month leaves, and none of what was entered"
            self.sent[report.id] = json.dumps([report.figures, report.file_sha256], sort_keys=True)

        self.try_to(do)

    def state(self, unit: str, month) -> str:
        row = self.office.row(unit, month)
        return row.state if row else "draft"

    def excepted(self, unit: str, month) -> bool:
        ids, centre = [self.office.units[unit].id], self.office.plan.centre_id
        return any(
            found.year_month == month.year_month and found.opens == "sent"
            for found in exceptions_for(centre, ids, TODAY)
        )

    @invariant()
    def nothing_owed_vanishes_unless_it_is_done(self) -> None:
        """Each month over stands in the list once: with its unit, with who looks at it, or with who closes it."""
        found = duties(self.office.plan.centre_id, everybody(), TODAY)
        for month in MONTHS:
            states = [self.state(unit, month) for unit in UNITS]
            for unit, state in zip(UNITS, states, strict=True):
                own = [d.kind for d in found if d.period == month.key and d.unit_id == self.office.units[unit].id]
                assert own == OWED.get(state, []), (unit, month.key, state)
            closing = [duty for duty in found if duty.kind == CLOSE and duty.period == month.key]
            missing = sum(state not in OFFICIAL for state in states)
            assert [duty.missing for duty in closing] == ([] if set(states) <= {"closed", "sent"} else [missing])

    @invariant()
    def what_came_back_says_why_until_it_is_accepted(self) -> None:
        found = duties(self.office.plan.centre_id, everybody(), TODAY)
        told = {(duty.period, duty.unit_id): duty.note for duty in found if duty.kind == RETURNED}
        for unit in UNITS:
            for month in MONTHS:
                state, words = self.state(unit, month), self.came_back.get((unit, month.key), "")
                assert state in ("returned", "submitted") if words else state != "returned"
                review = review_of(self.office.plan, self.office.units[unit], month, TODAY)
                assert (review.return_note.text if review.return_note else "") == words
                is_back = {words} if state == "returned" else {""}
                assert {told.get((month.key, self.office.units[unit].id), "")} == is_back

    @invariant()
    def what_was_sent_stays(self) -> None:
        for report_id, figures in self.sent.items():
            report = db.session.get(Report, report_id, populate_existing=True)
            assert json.dumps([report.figures, report.file_sha256], sort_keys=True) == figures

    @invariant()
    def no_note_is_lost(self) -> None:
        kept = list(db.session.scalars(select(SubmissionNote.text).where(SubmissionNote.act != "reopen")))
        assert sorted(kept) == sorted(self.texts)

    @invariant()
    def nothing_is_counted_twice(self) -> None:
        rows = select(Submission.unit_id, Submission.year_month, func.count()).group_by(
            Submission.unit_id, Submission.year_month
        )
        assert all(count == 1 for *_, count in db.session.execute(rows))
        matrix = year_matrix(self.office.plan, TODAY)
        came = select(Submission.unit_id, func.count()).where(Submission.first_submitted_on.is_not(None))
        by_unit = dict(db.session.execute(came.group_by(Submission.unit_id)).all())
        for line in matrix.units:
            assert line.completeness.received == Share(by_unit.get(line.unit.id, 0), len(MONTHS)), line.unit.code
        for month in matrix.months:
            assert month.accepted <= month.handed_in <= month.expected

    @invariant()
    def official_figures_are_those_that_were_accepted(self) -> None:
        for unit in UNITS:
            for month in MONTHS:
                row = self.office.row(unit, month)
                if row is not None and row.state in OFFICIAL:
                    assert figures_of(self.office.plan, self.office.units[unit], month, official=True) == row.accepted

    @invariant()
    def accepted_never_passes_entered(self) -> None:
        if waiting_changes(self.office.plan.centre_id):
            return  # what was official stays, also where less is entered now
        for key in ("2025-01", "2025-02"):
            entered, accepted = (self.visits(key, basis) for basis in ("entered", "accepted"))
            assert (accepted or 0) <= (entered or 0)

    def visits(self, key: str, basis: str) -> int | None:
        result = consolidate(self.office.plan, parse_period(key), today=TODAY, basis=basis)
        line = next(row for section in result.sections for row in section.rows if row.row.key == "IV.15")
        return line.parts[0].columns[0].amount  # type: ignore[return-value]

    def teardown(self) -> None:
        if hasattr(self, "context"):
            db.session.rollback()
            db.session.remove()
            self.context.pop()


def test_no_sequence_of_acts_breaks_the_months_way(app: Flask) -> None:
    machine = type("MonthsWayHere", (MonthsWay,), {"app": app})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
