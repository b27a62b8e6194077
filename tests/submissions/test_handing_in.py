"""Handing in lists what is empty and says what it will do; a month that says nothing does not pass (domain.md §5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain.blank_days import BlankWords
from app.domain.errors import Invalid, NotAllowed
from app.domain.periods import parse_period
from app.domain.registers import REGISTERS
from app.extensions import db
from app.models import BlankReason, Change, Entry, Obligation
from app.operations.cards import CardInput, add_card
from app.operations.entries import save_cell
from app.operations.handing_in import submit_month, take_reason_back
from app.operations.obligations import waive
from app.operations.submissions import return_month
from app.queries.cells import find_cell
from app.queries.day_figures import AskedMonth, day_figures
from app.queries.filled import YearFill
from app.queries.month_review import review_of
from app.queries.months import units_to_submit
from app.queries.plan import parts_of_unit, row_by_key
from app.queries.report_fill import plain_fill
from app.queries.submissions import year_matrix
from tests.cast import TODAY
from tests.submissions.conftest import OCTOBER, Office, office_of

HERE = "/submissions/2025-10/abonement"
WHOLE = {(OCTOBER.start, OCTOBER.end): BlankWords("repair", "zal taʼmirda")}


def type_in(office: Office, cell: str, typed: str, unit: str = "abonement", version: int = 0) -> None:
    found = find_cell(office.plan, cell)
    save_cell(actor=office.people[unit], plan=office.plan, cell=found, typed=typed, version=version, today=TODAY)


def review(office: Office, unit: str = "abonement", today: date = TODAY):
    return review_of(office.plan, office.units[unit], OCTOBER, today)


def submit(office: Office, today: date = TODAY, **options) -> None:
    submit_month(
        actor=office.people["abonement"],
        unit_month=office.unit_month(),
        version=office.version(),
        today=today,
        **options,
    )


def refused(do) -> str:
    with pytest.raises(Invalid) as answer:
        do()
    return answer.value.code


def test_blank_working_days_are_grouped_and_each_wants_a_figure_or_a_reason(office: Office) -> None:
    """October 2025 by hand: 27 days without Sundays, less the holiday of the 1st; the unit works on Saturdays."""
    type_in(office, "IV.14|abonement|2025-10", "3480")
    for row in ("IV.14.a", "IV.14.b", "IV.15", "IV.16"):
        type_in(office, f"{row}|abonement|2025-10-06", "40")
    type_in(office, "IV.16|abonement|2025-10-31", "-")
    spans = [(span.first.day, span.last.day, len(span.days), span.rows) for span in review(office).spans]
    every = ("IV.14.a", "IV.14.b", "IV.15", "IV.16")
    assert spans == [(2, 4, 3, every), (7, 30, 21, every), (31, 31, 1, every[:-1])]
    assert refused(lambda: submit(office)) == "submission.days_blank"
    first = {(date(2025, 10, 2), date(2025, 10, 4)): BlankWords("illness")}
    assert refused(lambda: submit(office, reasons=first)) == "submission.days_blank"
    rest = {(date(2025, 10, 7), date(2025, 10, 31)): BlankWords("other")}
    assert refused(lambda: submit(office, reasons=first | rest)) == "blank.words"
    submit(office, reasons=first | {(date(2025, 10, 7), date(2025, 10, 31)): BlankWords("other", "suv toshdi")})
    assert review(office).spans == () and len(review(office).reasons) == 3
    share = review(office).days
    explained = share.explained
    assert (share.count, share.of, explained) == (26 * 4, 26 * 4, 26 * 4 - 5)
    told = db.session.scalars(select(Change).where(Change.subject == "blank_days").order_by(Change.id)).all()
    assert [(change.subject_key, change.reason) for change in told][1:] == [
        ("abonement|2025-10-07|2025-10-30", "suv toshdi"),
        ("abonement|2025-10-31|2025-10-31", "suv toshdi"),
    ]


def test_a_level_without_any_number_cannot_be_passed(office: Office) -> None:
    assert refused(lambda: submit(office, reasons=WHOLE)) == "submission.errors"
    type_in(office, "IV.14|abonement|2025-10", "-")  # it did not move; but from where?
    assert refused(lambda: submit(office, reasons=WHOLE)) == "submission.errors"
    type_in(office, "IV.14|abonement|2025-03", "3480")
    submit(office, reasons=WHOLE)
    assert {line.part.key: line.value.amount for line in review(office).lines}["IV.14"] == 3480


def test_of_a_level_no_activity_means_that_it_stays_and_the_page_says_at_what(office: Office) -> None:
    """Whoever signed 40 readers up sees, before she hands in, that the number of all readers is still last month's."""
    type_in(office, "IV.14|abonement|2025-03", "3480")
    found = review(office)
    assert {key: level.amount for key, level in found.standing.items()} == {"IV.14": 3480}
    assert {part.key for part in found.silent} == {"IV.14", "IV.18", "VI.35"}
    submit(office, reasons=WHOLE)
    assert {line.part.key: line.value.amount for line in review(office).lines}["IV.14"] == 3480
    month_after = review_of(office.plan, office.units["abonement"], parse_period("2025-11"), date(2025, 12, 1))
    assert {line.part.key: line.last_month.amount for line in month_after.lines}["IV.14"] == 3480, "beside it, not 0"


