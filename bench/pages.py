"""Pages against a bare Flask and Jinja page with as many rows, cells and inputs."""

from __future__ import annotations

import re

from flask import Flask, render_template_string

from bench.data import signed_in
from bench.measure import Result, cpu, our_app

BARE = """<!doctype html><html><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table><form method="post">
{% for name, value in inputs %}<input name="{{ name }}" value="{{ value }}">{% endfor %}
</form></body></html>"""
PAGES = (
    ("my page", "abonement", "/", "≤ 2.86 × CPU"),
    ("service page", "oquv", "/reading-rooms/", "≤ 2.86 × CPU"),
    ("register page", "manaviyat", "/reading-rooms/events/", "≤ 2.86 × CPU"),
    ("month grid", "abonement", "/diary/2025-11", "≤ 1.6 × CPU"),
    ("consolidation", "metodist", "/consolidation/2025-Q3", "–"),
)


def bare_app(page: str) -> Flask:
    """One view that draws what can be counted on our page, and nothing else."""
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.S)
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line, re.S) for line in lines]
    texts = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in rows]
    inputs = re.findall(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"', page)
    app = Flask("bare")
    app.add_url_rule("/", "page", lambda: render_template_string(BARE, title="bare", rows=texts, inputs=inputs))
    return app


def run() -> list[Result]:
    app = our_app()
    results = []
    for what, login, path, bar in PAGES:
        client = signed_in(app, login)
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        bare = bare_app(answer.get_data(as_text=True)).test_client()
        ours, base = cpu(lambda client=client, path=path: client.get(path), lambda bare=bare: bare.get("/"))
        results.append(Result(f"{what}, {len(answer.data) / 1000:.0f} kB", ours, base, bar))
    return results
