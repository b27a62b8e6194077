"""The months of the cast in any state, as the tests of submissions put them."""

from __future__ import annotations

from tests.submissions.conftest import prepare

__all__ = ["prepare"]