def test_rows_that_say_nothing_are_named_and_handing_in_says_it_for_them(office: Office) -> None:
    type_in(office, "IV.14|abonement|2025-10", "3480")
    silent = [part.key for part in review(office).silent]
    assert silent == ["IV.18", "VI.35"]
    before = review(office).filled
    assert before.count < before.of
    submit(office, reasons=WHOLE)
    states = dict(
        db.session.execute(
            select(Entry.grain + func.coalesce(Entry.state, ""), func.count()).group_by(Entry.grain, Entry.state)
        ).all()
    )
    assert states == {"monthnumber": 1, "monthno_activity": len(silent)}
    saved = select(func.count()).where(Change.subject == "cell", Change.action == "save")
    assert db.session.scalar(saved) == 1 + len(silent)
    after = review(office).filled
    assert (after.count, after.of) == (before.of, before.of)


def test_handing_in_early_names_the_days_to_come_and_asks_for_none_of_them(office: Office) -> None:
    early = date(2025, 10, 29)
    found = review(office, today=early)
    assert found.to_come == (date(2025, 10, 29), date(2025, 10, 30), date(2025, 10, 31))
    assert max(day for span in found.spans for day in span.days) == date(2025, 10, 28)
    last = review(office, today=date(2025, 10, 31))
    assert last.to_come == () and last.spans[-1].last == date(2025, 10, 31)


def test_every_unit_has_its_filled_and_the_matrix_says_what_the_page_says(office: Office) -> None:
    type_in(office, "IV.15|abonement|2025-10-06", "40")
    type_in(office, "IV.15|abonement|2025-10-05", "7")  # a Sunday is wanted of nobody and counts for no other day
    matrix = year_matrix(office.plan, TODAY)
    assert len(matrix.units) == len(units_to_submit(office.plan)) > 10
    for line in matrix.units:
        share = line.months[9].facts.filled
        assert share == review(office, line.unit.code).filled, line.unit.code
        assert line.completeness.filled.of > 0, line.unit.code  # nobody has “—”, whatever kind of row he counts
    by_code = {line.unit.code: line for line in matrix.units}
    assert by_code["abonement"].months[9].facts.filled.count == 1


def test_the_lead_of_joint_work_is_named_to_those_who_confirm_it(office: Office) -> None:
    office.put("accepted")
    joint = {row.part.key: row.leads for row in review(office, "manaviyat").joint}
    assert [(unit.code, state) for unit, state in joint["I.2"]] == [("metodika", "accepted")]
    office.units["metodika"].last_month = 202412
    db.session.flush()
    joint = {row.part.key: row.leads for row in review(office, "manaviyat").joint}
    assert joint["I.2"] == (), "who ended last year leads nothing any more"


