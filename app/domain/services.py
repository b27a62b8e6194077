"""The services of a centre (xizmat) as the program knows them: one description each (domain.md §6).

Blueprints, menu, help, forms and the table of the manual follow from this list; words stand in ``i18n.labels`` under
``page`` and ``page_lead``. A new service is a line here, its two words, and a folder in ``app/blueprints``.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.calendar import SIX_DAYS


@dataclass(frozen=True)
class Service:
    """One service's page: its code (also the blueprint's), the registers that it uses most in their order, and the
    working week of a new unit of it where that is not the centre's."""

    code: str
    registers: tuple[str, ...]
    working_week: str | None = None

    @property
    def address(self) -> str:
        """The first piece of its addresses."""
        return self.code.replace("_", "-")


SERVICES: dict[str, Service] = {
    service.code: service
    for service in (
        Service("methodology", ("documents", "visits", "training", "events")),
        Service("bibliography", ("bibliographic_records", "publications", "documents", "events")),
        Service("digitization", ("digitised_titles", "publications", "documents", "events")),
        Service("reading_rooms", ("events", "publications", "media", "training", "documents"), SIX_DAYS),
        Service("acquisitions", ("acquisitions", "documents", "training", "events")),
        Service("administration", ("documents",)),
    )
}
PAGES = tuple(SERVICES)
REPORTS_PAGE = "methodology"  # whose register of documents shows the reports that left
