"""A database belongs to one folder: both keep the same installation id.

A folder and a database of older versions have none; they get it together at the upgrade. Whoever restores a backup
becomes its owner, so that a rehearsal in another folder is an installation of its own.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, inspect, select

from app.config import Settings, new_installation, remember, remembered
from app.domain.errors import UpkeepError
from app.models import Centre, Installation
from app.upkeep.folder import connected, database_file


def refuse_foreign(settings: Settings) -> None:
    """Raise UpkeepError ``database.of_another_folder`` when folder and database are not each other's."""
    own = remembered(settings.data).get("installation")
    with connected(settings) as connection:
        found = installation_of(connection)
    if found is not None and found != own:
        raise UpkeepError("database.of_another_folder", data=settings.data)


def refuse_taken(settings: Settings) -> None:
    """Raise UpkeepError ``database.taken`` when a centre lives in the database that a new folder is to have."""
    if database_file(settings) is not None:
        return  # lies in the new folder itself
    with connected(settings) as connection:
        tables = inspect(connection).get_table_names()
        if Centre.__tablename__ in tables and connection.scalar(select(Centre.id).limit(1)) is not None:
            raise UpkeepError("database.taken")


def claim(settings: Settings, installation: str | None = None) -> None:
    """Write the folder's id, or the one given, into both; a folder without one gets it."""
    own = installation or remembered(settings.data).get("installation") or new_installation()
    remember(settings.data, installation=own, database=settings.database_kind)
    with connected(settings) as connection:
        if installation_of(connection) != own:
            connection.execute(delete(Installation))
            connection.execute(insert(Installation).values(id=own))
            connection.commit()


def installation_of(connection: Connection) -> str | None:
    """The id in a database; None for one of an older version and for one that nobody has claimed."""
    if not inspect(connection).has_table(Installation.__tablename__):
        return None
    return connection.scalar(select(Installation.id).limit(1))
