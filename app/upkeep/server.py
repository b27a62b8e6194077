"""The web server in the process: waitress with the limits of trust.md 4.6."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

import waitress

from app.config import BODY_LIMIT, MEBIBYTE, Settings
from app.domain.errors import UpkeepError

EVERY_ADDRESS = ("0.0.0.0", "::", "")
THREADS = 4
# A little above the application's limit: a file of 13 MB is refused by our page, not by a line of the server's.
SERVER_BODY_LIMIT = BODY_LIMIT + 6 * MEBIBYTE
CONNECTIONS = 400 if os.name == "nt" else 1000  # select() on Windows knows 512 sockets


def make_server(app: Callable[..., Any], host: str, port: int) -> Any:
    """A server that listens already. Raises UpkeepError ``server.port_taken`` or ``server.no_address``."""
    try:
        return waitress.create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            channel_timeout=30,
            cleanup_interval=10,
            max_request_body_size=SERVER_BODY_LIMIT,
            max_request_header_size=32768,
            ident=None,
            clear_untrusted_proxy_headers=True,
            expose_tracebacks=False,
            **behind_proxy(os.environ.get("JAMLANMA_PROXY", "")),
        )
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise UpkeepError("server.port_taken", port=str(port)) from None
        raise UpkeepError("server.no_address", host=host) from None
    except ValueError:
        raise UpkeepError("server.no_address", host=host) from None


def behind_proxy(address: str) -> dict[str, Any]:
    """Believe the visitor's address from a proxy at this address, and from nobody else."""
    if not address:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
    return {"trusted_proxy": address, "trusted_proxy_count": 1, "trusted_proxy_headers": headers}


def serve_until_stopped(server: Any) -> None:
    """Serve until Ctrl-C or a signal to end; what is being answered is answered."""

    def stop(_signal: int, _frame: object) -> NoReturn:
        raise SystemExit(0)

    for name in ("SIGTERM", "SIGBREAK"):  # the second is what Windows can send
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    try:
        server.run()
    finally:
        server.close()


def settings_for_address(settings: Settings, host: str) -> Settings:
    """The address that is served is an allowed host too; others are named in JAMLANMA_HOSTS."""
    if host in EVERY_ADDRESS or host in settings.hosts:
        return settings
    return replace(settings, hosts=(*settings.hosts, f"[{host}]" if ":" in host else host))


def address(server: Any) -> str:
    host = server.effective_host
    return f"http://{f'[{host}]' if ':' in host else host}:{server.effective_port}"
