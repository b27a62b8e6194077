"""Oʻquv zallari xizmati va sektorlari: the rows and registers of its page (domain.md §6)."""

from __future__ import annotations

from app.i18n.marking import N_
from app.pages.service import ServicePage, service_blueprint

PAGE = ServicePage(
    name="reading_rooms",
    lead=N_("Tadbirlar, koʻrgazmalar va matbuotdagi chiqishlar shu yerda, kunlik sonlar kundalikda yoziladi."),
    registers=(
        "events",
        "publications",
        "media",
        "training",
        "documents",
    ),
)
blueprint = service_blueprint(PAGE, __name__)
