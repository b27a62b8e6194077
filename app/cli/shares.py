"""``shares``: what of a row's plan is which unit's own (contract.md “Commands”)."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from flask_babel import gettext as _

from app.cli.acting import acting_person, plan_of_year, unit_named
from app.cli.console import Refused, add_verb, add_verb_group, say, show_json
from app.cli.data import year
from app.domain.counting import Number
from app.domain.own_shares import EVEN, LAST_YEAR, rest_of
from app.domain.typed import parse_decimal
from app.extensions import db
from app.i18n.formats import format_number
from app.i18n.labels import label
from app.models import Part, Plan, Unit
from app.operations.own_shares import set_own_shares, spread_own_shares
from app.pages.row_names import figure_name
from app.queries.own_shares import PartShares, SharesOfYear
from app.queries.plan import is_entered, part_by_key, rows_of
from app.upkeep.opening import opened


def add_verbs(verbs: Any) -> None:
    group = add_verb_group(verbs, "shares", _("rejani boʻlinmalarning oʻz ulushiga boʻladi"))
    shown = add_verb(group, "show", _("kimga rejaning qanchasi tegishli ekanini koʻrsatadi"), show)
    shown.add_argument("--row", metavar="ROW", help=_("faqat shu qator, masalan IV.15"))
    shown.add_argument("--json", action="store_true", help=_("natijani JSON koʻrinishida chiqaradi"))
    divided = add_verb(group, "set", _("bitta koʻrsatkich rejasini boʻladi; avvalgi ulushlar oʻrniga"), divide)
    divided.add_argument("part", metavar="ROW", help=_("qator, masalan IV.15 yoki II.2/1"))
    divided.add_argument(
        "amounts", nargs="*", metavar="CODE=N", help=_("boʻlinma kodi va ulushi; yozilmaganida ulush yoʻq")
    )
    way = divided.add_mutually_exclusive_group()
    way.add_argument("--even", action="store_true", help=_("teng boʻladi"))
    way.add_argument("--last-year", action="store_true", help=_("oʻtgan yilning shu qatori boʻyicha boʻladi"))
    way.add_argument("--none", action="store_true", help=_("ulushlarni olib tashlaydi"))
    divided.add_argument("--reason", default="", metavar="TEXT", help=_("sababi; reja tasdiqlangan boʻlsa, shart"))
    divided.add_argument("--as", dest="login", metavar="LOGIN", help=_("kim nomidan"))
    for one in (shown, divided):
        one.add_argument("--year", type=year, metavar="YEAR", help=_("reja yili; odatda shu yil"))


def show(chosen: Namespace) -> None:
    """The shares of one figure, or of all that several units count."""
    with opened(chosen.data):
        plan = plan_of_year(chosen.year)
        found = [
            (part, shares)
            for part, shares in shares_of(plan)
            if (chosen.row in (part.key, part.indicator.key) if chosen.row else len(shares.counting) > 1)
        ]
        if chosen.row and not found:
            raise Refused(_("Rejada bunday qator yoʻq: %(key)s") % {"key": chosen.row})
        units = SharesOfYear(plan).units
        if chosen.json:
            show_json([as_data(part, shares, units) for part, shares in found])
            return
        for part, shares in found:
            say_shares(part, shares, units)


def divide(chosen: Namespace) -> None:
    """Give each unit its share of one figure's plan."""
    ways = [chosen.even, chosen.last_year, chosen.none, bool(chosen.amounts)]
    if sum(ways) != 1:
        raise Refused(_("Ulushlarni yozing yoki --even, --last-year, --none dan birini tanlang."))
    with opened(chosen.data):
        plan, actor = plan_of_year(chosen.year), acting_person(chosen.login, "own_shares.set")
        part = part_by_key(plan, chosen.part)
        if part is None:
            raise Refused(_("Rejada bunday qator yoʻq: %(key)s") % {"key": chosen.part})
        what: dict[str, Any] = {"actor": actor, "plan": plan, "part": part, "version": part.indicator.version}
        if chosen.even or chosen.last_year:
            spread_own_shares(**what, way=EVEN if chosen.even else LAST_YEAR, reason=chosen.reason)
        else:
            set_own_shares(**what, amounts=dict(map(amount_of, chosen.amounts)), reason=chosen.reason)
        db.session.flush()
        year = SharesOfYear(plan)
        say_shares(part, year.of_part(part), year.units)


def amount_of(text: str) -> tuple[int, Number]:
    """``abonement=3200``: the unit and its share."""
    code, _sign, typed = text.partition("=")
    unit = unit_named(code)
    amount = parse_decimal(typed, 3)
    if amount is None:
        raise Refused(_("%(code)s ulushini yozing, masalan %(code)s=100.") % {"code": code})
    return unit.id, int(amount) if amount == int(amount) else amount


def shares_of(plan: Plan) -> list[tuple[Part, PartShares]]:
    year = SharesOfYear(plan)
    return [(part, year.of_part(part)) for row in rows_of(plan) if is_entered(row) for part in row.parts]


def as_data(part: Part, shares: PartShares, units: dict[int, Unit]) -> dict[str, object]:
    """``share``: null where the unit has none; ``origin``: how it was set, null for a share by rule; ``months``: how it
    lies over them, null where it lies as the row's plan does; ``rest``: what nobody has been given, negative where the
    shares are above the plan."""
    return {
        "row": part.key,
        "plan": part.plan,
        "rest": rest_of(part.plan, shares.shares) if part.plan is not None and shares.origins else None,
        "shares": [
            {
                "unit": units[unit].code,
                "share": shares.shares.get(unit),
                "origin": shares.origins.get(unit),
                "months": shares.by_month.get(unit),
            }
            for unit in shares.counting
        ],
    }


def say_shares(part: Part, shares: PartShares, units: dict[int, Unit]) -> None:
    """A figure with its plan, then what each unit has of it, then what is left over or given away too much."""
    plan = _("rejasiz") if part.plan is None else _("reja %(plan)s") % {"plan": number(part.plan)}
    say(f"{part.key} {figure_name(part)}: {plan}")
    for unit in shares.counting:
        say(f"  {units[unit].code}: {share_words(shares, unit)}")
    rest = rest_of(part.plan, shares.shares) if part.plan is not None and shares.origins else 0
    if rest > 0:
        say("  " + _("Taqsimlanmagan: %(count)s.") % {"count": number(rest)})
    if rest < 0:
        say("  " + _("Ulushlar yigʻindisi rejadan %(count)s ga ortiq.") % {"count": number(-rest)})


def share_words(shares: PartShares, unit: int) -> str:
    """“3 200”, with how it came about where somebody set it; a dash for none."""
    if unit not in shares.shares:
        return "—"
    share = number(shares.shares[unit])
    return f"{share} ({label('share_origin', shares.origins[unit])})" if unit in shares.origins else share


def number(value: Number) -> str:
    return format_number(value, "uz")
