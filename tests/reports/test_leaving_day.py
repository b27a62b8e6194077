"""No report leaves before it existed and was signed, and no number is given twice by writing it otherwise."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.domain.registers import number_key
from app.operations.evidence import file_path
from tests.reports.test_drafts import words_of
from tests.reports.test_letters import write
from tests.reports.test_operations import TODAY, freeze, send, sign
from tests.reports.test_pages import SENDING, text_of
from tests.reports.test_pages import freeze as freeze_page

MADE, SIGNED = date(2025, 11, 12), date(2025, 11, 14)


@pytest.mark.parametrize(
    ("made", "signed", "day", "leaves"),
    [
        (MADE, SIGNED, SIGNED, True),
        (MADE, SIGNED, TODAY, True),
        (MADE, SIGNED, date(2025, 11, 13), False),  # made, and not signed yet
        (MADE, SIGNED, date(2025, 11, 3), False),
        (MADE, MADE, MADE, True),
        (MADE, MADE, date(2025, 11, 11), False),
        (MADE, SIGNED, date(2025, 9, 30), False),  # before its period was over
    ],
)
def test_a_report_leaves_from_the_day_on_which_it_was_made_and_signed(
    plan,
    folder,
    made: date,
    signed: date,
    day: date,
    leaves: bool,
) -> None:
    report = freeze(plan, folder, today=made)
    sign(report, day=signed)
    if leaves:
        assert send(report, day=day)
        assert report.outgoing_date == day
        return
    with pytest.raises(Invalid) as refused:
        send(report, day=day)
    assert (refused.value.code, refused.value.field, refused.value.params["first"]) == (
        "report.day_early", "day", max(made, signed)
    )  # fmt: skip
    assert report.sent_at is None


def test_a_day_is_not_printed_before_the_report_is_made(plan, folder) -> None:
    with pytest.raises(Invalid) as refused:
        freeze(plan, folder, number="7", day=date(2025, 11, 17))
    assert (refused.value.code, refused.value.params["first"]) == ("report.day_early", TODAY)


def test_what_was_signed_after_its_printed_day_leaves_with_the_day_on_which_it_left(plan, folder) -> None:
    """The printed number stays; the file is written once more with the day, and the first one is kept."""
    report = freeze(plan, folder, today=MADE, number="77", day=MADE)
    sign(report, day=SIGNED)
    with pytest.raises(Invalid, match="field.required"):
        send(report, number="", day=None)
    send(report, number="78", day=date(2025, 11, 15))
    assert (report.outgoing_number, report.outgoing_date) == ("77", date(2025, 11, 15))
    first, left = (file_path(folder, digest).read_bytes() for digest in (report.workbook_sha256, report.file_sha256))
    assert any("2025-yil 12-noyabr" in one and "77" in one for one in words_of(first))
    assert any("2025-yil 15-noyabr" in one and "77" in one for one in words_of(left))


def test_the_page_names_the_earliest_day(closed: Flask, as_) -> None:
    browser = as_("metodist")
    address = freeze_page(browser)
    answer = browser.post(f"{address}/send", {**SENDING, "day": "03.11.2025"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "eng erta: 2025-yil 18-noyabr" in page and 'id="day-error"' in page


def test_the_page_asks_for_the_day_where_the_printed_one_is_too_early(closed: Flask, as_) -> None:
    closed.config["TODAY"] = MADE
    browser = as_("metodist")
    address = freeze_page(browser, signed=False, number="12-7", day="12.11.2025")
    closed.config["TODAY"] = TODAY
    as_("direktor").post(f"{address}/sign")
    page = text_of(browser, address)
    assert "bu sanadan keyin imzolangan" in page and 'name="day"' in page and 'name="number"' not in page
    assert browser.post(f"{address}/send", {**SENDING, "day": "17.11.2025"}).status_code == 422
    assert browser.post(f"{address}/send", SENDING).status_code == 303


@pytest.mark.parametrize("again", ["01-05/41k", "01-05/41K.", " 01-05 / 41k", "01-05/41 k . "])
def test_one_number_however_it_is_written(owing: Flask, as_, again: str) -> None:
    browser = as_("metodist")
    assert write(browser, outgoing_number="01-05/41K").status_code == 303
    assert write(browser, outgoing_number=again).status_code == 422
    address = freeze_page(browser)
    assert browser.post(f"{address}/send", {**SENDING, "number": again}).status_code == 422
    assert browser.post(f"{address}/send", {**SENDING, "number": "01-05/41"}).status_code == 303, "another number"
    assert write(browser, outgoing_number="01-05/41.").status_code == 422, "a report's, too"


@given(st.text("0123456789-/kKШш", min_size=1), st.lists(st.sampled_from([" ", "\u00a0"]), max_size=3), st.booleans())
def test_case_blanks_and_a_dot_behind_make_no_other_number(number: str, blanks: list[str], dot: bool) -> None:
    written = "".join(blanks) + number.swapcase() + "." * dot + "".join(blanks)
    assert number_key(written) == number_key(number)
    assert number_key(f"{number}1") != number_key(number)
