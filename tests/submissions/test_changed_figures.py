"""What is changed under an exception in a month that was sent is not official until somebody has looked at it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.duties import CHANGED, REVIEW
from app.domain.errors import Conflict, Invalid
from app.domain.periods import TASHKENT
from app.domain.registers import REGISTERS
from app.extensions import db
from app.models import Card
from app.models.types import living_at
from app.operations.cards import CardInput, add_card, change_card, restore_card, void_card
from app.operations.changed_figures import accept_change, return_change
from app.operations.entries import save_cell
from app.operations.lock_exceptions import end_exception, grant_exception
from app.queries.behind import entries_behind
from app.queries.cells import current_entry, find_cell
from app.queries.changes import waiting_changes
from app.queries.consolidation import consolidate
from app.queries.duties import duties, of_person
from app.queries.exceptions import exceptions_for, exceptions_of
from app.queries.plan import row_by_key
from tests.cast import TODAY
from tests.submissions.conftest import OCTOBER, Office, office_of

DAY = date(2025, 10, 15)


def type_in(office: Office, typed: str, cell: str = "IV.15|abonement|2025-10-15") -> None:
    found = find_cell(office.plan, cell)
    entry = current_entry(found)
    version = entry.version if entry else 0
    who = office.people["abonement"]
    save_cell(actor=who, plan=office.plan, cell=found, typed=typed, version=version, today=TODAY)
    db.session.expire_all()


def event(office: Office, attendance: int) -> Card:
    values = CardInput(DAY, "Koʻrgazma", {"kind": "exhibition"}, {"IV.17": attendance})
    where = {"plan": office.plan, "unit": office.units["manaviyat"], "register": REGISTERS["events"]}
    return add_card(actor=office.people["manaviyat"], values=values, today=TODAY, **where)


def official(office: Office, row: str = "IV.15", basis: str = "accepted") -> object:
    table = consolidate(office.plan, OCTOBER, today=TODAY, basis=basis)
    line = next(line for section in table.sections for line in section.rows if line.row.key == row)
    return line.parts[0].columns[0].amount


def send_and_open(office: Office, *units: str) -> None:
    office.put("sent", commit=False)
    for unit in units or ("abonement",):
        grant_exception(
            actor=office.people["direktor"],
            plan=office.plan,
            unit=office.units[unit],
            month=OCTOBER,
            until=TODAY,
            reason="xato topildi",
            today=TODAY,
        )


def at(office: Office, who: str = "metodist") -> dict:
    entry = waiting_changes(office.plan.centre_id)[0].entry
    which = {"plan": office.plan, "entry": entry, "version": entry.version, "today": TODAY}
    return {"actor": office.people[who], **which}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(st.sampled_from(["", "-", "0", "5", "46"]), min_size=3, max_size=3),
    typed=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["", "-", "0", "7", "99"])), max_size=6),
    accepts=st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_official_figures_move_by_exactly_what_was_accepted(office: Office, before, typed, accepts) -> None:
    """Whatever is typed, and however often: the accepted basis stays, then differs by the accepted changes alone."""
    cells = [f"IV.15|abonement|2025-10-{day:02}" for day in (13, 14, 15)]
    for cell, text in zip(cells, before, strict=True):
        type_in(office, text, cell)
    send_and_open(office)
    stood = official(office)
    for place, text in typed:
        type_in(office, text, cells[place])
        assert official(office) == stood
    expected = stood or 0
    for accept in accepts[: len(waiting_changes(office.plan.centre_id))]:
        change = waiting_changes(office.plan.centre_id)[0]
        assert change.before != change.after
        if accept:
            expected += (change.after.amount or 0) - (change.before.amount or 0)
            accept_change(**at(office))
        else:
            return_change(**at(office), reason="avvalgisi toʻgʻri")
        db.session.expire_all()
        assert (official(office) or 0) == expected
    assert waiting_changes(office.plan.centre_id) == []
    assert official(office) == official(office, basis="entered")
    db.session.rollback()


def test_a_change_waits_and_the_entries_behind_the_official_figure_add_up_to_it(office: Office) -> None:
    type_in(office, "5")
    send_and_open(office)
    type_in(office, "99")
    assert (official(office), official(office, basis="entered")) == (5, 99)
    row = row_by_key(office.plan, "IV.15")
    assert [entry.value for entry in entries_behind(office.plan, row, OCTOBER, basis="accepted")] == [5]
    db.session.expire_all()
    assert [entry.value for entry in entries_behind(office.plan, row, OCTOBER)] == [99]
    (change,) = waiting_changes(office.plan.centre_id)
    assert (change.key, change.before.amount, change.after.amount) == ("IV.15|abonement|2025-10-15", 5, 99)
    type_in(office, "5")
    assert waiting_changes(office.plan.centre_id) == []


def test_nobody_looks_at_his_own_change(office: Office) -> None:
    type_in(office, "5")
    send_and_open(office)
    type_in(office, "99")
    with pytest.raises(Conflict):
        accept_change(**at(office, "direktor"))  # of a unit the methodologist looks at it
    entry = at(office)["entry"]
    entry.person_id = office.people["metodist"].id
    db.session.flush()
    with pytest.raises(Conflict):
        accept_change(**at(office))
    old = at(office) | {"version": 1}
    with pytest.raises(Conflict):
        accept_change(**old)
    accept_change(**at(office, "direktor"))
    assert official(office) == 99


def test_what_is_given_back_leaves_a_note_and_its_history(office: Office) -> None:
    type_in(office, "5")
    send_and_open(office)
    type_in(office, "99")
    with pytest.raises(Invalid):
        return_change(**at(office), reason=" ")
    return_change(**at(office), reason="daftarda 5")
    db.session.expire_all()
    assert (official(office), official(office, basis="entered")) == (5, 5)
    note = office.row().notes[-1]
    assert (note.act, note.text, note.part_key, note.figure) == ("return_change", "daftarda 5", "IV.15", "99")


def test_cards_of_a_sent_month_wait_like_cells(office: Office) -> None:
    """Added, changed, voided: each leaves the official figure, each can be given back, and then nothing is lost."""
    kept, gone = event(office, 40), event(office, 7)
    send_and_open(office, "manaviyat")
    actor = {"actor": office.people["manaviyat"], "plan": office.plan, "today": TODAY}
    event(office, 100)
    values = CardInput(DAY, "Koʻrgazma", {"kind": "exhibition"}, {"IV.17": 60})
    change_card(**actor, card=kept, values=values, version=kept.version)
    void_card(**actor, card=gone)
    assert (official(office, "IV.17"), official(office, "IV.17", "entered")) == (47, 160)
    restore_card(**actor, card=gone)
    assert len(waiting_changes(office.plan.centre_id)) == 2
    void_card(**actor, card=gone)
    moved = CardInput(DAY + timedelta(days=20), "Koʻrgazma", {"kind": "exhibition"}, {"IV.17": 60})
    with pytest.raises(Invalid) as refused:
        change_card(**actor, card=kept, values=moved, version=kept.version)
    assert refused.value.code == "card.sent_month"
    for _ in range(3):
        return_change(**at(office), reason="hisobotdagidek qolsin")
        db.session.expire_all()
    assert official(office, "IV.17") == official(office, "IV.17", "entered") == 47
    assert (gone.voided_at, kept.data["rows"]) == (None, {"IV.17": 40})


def test_the_list_of_changes_is_seen_and_decided_on_the_page(app, as_) -> None:
    with app.app_context():
        office = office_of(app)
        type_in(office, "5")
        type_in(office, "6", "IV.15|abonement|2025-10-16")
        send_and_open(office)
        type_in(office, "99")
        type_in(office, "98", "IV.15|abonement|2025-10-16")
        db.session.commit()
        first, second = (change.entry.id for change in waiting_changes(office.plan.centre_id))
    browser = as_("metodist")
    listed = browser.get("/submissions/").get_data(as_text=True).split('id="changes"')[1].split("</section>")[0]
    assert "Abonementlar sektori" in listed and ">5<" in listed and ">99<" in listed
    assert "Abonement kutubxonachisi" in listed
    assert 'id="changes"' not in as_("direktor").get("/submissions/").get_data(as_text=True)
    answer = browser.post(f"/submissions/changes/{first}/return", {"version": "2", "reason": ""})
    assert answer.status_code == 422 and "Sababini yozing" in answer.get_data(as_text=True)
    assert browser.post(f"/submissions/changes/{first}/return", {"version": "2", "reason": "yoʻq"}).status_code == 303
    assert browser.post(f"/submissions/changes/{second}/accept", {"version": "2"}).status_code == 303
    again = browser.post(f"/submissions/changes/{second}/accept", {"version": "2"})
    assert again.status_code == 409 and "boshqa xodim koʻrib chiqdi" in again.get_data(as_text=True)
    assert 'id="changes"' not in browser.get("/submissions/").get_data(as_text=True)
    with app.app_context():
        assert official(office_of(app)) == 5 + 98


def test_a_change_is_shown_with_what_the_checks_of_its_month_find(app, as_) -> None:
    """Nobody is asked on the way under an exception: who looks is told what the month's own page says of the figure."""
    with app.app_context():
        office = office_of(app)
        for month in range(1, 11):
            type_in(office, "50", f"IV.15|abonement|2025-{month:02}-15")
        send_and_open(office)
        type_in(office, "990")
        type_in(office, "55", "IV.16|abonement|2025-10-15")
        db.session.commit()
        other = waiting_changes(office.plan.centre_id)[-1]
        assert other.entry.part.key == "IV.16"
    reviewer = as_("metodist")
    listed = reviewer.get("/submissions/").get_data(as_text=True).split('id="changes"')[1].split("</section>")[0]
    far, plain = listed.split("<li>")[1:]
    page = reviewer.get("/submissions/2025-10/abonement").get_data(as_text=True)
    said = "Odatdagidan ancha farq qiladi: 990, odatda 50 atrofida."
    assert said in page and said in far and "Tekshiring" in far
    assert said not in plain and "Tekshiring" not in plain
    assert 'href="/submissions/?year=2025#changes"' in page
    unit = as_("abonement").get("/submissions/2025-10/abonement").get_data(as_text=True)
    assert "hali koʻrilmagan sonlar: 2" in unit and "#changes" not in unit
    assert "hali koʻrilmagan" not in reviewer.get("/submissions/2025-09/abonement").get_data(as_text=True)


