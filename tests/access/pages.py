"""What a page offers: its links, and every button with what it would send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

HTMX = {"hx-get": "GET", "hx-post": "POST", "hx-put": "PUT", "hx-patch": "PATCH", "hx-delete": "DELETE"}
PER_ENDPOINT = 2  # pages of one kind that are looked at


@dataclass
class Button:
    """One form, or one element that sends by itself."""

    method: str
    address: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """The links of the menu, the links of the page, and its buttons."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address, self.text, self.menu, self.links, self.buttons = address, text, [], [], []
        self._form: Button | None = None
        self._select = self._first = ""
        self._in_menu = False
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        facts = dict(attributes)
        here = urljoin(f"http://localhost{self.address}", facts.get("action") or "")
        name, value = facts.get("name") or "", facts.get("value") or ""
        if tag == "nav":
            self._in_menu = not self.menu  # the first one of the page
        elif tag == "a" and facts.get("href"):
            self.links.append(urljoin(f"http://localhost{self.address}", facts["href"]))
            if self._in_menu:
                self.menu.append(self.links[-1])
        elif tag == "form":
            self._form = Button((facts.get("method") or "get").upper(), here)
            self.buttons.append(self._form)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._form and self._select:
            self._first = self._first or value
            if "selected" in facts:
                self._form.fields.append((self._select, value))
        elif tag == "textarea" and self._form:
            self._form.fields.append((name, "sabab"))
        elif tag == "input" and self._form and name:
            kind = facts.get("type", "text")
            if ("required" in facts or facts.get("aria-required") == "true") and not value:  # filled, as a person would
                value = "18.11.2025" if name in ("day", "date", "until") else "sabab"
            if kind not in ("checkbox", "radio", "file", "submit") or "checked" in facts:
                self._form.fields.append((name, value))
        if facts.get("formaction"):
            method = (facts.get("formmethod") or (self._form.method if self._form else "get")).upper()
            address = urljoin(f"http://localhost{self.address}", facts["formaction"])
            self.buttons.append(Button(method, address, self._form.fields if self._form else []))
        for attribute, method in HTMX.items():
            if facts.get(attribute):
                address = urljoin(f"http://localhost{self.address}", facts[attribute])
                self.buttons.append(Button(method, address))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            if self._form and self._first and not any(name == self._select for name, _ in self._form.fields):
                self._form.fields.append((self._select, self._first))
            self._select, self._first = "", ""
        elif tag == "nav":
            self._in_menu = False


def endpoint_of(app: Flask, method: str, address: str) -> str | None:
    """The view behind an address of ours; None for one elsewhere or nowhere."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or parts.netloc != "localhost":
        return None
    try:
        return app.url_map.bind("localhost").match(parts.path, method=method)[0]
    except HTTPException:
        return None


def walk(app: Flask, browser) -> Iterator[Page]:
    """Follow the links from the first page as a person would; of each kind of page a few."""
    waiting, seen, kinds = ["/"], {"/"}, {}
    while waiting:
        address = waiting.pop(0)
        answer = browser.get(address, follow_redirects=True)
        assert answer.status_code == 200, f"a link leads to {address}: {answer.status_code}"
        if not answer.content_type.startswith("text/html"):
            continue
        page = Page(address, answer.get_data(as_text=True))
        yield page
        for link in page.links:
            parts = urlsplit(link)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            endpoint = endpoint_of(app, "GET", link)
            kind = (endpoint, "--" in path)  # “since January” is a page of its own kind
            if endpoint is None or path in seen or kinds.get(kind, 0) >= PER_ENDPOINT:
                continue
            seen.add(path)
            kinds[kind] = kinds.get(kind, 0) + 1
            waiting.append(path)
