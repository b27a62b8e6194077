"""AKT, raqamlashtirish va elektron resurslar: the rows and registers of its page (domain.md §6)."""

from __future__ import annotations

from app.i18n.marking import N_
from app.pages.service import ServicePage, service_blueprint

PAGE = ServicePage(
    name="digitization",
    lead=N_("Raqamlashtirilgan nashrlar, joylashtirilgan materiallar va masofadan xizmat shu yerda yoziladi."),
    registers=(
        "digitised_titles",
        "publications",
        "documents",
        "events",
    ),
)
blueprint = service_blueprint(PAGE, __name__)
