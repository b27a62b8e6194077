"""Chromium and the stub. A machine without a browser skips these tests, loudly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser_static.stub import State, make_stub, served


@pytest.fixture(scope="session")
def browser(chromium: object) -> object:
    return chromium


@pytest.fixture
def state() -> State:
    return State()


@pytest.fixture
def site(state: State) -> Iterator[str]:
    yield from served(make_stub(state))


@pytest.fixture
def page(browser: object, site: str) -> Iterator[object]:
    """A page of the office computer; a script error or a breach of the policy fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=site)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(8000)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield opened
    context.close()
    assert faults == []