def test_a_wrong_reason_is_taken_back_while_the_month_is_the_units(office: Office) -> None:
    office.settle()
    submit(office)
    reason = db.session.scalars(select(BlankReason).where(BlankReason.unit_id == office.units["abonement"].id)).one()
    place = {"unit_month": office.unit_month(), "reason": reason}
    with pytest.raises(Exception, match="wrong_state"):
        take_reason_back(actor=office.people["abonement"], version=office.version(), **place)
    metodist = office.people["metodist"]
    return_month(actor=metodist, unit_month=office.unit_month(), version=office.version(), reason="kim aytdi?")
    with pytest.raises(NotAllowed):
        take_reason_back(actor=office.people["umumiy"], version=office.version(), **place)
    take_reason_back(actor=office.people["abonement"], version=office.version(), **place)
    assert len(review(office).spans) == 1


def test_a_reason_is_told_for_the_days_that_it_stands_for(app, as_) -> None:
    """Not for the 22nd, which has all its figures by now, nor the holiday of the 1st; the 15th has only one of four."""
    with app.app_context():
        office = office_of(app)
        office.settle()
        for row in ("IV.14.a", "IV.14.b", "IV.15", "IV.16"):
            type_in(office, f"{row}|abonement|2025-10-22", "40")
        type_in(office, "IV.15|abonement|2025-10-15", "7")
        db.session.commit()
        explained = {day for fill in review(office).fills for day in fill.filled.explained}
        [given] = review(office).reasons
        assert [day for span in given.spans for day in span.days] == sorted(explained)
    page = as_("abonement").get(HERE).get_data(as_text=True).split("Sababi aytilgan kunlar")[1].split("</li>")[0]
    days = " ".join(re.search(r"<b>(.*?)</b>", page, re.DOTALL)[1].split())
    assert days == "02.10.2025 – 21.10.2025, 23.10.2025 – 31.10.2025"


def test_a_reason_is_taken_back_in_its_own_month_only(app, as_) -> None:
    """However the address is made up: the reason of a closed October stays, whichever month stands before it."""
    with app.app_context():
        office = office_of(app)
        office.settle()
        office.put("closed")
        of_unit = select(BlankReason.id).where(BlankReason.unit_id == office.units["abonement"].id)
        number = db.session.scalars(of_unit).one()
    browser, gone = as_("abonement"), []
    for month in ("2025-09", "2025-11", "2025-10"):
        version = "1" if month == "2025-10" else "0"
        answer = browser.post(f"/submissions/{month}/abonement/reasons/{number}/void", {"version": version})
        with app.app_context():
            gone.append((answer.status_code, db.session.get(BlankReason, number).voided_at))
    assert gone == [(404, None), (404, None), (409, None)]


def test_a_month_without_a_figure_does_not_look_in_order(as_) -> None:
    page = as_("abonement").get(HERE).get_data(as_text=True)
    assert "Hammasi joyida" not in page
    assert "Bu qatorning holati hech qachon yozilmagan" in page
    assert 'href="/diary/2025-10?unit=abonement#d2"' in page
    assert "Nostatsionar xizmat" in page.split("Faoliyat boʻlmadi deb yoziladigan qatorlar: 2")[1]


def test_a_level_that_stays_is_named_beside_the_button(app, as_) -> None:
    with app.app_context():
        type_in(office_of(app), "IV.14|abonement|2025-03", "3480")
        db.session.commit()
    rows = as_("abonement").get(HERE).get_data(as_text=True).split("Faoliyat boʻlmadi deb yoziladigan qatorlar: 3")[1]
    assert [bool(re.search("oldingi sonicha qoladi: 3.480", row)) for row in rows.split("<li>")[1:4]] == [
        True,
        False,
        False,
    ]


