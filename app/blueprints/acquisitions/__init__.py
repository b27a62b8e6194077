"""Fondni jamlash xizmati: the rows and registers of its page (domain.md §6)."""

from __future__ import annotations

from app.i18n.marking import N_
from app.pages.service import ServicePage, service_blueprint

PAGE = ServicePage(
    name="acquisitions",
    lead=N_("Fondga kelib tushgan adabiyotlar manbasi boʻyicha shu yerda yoziladi."),
    registers=(
        "acquisitions",
        "documents",
        "training",
        "events",
    ),
)
blueprint = service_blueprint(PAGE, __name__)
