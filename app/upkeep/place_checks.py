"""Checks of settings, disk and folder: everything outside the database."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask_babel import gettext as _

from app.config import BODY_LIMIT, TIME_ZONE, Settings
from app.upkeep.findings import CHECK, ERROR, HINT, SystemFinding
from app.upkeep.folder import database_file, network_reason, others_may_read

MEGABYTE = 2**20
LEAST_FREE = 500 * MEGABYTE
OLDEST_BACKUP_HOURS = 26


def check_settings(settings: Settings, *, deploy: bool) -> Iterator[SystemFinding]:
    path = settings.data / "secret_key"
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield SystemFinding(
            ERROR, "secret_key", _("Maxfiy kalitni boshqalar oʻqiy oladi: chmod 600 %(path)s") % {"path": path}
        )
    if os.environ.get("FLASK_DEBUG", "0") not in ("", "0"):
        yield SystemFinding(ERROR, "debug", _("FLASK_DEBUG yoqilgan, uni oʻchiring."))
    flask = settings.flask()
    if flask["MAX_CONTENT_LENGTH"] != BODY_LIMIT:
        yield SystemFinding(ERROR, "body_limit", _("Soʻrov hajmi chegarasi server va dasturda har xil."))
    if settings.tls != flask["SESSION_COOKIE_SECURE"] or settings.tls != str(flask["SESSION_COOKIE_NAME"]).startswith(
        "__Host-"
    ):
        yield SystemFinding(ERROR, "tls", _("TLS va seans sozlamalari bir-biriga mos emas."))
    try:
        ZoneInfo(TIME_ZONE)
    except ZoneInfoNotFoundError:
        yield SystemFinding(ERROR, "time_zone", _("Vaqt mintaqalari maʼlumoti yoʻq (tzdata)."))
    if deploy:
        yield from check_production(settings)


def check_production(settings: Settings) -> Iterator[SystemFinding]:
    if settings.demonstration:
        yield SystemFinding(ERROR, "demonstration", _("Bu namoyish papkasi, unda hammaga maʼlum loginlar bor."))
    if not os.environ.get("JAMLANMA_HOSTS"):
        yield SystemFinding(
            HINT, "hosts", _("JAMLANMA_HOSTS yozilmagan: dastur faqat shu kompyuter nomi bilan ochiladi.")
        )
    if not settings.tls:
        sentence = _("TLS yoqilmagan: tarmoqdagi boshqalar parol va sonlarni oʻqiy olishi mumkin (JAMLANMA_TLS=1).")
        yield SystemFinding(CHECK, "tls", sentence)


def check_place(settings: Settings, *, deploy: bool) -> Iterator[SystemFinding]:
    data = settings.data
    network = network_reason(data)
    if network:
        yield SystemFinding(ERROR, "network_disk", _("Papka tarmoq diskida: %(kind)s.") % {"kind": network})
    if others_may_read(data):
        yield SystemFinding(
            ERROR, "folder_mode", _("%(data)s papkasini boshqalar oʻqiy oladi: chmod 700") % {"data": data}
        )
    for folder in (data, settings.files):
        if not os.access(folder, os.W_OK):
            yield SystemFinding(ERROR, "writable", _("Papkaga yozib boʻlmaydi: %(path)s") % {"path": folder})
    free = shutil.disk_usage(data).free
    if free < LEAST_FREE:
        yield SystemFinding(ERROR, "free_space", _("Diskda %(free)s MB joy qolgan.") % {"free": free // MEGABYTE})
    log = data / "log"
    if log.exists() and not os.access(log, os.W_OK):
        yield SystemFinding(CHECK, "log", _("Papkaga yozib boʻlmaydi: %(path)s") % {"path": log})
    if deploy and database_file(settings) is not None:
        yield from check_backups(settings)


def check_backups(settings: Settings) -> Iterator[SystemFinding]:
    folder = settings.data / "backups"
    times = [path.stat().st_mtime for path in folder.glob("*.zip")]
    if not times or time.time() - max(times) > OLDEST_BACKUP_HOURS * 3600:
        sentence = _("Oxirgi %(hours)s soatda zaxira nusxa olinmagan.") % {"hours": OLDEST_BACKUP_HOURS}
        yield SystemFinding(ERROR, "backup_age", sentence)
    if not folder.is_symlink():
        yield SystemFinding(
            HINT, "backup_place", _("Zaxira nusxalar shu diskning oʻzida: ularni boshqa diskka ham koʻchiring.")
        )
