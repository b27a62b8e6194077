"""Checks of the database and of the evidence files behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select, text, union
from werkzeug.security import check_password_hash

from app.config import Settings
from app.domain.permissions import roles_with
from app.extensions import db
from app.i18n.labels import sentence
from app.models import Centre, Change, Evidence, Person, Report, ReportScan
from app.models.types import clock
from app.operations.evidence import file_path
from app.operations.history import broken_link
from app.upkeep.backup import digest_of
from app.upkeep.findings import ERROR, HINT, SystemFinding
from app.upkeep.schema import differences
from app.upkeep.upgrade import head_revision, revision_of

FIRST_YEAR = 2024
CLOCK_TOLERANCE = timedelta(minutes=10)
WAL_RESET_MENDED = (3, 51, 3)
TRIGGERS = {"change_no_update", "change_no_delete"}
REPORT_TRIGGERS = {"report_frozen", "report_sent", "report_kept"}


def check_data(settings: Settings, *, deploy: bool) -> Iterator[SystemFinding]:
    """Everything that the database itself can answer; runs inside an application context."""
    if revision_of(settings) != head_revision():
        yield SystemFinding(ERROR, "schema", _("Maʼlumotlar bazasi eski: “upgrade” buyrugʻini bering."))
        return
    found = differences(db.session.connection())
    for difference in found:
        text = sentence(difference.code, {"table": difference.table, "name": difference.name})
        yield SystemFinding(ERROR, "schema", text)
    if found:
        return
    if db.engine.dialect.name == "sqlite":
        yield from check_sqlite(settings)
    yield from check_history()
    yield from check_evidence(settings, deploy=deploy)
    managing = Person.role.in_(roles_with("people.manage"))
    administrators = db.session.scalars(select(Person).where(managing, Person.active)).all()
    if not administrators:
        yield SystemFinding(
            ERROR, "administrator", _("Birorta ham faol administrator yoʻq: “user add --role administrator”.")
        )
    if deploy:
        for person in administrators:
            if any(check_password_hash(person.password_hash, guess) for guess in (person.login, "administrator")):
                yield SystemFinding(ERROR, "password", _("%(login)s paroli juda oddiy.") % {"login": person.login})


def check_sqlite(settings: Settings) -> Iterator[SystemFinding]:
    connection = db.session.connection()

    def pragma(name: str) -> object:
        return connection.exec_driver_sql(f"pragma {name}").scalar()

    wanted = {
        "journal_mode": settings.journal,
        "synchronous": 2 if settings.journal == "wal" else 3,
        "foreign_keys": 1,
    }
    for name, value in wanted.items():
        found = pragma(name)
        if found != value:
            facts = {"name": name, "found": found, "wanted": value}
            yield SystemFinding(ERROR, name, _("SQLite sozlamasi %(name)s: %(found)s, kerakligi %(wanted)s.") % facts)
    answer = pragma("quick_check")
    if answer != "ok":
        yield SystemFinding(ERROR, "integrity", _("Maʼlumotlar bazasi butun emas: %(reason)s") % {"reason": answer})
    if connection.exec_driver_sql("pragma foreign_key_check").first() is not None:
        yield SystemFinding(ERROR, "foreign_keys", _("Baʼzi yozuvlarning egasi yoʻq."))
    triggers = connection.execute(text("select name from sqlite_master where type = 'trigger'")).scalars().all()
    if not TRIGGERS.issubset(triggers):
        yield SystemFinding(ERROR, "history_triggers", _("Tarix himoyasi olib tashlangan."))
    if not REPORT_TRIGGERS.issubset(triggers):
        yield SystemFinding(ERROR, "report_triggers", _("Hisobotlar himoyasi olib tashlangan."))
    version = connection.exec_driver_sql("select sqlite_version()").scalar_one()
    if settings.journal == "wal" and tuple(map(int, version.split("."))) < WAL_RESET_MENDED:
        sentence = _("SQLite %(version)s: papkaga faqat bitta dastur yozsin (buni Jamlanma oʻzi nazorat qiladi).")
        yield SystemFinding(HINT, "sqlite_version", sentence % {"version": version})


def check_history() -> Iterator[SystemFinding]:
    for centre_id in db.session.scalars(select(Centre.id)).all():
        broken = broken_link(centre_id)
        if broken is not None:
            sentence = _("Tarix %(number)s-yozuvdan boshlab oʻzgartirilgan.") % {"number": broken}
            yield SystemFinding(ERROR, "history", sentence)
    latest, moment = db.session.scalar(select(func.max(Change.at))), clock()
    if moment.year < FIRST_YEAR or (latest is not None and latest > moment + CLOCK_TOLERANCE):
        yield SystemFinding(ERROR, "clock", _("Kompyuter soati orqada: oxirgi yozuv bundan keyin qilingan."))


def check_evidence(settings: Settings, *, deploy: bool) -> Iterator[SystemFinding]:
    """Every file that a card, a report or its scan refers to is there; with ``deploy`` also unchanged."""
    kept = union(
        select(Evidence.sha256),
        select(Report.workbook_sha256),
        select(Report.sent_sha256).where(Report.sent_sha256 != ""),
        select(ReportScan.sha256),
    )
    for digest in db.session.scalars(kept):
        path = file_path(settings.files, digest)
        if not path.is_file():
            yield SystemFinding(ERROR, "evidence", _("Asos fayli yoʻq: %(path)s") % {"path": path})
        elif deploy and digest_of(path) != digest:
            yield SystemFinding(ERROR, "evidence", _("Asos fayli oʻzgargan: %(path)s") % {"path": path})