def summary(answer) -> list[tuple[str, str]]:
    """What the page says before everything else: the field it leads to, and the sentence behind the field's name."""
    page = answer.get_data(as_text=True)
    found = re.findall(r'<a href="#([^"]+)">[^<:]+: ([^<]+)</a>', page.split('id="error-summary"')[1].split("</ul>")[0])
    assert all(f'id="{place}"' in page for place, _ in found)
    return found


def test_a_month_that_says_nothing_but_a_reason_has_no_tick(app, as_, prepare) -> None:
    """Handed in with one reason for all its days; with one figure it is an ordinary month with reasons."""
    prepare("submitted")
    for row, tick in (("", "!"), ("IV.15|abonement|2025-10-15", "✓")):
        with app.app_context():
            office = office_of(app)
            office.put("draft")
            if row:
                type_in(office, row, "3")
            submit(office)
            db.session.commit()
        page = as_("metodist").get(HERE).get_data(as_text=True)
        for name in ("Kundalik kataklari", "Toʻldirildi"):
            sign = re.search(rf'aria-hidden="true">(.)</span>\s*<b>{name}', page)
            assert sign is not None and sign[1] == tick, (row, name)


def test_every_page_tells_what_is_written_from_what_is_explained(app, as_, prepare) -> None:
    """By hand: October 2025 has 26 days from Monday to Saturday, without the 1st; on each a daily row is explained."""
    prepare("submitted")
    with app.app_context():
        office = office_of(app)
        unit = office.units["abonement"]
        parts = parts_of_unit(office.plan, unit)
        explained = 26 * sum(part.indicator.entry_form == "day" for part in parts)
        found = review_of(office.plan, unit, OCTOBER, TODAY).filled
        assert found.explained == explained > 0 and found.explained < found.count
        kept = plain_fill(office.plan, OCTOBER, TODAY)
        matrix = year_matrix(office.plan, TODAY)
        mark = next(line.months[9] for line in matrix.units if line.unit.id == unit.id)
        assert mark.facts.filled == found
        assert (kept["count"], kept["explained"]) == (
            sum(line.months[9].facts.filled.count for line in matrix.units if not line.months[9].facts.waived),
            sum(line.months[9].facts.filled.explained for line in matrix.units if not line.months[9].facts.waived),
        )
    words = f"{found.count}/{found.of}, shundan sababli {explained}"
    metodist = as_("metodist")
    page = metodist.get(HERE).get_data(as_text=True)
    assert f"Toʻldirilgan kataklar: {words}." in page
    assert f"{found.of} tadan {found.count} tasi, shundan sababli {explained}" in page
    listed = metodist.get("/submissions/?year=2025").get_data(as_text=True)
    assert f"Toʻldirildi: {words}" in listed
    line = re.search(rf'<th scope="row">{unit.name}</th>.*?</tr>', listed, re.DOTALL)
    assert line is not None and f"shundan sababli {explained}</small>" in line[0]
    prepare("draft")
    for login, address in (("abonement", HERE), ("oquv", "/submissions/2025-10")):
        assert f"Toʻldirilgan kataklar: {words}." in as_(login).get(address).get_data(as_text=True), address
    page = as_("abonement").get(HERE).get_data(as_text=True)
    assert "Hammasi joyida" not in page