def test_who_made_a_change_is_told_that_it_went_back_until_it_is_made_anew(app, as_) -> None:
    """By whom, when and why, on the first page and on the month's; not any more once the exception has ended."""
    with app.app_context():
        office = office_of(app)
        type_in(office, "5")
        send_and_open(office, "abonement", "kotiba")
        type_in(office, "99")
        with living_at(datetime(2030, 11, 18, 9, 5, tzinfo=TASHKENT)):
            return_change(**at(office), reason="Tasdiq yoʻq")
        db.session.commit()
    unit, note = as_("abonement"), "Oʻzgarish qaytarildi: IV.15, 99 (Metodist, "
    pages = ("/", "/submissions/2025-10/abonement")
    told = {page: unit.get(page).get_data(as_text=True) for page in pages}
    assert all(text.count(note) == 1 and "Tasdiq yoʻq" in text and "09:05" in text for text in told.values())
    assert note not in as_("kotiba").get("/").get_data(as_text=True)
    with app.app_context():
        office = office_of(app)
        with living_at(datetime(2030, 11, 18, 10, tzinfo=TASHKENT)):
            type_in(office, "9", "IV.15|abonement|2025-10-15")
        db.session.commit()
    assert [note in unit.get(page).get_data(as_text=True) for page in pages] == [False, False]
    with app.app_context():
        office = office_of(app)
        with living_at(datetime(2030, 11, 18, 11, tzinfo=TASHKENT)):
            return_change(**at(office), reason="Yana yoʻq")
        db.session.commit()
    again = unit.get("/").get_data(as_text=True)
    assert "Yana yoʻq" in again and "Tasdiq yoʻq" not in again
    app.config["TODAY"] = TODAY + timedelta(days=1)
    assert ["Oʻzgarish qaytarildi" in unit.get(page).get_data(as_text=True) for page in pages] == [False, False]
    app.config["TODAY"] = TODAY
    with app.app_context():
        office = office_of(app)
        end_exception(actor=office.people["direktor"], exception=exceptions_of(office.plan.centre_id)[-1])
        with living_at(datetime(2030, 11, 19, 9, tzinfo=TASHKENT)):
            opening = {"plan": office.plan, "unit": office.units["abonement"], "month": OCTOBER, "until": TODAY}
            grant_exception(actor=office.people["direktor"], reason="boshqa ish", today=TODAY, **opening)
        db.session.commit()
    assert ["Oʻzgarish qaytarildi" in unit.get(page).get_data(as_text=True) for page in pages] == [False, False]


