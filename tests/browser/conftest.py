"""The program as its people have it: served by its own command, opened in Chromium. No Chromium: skipped, loudly."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.site import TODAY, Site, site_on_copy
from tests.cli.program import START_SECONDS, program

OFFICE = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A demonstrated year, made once by the real program for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "browser-world"
    try:
        shared.mkdir()
    except FileExistsError:
        wait_until(lambda: (shared / "done").exists())
        return shared / "data"
    made = program("demo", "--today", TODAY, data=shared / "data")
    assert made.returncode == 0, made.stderr
    (shared / "done").touch()
    return shared / "data"


def wait_until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + START_SECONDS
    while not true():
        assert time.monotonic() < limit, "nothing happened"
        time.sleep(0.1)  # asked again until the limit, not a wait for luck


@pytest.fixture(scope="session")
def site(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for all tests of a worker; each test writes into cells of its own."""
    with site_on_copy(world, tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture
def own_site(world: Path, tmp_path: Path) -> Iterator[Site]:
    """A server for a test that changes what others rely on."""
    with site_on_copy(world, tmp_path) as served:
        yield served


class Desk:
    """Browsers of one test; a script error, a breach of the policy or a foreign address fails it."""

    def __init__(self, chromium: Any, site: Site) -> None:
        self.chromium, self.site = chromium, site
        self.contexts: list[Any] = []
        self.faults: list[str] = []

    def open(self, login: str | None = None, language: str = "uz", path: str = "/", **options: Any) -> Any:
        """A page in a browser of its own, signed in already unless login is None."""
        context = self.chromium.new_context(base_url=self.site.address, **{"viewport": OFFICE, **options})
        self.contexts.append(context)
        context.set_default_timeout(20_000)
        if login:
            visitor = self.site.sign_in(login, language)
            context.add_cookies([{"name": k, "value": v, "url": self.site.address} for k, v in visitor.cookies.items()])
        page = context.new_page()
        self.watch(page)
        page.goto(path)
        return page

    def watch(self, page: Any) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self.note(page, message))
        page.on("request", lambda request: self.judge_address(page, request))

    def note(self, page: Any, message: Any) -> None:
        expected = "Failed to load resource" in message.text  # Chromium's line for every status above 399
        if message.type in ("error", "warning") and not expected:
            self.faults.append(f"{page.url}: {message.text}")

    def judge_address(self, page: Any, request: Any) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:", "about:")):
            self.faults.append(f"{page.url}: asks {request.url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def desk(chromium: Any, site: Site) -> Iterator[Desk]:
    found = Desk(chromium, site)
    yield found
    found.close()
    assert found.faults == []
