"""The month grid of daily counts, and the saving of single cells."""

from app.blueprints.diary.views import blueprint

__all__ = ["blueprint"]
