"""Saving a cell, durable and with its history, against the same two inserts by raw sqlite3 behind the same server."""

from __future__ import annotations

import http.client
import logging
import re
import sqlite3
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Flask, request
from waitress.server import create_server

from bench.data import signed_in
from bench.measure import Result, our_app

SECONDS = 6
logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it names every request that waits
PAGE = "/diary/2025-11?unit=abonement"


def raw_app() -> Flask:
    """Two inserts in one durable transaction behind one lock; no session, no rights, no forms."""
    path = Path(tempfile.mkdtemp()) / "raw.db"
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    connection.execute("create table entry (id integer primary key, cell text, value integer)")
    connection.execute("create table change (id integer primary key, cell text, was text, becomes text)")
    lock = threading.Lock()
    app = Flask("raw")

    @app.post("/save")
    def save() -> str:
        cell, value = request.args["cell"], int(request.form["value"])
        with lock:
            connection.execute("begin immediate")
            connection.execute("insert into entry (cell, value) values (?, ?)", (cell, value))
            connection.execute("insert into change (cell, was, becomes) values (?, ?, ?)", (cell, "", str(value)))
            connection.execute("commit")
        return "saved"

    return app


def serve(app: Flask) -> tuple[object, int]:
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    return server, server.effective_port


def press(port: int, clients: int, one: list) -> tuple[float, list[float], int]:
    """Saves a second, the waits, and the errors of some clients that save without a pause."""
    waits: list[float] = []
    errors = [0]
    end = time.monotonic() + SECONDS

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        turn = 0
        while time.monotonic() < end:
            path, headers, body = one[number](turn)
            start = time.monotonic()
            connection.request("POST", path, body=body, headers=headers)
            answer = connection.getresponse()
            answer.read()
            waits.append(time.monotonic() - start)
            errors[0] += answer.status != 200
            turn += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(waits) / (time.monotonic() - start), sorted(waits), errors[0]


def our_requests(app: Flask, clients: int) -> list:
    """Each client has its own day and counts its cell up, as a person would with the version it was told."""
    made = []
    for number in range(clients):
        client = signed_in(app, "metodist")
        page = client.get(PAGE).get_data(as_text=True)
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)[1]
        cookie = client.get_cookie("akm")
        units = ("abonement", "oquv-zallari")
        rows = ("IV.15", "IV.16")
        key = f"{rows[number % 2]}|{units[number // 2 % 2]}|2025-{1 + number // 4:02}-{1 + clients % 28:02}"
        month = key[-10:-3]
        headers = {
            "Cookie": f"akm={cookie.value}", "HX-Request": "true", "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded", "Host": "localhost",
        }  # fmt: skip

        def make(turn: int, key: str = key, month: str = month, headers: dict = headers) -> tuple:
            return f"/diary/{month}?cell={quote(key)}", headers, urlencode({"value": turn + 1, "version": turn})

        made.append(make)
    return made


def run() -> list[Result]:
    results = []
    for clients in (1, 30):
        app = our_app()
        ours, waits, errors = press(serve(app)[1], clients, our_requests(app, clients))
        raw_headers = {"Content-Type": "application/x-www-form-urlencoded"}
        plain = [lambda turn, headers=raw_headers: ("/save?cell=x", headers, f"value={turn}")] * clients
        raw, *_ = press(serve(raw_app())[1], clients, plain)
        p50, p99 = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
        what = f"save, {clients} clients: {ours:.0f}/s against {raw:.0f}/s, {errors} errors, p99/p50 {p99 / p50:.1f}"
        results.append(Result(what, 1 / ours, 1 / raw, "≤ 2 × (raw behind the same server)"))
    return results
