"""What every page of a year without a plan says, and the way to the years that have one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import render_template
from flask_login import current_user

from app.queries.plan import plan_years


def no_plan_page(title: str, year: int, href: Callable[[int], str], more: Sequence[tuple[str, str]] = ()) -> str:
    """``href``: the address of the same page in another year; ``more``: words and addresses of what needs no plan."""
    links = [{"year": other, "href": href(other)} for other in reversed(plan_years(current_user.centre_id))]
    return render_template("layouts/no_plan.html", page_title=title, year=year, links=links, more=more)
