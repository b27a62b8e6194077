"""Which lines of the plan those who lead the centre watch."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.errors import Invalid
from app.domain.measures import MOST
from app.models import Person
from app.operations.lock_exceptions import change_setting
from app.operations.rights import need
from app.queries.measures import SETTING, setting_of_year
from app.queries.settings import setting


def choose_measures(*, actor: Person, keys: Sequence[str], year: int) -> None:
    """Keep the main measures by the keys that their lines have in the plan of a year; none: the usual ones again.

    Raises NotAllowed; Invalid ``measures.too_many`` (``most``).
    """
    need(actor, "measures.choose")
    if len(keys) > MOST:
        raise Invalid("measures.too_many", field="keys", most=MOST)
    change_setting(actor, SETTING, "", ",".join(keys))
    if setting(actor.centre_id, setting_of_year(year)):
        change_setting(actor, setting_of_year(year), "", ",".join(keys))
