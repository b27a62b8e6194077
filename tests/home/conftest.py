"""First pages are read with the plan approved: before that nothing is owed."""

from tests.deadlines.conftest import approved

__all__ = ["approved"]
