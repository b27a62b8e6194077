"""Frozen figures and versions as the pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.documents.report_block import fill_words, missing_units, not_accepted_units, opening_sentences, waiting_words
from app.domain.counting import Total
from app.domain.frozen import RUNNING, FigureDifference, Plain, achievement_of, total_of
from app.domain.progress import Achievement
from app.i18n.formats import format_date, format_moment
from app.i18n.labels import label
from app.models import Report
from app.web.names import acted_by
from app.web.page import locale


@dataclass(frozen=True)
class FrozenFigure:
    """One figure as it was frozen; ``now`` is what it would be today, when that is something else."""

    key: str
    column: str
    total: Total
    changed: bool = False
    now: Total | None = None


@dataclass(frozen=True)
class FrozenRow:
    row: Plain
    columns: tuple[tuple[FrozenFigure, ...], ...]  # the period's columns, then the running one
    of_year: tuple[Achievement, ...]


@dataclass(frozen=True)
class FrozenSection:
    roman: str
    heading: str
    rows: tuple[FrozenRow, ...]


def frozen_rows(figures: Plain, changed: Sequence[FigureDifference]) -> list[FrozenSection]:
    """The frozen table, with the figures that are different now."""
    now = {(one.key, one.column): one for one in changed}

    def figure(part: Plain, column: str, kept: Plain) -> FrozenFigure:
        one = now.get((part["key"], column))
        return FrozenFigure(part["key"], column, total_of(kept), one is not None, one.after if one else None)

    def row(line: Plain) -> FrozenRow:
        columns = [
            tuple(figure(part, column, part["columns"][place]) for part in line["parts"])
            for place, column in enumerate(figures["columns"])
        ]
        columns.append(tuple(figure(part, RUNNING, part["running"]) for part in line["parts"]))
        return FrozenRow(line, tuple(columns), tuple(achievement_of(part["of_year"]) for part in line["parts"]))

    return [
        FrozenSection(section["roman"], section["heading"], tuple(row(line) for line in section["rows"]))
        for section in figures["sections"]
    ]


def version_words(report: Report) -> str:
    """A version in a few words: “2-versiya, 14-son, 05.10.2025”."""
    if report.draft:
        return str(_("%(number)s-qoralama", number=report.version_number))
    words = _("%(number)s-versiya", number=report.version_number)
    if report.sent_at is None or report.outgoing_date is None:
        return str(_("%(version)s, yuborilmagan", version=words))
    day = format_date(report.outgoing_date, locale(), "short")
    return str(_("%(version)s, %(number)s-son, %(day)s", version=words, number=report.outgoing_number, day=day))


def handed_in_words(figures: Plain) -> str:
    """Who had not handed in what was over; of a period that still ran never that nobody was missing."""
    words = [missing_units(figures, locale()), *waiting_words(figures, locale())]
    if not words[0] and not figures.get("not_ended"):
        words[0] = _("yoʻq")
    return ". ".join(filter(None, words))


def report_facts(report: Report) -> list[tuple[str, object]]:
    """Who made a report, how it went out, and of what it was made."""
    sent = f"{label('report_way', report.way)}, {report.recipient}" if report.way else ""
    version = (_("Qoralama") if report.draft else _("Versiya"), report.version_number)
    return [
        (
            _("Tayyorladi"),
            f"{acted_by(report.made_by.name, report.made_stand_in_id)}, {format_moment(report.made_at, locale())}",
        ),
        (_("Imzolaydi"), ", ".join(f"{one['post']}: {one['name']}" for one in report.signers)),
        (_("Imzoladi"), signed_words(report)),
        (_("Chiqish raqami"), report.outgoing_number),
        (_("Chiqish sanasi"), format_date(report.outgoing_date, locale())),
        (_("Qanday va kimga"), sent),
        (_("Reja tahriri"), report.plan_revision),
        (_("Topshirmagan boʻlinmalar"), handed_in_words(report.figures)),
        *(
            (_("Qabul qilinmagan, kirmagan"), words)
            for words in [not_accepted_units(report.figures, locale())]
            if words
        ),
        *((_("Toʻldirilgan kataklar"), words) for words in [fill_words(report.figures, locale())] if words),
        *((_("Boshlangʻich sonlar"), words) for words in opening_sentences(report.figures, locale())),
        (_("Tuzatish sababi"), report.correction_reason) if report.corrects_id else version,
    ]


def signed_words(report: Report) -> str:
    """Who signed it, and when; empty while it waits."""
    if report.signed_by is None:
        return ""
    return f"{acted_by(report.signed_by.name, report.signed_stand_in_id)}, {format_moment(report.signed_at, locale())}"


def report_proofs(report: Report) -> list[tuple[str, str]]:
    """By what anybody can prove that nothing of a report was written again."""
    return [
        (_("Faylning nazorat yigʻindisi"), report.file_sha256),
        (_("Sonlarning nazorat yigʻindisi"), report.figures_hash),
        (_("Tarix zanjiri"), report.history_hash),
    ]