def test_a_change_is_named_with_its_card_or_day_and_leads_there(app, as_) -> None:
    """To who looks, and to who is told that it went back: a new card, one that was deleted, a day. The badge counts
    months, the heading says so, and how many figures lie in them."""
    with app.app_context():
        office = office_of(app)
        office.approve()
        gone = event(office, 7)
        with living_at(datetime(2025, 11, 17, 9, tzinfo=TASHKENT)):
            send_and_open(office, "manaviyat", "abonement")
        values = CardInput(DAY, "Navoiy kechasi", {"kind": "exhibition"}, {"IV.17": 1})
        where = {"plan": office.plan, "unit": office.units["manaviyat"], "register": REGISTERS["events"]}
        actor = {"actor": office.people["manaviyat"], "today": TODAY}
        made = add_card(**actor, values=values, **where)
        void_card(**actor, plan=office.plan, card=gone)
        type_in(office, "99")
        db.session.commit()
        entries = {change.entry.card_id: change.entry.id for change in waiting_changes(office.plan.centre_id)}
        made_id, gone_id = made.id, gone.id
    reviewer, unit = as_("metodist"), as_("manaviyat")
    page = reviewer.get("/submissions/").get_data(as_text=True)
    assert "oʻzgargan oylar: 2, ulardagi sonlar: 3" in page
    assert re.search(r'Topshirishlar\s*<span class="pill">2</span>', page)
    lines = page.split('id="changes"')[1].split("</section>")[0].split("<li>")[1:]
    wanted = [
        (f"/reading-rooms/events/{made_id}", "Navoiy kechasi", "yangi yozuv"),
        (f"/reading-rooms/events/{gone_id}", "Koʻrgazma", "oʻchirilgan yozuv"),
        ("/diary/2025-10?unit=abonement#d15", "15.10.2025", "Qatnov"),
    ]
    for href, name, word in wanted:
        (line,) = [line for line in lines if f'<a href="{href}">{name}</a>' in line]
        assert word in line and "15.10.2025" in line
        assert reviewer.get(href.partition("#")[0]).status_code == 200, href
    for card_id in (made_id, gone_id):
        data = {"version": "1" if card_id == made_id else "2", "reason": "Tasdiq yoʻq"}
        assert reviewer.post(f"/submissions/changes/{entries[card_id]}/return", data).status_code == 303
    told = unit.get("/submissions/2025-10/manaviyat").get_data(as_text=True).split('id="changes-back"')[1]
    for href, name, _word in wanted[:2]:
        assert f'<a href="{href}">{name}</a>' in told
        assert unit.get(href).status_code == 200
    assert f"/reading-rooms/events/{gone_id}" in unit.get("/").get_data(as_text=True)
    with app.app_context():
        office, again = office_of(app), db.session.get(Card, gone_id)
        values = CardInput(DAY, "Koʻrgazma", {"kind": "exhibition"}, {"IV.17": 9})
        with living_at(datetime(2030, 11, 18, 10, tzinfo=TASHKENT)):
            change_card(actor=office.people["manaviyat"], today=TODAY, plan=office.plan, card=again, values=values,
                        version=again.version)  # fmt: skip
        db.session.commit()
    told = unit.get("/submissions/2025-10/manaviyat").get_data(as_text=True).split('id="changes-back"')[1]
    told = told.split("</div>")[0]
    assert "Navoiy kechasi" in told and "Koʻrgazma" not in told, "another card of the row was changed"


