"""How the papers of the centre begin and end."""

from __future__ import annotations

from app.blueprints.papers.views import blueprint

__all__ = ["blueprint"]
