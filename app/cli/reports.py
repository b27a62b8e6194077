"""``report export``, and ``bundle`` for later: what the regional library gets."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.cli.acting import plan_of_year, unit_named
from app.cli.console import Refused, add_verb, add_verb_group, say, write_file
from app.cli.data import period
from app.documents.consolidation_xlsx import write_consolidation_xlsx
from app.domain.frozen import BASES, ENTERED
from app.i18n.locales import DEFAULT, LOCALES
from app.queries.consolidation import consolidate
from app.queries.months import not_handed_in
from app.queries.units import with_sectors
from app.upkeep.opening import opened
from app.web.clock import today


def add_verbs(verbs: Any) -> None:
    group = add_verb_group(verbs, "report", _("jamlanmani faylga yozadi"))
    export = add_verb(group, "export", _("bir davrning jamlanmasini XLSX faylga yozadi"), export_report)
    export.add_argument("--period", type=period, required=True, metavar="P", help=_("davr: 2025, 2025-Q3, 2025-11 …"))
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("yoziladigan fayl"))
    export.add_argument("--unit", metavar="CODE", help=_("faqat shu boʻlinma va uning ichidagilar"))
    export.add_argument("--lang", choices=list(LOCALES), default=DEFAULT, help=_("fayl tili"))
    export.add_argument("--basis", choices=BASES, default=ENTERED, help=_("kiritilgan yoki qabul qilingan sonlar"))
    bundle = add_verb_group(verbs, "bundle", _("viloyat kutubxonasi uchun toʻplam (hali yoʻq)"))
    for name in ("export", "import"):
        later = add_verb(bundle, name, _("hali yoʻq"), not_yet)
        later.add_argument("rest", nargs="*", help=_("keyingi versiyada"))
        later.add_argument("--period", metavar="P", help=_("davr"))
        later.add_argument("--out", metavar="FILE", help=_("yoziladigan fayl"))


def export_report(chosen: Namespace) -> None:
    if chosen.out.suffix.lower() != ".xlsx":
        raise Refused(_("Fayl nomi .xlsx bilan tugashi kerak."))
    with opened(chosen.data):
        plan = plan_of_year(chosen.period.year)
        unit = unit_named(chosen.unit) if chosen.unit is not None else None
        unit_ids = with_sectors(unit)
        result = consolidate(plan, chosen.period, today=today(), unit_ids=unit_ids, basis=chosen.basis)
        missing = not_handed_in(plan, chosen.period, today(), unit_ids)
        with force_locale(chosen.lang):
            content = write_consolidation_xlsx(result, unit=unit, locale=chosen.lang, today=today(), missing=missing)
        write_file(chosen.out, content)
    say(_("Yozildi: %(path)s") % {"path": chosen.out})


def not_yet(_chosen: Namespace) -> None:
    raise Refused(_("Bu buyruq keyingi versiyada boʻladi."))
