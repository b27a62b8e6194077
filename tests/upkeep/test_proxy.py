"""Forwarded addresses are believed from the named proxy only (trust.md H3)."""

from __future__ import annotations

import contextlib
import http.client
import threading

import pytest

from app.upkeep.server import make_server


@pytest.mark.parametrize(("proxy", "seen"), [("", "127.0.0.1"), ("127.0.0.1", "10.1.2.3"), ("10.9.9.9", "127.0.0.1")])
def test_whose_address_is_seen(monkeypatch: pytest.MonkeyPatch, proxy: str, seen: str) -> None:
    monkeypatch.setenv("JAMLANMA_PROXY", proxy)

    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["REMOTE_ADDR"].encode()]

    server = make_server(app, "127.0.0.1", 0)

    def run() -> None:
        with contextlib.suppress(OSError):  # its sockets are closed under it
            server.run()

    threading.Thread(target=run, daemon=True).start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.effective_port)
        connection.request("GET", "/", headers={"X-Forwarded-For": "10.1.2.3"})
        assert connection.getresponse().read().decode() == seen
    finally:
        server.close()
