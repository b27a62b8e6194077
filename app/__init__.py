"""Jamlanma: the year of a library centre. ``create_app`` is the list of everything that is plugged in."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from app.config import Settings

__version__ = "0.1.0"


def part_of_program(name: str) -> Path:
    """``migrations`` or ``translations``: inside the installed package, beside ``app/`` in the repository."""
    package = Path(__file__).resolve().parent
    return package / name if (package / name).is_dir() else package.parent / name


def create_app(settings: Settings) -> Flask:
    """The application for one data folder."""
    from app.blueprints import register_blueprints
    from app.extensions import db, engine_options, open_database
    from app.forms.once import init_once
    from app.forms.resume import init_resume
    from app.pages.figures import init_figures
    from app.pages.row_names import init_row_names
    from app.web.clock import init_clock
    from app.web.commit import init_commit
    from app.web.devices import init_devices
    from app.web.errors import init_errors
    from app.web.gate import init_gate
    from app.web.headers import init_headers
    from app.web.ids import init_ids
    from app.web.page import init_page

    app = Flask(__name__)
    app.config.from_mapping(settings.flask())
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.merge_slashes = False
    db.init_app(app)
    open_database(app, settings.journal)
    # After-request functions run in reverse order: the commit first, then the headers on what it left.
    init_clock(app)
    init_headers(app)
    init_commit(app)
    init_gate(app)
    init_errors(app)
    init_resume(app)
    init_once(app)
    init_page(app)
    init_devices(app)
    init_figures(app)
    init_row_names(app)
    init_ids(app)
    register_blueprints(app)
    return app
