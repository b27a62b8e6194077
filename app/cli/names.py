"""``names``: what rows of the plan and the figures of their cells are called on screens (contract.md “Commands”)."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from flask_babel import gettext as _

from app.cli.acting import acting_person, plan_of_year
from app.cli.console import Refused, add_verb, add_verb_group, say, show_json
from app.cli.data import year
from app.models import Indicator
from app.operations.row_names import set_row_names
from app.pages.row_names import part_name, row_name
from app.queries.plan import row_by_key, rows_of
from app.upkeep.opening import opened


def add_verbs(verbs: Any) -> None:
    group = add_verb_group(verbs, "names", _("qatorlarning ekrandagi qisqa nomi va tarkiblari nomi"))
    shown = add_verb(group, "show", _("qisqa nomlarni koʻrsatadi"), show)
    shown.add_argument("--json", action="store_true", help=_("natijani JSON koʻrinishida chiqaradi"))
    named = add_verb(group, "set", _("bitta qatorga nom beradi; boʻsh nom qoidadagisini qaytaradi"), give)
    named.add_argument("row", metavar="ROW", help=_("qator, masalan II.2"))
    named.add_argument("--short", metavar="NAME", help=_("qisqa nomi, koʻpi bilan 40 ta belgi"))
    named.add_argument("--part", action="append", default=[], metavar="N=NAME", help=_("N-tarkib nomi"))
    named.add_argument("--as", dest="login", metavar="LOGIN", help=_("kim nomidan"))
    for one in (shown, named):
        one.add_argument("--year", type=year, metavar="YEAR", help=_("reja yili; odatda shu yil"))


def show(chosen: Namespace) -> None:
    """Every row with its short name; what somebody set is told apart from the rule's."""
    with opened(chosen.data):
        rows = [as_data(row) for row in rows_of(plan_of_year(chosen.year))]
    if chosen.json:
        show_json(rows)
        return
    for row in rows:
        parts = ", ".join(map(str, row["parts"])) if isinstance(row["parts"], list) else ""
        say(f"{row['row']} {row['short']}{f' ({parts})' if parts else ''}")


def as_data(row: Indicator) -> dict[str, object]:
    """``set``: whether somebody chose the short name."""
    parts = [part_name(part) for part in row.parts if part.place]
    return {"row": row.key, "short": row_name(row), "set": bool(row.short_name), "parts": parts}


def give(chosen: Namespace) -> None:
    """Name a row, the figures of its cell, or both."""
    if chosen.short is None and not chosen.part:
        raise Refused(_("--short yoki --part bilan nomni yozing."))
    with opened(chosen.data):
        plan, actor = plan_of_year(chosen.year), acting_person(chosen.login, "plan.edit")
        row = row_by_key(plan, chosen.row)
        if row is None:
            raise Refused(_("Rejada bunday qator yoʻq: %(key)s") % {"key": chosen.row})
        names = dict(map(part_of, chosen.part))
        set_row_names(actor=actor, plan=plan, row=row, version=row.version, short_name=chosen.short, part_names=names)
        say(f"{row.key} {row_name(row)}")


def part_of(text: str) -> tuple[int, str]:
    """``1=xizmatlar``: the place of a figure in its cell, and its name."""
    place, sign, name = text.partition("=")
    if not sign or not place.isdecimal():
        raise Refused(_("Tarkibni raqami bilan yozing, masalan 1=xizmatlar."))
    return int(place), name