def test_one_reason_over_the_page_serves_every_span(app, as_) -> None:
    with app.app_context():
        office = office_of(app)
        type_in(office, "IV.14|abonement|2025-10", "3480")
        type_in(office, "IV.15|abonement|2025-10-15", "3")
        db.session.commit()
        spans = [span.key for span in review(office).spans]
    assert len(spans) == 3
    browser = as_("abonement")
    sent = {"version": "0", "span": ["all", *spans], "blank_words": ["", "bosh", "", ""], "reply": ""}
    answer = browser.post(f"{HERE}/submit", sent | {"reasons": ["", "illness", "", ""]})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "yozing yoki sababini tanlang" in page and 'value="bosh"' in page and 'illness" selected' in page
    answer = browser.post(f"{HERE}/submit", sent | {"reasons": ["other", "illness", "", ""]})
    assert answer.status_code == 422
    assert summary(answer) == [("words-all", "“Boshqa sabab” tanlangan. Qanday sabab ekanini “Izoh” joyiga yozing.")]
    long = sent | {"reasons": ["repair", "other", "", ""], "blank_words": ["", "a" * 6000, "", ""]}
    told = "Matn juda uzun: 6\u00a0000 ta belgi. Koʻpi bilan 1\u00a0000 ta belgi yozing."
    assert summary(browser.post(f"{HERE}/submit", long)) == [(f"words-{spans[0]}", told)]
    assert browser.post(f"{HERE}/submit", sent | {"reasons": ["repair", "illness", "", ""]}).status_code == 303
    with app.app_context():
        kinds = db.session.scalars(select(BlankReason.kind).order_by(BlankReason.first_day)).all()
    assert kinds == ["illness", "repair", "repair"]
    assert "taʼmir" in as_("metodist").get(HERE).get_data(as_text=True)


def test_weeks_of_a_weekly_register_are_each_looked_for(office: Office) -> None:
    """IV.26 is wanted every week: four Sundays lie in October."""
    fill = next(one for one in review(office, "elektron-zal").fills if one.part.key == "IV.26")
    assert (fill.filled.share.count, fill.filled.share.of) == (0, 4)
    assert parse_period("2025-W40") == fill.asked.weeks[0]
    assert fill.is_silent


def test_the_weeks_that_are_empty_are_named_and_only_they_get_no_activity(app, as_) -> None:
    """IV.26 has a card on 8 October, in week 41: the other three of October's four weeks are empty, the row is not."""
    with app.app_context():
        office = office_of(app)
        office.settle()
        values = CardInput(date(2025, 10, 8), "Navoiy", {}, {"IV.26": 10})
        part = next(part for part in parts_of_unit(office.plan, office.units["elektron-zal"]) if part.key == "IV.26")
        place = {"unit": office.units["elektron-zal"], "register": REGISTERS[part.indicator.entry_form]}
        add_card(actor=office.people["metodist"], plan=office.plan, values=values, today=TODAY, **place)
        db.session.commit()
    browser = as_("metodist")
    page = browser.get("/submissions/2025-10/elektron-zal").get_data(as_text=True)
    line = re.search(r"IV\.26</a>.*?</li>", page.split("Faoliyat boʻlmadi deb yoziladigan")[1], re.DOTALL)
    assert line is not None
    assert re.findall(r"(\d\d)-hafta", line[0]) == ["40", "42", "43"]
    assert "Bu qatorlarda shu oyda hech narsa yozilmagan" not in page
    with app.app_context():
        office = office_of(app)
        elektron = office.unit_month("elektron-zal")
        found = review(office, "elektron-zal")
        words = {(one.check, one.part_key): "Shunday boʻldi" for one in found.open_checks}
        submit_month(
            actor=office.people["metodist"],
            unit_month=elektron,
            version=0,
            today=TODAY,
            explanations=words,
            reasons=WHOLE,
        )
        number = next(one.part.id for one in found.fills if one.part.key == "IV.26")
        said = select(Entry.grain, Entry.date).where(Entry.part_id == number, Entry.state == "no_activity")
        assert [tuple(one) for one in db.session.execute(said.order_by(Entry.date))] == [
            ("week", date(2025, 10, day)) for day in (5, 19, 26)
        ]
        fill = next(one for one in review(office, "elektron-zal").fills if one.part.key == "IV.26")
        assert fill.filled.is_whole and figure(office, "IV.26", "elektron-zal") == 10


