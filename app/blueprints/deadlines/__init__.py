"""Deadlines: what is owed and when, the days off, the calendar feed."""

from app.blueprints.deadlines import acts, feed, holidays
from app.blueprints.deadlines.views import blueprint

__all__ = ["acts", "blueprint", "feed", "holidays"]
