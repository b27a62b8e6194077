"""Rahbariyat, kadrlar va ish yuritish: the rows and registers of its page (domain.md §6)."""

from __future__ import annotations

from app.i18n.marking import N_
from app.pages.service import ServicePage, service_blueprint

PAGE = ServicePage(
    name="administration",
    lead=N_("Topshiriqlar ijrosi va kadrlar monitoringi hujjatlari shu yerda yoziladi."),
    registers=("documents",),
)
blueprint = service_blueprint(PAGE, __name__)
