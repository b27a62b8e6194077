"""Pictures of the main pages, for people to look at: ``python -m tests.browser.pictures ADDRESS DATA-FOLDER``.

They are written to ``tests/pictures/``: each page as the office PC and as a phone show it, in Uzbek and Russian.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.site import Site

FOLDER = Path(__file__).parents[1] / "pictures"
SIZES = {"pc": (1366, 768), "phone": (390, 844)}
PAGES = {
    "abonement": {
        "home": "/",
        "diary": "/diary/2025-11",
        "service": "/reading-rooms/",
        "submission": "/submissions/",
        "deadlines": "/deadlines/",
        "profile": "/profile",
    },
    "manaviyat": {"register": "/reading-rooms/events/"},
    "metodist": {
        "home-methodist": "/",
        "plan": "/plan/2025",
        "row": "/plan/2025/IV.16",
        "import": "/plan/import",
        "consolidation": "/consolidation/2025-Q3",
        "figure": "/consolidation/2025-Q3/IV.16",
        "submissions": "/submissions/",
        "reports": "/reports/",
        "methodology": "/methodology/",
        "calendar": "/deadlines/?view=calendar",
    },
    "direktor": {"home-director": "/"},
    "admin": {"home-admin": "/", "people": "/people/", "units": "/people/units", "system": "/system/"},
    "kuzatuvchi": {"history": "/system/history"},
}


def draw(browser: Any, site: Site, language: str) -> None:
    for login, pages in PAGES.items():
        visitor = site.sign_in(login, language)
        context = browser.new_context(base_url=site.address)
        context.add_cookies([{"name": k, "value": v, "url": site.address} for k, v in visitor.cookies.items()])
        page = context.new_page()
        for name, path in pages.items():
            answer = page.goto(path)
            if answer is None or answer.status != 200:
                print(name, path, answer and answer.status)
            for size, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=FOLDER / f"{name}-{language}-{size}.png", full_page=size == "phone")
        context.close()


def main(address: str, data: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    site = Site(Path(data), address)
    with sync_playwright() as runner:
        browser = runner.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for language in ("uz", "ru"):
            draw(browser, site, language)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
