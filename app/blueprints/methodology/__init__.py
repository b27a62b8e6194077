"""Ilmiy-metodika xizmati: the rows and registers of its page (domain.md §6)."""

from __future__ import annotations

from app.i18n.marking import N_
from app.pages.service import ServicePage, service_blueprint

PAGE = ServicePage(
    name="methodology",
    lead=N_("Uslubiy yordam, hujjatlar va malaka oshirish ishlari shu yerda yoziladi."),
    registers=(
        "documents",
        "visits",
        "training",
        "events",
    ),
)
blueprint = service_blueprint(PAGE, __name__)
