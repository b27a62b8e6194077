"""The form of a year that was closed: it is opened again, with a reason."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms.base import NounForm
from app.forms.reason import Reason


class ReopenYearForm(NounForm):
    """Why a closed year is opened again."""

    reason = Reason(_l("Nima uchun qayta ochiladi"))
