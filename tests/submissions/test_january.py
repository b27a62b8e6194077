"""January's checks look at the year before: what it left, and what was nothing then, too."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.domain.periods import parse_period
from app.extensions import db
from app.i18n.labels import sentence
from app.models import Entry, Plan
from app.queries.month_review import review_of
from app.queries.plan import parts_of_unit
from tests.speed.year import copy_of_plan
from tests.submissions.conftest import Office

JANUARY, TODAY = parse_period("2025-01"), date(2025, 2, 3)
LEVEL = "IV.14"


def last_year(office: Office, plan: Plan, unit: str, key: str, figures: dict[int, int]) -> None:
    part = next(part for part in parts_of_unit(plan, office.units[unit]) if part.key == key)
    for month, value in figures.items():
        day = parse_period(f"2024-{month:02}").end
        place = {"centre_id": plan.centre_id, "part_id": part.id, "unit_id": office.units[unit].id, "date": day}
        state = "number" if value else "no_activity"
        moment = datetime(2024, month, 28, tzinfo=UTC)
        db.session.add(
            Entry(**place, year_month=202400 + month, grain="month", state=state, value=value or None, person_id=1,
                  changed_at=moment)
        )  # fmt: skip
    db.session.flush()


def findings(office: Office, unit: str) -> dict[tuple[str, str], dict[str, object]]:
    found = review_of(office.plan, office.units[unit], JANUARY, TODAY).findings
    return {(one.part_key, one.check): dict(one.params) for one in found}


@pytest.fixture
def former(office: Office) -> Plan:
    return copy_of_plan(office.people["metodist"], 2024)


def test_a_level_that_was_written_last_year_is_not_written_this_year(office: Office, former: Plan) -> None:
    assert (LEVEL, "level_unknown") in findings(office, "abonement")
    last_year(office, former, "abonement", LEVEL, {1: 3300, 6: 3400, 11: 3480})
    found = findings(office, "abonement")
    assert (LEVEL, "level_unknown") not in found
    assert found[LEVEL, "level_not_yet"] == {"before": 3480}


@pytest.mark.parametrize(("value", "asked"), [(0, False), (12, True)])
def test_what_was_nothing_last_year_is_not_asked_when_it_is_nothing_now(
    office: Office, former: Plan, value: int, asked: bool
) -> None:
    last_year(office, former, "elektron-zal", "IV.26", {1: value})
    assert (("IV.26", "empty_was_filled") in findings(office, "elektron-zal")) == asked


def test_the_sentence_names_the_year_and_the_figure(app) -> None:
    with app.test_request_context():
        told = sentence("month_check.level_not_yet", {"before": 3480})
    assert "bu yil hali yozilmagan" in told and "3\u00a0480" in told
