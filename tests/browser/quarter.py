"""A centre whose days pass: its folder is served on one day after the other, and the others work on meanwhile.

Five people sit at browsers of their own. What the rest of the centre writes and hands in between two days, and the
routine figures of everybody, come as in the demonstration: by the same operations, each stamped with its own day.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from app.cli.acting import centre
from app.demonstration.acts import Act, TypeCell
from app.demonstration.doing import moment_of, perform
from app.demonstration.figures import LATE_DAYS, LATE_UNIT
from app.demonstration.handing_in import submit
from app.demonstration.staff import Happening, at, happen, staff_of
from app.demonstration.year import acts_of
from app.domain.periods import parse_period
from app.extensions import db
from app.operations.submissions import UnitMonth
from app.queries.plan import plan_of
from app.upkeep.opening import opened
from tests.browser.conftest import Desk
from tests.browser.pages import sign_in_by_keyboard
from tests.browser.site import TODAY, Site, stand_on
from tests.cli.program import free_port, served

YEAR, SEED = 2025, 1
FERUZA, JASUR, MAVLUDA, DILNOZA, BAHODIR = FIVE = ("abonement", "akt", "oquv", "metodist", "direktor")


def left(act: Act) -> bool:
    """What the five write themselves before our eyes, and what nobody writes."""
    if act.unit == "abonement" and isinstance(act, TypeCell):
        return act.period in ("2025-11-20", "2025-11-21") or (act.row, act.period) == ("IV.14", "2025-11")
    return act.unit == "olkashunoslik" and date(2025, 11, 20) <= act.day <= date(2025, 11, 30)


class Quarter:
    """The served centre with its browsers. ``lived``: the last day whose routine is written already."""

    def __init__(self, chromium: Any, world: Path, folder: Path) -> None:
        self.data, self.port = folder / "data", free_port()
        shutil.copytree(world, self.data)
        self.data.chmod(0o700)
        self.day = self.lived = date.fromisoformat(TODAY)
        self.desk = Desk(chromium, Site(self.data, f"http://127.0.0.1:{self.port}"))
        self.serving = ExitStack()
        self.people: dict[str, Page] = {}
        self.serve()

    def serve(self) -> None:
        stand_on(self.data, self.day.isoformat())
        self.serving.enter_context(served(self.data, port=self.port))

    def close(self) -> None:
        self.desk.close()
        self.serving.close()

    def __getitem__(self, login: str) -> Page:
        """Somebody's browser: signed in by the keyboard when he first comes, and open over all the days."""
        if login not in self.people:
            page: Page = self.desk.open(path="/login")
            sign_in_by_keyboard(page, login, self.desk.site.password(login))
            self.people[login] = page
        return self.people[login]

    def come_to(self, day: str, handed_in: Mapping[str, Collection[str]] | None = None) -> None:
        """The next day of the story. ``handed_in``: months that others handed in on the day before (month → units)."""
        self.serving.close()
        self.day = date.fromisoformat(day)
        lived, self.lived = self.lived, self.day - timedelta(days=1)
        with opened(self.data):
            work_on(lived, self.lived, handed_in or {}, self.data / "files")
            db.session.commit()
        self.serve()


def work_on(lived: date, last: date, handed_in: Mapping[str, Collection[str]], files: Path) -> None:
    """What is written after one day up to another, and handed in on that one."""
    plan = plan_of(centre().id, YEAR)
    assert plan is not None
    staff = staff_of(centre(), plan, files)

    def is_new(act: Act) -> bool:
        return act.day > (lived - timedelta(days=LATE_DAYS) if act.unit == LATE_UNIT else lived)

    written = [act for act in acts_of(YEAR, SEED, last) if is_new(act) and not left(act)]
    months = [
        UnitMonth(plan, staff.units[code], parse_period(key)) for key, codes in handed_in.items() for code in codes
    ]
    happen(
        [
            *(Happening(moment_of(act), partial(perform, staff, act)) for act in written),
            *(Happening(at(last, 17), partial(submit, one, staff.writer(one.unit.code), last)) for one in months),
        ],
        last,
    )
