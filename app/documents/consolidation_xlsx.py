"""The consolidation as a workbook: the official table with what was done, ready to print and to reckon with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from app.documents.plan_columns import ROW_KEY
from app.documents.report_block import write_report_end, write_report_title
from app.documents.sheet import Sheet, Style, Value
from app.domain.counting import Number, Total
from app.domain.frozen import Paper
from app.domain.plan_table import UNREADABLE
from app.domain.progress import Achievement, shown
from app.domain.text import clean_text
from app.i18n.formats import format_date, format_number, format_period, format_period_short
from app.i18n.labels import label
from app.models import Indicator, Unit
from app.queries.consolidation import Consolidation, PartFigures, RowFigures
from app.queries.months import Missing

LEFT = (5.0, 37.0, 12.0, 10.0, 10.0)  # №, name, measure, fact, plan
RIGHT = (11.0, 10.5, 14.0, 26.0, 21.0)  # since January, per cent, pace, responsible, reason
PERIOD_WIDTH = 9.5


def write_consolidation_xlsx(
    result: Consolidation,
    *,
    unit: Unit | None,
    locale: str,
    today: date,
    paper: Paper | None = None,
    missing: Sequence[Missing] = (),
) -> bytes:
    """The table of one period. Figures are real numbers; what nobody reported is blank, never 0.

    ``locale`` is the language of its words; call it with that language set. ``paper``: what a signed report says
    beside its figures. ``missing``: who has not handed in, on a table that nobody signed yet.
    """
    widths = (*LEFT, *[PERIOD_WIDTH] * len(result.columns), *RIGHT)
    last = len(widths) - 1
    sheet = Sheet(f"{_('Jamlanma')} {result.period.key}", (*widths, 4))
    row = write_title(sheet, result, unit, locale, last)
    if paper is not None:
        row = write_report_title(sheet, row, paper, last)
    elif missing:
        sheet.write_across(row - 1, 0, last, missing_words(missing, locale), "aside")
        row += 1
    head = row
    write_head(sheet, head, result, locale)
    row = head + 2
    for section in result.sections:
        sheet.write_across(row, 0, last, f"{section.section.roman}. {section.section.heading}", "section", bold=True)
        row += 1
        for line in section.rows:
            sheet.write_row(row, cells_of(line, locale))
            sheet.write(row, last + 1, line.row.key, "plain")
            row += 1
    if paper is None:
        end = write_signatures(sheet, row + 1, today, locale)
    else:
        end = write_report_end(sheet, row + 1, paper, last, today, locale)
    sheet.write(head, last + 1, ROW_KEY, "plain")
    sheet.hide_column(last + 1)
    foot = paper.chain[:16] if paper else ""
    sheet.set_print(head_rows=(head, head + 1), last_row=end, last_column=last, foot=foot)
    return sheet.close()


def write_title(sheet: Sheet, result: Consolidation, unit: Unit | None, locale: str, last: int) -> int:
    """Whose table it is, of which period, on which basis; returns the row for the head."""
    whose = unit.name if unit else result.plan.centre_name
    period = format_period(result.period.key, locale)
    sheet.write_across(0, 0, last, whose, "title", bold=True)
    sheet.write_across(1, 0, last, _("Ish rejasining bajarilishi: %(period)s", period=period), "title", bold=True)
    sheet.write_across(2, 0, last, label("basis", result.basis), "aside")
    return 4


def missing_words(missing: Sequence[Missing], locale: str) -> str:
    """Who has not handed in which months, in one sentence."""
    units = [f"{m.unit.name} ({', '.join(format_period_short(p.key, locale) for p in m.months)})" for m in missing]
    return _("Maʼlumot topshirmagan boʻlinmalar: %(names)s", names="; ".join(units))


def write_head(sheet: Sheet, row: int, result: Consolidation, locale: str) -> None:
    first = len(LEFT)
    after = first + len(result.columns)
    for column, text in enumerate(("№", _("Nomi"), _("Oʻlchov birligi"))):
        sheet.merge_head(row, column, row + 1, column, text)
    sheet.merge_head(row, 3, row, 4, _("Miqdori"))
    sheet.write(row + 1, 3, _("%(year)s-yil (fakt)", year=result.plan.year - 1), "head")
    sheet.write(row + 1, 4, _("%(year)s-yil (reja)", year=result.plan.year), "head")
    if len(result.columns) > 1:
        sheet.merge_head(row, first, row, after - 1, _("Amalda"))
    else:
        sheet.write(row, first, _("Amalda"), "head")
    for index, period in enumerate(result.columns):
        sheet.write(row + 1, first + index, format_period_short(period.key, locale), "head")
    heads = (_("Yil boshidan"), _("Yillik rejaga, foiz"), _("Surʼat"), _("Masʼullar"), _("Chetlanish sababi"))
    for index, text in enumerate(heads):
        sheet.merge_head(row, after + index, row + 1, after + index, text)
    sheet.page.set_row(row, 18)
    sheet.page.set_row(row + 1, 30)


def cells_of(line: RowFigures, locale: str) -> list[tuple[Value, Style]]:
    row, parts = line.row, line.parts
    name = row.name or clean_text(UNREADABLE)
    if line.depth and not row.number:
        name = f"- {name}"
    cells: list[tuple[Value, Style]] = [
        (f"{row.number}." if row.number else None, "centre"),
        (name, "text"),
        (row.measure, "centre"),
        amount([part.fact for part in parts], row.fact_text),
        amount([part.plan for part in parts], row.plan_text),
    ]
    for index in range(len(parts[0].columns)):
        cells.append(figure([part.columns[index] for part in parts], locale))
    cells.append(figure([part.running for part in parts], locale))
    cells.append(percent(parts, locale))
    cells.append((label("pace", line.pace), "centre"))
    cells.append((responsible(row), "text"))
    cells.append((None, "text"))
    return cells


def amount(values: Sequence[Number | None], printed: str) -> tuple[Value, Style]:
    """A figure of the paper: a number where it is one, else as printed; blank where the paper has none."""
    if printed and len(values) == 1 and values[0] is not None:
        return number(values[0])
    return printed or None, "centre"


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


def percent(parts: Sequence[PartFigures], locale: str) -> tuple[Value, Style]:
    if len(parts) == 1 and parts[0].of_year.percent is not None:
        return shown(parts[0].of_year.percent), "decimal"
    words = [achievement_words(part.of_year, locale) for part in parts]
    return (" / ".join(words), "centre") if any(words) else (None, "centre")


def achievement_words(achievement: Achievement, locale: str) -> str:
    if achievement.percent is not None:
        return format_number(shown(achievement.percent).normalize() + 0, locale)
    if achievement.kind == "outside":
        return _("rejadan tashqari +%(count)s", count=format_number(achievement.extra, locale))
    return "—" if achievement.kind == "dash" else ""


def responsible(row: Indicator) -> str | None:
    return ", ".join(r.words for r in row.responsible if r.printed) or None


def write_signatures(sheet: Sheet, row: int, today: date, locale: str) -> int:
    """Who answers for the table; returns the last row used."""
    line = "____________________"
    for post in (_("Direktor"), _("Metodist")):
        sheet.write_across(row, 1, 3, f"{post}   {line}", "plain")
        row += 2
    sheet.write_across(row, 1, 3, _("Tayyorlangan kun: %(day)s", day=format_date(today, locale, "long")), "plain")
    return row
