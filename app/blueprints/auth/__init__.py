"""Signing in and out, passwords."""

from app.blueprints.auth.views import blueprint

__all__ = ["blueprint"]
