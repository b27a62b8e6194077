"""What must hold before the program works on a folder: a safe place, and a database of this program's schema."""

from __future__ import annotations

from app.config import Settings
from app.domain.errors import UpkeepError
from app.upkeep.folder import network_reason, others_may_read
from app.upkeep.keeping import save_before_upgrade
from app.upkeep.ownership import claim, refuse_foreign
from app.upkeep.schema import need_schema
from app.upkeep.upgrade import head_revision, revision_of, upgrade_database


def need_safe_place(settings: Settings) -> UpkeepError | None:
    """Refuse a folder that others can read or that lies on a network (trust.md K6).

    A demonstration that others can read is served; the refusal is given back as a warning.
    """
    network = network_reason(settings.data)
    if network:
        raise UpkeepError("folder.network", kind=network)
    if not others_may_read(settings.data):
        return None
    trouble = UpkeepError("folder.open_to_others", data=settings.data)
    if not settings.demonstration:
        raise trouble
    return trouble


def bring_up_to_date(settings: Settings) -> bool:
    """Upgrade the folder's own database where it is older, after a checked backup; whether it was.

    Raises UpkeepError for a database that belongs to another folder, UpgradeFailed, or UpkeepError ``schema.…`` for one
    that is not built as its revision says. The folder must be held.
    """
    refuse_foreign(settings)
    present = revision_of(settings)
    changed = present != head_revision()
    if changed:
        if present is not None:
            save_before_upgrade(settings)
        upgrade_database(settings)
    claim(settings)
    need_schema(settings)
    return changed
