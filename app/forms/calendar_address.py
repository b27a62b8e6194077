"""The form that gives a person the secret address of the calendar feed (domain.md §4)."""

from __future__ import annotations

from app.forms.base import MakingForm


class CalendarAddressForm(MakingForm):
    """A new address; the one before ends. Sent twice, it is the address of the first time."""