def test_what_is_open_is_said_where_the_month_is_written(app, as_) -> None:
    with app.app_context():
        office = office_of(app)
        send_and_open(office)
        db.session.commit()
        (found,) = exceptions_for(office.plan.centre_id, [office.units["abonement"].id], TODAY)
        assert (found.month_key, found.until, found.by) == ("2025-10", TODAY, "Direktor")
        assert exceptions_for(office.plan.centre_id, [office.units["kotiba"].id], TODAY) == []
        assert exceptions_for(office.plan.centre_id, [office.units["abonement"].id], TODAY + timedelta(days=1)) == []
    for page in ("/submissions/2025-10/abonement", "/diary/2025-10?unit=abonement"):
        text = as_("abonement").get(page).get_data(as_text=True)
        assert "vaqtincha ochilgan: xato topildi (Direktor)" in text, page
    assert "vaqtincha ochilgan" not in as_("abonement").get("/diary/2025-11?unit=abonement").get_data(as_text=True)


def looked_at(office: Office, who: str, day: date) -> list[tuple[str, str, str]]:
    found = duties(office.plan.centre_id, of_person(office.people[who]), day)
    return [(duty.period, str(duty.due), duty.state) for duty in found if duty.kind == CHANGED]


def test_a_change_is_owed_to_be_looked_at_by_who_may(office: Office) -> None:
    """It stands in the one list from the day on which it was made until it is decided on, a working day later late."""
    office.approve()
    send_and_open(office)
    with living_at(datetime(2025, 11, 18, 10, tzinfo=TASHKENT)):
        type_in(office, "99")
        type_in(office, "98", "IV.15|abonement|2025-10-16")
    next_day, later = date(2025, 11, 19), date(2025, 11, 20)
    assert looked_at(office, "metodist", next_day) == [("2025-10", "2025-11-19", "due")]
    assert looked_at(office, "metodist", later) == [("2025-10", "2025-11-19", "overdue")]
    for who in ("abonement", "direktor", "orinbosar", "admin"):
        assert looked_at(office, who, later) == []
    accept_change(**at(office))
    assert looked_at(office, "metodist", later) == [("2025-10", "2025-11-19", "overdue")]
    return_change(**at(office), reason="Daftarda 46 ta.")
    assert looked_at(office, "metodist", later) == []


