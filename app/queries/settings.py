"""What a centre has set for itself (domain.md §5), read as one and kept in memory."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.obligations import FIGURE_WORKING_DAYS, REPORT_WORKING_DAYS
from app.models import Setting
from app.queries.kept import kept

OPENING_ENDED = "opening_ended"
FORMER_WEEKS = "former_weeks"  # which working weeks the centre had until when


def setting(centre_id: int, name: str) -> str:
    """One thing that a centre has set; empty where it has set nothing."""
    return settings_of(centre_id).get(name, "")


def settings_of(centre_id: int) -> dict[str, str]:
    chosen = select(Setting.name, Setting.value).where(Setting.centre_id == centre_id)
    return kept("settings", centre_id, 0, lambda session: dict(session.execute(chosen).all()))


def number_setting(centre_id: int, name: str, usual: int) -> int:
    value = setting(centre_id, name)
    return int(value) if value.isascii() and value.isdigit() else usual


def entry_window_days(centre_id: int) -> int:
    """Days after the month's end in which figures may be entered; 0 = never ends."""
    return number_setting(centre_id, "entry_window_days", 0)


def own_acceptance_allowed(centre_id: int) -> bool:
    return setting(centre_id, "own_acceptance") == "1"


def opening_ended_years(centre_id: int) -> frozenset[int]:
    """The years of which somebody said that no more opening figures are known."""
    return frozenset(int(year) for year in setting(centre_id, OPENING_ENDED).split(",") if year)


def working_days(centre_id: int) -> dict[str, int]:
    """Period kind → working days after its end until its figures are due, as the centre has set them or the usual."""
    usual = FIGURE_WORKING_DAYS.items()
    return {kind: number_setting(centre_id, f"working_days.{kind}", days) for kind, days in usual}


def report_days(centre_id: int) -> dict[str, int]:
    """The same for what goes to the region."""
    usual = REPORT_WORKING_DAYS.items()
    return {kind: number_setting(centre_id, f"report_days.{kind}", days) for kind, days in usual}
