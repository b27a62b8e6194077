"""Making a data folder: beside its final place, and moved there when everything went well."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from app.config import Settings, load_settings, make_data_folder
from app.domain.errors import UpkeepError
from app.upkeep.folder import close_to_others, database_file, need_driver
from app.upkeep.ownership import claim, refuse_taken
from app.upkeep.upgrade import upgrade_database


@contextmanager
def new_folder(data: Path, *, demonstration: bool, today: date | None = None) -> Iterator[Settings]:
    """Make a data folder beside its final place and move it there when everything went well."""
    if (data / "settings.json").exists():
        raise UpkeepError("folder.exists", data=data)
    building = data / ".new"
    try:
        shutil.rmtree(building, ignore_errors=True)
        make_data_folder(building, demonstration=demonstration, today=today)
        settings = load_settings(building)
        if database_file(settings) is None:
            need_driver()
        refuse_taken(settings)
        upgrade_database(settings)
        claim(settings)
        yield settings
        # Last of all the file that makes it a data folder.
        for piece in sorted(building.iterdir(), key=lambda path: path.name == "settings.json"):
            piece.replace(data / piece.name)
        close_to_others(data)
    except OSError as error:
        raise UpkeepError("folder.not_made", reason=error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
