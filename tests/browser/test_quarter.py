"""The last quarter and the change of the year, played by five people in five browsers: 18 November to 15 January.

Late, returned, empty days, an exception, a correction after sending, a unit that ends, a day off by decree. On each day
the first pages of the five are read and held against a table kept by hand (``quarter_owed``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.before_december import (
    the_2nd_of_december,
    the_4th_of_december,
    the_18th_of_november,
    the_24th_of_november,
    the_26th_of_november,
)
from tests.browser.new_year import (
    the_1st_of_january,
    the_5th_of_january,
    the_15th_of_january,
    the_22nd_of_december,
    the_31st_of_december,
)
from tests.browser.quarter import Quarter

pytestmark = pytest.mark.browser
DAYS = (
    the_18th_of_november,
    the_24th_of_november,
    the_26th_of_november,
    the_2nd_of_december,
    the_4th_of_december,
    the_22nd_of_december,
    the_31st_of_december,
    the_1st_of_january,
    the_5th_of_january,
    the_15th_of_january,
)


@pytest.fixture
def quarter(chromium: Any, world: Path, tmp_path: Path) -> Iterator[Quarter]:
    played = Quarter(chromium, world, tmp_path)
    yield played
    played.close()
    assert played.desk.faults == []


def test_a_quarter_and_the_change_of_the_year(quarter: Quarter) -> None:
    for play in DAYS:
        play(quarter)
