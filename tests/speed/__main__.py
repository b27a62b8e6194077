"""``python -m tests.speed``: the list of exceptions as it would stand today, after something was mended."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from app import create_app
from app.extensions import db
from tests.cast import fill_database
from tests.conftest import settings_for
from tests.speed.counting import COLD, EXCEPTIONS, OBJECTS, WARM
from tests.speed.test_statements import measured
from tests.speed.year import live_through

HEAD = (
    "# endpoint · statements warm · on the first reading after a write · objects (bars {} · {} · {}); it only shrinks\n"
)


def main() -> None:
    highest: dict[str, tuple[int, ...]] = {}
    for times in (1, 10):
        folder = Path(tempfile.mkdtemp())
        app = create_app(settings_for(folder))
        with app.app_context():
            db.create_all()
        fill_database(app)
        live_through(app, times)
        for name, figures in measured(app).items():
            highest[name] = tuple(map(max, zip(figures, highest.get(name, figures), strict=True)))
        shutil.rmtree(folder, ignore_errors=True)
    bars = (WARM, COLD, OBJECTS)
    lines = [
        f"{name:34} {figures[0]:4} {figures[1]:4} {figures[2]:6}\n"
        for name, figures in sorted(highest.items())
        if any(figure > bar for figure, bar in zip(figures, bars, strict=True))
    ]
    EXCEPTIONS.write_text(HEAD.format(*bars) + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