def test_what_the_methodologist_changed_is_looked_at_by_those_above(office: Office) -> None:
    office.approve()
    send_and_open(office)
    cell = find_cell(office.plan, "IV.15|abonement|2025-10-15")
    with living_at(datetime(2025, 11, 18, 10, tzinfo=TASHKENT)):
        save_cell(actor=office.people["metodist"], plan=office.plan, cell=cell, typed="99", version=0, today=TODAY)
    for who in ("direktor", "orinbosar"):
        assert looked_at(office, who, TODAY) == [("2025-10", "2025-11-19", "due")]
    assert looked_at(office, "metodist", TODAY) == []
    accept_change(**at(office, "direktor"))
    assert looked_at(office, "direktor", TODAY) == []


def test_what_is_changed_on_the_last_day_of_a_year_is_looked_at_after_the_holiday(office: Office) -> None:
    """The first working day of the next year, also when it is asked in the old one: the New Year is none."""
    office.approve()
    send_and_open(office)
    with living_at(datetime(2025, 12, 31, 10, tzinfo=TASHKENT)):
        type_in(office, "99")
    for day in (date(2025, 12, 31), date(2026, 1, 5)):
        ((_period, due, _state),) = looked_at(office, "metodist", day)
        assert due == "2026-01-05", day


def test_a_month_handed_in_years_late_is_looked_at_after_the_holiday(office: Office) -> None:
    office.approve()
    office.put("closed")
    row = office.row()
    row.state, row.state_at = "submitted", datetime(2026, 12, 31, 10, tzinfo=TASHKENT)
    db.session.commit()
    for day in (date(2026, 12, 31), date(2027, 1, 4), date(2029, 2, 1)):
        found = duties(1, of_person(office.people["metodist"]), day)
        assert [str(duty.due) for duty in found if duty.kind == REVIEW] == ["2027-01-04"], day
