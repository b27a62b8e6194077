"""``audit export`` and ``audit verify``: the history, and proof that it was not altered (trust.md R)."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.cli.console import Refused, add_verb, add_verb_group, say, write_file
from app.extensions import db
from app.models import Centre, Change
from app.operations.history import broken_link
from app.upkeep.opening import opened


def add_verbs(verbs: Any) -> None:
    group = add_verb_group(verbs, "audit", _("oʻzgarishlar tarixi"))
    export = add_verb(group, "export", _("tarixni yozadi: har oʻzgarish bitta JSON qator"), export_history)
    export.add_argument("--out", type=Path, metavar="FILE", help=_("yoziladigan fayl; boʻlmasa ekranga"))
    add_verb(group, "verify", _("tarix oʻzgartirilmaganini tekshiradi"), verify_history)


def export_history(chosen: Namespace) -> None:
    with opened(chosen.data):
        changes = db.session.scalars(select(Change).order_by(Change.id)).yield_per(1000)
        # ASCII, so that every console and every reader gets the same bytes.
        lines = (json.dumps(plain(change)) for change in changes)
        if chosen.out is None:
            for line in lines:
                say(line)
        else:
            write_file(chosen.out, "".join(f"{line}\n" for line in lines).encode("ascii"))


def plain(change: Change) -> dict[str, Any]:
    names = [column.key for column in Change.__table__.columns]
    return {name: getattr(change, name) for name in names if name != "at"} | {"at": change.at.isoformat()}


def verify_history(chosen: Namespace) -> None:
    with opened(chosen.data):
        for centre_id in db.session.scalars(select(Centre.id).order_by(Centre.id)).all():
            broken = broken_link(centre_id)
            if broken is not None:
                raise Refused(_("Tarix %(number)s-yozuvdan boshlab oʻzgartirilgan.") % {"number": broken})
        count = db.session.scalar(select(func.count()).select_from(Change))
        say(_("Tarix butun: %(count)s ta yozuv.") % {"count": count})
