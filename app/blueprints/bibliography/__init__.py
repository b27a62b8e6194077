"""Axborot-bibliografiya xizmati va yigʻma elektron katalog: the rows and registers of its page (domain.md §6)."""

from __future__ import annotations

from app.i18n.marking import N_
from app.pages.service import ServicePage, service_blueprint

PAGE = ServicePage(
    name="bibliography",
    lead=N_("Bibliografik yozuvlar, toʻplangan maqolalar va retro nashrlar shu yerda yoziladi."),
    registers=(
        "bibliographic_records",
        "publications",
        "documents",
        "events",
    ),
)
blueprint = service_blueprint(PAGE, __name__)
