"""AKT, raqamlashtirish va elektron resurslar: the rows and registers of its page (domain.md §6)."""

from __future__ import annotations

from app.pages.service import service_blueprint

blueprint = service_blueprint("digitization", __name__)
