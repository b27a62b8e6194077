"""What a signed report says above and below its table: basis, version, signatures, outgoing number, proof."""

from __future__ import annotations

from flask_babel import gettext as _

from app.documents.ends_xlsx import write_signatures
from app.documents.sheet import Sheet
from app.domain.frozen import ACCEPTED, Paper, Plain
from app.domain.opening import read_stretch
from app.domain.papers import LINE, PaperEnds
from app.i18n.formats import format_date, format_number, format_period, format_period_short
from app.i18n.opening_words import months_words, stretch_short


def draft_word() -> str:
    return str(_("QORALAMA"))


def write_report_title(sheet: Sheet, row: int, figures: Plain, paper: Paper, last: int, locale: str) -> int:
    """That it is a draft, who had not handed in, and what it corrects; returns the row for the head."""
    row -= 1  # the blank row below the title
    if paper.draft:
        sheet.write_across(row, 0, last, draft_word(), "title", bold=True)
        row += 1
    lines = [*waiting_words(figures, locale), *revision_words(figures), *opening_sentences(figures, locale)]
    if names := missing_units(figures, locale):
        lines.append(_("Maʼlumot topshirmagan boʻlinmalar: %(names)s", names=names))
    if names := not_accepted_units(figures, locale):
        lines.append(_("Topshirilgan, lekin qabul qilinmagan, sonlari jadvalga kirmagan: %(names)s", names=names))
    if filled := fill_words(figures, locale):
        lines.append(_("Toʻldirilgan kataklar: %(filled)s", filled=filled))
    if paper.corrects is not None:
        lines.append(
            _(
                "Tuzatilgan hisobot: %(number)s-versiya, %(old)s-versiya oʻrniga. Sabab: %(reason)s",
                number=paper.version_number,
                old=paper.corrects,
                reason=paper.reason,
            )  # fmt: skip
        )
    for text in lines:
        sheet.write_across(row, 0, last, text, "aside")
        row += 1
    return row + 1


def waiting_words(figures: Plain, locale: str) -> list[str]:
    """Which months of a period were not over, and which were over and not closed, when it was frozen."""
    words = []
    if months := figures.get("not_ended"):
        words.append(_("Hali tugamagan oylar: %(months)s", months=month_names(months, locale)))
    if months := figures.get("not_closed"):
        words.append(_("Hali yopilmagan oylar: %(months)s", months=month_names(months, locale)))
    return words


def revision_words(figures: Plain) -> list[str]:
    """By which revision of the plan a table was made, once the plan was amended."""
    revision = figures.get("plan_revision", 1)
    return [_("Ish rejasining %(revision)s-tahriri boʻyicha", revision=revision)] if revision > 1 else []


def opening_sentences(figures: Plain, locale: str) -> list[str]:
    """Which months of a table were before the centre worked with the program, and where only their sum is known."""
    found, words = figures.get("opening"), []
    if found and found["months"]:
        months = months_words(found["months"], locale)
        words.append(
            _("Dastur bilan ish boshlanishidan oldingi oylar boshlangʻich sonlar bilan: %(months)s", months=months)
        )
    if found and found["totals"]:
        rows = ", ".join(f"{key} ({stretch_short(read_stretch(months), locale)})" for key, months in found["totals"])
        words.append(_("Faqat jami maʼlum, u oxirgi oyda turadi: %(rows)s", rows=rows))
    if found and found["apart"]:
        rows = ", ".join(found["apart"])
        words.append(_("Faqat markaz boʻyicha maʼlum, bu boʻlinma soniga kirmagan: %(rows)s", rows=rows))
    return words


def month_names(months: list[str], locale: str) -> str:
    return ", ".join(format_period(month, locale) for month in months)


def missing_units(figures: Plain, locale: str) -> str:
    """Who had not handed in which months that were over: “Abonementlar sektori (iyul, avgust)”."""
    return units_with_months(figures["missing"], locale)


def not_accepted_units(figures: Plain, locale: str) -> str:
    """Whose months were handed in and are not in the table, since nobody had accepted them."""
    filled = figures.get("filled") or {}
    return units_with_months(filled.get("not_accepted", []), locale) if figures["basis"] == ACCEPTED else ""


def units_with_months(found: list[Plain], locale: str) -> str:
    return ", ".join(
        f"{one['unit']} ({', '.join(format_period_short(month, locale) for month in one['months'])})" for one in found
    )


def fill_words(figures: Plain, locale: str) -> str:
    """How many of the wanted cells were filled, “1 137 / 1 137”; where none was wanted, that none was, and why. Nothing
    of a table that was frozen before reports kept it."""
    found = figures.get("filled")
    if not found:
        return ""
    of, count, explained = (format_number(found[name], locale) for name in ("of", "count", "explained"))
    words = [f"{count} / {of}" if found["of"] else _("soʻralgan katak yoʻq"), *before_words(figures, locale)]
    if found["explained"]:
        words.append(_("shundan faqat sababi yozilgani: %(count)s", count=explained))
    if found["accepted_empty"]:
        names = units_with_months(found["accepted_empty"], locale)
        words.append(_("boʻsh kataklari bilan qabul qilingani: %(names)s", names=names))
    return "; ".join(words)


def before_words(figures: Plain, locale: str) -> list[str]:
    """Which of a period's own months were before the centre worked with the program, so that nothing was asked: those
    of which nothing is known either, and, where the whole period was, those of which opening figures are."""
    found, opening = figures["filled"], figures.get("opening") or {"months": []}
    known = [month for month in found.get("before", []) if month in opening["months"]]
    unknown = [month for month in found.get("before", []) if month not in opening["months"]]
    words = []
    if known and not found["of"]:
        words.append(
            _(
                "dastur bilan ish boshlanishidan oldingi oylar, sonlari boshlangʻich sonlar: %(months)s",
                months=months_words(known, locale),
            )
        )
    if unknown:
        words.append(
            _(
                "dastur bilan ish boshlanishidan oldingi oylar, boshlangʻich sonlari ham yozilmagan: %(months)s",
                months=months_words(unknown, locale),
            )
        )
    return words


def write_report_end(sheet: Sheet, row: int, ends: PaperEnds, paper: Paper, last: int, locale: str) -> int:
    """Signatures, the outgoing number and day (or room for them), and the proof; returns the last row used.

    A draft has neither signatures nor a number.
    """
    lines = []
    if not paper.draft:
        row = write_signatures(sheet, row, ends, last)
        number = paper.outgoing_number or "________"
        day = format_date(paper.outgoing_date, locale, "long") if paper.outgoing_date else LINE
        lines.append(_("Chiqish raqami: %(number)s   Sana: %(day)s", number=number, day=day))
    lines.append(_("Tayyorlangan kun: %(day)s", day=format_date(paper.made_on, locale, "long")))
    proof = {"number": paper.version_number, "chain": paper.chain}
    lines.append(
        _("%(number)s-qoralama. Tarix zanjiri: %(chain)s", **proof)
        if paper.draft
        else _("%(number)s-versiya. Tarix zanjiri: %(chain)s", **proof)
    )
    for text in lines:
        sheet.write_across(row, 1, last, text, "plain")
        row += 1
    return row - 1
