"""What an address names: a unit, a period. Where there is none such, the page is not there either."""

from __future__ import annotations

from collections.abc import Collection

from flask import request
from flask_login import current_user

from app.domain.errors import Invalid, NotAllowed
from app.domain.periods import Kind, Period, parse_period
from app.models import Unit
from app.queries.units import all_units, unit_with_code


def asked_unit() -> Unit | None:
    """The unit that ``unit=`` names; None where it names none. Raises NotAllowed for one that the centre has not."""
    code = request.args.get("unit")
    if not code:
        return None
    unit = unit_with_code(all_units(current_user.centre_id), code)
    if unit is None:
        raise NotAllowed("unit.unknown")
    return unit


def period_of_key(key: str, kinds: Collection[Kind]) -> Period:
    """A period by its key. Raises NotAllowed for what is none, and for one of another kind."""
    try:
        period = parse_period(key)
    except Invalid:
        raise NotAllowed("period.unknown", key=key) from None
    if period.kind not in kinds:
        raise NotAllowed("period.unknown", key=key)
    return period
