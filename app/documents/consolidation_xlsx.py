"""The consolidation as a workbook: the official table with what was done, ready to print and to reckon with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from app.documents.ends_xlsx import write_blocks, write_heading, write_signatures
from app.documents.paper_ends import consolidation_ends, report_ends
from app.documents.plan_columns import ROW_KEY
from app.documents.report_block import (
    draft_word,
    opening_sentences,
    revision_words,
    write_report_end,
    write_report_title,
)
from app.documents.sheet import Sheet, Style, Value
from app.domain.counting import Number, Total
from app.domain.frozen import Paper, Plain, achievement_of, number_of, total_of
from app.domain.papers import PaperEnds
from app.domain.plan_table import UNREADABLE
from app.domain.progress import Achievement, shown
from app.domain.text import clean_text
from app.i18n.formats import format_date, format_number, format_period_short
from app.i18n.labels import label
from app.models import Unit
from app.queries.consolidation import Consolidation
from app.queries.months import Missing
from app.queries.reports import plain_figures

LEFT = (5.0, 37.0, 12.0, 10.0, 10.0)  # №, name, measure, fact, plan
SHARE_WIDTH = 10.0  # behind them where the table is of some units
RIGHT = (11.0, 10.5, 14.0, 26.0, 21.0)  # since January, per cent, pace, responsible, reason
PERIOD_WIDTH = 9.5


def write_consolidation_xlsx(
    result: Consolidation, *, unit: Unit | None, locale: str, today: date, missing: Sequence[Missing] = ()
) -> bytes:
    """The table of one period. Figures are real numbers; what nobody reported is blank, never 0.

    ``locale`` is the language of its words; call it with that language set. ``missing``: who has not handed in.
    """
    figures = plain_figures(result)
    ends = consolidation_ends(result.plan, result.period, today, locale)
    sheet, row = begin(figures, ends, unit.name if unit else "")
    lines = [missing_words(missing, locale)] if missing else []
    for words in [*revision_words(figures), *lines, *opening_sentences(figures, locale)]:
        sheet.write_across(row - 1, 0, last_column(figures), words, "aside")
        row += 1
    head, row = row, write_table(sheet, figures, row, locale)
    end = write_end(sheet, row + 1, ends, last_column(figures), today, locale)
    return finish(sheet, figures, head, end)


def write_report_xlsx(figures: Plain, paper: Paper, *, locale: str) -> bytes:
    """The same table of a report, from its frozen figures, with what a signed paper says above and below.

    A draft says so in its title and at the head of every page.
    """
    ends = report_ends(figures, paper.signers, paper.made_on, locale)
    sheet, row = begin(figures, ends)
    row = write_report_title(sheet, row, figures, paper, last_column(figures), locale)
    head, row = row, write_table(sheet, figures, row, locale)
    end = write_report_end(sheet, row + 1, ends, paper, last_column(figures), locale)
    return finish(sheet, figures, head, end, foot=paper.chain[:16], word=draft_word() if paper.draft else "")


def of_units(figures: Plain) -> bool:
    """Whether a table is of some units only, each part with their own share; a report never is."""
    return bool(figures.get("of_units"))


def left_of(figures: Plain) -> tuple[float, ...]:
    """The columns before those of the period; a table of some units says what their own share is."""
    return (*LEFT, SHARE_WIDTH) if of_units(figures) else LEFT


def last_column(figures: Plain) -> int:
    return len(left_of(figures)) + len(figures["columns"]) + len(RIGHT) - 1


def begin(figures: Plain, ends: PaperEnds, unit: str = "") -> tuple[Sheet, int]:
    """A sheet with its head: whose table it is, of which period, on which basis; gives the row for the head, too."""
    widths = (*left_of(figures), *[PERIOD_WIDTH] * len(figures["columns"]), *RIGHT)
    sheet, last = Sheet(f"{_('Jamlanma')} {figures['period']}", (*widths, 4)), len(widths) - 1
    row = write_heading(sheet, write_blocks(sheet, 0, ends, last), ends, last)
    for words in filter(None, (unit, label("basis", figures["basis"]))):
        sheet.write_across(row, 0, last, words, "aside")
        row += 1
    return sheet, row + 1


def write_table(sheet: Sheet, figures: Plain, head: int, locale: str) -> int:
    """Head and rows; returns the next free row."""
    last, row = last_column(figures), head + 2
    write_head(sheet, head, figures, locale)
    sheet.write(head, last + 1, ROW_KEY, "plain")
    for section in figures["sections"]:
        sheet.write_across(row, 0, last, f"{section['roman']}. {section['heading']}", "section", bold=True)
        row += 1
        for line in section["rows"]:
            sheet.write_row(row, cells_of(line, locale, own=of_units(figures)))
            sheet.write(row, last + 1, line["key"], "plain")
            row += 1
    return row


def finish(sheet: Sheet, figures: Plain, head: int, end: int, *, foot: str = "", word: str = "") -> bytes:
    last = last_column(figures)
    sheet.hide_column(last + 1)
    sheet.set_print(head_rows=(head, head + 1), last_row=end, last_column=last, foot=foot, word=word)
    return sheet.close()


def missing_words(missing: Sequence[Missing], locale: str) -> str:
    """Who has not handed in which months, in one sentence."""
    units = [f"{m.unit.name} ({', '.join(format_period_short(p.key, locale) for p in m.months)})" for m in missing]
    return _("Maʼlumot topshirmagan boʻlinmalar: %(names)s", names="; ".join(units))


def write_head(sheet: Sheet, row: int, figures: Plain, locale: str) -> None:
    first, year, own = len(left_of(figures)), figures["year"], of_units(figures)
    after = first + len(figures["columns"])
    for column, text in enumerate(("№", _("Nomi"), _("Oʻlchov birligi"))):
        sheet.merge_head(row, column, row + 1, column, text)
    sheet.merge_head(row, 3, row, 4, _("Miqdori"))
    sheet.write(row + 1, 3, _("%(year)s-yil (fakt)", year=year - 1), "head")
    sheet.write(row + 1, 4, _("%(year)s-yil (reja)", year=year), "head")
    if own:
        sheet.merge_head(row, first - 1, row + 1, first - 1, _("Oʻz ulushi"))
    if len(figures["columns"]) > 1:
        sheet.merge_head(row, first, row, after - 1, _("Amalda"))
    else:
        sheet.write(row, first, _("Amalda"), "head")
    for index, period in enumerate(figures["columns"]):
        sheet.write(row + 1, first + index, format_period_short(period, locale), "head")
    percent_head = _("Ulushga, foiz") if own else _("Yillik rejaga, foiz")
    heads = (_("Yil boshidan"), percent_head, _("Surʼat"), _("Masʼullar"), _("Ogʻish sababi"))
    for index, text in enumerate(heads):
        sheet.merge_head(row, after + index, row + 1, after + index, text)
    sheet.page.set_row(row, 18)
    sheet.page.set_row(row + 1, 30)


def cells_of(line: Plain, locale: str, *, own: bool) -> list[tuple[Value, Style]]:
    parts, number = line["parts"], line["number"]
    name = line["name"] or clean_text(UNREADABLE)
    if line["depth"] and not number:
        name = f"- {name}"
    cells: list[tuple[Value, Style]] = [
        (f"{number}." if number else None, "centre"),
        (name, "text"),
        (line["measure"], "centre"),
        amount([number_of(part["fact"]) for part in parts], line["fact"]),
        amount([number_of(part["plan"]) for part in parts], line["plan"]),
    ]
    if own:
        cells.append(shares([number_of(part["share"]) for part in parts], locale))
    for index in range(len(parts[0]["columns"])):
        cells.append(figure([total_of(part["columns"][index]) for part in parts], locale))
    cells.append(figure([total_of(part["running"]) for part in parts], locale))
    cells.append(percent([achievement_of(part["of_year"]) for part in parts], locale))
    cells.append((label("pace", line["pace"]), "centre"))
    cells.append((", ".join(line["responsible"]) or None, "text"))
    cells.append((None, "text"))
    return cells


def amount(values: Sequence[Number | None], printed: str) -> tuple[Value, Style]:
    """A figure of the paper: a number where it is one, else as printed; blank where the paper has none."""
    if printed and len(values) == 1 and values[0] is not None:
        return number(values[0])
    return printed or None, "centre"


def shares(values: Sequence[Number | None], locale: str) -> tuple[Value, Style]:
    """What of the plan is these units' own; blank where no share was set."""
    if len(values) == 1 and values[0] is not None:
        return number(values[0])
    words = [format_number(value, locale) if value is not None else "–" for value in values]
    return ("/".join(words) if any(value is not None for value in values) else None), "centre"


