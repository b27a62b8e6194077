"""What the real plan makes owed, row by row, and what may be done to it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from app.domain.errors import Conflict, Invalid, NotAllowed
from app.domain.periods import parse_period
from app.extensions import db
from app.models import Change, Obligation, Setting
from app.operations.amendment_lines import put_line
from app.operations.amendments import approve_amendment, ask_amendment, begin_amendment
from app.operations.obligations import make_obligations, set_due_date, unwaive, waive
from app.operations.plan_units import name_units
from app.queries.plan import row_by_key, rows_of
from tests.cast import TODAY
from tests.deadlines.conftest import Centre

# One line for each of the 43 numbered rows: required figures, optional figures, reports.
# Figures are periods × units that count; “davomida” is one year and twelve optional months for each.
TABLE = """
I.1       1  12   1
I.2      12   0  12
I.3      12   0  12
I.4       4   0   4
I.5       1  12   1
I.6       4   0   4
I.7       2   0   0
II.1      1  12   0
II.2      1  12   1
II.3      1  12   0
II.4      1  12   0
II.5      1  12   0
II.6      6   0   3
III.7     0   0   1
III.8     0   0   1
III.9     1   0   1
III.10    2   0   0
III.11    5   0   1
IV.12     1  12   0
IV.13     1  12   0
IV.14     2  24   4
IV.15     7  84   0
IV.16     2  24   0
IV.17     2  24   0
IV.18     2  24   4
IV.19     2  24   4
IV.20     1  12   0
IV.21     1  12   1
IV.22     1  12   0
IV.23     4   0   0
IV.24     1  12   0
IV.25     2  24   0
IV.25.1   2   0   0
IV.26    52   0   0
IV.27     1  12   1
IV.28     4   0   4
V.29      3  36  16
V.30      1  12   1
V.31      1  12   1
V.32      1  12   0
V.33      4   0   0
V.34      2   0   2
VI.35     2  24   0
"""


def counted(centre: Centre) -> dict[str, tuple[int, int, int]]:
    found = Counter((o.indicator.key, o.kind, o.required) for o in db.session.scalars(select(Obligation)))
    kinds = (("figures", True), ("figures", False), ("report", True))
    numbered = [row for row in rows_of(centre.plan) if row.parent_id is None]
    return {row.key: tuple(found[row.key, *kind] for kind in kinds) for row in numbered}


def test_each_of_the_43_rows_makes_what_its_words_say(centre: Centre) -> None:
    expected = {line.split()[0]: tuple(map(int, line.split()[1:])) for line in TABLE.strip().splitlines()}
    assert len(expected) == 43
    assert counted(centre) == expected
    assert db.session.query(Obligation).count() == sum(map(sum, expected.values()))


def test_making_them_again_changes_nothing(centre: Centre) -> None:
    assert make_obligations(actor=centre.person("metodist"), plan=centre.plan, today=TODAY) == (0, 0, 0)
    notes = db.session.query(Change).filter_by(subject="obligation").count()
    assert notes == 1


def again(centre: Centre) -> tuple[int, int, int]:
    return make_obligations(actor=centre.person("metodist"), plan=centre.plan, today=TODAY)


def days_of(centre: Centre, row: str) -> dict[str, tuple[bool, date | None]]:
    return {o.period: (o.required, o.due_on) for o in centre.owed(row) if o.unit.code == "metodika"}


def test_what_stands_follows_the_text_and_what_is_past_keeps_its_day(centre: Centre) -> None:
    """I.2 is monthly; on 18 November eleven months have a day, ten of them are past. By hand, with 20 December a
    Saturday and 1 January and the day after it holidays."""
    before, row = days_of(centre, "I.2"), row_by_key(centre.plan, "I.2")
    row.deadline = "har oyning 20-sanasigacha"
    db.session.flush()
    units = {o.unit_id for o in centre.owed("I.2")}
    assert again(centre) == (0, 0, 2 * len(units))
    after = days_of(centre, "I.2")
    ahead = {"2025-11": (True, date(2025, 12, 22)), "2025-12": (True, date(2026, 1, 20))}
    assert after == {**before, **ahead}
    told = db.session.scalars(select(Change).where(Change.subject == "obligation").order_by(Change.id)).all()[-1]
    assert told.after["obligations_moved"] == 2 * len(units)
    assert again(centre) == (0, 0, 0)

    row.deadline = "yil davomida"  # each month something or nothing, and the year
    db.session.flush()
    added, removed, _changed = again(centre)
    assert (added, removed) == (len(units), 0)
    assert {period for period, (required, _) in days_of(centre, "I.2").items() if required} == {"2025"}

    row.deadline = "har oy"  # nobody is late for the months that were not required
    db.session.flush()
    again(centre)
    required = {period for period, (required, _) in days_of(centre, "I.2").items() if required}
    assert required == {"2025-11", "2025-12"}
    owed = centre.duties(TODAY, units, settled=False)
    assert [d.period for d in owed if d.row_key == "I.2" and d.kind == "figures" and d.state == "overdue"] == []


def test_what_is_waived_answered_or_dated_stays_whatever_the_text_says(centre: Centre) -> None:
    waived = centre.one("I.2", "2025-11", unit="metodika")
    waive(actor=centre.person("metodist"), obligation=waived, version=1, reason="taʼtil")
    row_by_key(centre.plan, "I.2").deadline = "har oyning 20-sanasigacha"
    dated = next(o for o in db.session.scalars(select(Obligation)) if o.set_by_unit and o.required)
    dated.due_on = date(2025, 12, 12)
    db.session.flush()
    again(centre)
    assert (waived.due_on, dated.due_on) == (date(2025, 12, 3), date(2025, 12, 12))


def test_a_setting_of_the_centre_is_followed_when_they_are_made_again(centre: Centre) -> None:
    db.session.add(Setting(centre_id=centre.id, name="working_days.month", value="5"))
    db.session.flush()
    assert again(centre)[2] > 0
    assert centre.one("I.2", "2025-11", unit="metodika").due_on == date(2025, 12, 5)
    assert centre.one("I.2", "2025-10", unit="metodika").due_on == date(2025, 11, 5)


def test_overseers_owe_nothing_and_the_lead_owes_the_report(centre: Centre) -> None:
    leaders = centre.unit("orinbosar")
    assert not db.session.query(Obligation).filter_by(unit_id=leaders.id).count()
    assert {o.unit.code for o in centre.owed("IV.18", "report")} == {"oquv-zallari"}
    assert [o.period for o in centre.owed("IV.18", "report")] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]


# What goes to the Viloyat kutubxona, and in which periods, read from the paper by hand: 22 rows.
QUARTERS, MONTHS = "Q1 Q2 Q3 Q4", " ".join(f"{month:02}" for month in range(1, 13))
REGION = {
    "I.1": "",  # “davomida”: at the year's end
    "I.2": MONTHS,
    "I.3": MONTHS,  # the step names no rhythm, the deadline does
    "I.4": QUARTERS,
    "I.5": "",
    "I.6": QUARTERS,
    "II.2": "",
    "II.6": "Q1 Q2 Q3",
    "III.7": "",  # “… chorak” that nobody can read
    "III.8": "",
    "III.9": "Q1",
    "III.11": "Q4",
    "IV.14": QUARTERS,
    "IV.18": QUARTERS,
    "IV.19": QUARTERS,
    "IV.21": "",
    "IV.27": "",
    "IV.28": QUARTERS,  # the row's own name says so
    "V.29": f"{MONTHS} {QUARTERS}",  # two steps, each on its own
    "V.30": "",
    "V.31": "",
    "V.34": "06 12",
}


def test_each_of_the_22_rows_that_go_to_the_region_is_owed_in_its_rhythm(centre: Centre) -> None:
    found: dict[str, set[str]] = {}
    for obligation in db.session.scalars(select(Obligation).where(Obligation.kind == "report")):
        assert obligation.required and obligation.due_on is not None
        found.setdefault(obligation.indicator.key, set()).add(obligation.period)
    periods = {key: {f"2025-{one}" for one in words.split()} or {"2025"} for key, words in REGION.items()}
    assert len(REGION) == 22 and found == periods


def test_sub_rows_follow_their_row_and_a_row_with_its_own_deadline_does_not(centre: Centre) -> None:
    assert not centre.owed("IV.12.1") and not centre.owed("IV.14.a")
    assert [o.period for o in centre.owed("IV.25.1", unit="akt")] == ["2025-Q1"]


def test_another_counting_unit_after_an_amendment_owes_too(centre: Centre) -> None:
    methodologist, director = centre.person("metodist"), centre.person("direktor")
    waive(actor=centre.person("metodist"), obligation=centre.one("IV.28", "2025-Q1", unit="akt"), version=1, reason="x")
    amendment = begin_amendment(actor=methodologist, plan=centre.plan, month=parse_period("2025-01"), reason="x")
    shares = {"akt": "oversees", "elektron-zal": "counts"}
    put_line(
        actor=methodologist, plan=centre.plan, amendment=amendment, act="change", row_key="IV.28",
        wanted={"shares": shares},
    )  # fmt: skip
    ask_amendment(actor=methodologist, plan=centre.plan, amendment=amendment, version=amendment.version, today=TODAY)
    approve_amendment(actor=director, plan=centre.plan, amendment=amendment, version=amendment.version, today=TODAY)
    assert len(centre.owed("IV.28", unit="elektron-zal")) == 4
    # What somebody has dealt with stays as it is; the rest goes.
    assert [o.period for o in centre.owed("IV.28", unit="akt")] == ["2025-Q1"]


def test_a_name_that_becomes_known_after_the_approval_owes_and_is_late_for_nothing(centre: Centre) -> None:
    """IV.19 names a sector that nobody knew; once it is known, its months are owed, none due before today."""
    row = row_by_key(centre.plan, "IV.19")
    row.responsible[1].words, row.responsible[1].unit_id = "Kitob berish sektori", None
    db.session.commit()
    assert not centre.owed("IV.19", unit="abonement")
    choices = {"Kitob berish sektori": "abonement"}
    name_units(actor=centre.person("metodist"), plan=centre.plan, choices=choices, today=TODAY)
    owed = centre.owed("IV.19", unit="abonement")
    assert {f"2025-{month:02}" for month in range(1, 13)} <= {one.period for one in owed}
    assert all(one.due_on > TODAY for one in owed)


def test_waiving_wants_a_reason_and_leaves_the_denominator(centre: Centre) -> None:
    methodologist, obligation = centre.person("metodist"), centre.one("I.4", "2025-Q1")
    unit = obligation.unit
    before = [duty.state for duty in centre.duties(TODAY, {unit.id}) if duty.row_key == "I.4" and duty.kind != "report"]
    assert before == ["overdue", "overdue", "overdue", "not_due"]
    with pytest.raises(Invalid, match="obligation.reason_missing"):
        waive(actor=methodologist, obligation=obligation, version=obligation.version, reason="  ")
    waive(actor=methodologist, obligation=obligation, version=obligation.version, reason="Farmoyish bekor boʻldi")
    after = [duty.state for duty in centre.duties(TODAY, {unit.id}) if duty.row_key == "I.4" and duty.kind != "report"]
    assert after == ["waived", "overdue", "overdue", "not_due"]
    note = db.session.query(Change).filter_by(action="waive").one()
    assert (note.reason, note.unit_code, note.subject_key) == (
        "Farmoyish bekor boʻldi", "jamlash", "I.4|jamlash|2025-Q1|figures"
    )  # fmt: skip
    unwaive(actor=methodologist, obligation=obligation, version=obligation.version)
    assert obligation.waived_at is None and obligation.waive_reason == ""


def test_only_the_methodologist_waives_and_nobody_an_old_version(centre: Centre) -> None:
    obligation = centre.one("I.4", "2025-Q1")
    for login in ("jamlash", "direktor", "admin", "kuzatuvchi"):
        with pytest.raises(NotAllowed):
            waive(actor=centre.person(login), obligation=obligation, version=obligation.version, reason="x")
    with pytest.raises(Conflict, match="conflict.obligation"):
        waive(actor=centre.person("metodist"), obligation=obligation, version=obligation.version + 1, reason="x")


def test_a_unit_sets_the_date_that_the_plan_leaves_to_it(centre: Centre) -> None:
    obligation = centre.one("V.29", "2025", unit="jamlash")
    owner = centre.person("jamlash")
    assert obligation.due_on is None and obligation.set_by_unit
    duty = centre.duty(obligation, TODAY)
    assert (duty.state, duty.due) == ("not_due", None)
    for day, code in (("2024-12-31", "obligation.date_outside"), ("2026-04-01", "obligation.date_outside")):
        with pytest.raises(Invalid, match=code):
            set_due_date(actor=owner, obligation=obligation, version=1, due_on=TODAY.fromisoformat(day))
    set_due_date(actor=owner, obligation=obligation, version=1, due_on=TODAY.fromisoformat("2025-11-03"))
    assert centre.duty(obligation, TODAY).state == "overdue"
    set_due_date(actor=owner, obligation=obligation, version=2, due_on=None)
    assert obligation.due_on is None
    with pytest.raises(NotAllowed):
        set_due_date(actor=centre.person("abonement"), obligation=obligation, version=3, due_on=TODAY)
    with pytest.raises(Invalid, match="obligation.date_fixed"):
        set_due_date(actor=owner, obligation=centre.one("I.4", "2025-Q1"), version=1, due_on=TODAY)
