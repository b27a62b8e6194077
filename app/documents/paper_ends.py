"""The head and foot of each kind of paper, for whoever writes or draws it: what is said of it, by the one rule
(``domain.papers``), and what the paper brings by itself. Call it with the reader's language set.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from app.domain.frozen import Plain, Signer
from app.domain.papers import CONSOLIDATION, DIARY, LISTS, PaperEnds, Said, ends_of, plain_signatures
from app.domain.periods import Period
from app.i18n.formats import format_period
from app.i18n.paper_words import paper_words
from app.models import Amendment, Plan
from app.queries.papers import blocks_of_plan, ends_of_plan, said_of, said_of_amendment

Sources = Sequence[Said]  # in place of what is stored: how a paper would look


def amendment_ends(plan: Plan, one: Amendment, signers: Sequence[Signer]) -> PaperEnds:
    """Of an amendment; it brings the blocks of its plan, and who prepared and who approved it (``signers``)."""
    return numbered(said_of_amendment(plan, one), plan.year, one.number, blocks_of_plan(plan), signers)


def numbered(said: Sources, year: int, number: int, blocks: Said, signers: Sequence[Signer]) -> PaperEnds:
    title = _("%(year)s-yil ish rejasiga %(number)s-oʻzgartirish", year=year, number=number)
    usual = {**blocks, "title": title, "signatures": plain_signatures(signers)}
    return ends_of([*said, usual], paper_words(year, yil=str(year), raqam=str(number)))


def consolidation_ends(plan: Plan, period: Period, today: date, locale: str) -> PaperEnds:
    said = said_of(plan.centre_id, CONSOLIDATION)
    return of_period(said, ends_of_plan(plan).centre_name, usual_signers(), period.key, today.year, locale)


def usual_signers() -> list[Signer]:
    """Who signs a table of which nobody said it: the names are left to the pen."""
    return [Signer(_("Direktor"), ""), Signer(_("Metodist"), "")]


def report_ends(figures: Plain, signers: Sequence[Signer], made_on: date, locale: str) -> PaperEnds:
    """Of a report, from what was frozen with it: nothing that was said of reports since is asked."""
    said = [figures.get("ends", {})]
    return of_period(said, figures["centre"], signers, figures["period"], made_on.year, locale)


def of_period(said: Sources, centre: str, signers: Sequence[Signer], period: str, year: int, locale: str) -> PaperEnds:
    """Of the table of a period. ``year``: in which a day is written on it."""
    davr = format_period(period, locale)
    title = _("Ish rejasining bajarilishi: %(period)s", period=davr)
    usual = {"centre_name": centre, "title": title, "signatures": plain_signatures(signers)}
    return ends_of([*said, usual], paper_words(year, davr=davr, yil=period[:4]))


def diary_ends(
    centre_id: int, month: Period, today: date, locale: str, *, centre_name: str = "", said: Sources | None = None
) -> PaperEnds:
    """Of the daily counts of a month."""
    said = said_of(centre_id, DIARY) if said is None else said
    davr = format_period(month.key, locale)
    usual = {"centre_name": centre_name, "title": _("Kundalik: %(period)s", period=davr)}
    return ends_of([*said, usual], paper_words(today.year, davr=davr, yil=str(month.year)))


def diary_file_ends(centre_id: int, month: Period, today: date, locale: str) -> PaperEnds:
    """Of the same as a file: while nobody said anything of it, it is the table alone."""
    said = said_of(centre_id, DIARY)
    return diary_ends(centre_id, month, today, locale) if any(said) else PaperEnds()


def list_ends(
    centre_id: int,
    name: str,
    today: date,
    *,
    centre_name: str = "",
    signers: Sequence[Signer] = (),
    said: Sources | None = None,
) -> PaperEnds:
    """Of a register or a list by its ``name``; the rest is what it brings by itself."""
    said = said_of(centre_id, LISTS) if said is None else said
    usual = {"centre_name": centre_name, "title": name, "signatures": plain_signatures(signers)}
    return ends_of([*said, usual], paper_words(today.year, nomi=name))