def figure(totals: Sequence[Total], locale: str) -> tuple[Value, Style]:
    """One number as a number, a composite or a ratio as text, blank where nobody reported."""
    if len(totals) == 1 and totals[0].amount is not None and totals[0].base is None:
        return number(totals[0].amount)
    if all(total.amount is None for total in totals):
        return ("×", "centre") if any(t.state == "not_applicable" for t in totals) else (None, "centre")
    return "/".join(total_words(total, locale) for total in totals), "centre"


def total_words(total: Total, locale: str) -> str:
    if total.amount is None:
        return "–"
    text = format_number(total.amount, locale)
    return text if total.base is None else f"{text}/{format_number(total.base, locale)}"


def number(value: Number) -> tuple[Value, Style]:
    return value, "number" if isinstance(value, int) else "decimal"


def percent(reached: Sequence[Achievement], locale: str) -> tuple[Value, Style]:
    if len(reached) == 1 and reached[0].percent is not None:
        return shown(reached[0].percent), "decimal"
    words = [achievement_words(one, locale) for one in reached]
    return (" / ".join(words), "centre") if any(words) else (None, "centre")


def achievement_words(achievement: Achievement, locale: str) -> str:
    if achievement.percent is not None:
        return format_number(shown(achievement.percent).normalize() + 0, locale)
    if achievement.kind == "outside":
        return _("rejadan tashqari +%(count)s", count=format_number(achievement.extra, locale))
    return {"dash": "—", "no_plan": _("rejasiz")}.get(achievement.kind, "")


def write_end(sheet: Sheet, row: int, ends: PaperEnds, last: int, today: date, locale: str) -> int:
    """Who answers for the table, and when it was made; returns the last row used."""
    row = write_signatures(sheet, row, ends, last)
    made = _("Tayyorlangan kun: %(day)s", day=format_date(today, locale, "long"))
    sheet.write_across(row, 1, 3, made, "plain")
    return row
