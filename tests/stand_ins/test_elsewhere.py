"""The same days outside the pages: the command line, the phone's calendar, the word after signing in."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import date, timedelta

import pytest
from flask import Flask

from app.cli.duties import as_data, whose
from app.pages.duty_words import units_of
from app.queries.duties import duties
from tests.cast import TODAY
from tests.stand_ins.conftest import LAST

DAYS = [TODAY, TODAY + timedelta(days=1), LAST, LAST + timedelta(days=1)]


def told(app: Flask, login: str, day: date) -> set[tuple[object, ...]]:
    """What ``duties --person`` tells of a day, done things, too."""
    with app.app_context():
        found = duties(1, whose(Namespace(unit=None, person=login), day), day, settled=True)
        return {tuple(as_data(duty, units_of(1), day).values()) for duty in found}


def test_the_command_tells_of_a_person_what_both_owe(approved: Flask, stands_in) -> None:
    with approved.test_request_context():
        alone = {day: told(approved, "umumiy", day) for day in DAYS}
        hers = {day: told(approved, "metodist", day) for day in DAYS}
    stands_in("umumiy", "metodist", first=DAYS[1], last=LAST)
    with approved.test_request_context():
        for day in DAYS:
            wanted = alone[day] | hers[day] if DAYS[1] <= day <= LAST else alone[day]
            assert hers[day] - alone[day]
            assert told(approved, "umumiy", day) == wanted, day


def test_the_phones_calendar_has_the_duties_of_both_while_it_lasts(approved: Flask, as_, stands_in) -> None:
    def events(login: str) -> set[str]:
        browser = as_(login)
        browser.post("/deadlines/feed", {"confirmed": "1"})
        page = browser.get("/deadlines/feed").get_data(as_text=True)
        address = re.search(r"/deadlines/feed/[\w-]+\.ics", page)
        assert address, page
        return set(re.findall(r"UID:(\S+)", approved.test_client().get(address[0]).get_data(as_text=True)))

    alone, hers = events("umumiy"), events("metodist")
    assert hers - alone
    stands_in("umumiy", "metodist")
    assert events("umumiy") == alone | hers
    approved.config["TODAY"] = LAST + timedelta(days=1)
    assert events("umumiy") == events("umumiy") != alone | hers


@pytest.mark.parametrize("lasts", [True, False])
def test_the_word_after_signing_in_counts_both(approved: Flask, as_, stands_in, lasts: bool) -> None:
    def late(login: str) -> int:
        page = as_(login).get("/").get_data(as_text=True)
        return int(re.search(r"Muddati oʻtgan ishlar: (\d+)", page)[1])

    alone, hers = late("umumiy"), late("metodist")
    stands_in("umumiy", "metodist", first=TODAY if lasts else LAST, last=LAST)
    assert late("umumiy") == (alone + hers if lasts else alone)
