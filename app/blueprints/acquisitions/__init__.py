"""Fondni jamlash xizmati: the rows and registers of its page (domain.md §6)."""

from __future__ import annotations

from app.pages.service import service_blueprint

blueprint = service_blueprint("acquisitions", __name__)
