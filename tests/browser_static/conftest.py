"""Chromium and the stub. A machine without a browser skips these tests, loudly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.browser_static.stub import State, make_stub, served

playwright = pytest.importorskip("playwright.sync_api")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with playwright.sync_playwright() as runner:
        try:
            opened = runner.chromium.launch(executable_path=found, args=OPTIONS)
        except playwright.Error as error:
            pytest.skip(f"no Chromium here: {str(error).splitlines()[0]}")
        yield opened
        opened.close()


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