def figure(office: Office, key: str, unit: str) -> object:
    return next(line.value.value for line in review(office, unit).lines if line.part.key == key)


def test_a_waived_week_takes_away_itself_and_no_other(office: Office) -> None:
    """W40 … W43 are October's; the first one is waived, then the third, then the rest: then nothing is asked."""
    office.approve()
    asked = []
    for weeks in ((), (40,), (42,), (41, 43)):
        waive_periods(office, "IV.26", [f"2025-W{week}" for week in weeks])
        fill = next((one for one in review(office, "elektron-zal").fills if one.part.key == "IV.26"), None)
        asked.append(fill and [week.key[-2:] for week in fill.asked.weeks])
    assert asked == [["40", "41", "42", "43"], ["41", "42", "43"], ["41", "43"], None]


@pytest.mark.parametrize(
    ("deadline", "waived", "wanted"),
    [
        ("Har chorakda", "2025-Q3", {8: 0, 9: 0, 10: 26}),  # the quarter's days are those of its months
        ("Har oyda", "2025-09", {8: 26, 9: 0, 10: 26}),
        ("Har haftada", "2025-W40", {8: 26, 9: 23, 10: 23}),  # 29 September … 5 October
    ],
)
def test_the_first_page_and_the_hand_in_ask_the_same_days(
    office: Office, deadline: str, waived: str, wanted: dict[int, int]
) -> None:
    """IV.15, counted by the day, with a deadline and a waiver: the working days by hand, without Sundays, Independence
    day and the Teachers' day."""
    row_by_key(office.plan, "IV.15").deadline = deadline
    office.approve()
    waive_periods(office, "IV.15", [waived], "abonement")
    unit, asked = office.units["abonement"], {}
    for number in wanted:
        month = parse_period(f"2025-{number:02}")
        (figures,) = day_figures([AskedMonth(office.plan, month, [unit])], TODAY)
        (part,) = [part for part in figures.parts[unit.id] if part.key == "IV.15"]
        fills = YearFill(office.plan, TODAY, [unit.id]).of_unit(unit, [part], month)
        blank = list(figures.silent_days(unit.id, part))
        assert blank == [day for fill in fills for day in fill.filled.blank], month.key
        asked[number] = len(blank)
    assert asked == wanted


def test_a_sub_row_is_asked_by_the_deadline_that_it_follows(office: Office) -> None:
    """IV.13 is asked each month, IV.13.a each quarter, IV.13.b as its row: by the list and by the hand-in alike."""
    row_by_key(office.plan, "IV.13.a").deadline = "Har chorakda"
    office.approve()
    assert asked_of_13(office) == {8: ["IV.13.b"], 9: ["IV.13.a", "IV.13.b"], 10: ["IV.13.b"]}
    waive_periods(office, "IV.13", ["2025-08"])
    waive_periods(office, "IV.13.a", ["2025-Q3"])
    assert asked_of_13(office) == {8: [], 9: ["IV.13.b"], 10: ["IV.13.b"]}


def asked_of_13(office: Office) -> dict[int, list[str]]:
    yek = office.units["yek"]
    parts = [part for part in parts_of_unit(office.plan, yek) if part.key.startswith("IV.13")]
    year = YearFill(office.plan, TODAY, [yek.id])
    months = {number: parse_period(f"2025-{number:02}") for number in (8, 9, 10)}
    return {number: [one.part.key for one in year.of_unit(yek, parts, month)] for number, month in months.items()}


def waive_periods(office: Office, row: str, periods: Sequence[str], unit: str = "") -> None:
    """What is owed for these periods of a row, by one unit or by all, is waived."""
    found = db.session.scalars(select(Obligation).where(Obligation.kind == "figures", Obligation.period.in_(periods)))
    for duty in found:
        if duty.indicator.key == row and unit in ("", duty.unit.code):
            waive(actor=office.people["metodist"], obligation=duty, version=duty.version, reason="taʼtil")
