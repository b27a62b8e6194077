"""``init`` and ``demo``: making a data folder."""

from __future__ import annotations

import gc
import json
import os
from argparse import ArgumentTypeError, Namespace
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.cli.console import Refused, add_verb, say, show_table, write_file
from app.demonstration import Account, fill
from app.domain.errors import Invalid
from app.domain.periods import PAPER_KINDS, Kind, Period, parse_period, today_in_tashkent
from app.domain.permissions import first_post
from app.domain.text import check_text, clean_text, search_key
from app.domain.typed import parse_day
from app.extensions import db
from app.i18n.labels import label
from app.models import Centre
from app.operations.people import add_person
from app.operations.units import add_usual_units
from app.upkeep.folder import database_app, in_context
from app.upkeep.new_folder import new_folder

DEMONSTRATION_YEAR = 2025
DEMONSTRATION_DAY = (11, 18)  # of a year that is over
FIRST_YEAR, LAST_YEAR = 2024, 2099
NAME_LIMIT = 300
ACCOUNTS = "accounts.json"  # of a demonstration, in its folder; a production folder never has one


def add_verbs(verbs: Any) -> None:
    init = add_verb(verbs, "init", _("yangi ish papkasini yaratadi"), make_production)
    init.add_argument("--centre", metavar="NAME", required=True, help=_("markazning toʻliq nomi"))
    init.add_argument("--admin", metavar="LOGIN", required=True, help=_("birinchi administratorning logini"))
    init.add_argument("--database", metavar="URL", help=_("PostgreSQL serveridagi boʻsh baza: postgresql://…"))
    demo = add_verb(verbs, "demo", _("namoyish uchun toʻldirilgan papka yaratadi"), make_demonstration)
    demo.add_argument("--year", type=year, default=DEMONSTRATION_YEAR, metavar="YEAR", help=_("reja yili"))
    demo.add_argument("--seed", type=int, default=1, metavar="N", help=_("bir xil son – bir xil yozuvlar"))
    demo.add_argument("--today", type=day, metavar="DATE", help=_("namoyishdagi bugungi sana"))
    demo.add_argument("--accounts", type=Path, metavar="FILE", help=_("loginlar yoziladigan JSON fayl"))


def year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise ArgumentTypeError(text)
    return int(text)


def day(text: str) -> date:
    try:
        found = parse_day(text)
    except Invalid:
        found = None
    if found is None:
        raise ArgumentTypeError(text)
    return found


def period(text: str, kinds: Collection[Kind] = PAPER_KINDS) -> Period:
    try:
        found = parse_period(text)
    except Invalid:
        raise ArgumentTypeError(text) from None
    if found.kind not in kinds:
        raise ArgumentTypeError(text)
    return found


def make_production(chosen: Namespace) -> None:
    """A folder for real work: database, secret key, the usual units, one administrator."""
    name = clean_text(check_text(chosen.centre, NAME_LIMIT))
    if not name:
        raise Refused(_("Markaz nomini yozing."))
    if chosen.database is not None:
        os.environ["JAMLANMA_DATABASE_URL"] = server_address(chosen.database)
    with new_folder(chosen.data, demonstration=False) as settings, in_context(database_app(settings)):
        centre = Centre(code=search_key(name).replace(" ", "-")[:40], name=name)
        db.session.add(centre)
        db.session.flush()
        add_usual_units(centre)
        person, password, _ended = add_person(
            actor=None,
            centre_id=centre.id,
            login=chosen.admin,
            name=chosen.admin,
            role=first_post(),
            unit_ids=[],
            today=today_in_tashkent(),
        )
        login = person.login
    say(_("Tayyor: %(data)s") % {"data": chosen.data})
    if chosen.database is not None:
        say(_("Dasturni ishga tushirishdan oldin JAMLANMA_DATABASE_URL oʻzgaruvchisiga baza manzilini yozing."))
    say(_("Administrator: %(login)s") % {"login": login})
    say(_("Bir martalik parol: %(password)s (birinchi kirishda almashtiriladi)") % {"password": password})


def server_address(text: str) -> str:
    if not text.startswith("postgresql://"):
        raise Refused(_("Baza manzili postgresql:// bilan boshlanadi."))
    return text


def make_demonstration(chosen: Namespace) -> None:
    accounts = demonstrate(chosen.data, chosen.year, chosen.seed, chosen.today)
    if chosen.accounts is not None:
        write_accounts(chosen.accounts, accounts)
    say(_("Namoyish papkasi tayyor: %(data)s") % {"data": chosen.data})
    show_accounts(accounts)


def demonstrate(data: Path, plan_year: int, seed: int, chosen_today: date | None) -> list[Account]:
    """Make a demonstration folder. Unless a day is chosen it lives in the present, or in November of a past year."""
    now = today_in_tashkent()
    standing = chosen_today or (None if plan_year == now.year else date(plan_year, *DEMONSTRATION_DAY))
    today = standing or now
    if today.year < plan_year:
        raise Refused(_("Bugungi sana reja yilidan oldin: %(today)s.") % {"today": today.isoformat()})
    with new_folder(data, demonstration=True, today=standing) as settings, in_context(database_app(settings)):
        gc.disable()  # thousands of rows stay alive anyway; looking through them again and again takes seconds
        try:
            accounts = fill(plan_year, seed, today, settings.files)
        finally:
            gc.enable()
        write_accounts(settings.data / ACCOUNTS, accounts)
    return accounts


def write_accounts(path: Path, accounts: list[Account]) -> None:
    content = [{**vars(account), "units": list(account.units)} for account in accounts]
    write_file(path, json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8"))


def read_accounts(data: Path) -> list[Account]:
    """The accounts of a demonstration folder, for the next start."""
    path = data / ACCOUNTS
    if not path.is_file():
        return []
    content = json.loads(path.read_text(encoding="utf-8"))
    return [Account(**{**account, "units": tuple(account["units"])}) for account in content]


def show_accounts(accounts: list[Account]) -> None:
    headings = {
        "login": _("Login"),
        "password": _("Parol"),
        "role": _("Vazifasi"),
        "name": _("Ism"),
        "units": _("Boʻlinma"),
    }
    rows = [{**vars(account), "role": label("role", account.role)} for account in accounts]
    show_table(rows, headings, as_json=False)
