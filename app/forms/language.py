"""The language of the pages."""

from __future__ import annotations

from app.forms.base import ActForm
from app.forms.choices import Choice
from app.forms.sign_in import OurPage
from app.i18n.locales import LOCALES


class LanguageForm(ActForm):
    """The language that was chosen, and the page on which one stays."""

    locale = Choice(required=True, choices=lambda: list(LOCALES.items()))
    next = OurPage()
