"""Cards feed the rows that they name, once each, and leave the sums with them (domain.md §3, §5, §6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.domain.errors import Conflict, Invalid, Locked, NotAllowed
from app.domain.periods import parse_period
from app.domain.registers import REGISTERS
from app.extensions import db
from app.models import Change, Person
from app.operations.cards import CardInput, add_card, change_card, restore_card, void_card
from app.operations.evidence import attach, detach, file_path, plain_name
from app.queries.consolidation import consolidate
from app.queries.plan import plan_of
from app.queries.units import default_centre, unit_by_code
from tests.cast import TODAY

PDF = b"%PDF-1.7 bir ikki"


class Desk:
    """One person at one unit, with short ways to do what the pages do."""

    def __init__(self, login: str, unit: str, register: str) -> None:
        centre = default_centre()
        self.actor = db.session.scalar(select(Person).where(Person.login == login))
        self.plan = plan_of(centre.id, 2025)
        self.unit = unit_by_code(centre.id, unit)
        self.register = REGISTERS[register]

    def add(self, rows, data=None, day=TODAY, title="Kitob bayrami", **options):
        values = CardInput(day, title, data or {"kind": "event", "attendance": 40}, rows)
        return add_card(
            actor=self.actor,
            plan=self.plan,
            unit=self.unit,
            register=self.register,
            values=values,
            today=TODAY,
            **options,
        )

    def change(self, card, rows, data=None, version=None, title="Kitob bayrami"):
        values = CardInput(card.date, title, data or {"kind": "event"}, rows)
        version = card.version if version is None else version
        return change_card(actor=self.actor, plan=self.plan, card=card, values=values, version=version, today=TODAY)

    def done(self, key: str):
        table = consolidate(self.plan, parse_period("2025-11"), today=TODAY)
        return next(p.running.amount for s in table.sections for row in s.rows for p in row.parts if p.key == key)


@pytest.fixture
def events(context) -> Desk:
    return Desk("manaviyat", "manaviyat", "events")


@pytest.fixture
def documents(context) -> Desk:
    return Desk("metodist", "metodika", "documents")


def test_one_card_feeds_several_rows_once_each(events) -> None:
    events.add({"IV.17": None, "IV.19": None})
    assert (events.done("IV.17"), events.done("IV.19")) == (1, 1)


def test_a_number_of_its_own_replaces_what_follows_by_itself(events) -> None:
    events.add({"IV.17": 3})
    assert events.done("IV.17") == 3


def test_a_typed_zero_is_a_number(events) -> None:
    events.add({"IV.17": 0})
    assert events.done("IV.17") == 0


def test_a_document_in_preparation_counts_nothing_until_it_is_accepted(documents) -> None:
    card = documents.add({"I.1": 1}, {"stage": "preparing"})
    assert documents.done("I.1") is None
    documents.change(card, {"I.1": None}, {"stage": "accepted"})
    assert documents.done("I.1") == 1


def test_a_voided_card_leaves_every_sum_and_comes_back_whole(events) -> None:
    card = events.add({"IV.17": 2, "IV.19": None})
    void_card(actor=events.actor, plan=events.plan, card=card, today=TODAY)
    assert (events.done("IV.17"), events.done("IV.19")) == (None, None)
    restore_card(actor=events.actor, plan=events.plan, card=card, today=TODAY)
    assert (events.done("IV.17"), events.done("IV.19")) == (2, 1)


def test_a_row_taken_from_a_card_is_not_brought_back_by_restoring_it(events) -> None:
    card = events.add({"IV.17": None, "IV.19": None})
    events.change(card, {"IV.17": None})
    void_card(actor=events.actor, plan=events.plan, card=card, today=TODAY)
    restore_card(actor=events.actor, plan=events.plan, card=card, today=TODAY)
    assert (events.done("IV.17"), events.done("IV.19")) == (1, None)


def test_two_people_at_one_card(events) -> None:
    card = events.add({"IV.17": None})
    seen = card.version
    events.change(card, {"IV.17": None}, title="Birinchi")
    with pytest.raises(Conflict):
        events.change(card, {"IV.17": None}, title="Ikkinchi", version=seen)
    assert card.title == "Birinchi"


@pytest.mark.parametrize(
    ("rows", "code"),
    [({}, "card.no_row"), ({"IV.27": None}, "choice.unknown"), ({"IV.18": None}, "choice.unknown")],
)
def test_only_rows_that_the_unit_counts(events, rows, code) -> None:
    with pytest.raises(Invalid) as refusal:
        events.add(rows)
    assert refusal.value.code == code


def test_an_acquisition_belongs_to_one_row(context) -> None:
    desk = Desk("jamlash", "jamlash", "acquisitions")
    data = {"paper": "act", "copies": 12, "sum": Decimal("1200.50")}
    with pytest.raises(Invalid, match="card.one_row"):
        desk.add({"IV.12.1": None, "IV.12.2": None}, data)
    desk.add({"IV.12.4.b": None}, data)
    assert (desk.done("IV.12.4.b"), desk.done("IV.12.4"), desk.done("IV.12")) == (12, 12, 12)


@pytest.mark.parametrize(
    ("day", "error", "code"),
    [
        (date(2025, 11, 19), Locked, "lock.future"),
        (date(2024, 12, 31), Invalid, "date.outside_year"),
        (date(2026, 1, 1), Invalid, "date.outside_year"),
    ],
)
def test_days_that_take_no_card(events, day, error, code) -> None:
    with pytest.raises(error) as refusal:
        events.add({"IV.17": None}, day=day)
    assert refusal.value.code == code


def test_cards_of_other_units_are_not_ones_own(context) -> None:
    with pytest.raises(NotAllowed):
        Desk("abonement", "manaviyat", "events").add({"IV.17": None})


def test_every_write_leaves_who_what_and_when(events) -> None:
    card = events.add({"IV.17": None})
    events.change(card, {"IV.17": 2})
    events.change(card, {"IV.17": 2})
    void_card(actor=events.actor, plan=events.plan, card=card, today=TODAY)
    changes = db.session.scalars(select(Change).where(Change.subject == "card").order_by(Change.id)).all()
    assert [change.action for change in changes] == ["add", "change", "void"], "saving without a change is none"
    assert changes[1].before["counts"] == {"IV.17": 1} and changes[1].after["counts"] == {"IV.17": 2}


class TestEvidence:
    def attach(self, desk, card, folder, name="dalolatnoma.pdf", content=PDF):
        return attach(
            actor=desk.actor, plan=desk.plan, card=card, name=name, content=content, folder=folder, today=TODAY
        )

    def test_the_bytes_are_kept_under_their_hash(self, events, tmp_path) -> None:
        card = events.add({"IV.17": None})
        evidence = self.attach(events, card, tmp_path)
        assert file_path(tmp_path, evidence.sha256).read_bytes() == PDF

    def test_taken_away_it_stays_for_the_history(self, events, tmp_path) -> None:
        evidence = self.attach(events, events.add({"IV.17": None}), tmp_path)
        detach(actor=events.actor, plan=events.plan, evidence=evidence, today=TODAY)
        assert evidence.voided_at is not None and file_path(tmp_path, evidence.sha256).exists()

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("a.exe", PDF, "file.kind"),
            ("a.pdf", b"MZ", "file.content"),
            ("a.pdf", b"", "file.empty"),
            ("hujjat", PDF, "file.kind"),
        ],
    )
    def test_files_that_prove_nothing(self, events, tmp_path, name, content, code) -> None:
        card = events.add({"IV.17": None})
        with pytest.raises(Invalid) as refusal:
            self.attach(events, card, tmp_path, name, content)
        assert refusal.value.code == code

    def test_no_more_than_twenty_files(self, events, tmp_path) -> None:
        card = events.add({"IV.17": None})
        for number in range(20):
            self.attach(events, card, tmp_path, f"{number}.pdf", PDF + bytes([number]))
        with pytest.raises(Invalid, match="file.too_many"):
            self.attach(events, card, tmp_path)

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("C:\\hujjatlar\\akt.pdf", "akt.pdf"),
            ("../../etc/akt.pdf", "akt.pdf"),
            ("akt\u202efdp.exe.pdf", "aktfdp.exe.pdf"),
            ("akt\r\nX: y.pdf", "aktX: y.pdf"),
            ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ],
    )
    def test_a_name_is_only_a_name(self, sent: str, kept: str) -> None:
        assert plain_name(sent) == kept
