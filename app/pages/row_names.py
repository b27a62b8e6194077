"""Rows and their figures as screens call them, for Python and templates; paper has the row's own sentence."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from app.queries.row_names import NamedFigure, NamedRow, short_of


def init_row_names(app: Flask) -> None:
    app.template_filter("short")(row_name)
    app.template_filter("partshort")(figure_name)
    app.template_filter("partname")(part_name)


def row_name(row: NamedRow) -> str:
    """“Qatnov”."""
    return short_of(row) or _("nomi aniqlanmagan")


def figure_name(part: NamedFigure) -> str:
    """“Qatnov”; of a composite cell with what the figure itself is called: “Kutubxonalarni oʻrganish, xizmatlar”."""
    words = row_name(part.indicator)
    return f"{words}, {part_name(part)}" if part.place else words


def part_name(part: NamedFigure) -> str:
    """What one figure of a composite cell is called; “1-tarkib” until somebody names it."""
    return part.name or _("%(place)s-tarkib", place=part.place)
