"""How much of a period's figures was there when its report was frozen, by the rule of the matrix (domain.md §4)."""

from __future__ import annotations

from datetime import date

from app.domain.completeness import Share
from app.domain.frozen import Plain
from app.domain.periods import Period
from app.domain.workflow import OFFICIAL
from app.models import Plan
from app.queries.filled import YearFill
from app.queries.months import YearStates
from app.queries.plan import parts_of_unit
from app.queries.units import centre_span


def plain_fill(plan: Plan, period: Period, today: date) -> Plain:
    """What a report keeps of it: cells filled (``count``) of those wanted (``of``), as “Toʻldirildi” of the matrix says
    it of the months that are over; how many of them by a reason alone; which units' months were accepted with empty
    cells, and which were handed in and are not accepted: a table of accepted figures has nothing of them; and which
    months were before the centre began with the program, so that nothing was asked."""
    states, year = YearStates(plan), YearFill(plan, today)
    share, accepted, waiting = Share(), [], []
    for unit in states.units:
        parts, months = parts_of_unit(plan, unit), []
        for month in period.months:
            if month.end >= today or year.wanted.is_waived_month(unit, month):
                continue
            found = [one.filled for one in year.of_unit(unit, parts, month)]
            share = sum((one.share for one in found), start=share)
            if states.state(unit.id, month.year_month) in OFFICIAL and not all(one.is_whole for one in found):
                months.append(month.key)
        if months:
            accepted.append({"unit": unit.name, "months": months})
        handed_in = [one for one in period.months if states.state(unit.id, one.year_month) == "submitted"]
        if handed_in:
            waiting.append({"unit": unit.name, "months": [month.key for month in handed_in]})
    counts = {"count": share.count, "of": share.of, "explained": share.explained}
    span = centre_span(plan.centre_id)
    before = [month.key for month in period.months if not span.holds(month.year_month)]
    return {**counts, "accepted_empty": accepted, "not_accepted": waiting, "before": before}
