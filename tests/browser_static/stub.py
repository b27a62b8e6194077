"""A small application around the templates: it answers cells as the protocol says and can be told to misbehave."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader

from app.pages.charts import month_chart
from app.pages.grid import Column, Grid, GridCell, GridDay, Sum

APP = Path(__file__).parents[2] / "app"
TODAY = date(2025, 11, 18)
COLUMNS = [("IV.15", "Qatnov", "nafar"), ("IV.16", "Kitob berildi", "nusxa"), ("IV.14.a", "Yangi aʼzo", "nafar")]
COLUMNS += [("IV.14.b", "Qayta roʻyxat", "nafar"), ("IV.17", "Tadbir", "tadbir"), ("IV.18", "Sayyor", "tadbir")]
DAYS = ["dushanba", "seshanba", "chorshanba", "payshanba", "juma", "shanba", "yakshanba"]
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
POLICY += "; form-action 'self'"
REFUSALS = {"-8": (422, "refused", "Manfiy son yozib boʻlmaydi."), "7777": (423, "locked", "Noyabr topshirilgan.")}


@dataclass
class State:
    """What the stub does next, and what it was sent."""

    person: str = "Kutubxonachi"
    signed_in: bool = True
    status: int = 0
    conflict: str = ""
    hold: threading.Event | None = None
    sent: list[tuple[str, str, int]] = field(default_factory=list)
    forms: list[dict[str, list[str]]] = field(default_factory=list)
    running: dict[str, int] = field(default_factory=dict)
    most_at_once: int = 0
    arrived: threading.Event = field(default_factory=threading.Event)


def key(row: str, day: date) -> str:
    return f"{row}|abonement|{day.isoformat()}"


def grid(month: str) -> Grid:
    """November has locked and future days; December is a whole month of open cells (the largest page)."""
    year, number = (int(part) for part in month.split("-"))
    days = []
    for day in (date(year, number, place) for place in range(1, 32 if number == 12 else 31)):
        locked = None
        if number == 11 and (day > TODAY or day.day < 4):
            locked = "Bu kun hali kelmagan." if day > TODAY else "Yozish muddati tugagan."
        text = "" if day >= TODAY and number == 11 else str(day.day)
        cells = [
            GridCell(
                part_key=row,
                cell_key=key(row, day),
                text=text,
                version=3,
                state="number" if text else "empty",
                locked=locked,
                error=None,
                typed=None,
                last_year=str(day.day + 5),
            )
            for row, _, _ in COLUMNS
        ]
        days.append(
            GridDay(
                date=day.isoformat(),
                id=f"d{day.day}",
                weekday=DAYS[day.weekday()],
                label=str(day.day),
                is_off=day.weekday() == 6,
                is_today=day == TODAY,
                is_future=day > TODAY,
                holiday=None,
                cells=cells,
            )
        )
    columns = [
        Column(part_key=row, id=f"c{place}", title=title, measure=measure)
        for place, (row, title, measure) in enumerate(COLUMNS, 1)
    ]
    unit = SimpleNamespace(code="abonement", name="Abonementlar sektori")
    return Grid(
        month=month,
        unit=unit,
        columns=columns,
        days=days,
        sums=[Sum(row, "612", "8 412") for row, _, _ in COLUMNS],
        save_url=f"/diary/{month}?unit=abonement",
        editable=True,
        show_last_year=False,
    )


def cell_answer(state: State) -> ResponseReturnValue:
    cell, value, version = request.args["cell"], request.form["value"].strip(), int(request.form["version"])
    if not state.signed_in:
        return "", 401, {"HX-Redirect": "/login"}
    if state.status:
        return "", state.status
    if cell == state.conflict and version < 9:
        answer = {"status": "conflict", "message": "Oʻzgargan.", "version": 9, "theirs": "50", "theirs_by": "Metodist"}
        return fragment(409, "cellConflict", answer | {"cell": cell, "mine": value})
    if value in REFUSALS:
        status, name, message = REFUSALS[value]
        return fragment(status, f"cell{name.title()}", {"status": name, "message": message, "cell": cell})
    row = cell.split("|")[0]
    saved = {
        "version": version + 1,
        "value": "–" if value == "-" else value,
        "totals": {row: "999"},
        "running": {row: "1 999"},
    }
    return fragment(200, "cellSaved", saved | {"status": "saved", "cell": cell})


def fragment(status: int, event: str, answer: dict[str, object]) -> ResponseReturnValue:
    response = make_response(render_template("components/_cell_answer.html", answer=answer), status)
    response.headers["HX-Trigger"] = json.dumps({event: answer})
    return response


def make_stub(state: State) -> Flask:
    app = Flask(__name__, static_folder=str(APP / "static"), static_url_path="/static")
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(APP / "templates"), FileSystemLoader(Path(__file__).parent / "templates")]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True  # as the program's own
    app.secret_key = "stub"
    Babel(app)
    CSRFProtect(app)
    app.jinja_env.globals.update(static_url=lambda name: f"/static/{name}", label=lambda kind, code: code)
    app.jinja_env.globals["month_chart"] = month_chart
    app.jinja_env.globals["state_of_year"] = lambda year: None
    app.jinja_env.globals["numbered"] = lambda: None
    app.jinja_env.filters.update(
        number=lambda value: "" if value is None else f"{value:,}".replace(",", "\u00a0"),
        period=str,
        period_short=str,
        longday=str,
    )
    link = {"href": "/", "label": "Mening sahifam", "current": True, "badge": 2}

    @app.context_processor
    def page() -> dict[str, object]:
        locale = session.get("locale", "uz")
        person = SimpleNamespace(is_authenticated=state.signed_in, name=state.person, role="librarian", role_label="")
        return {
            "locale": locale,
            "html_lang": {"uz": "uz-Latn", "ru": "ru"}[locale],
            "today": TODAY,
            "current_user": person,
            "locales": [("uz", "Oʻzbekcha"), ("ru", "Русский")],
            "centre_name": "Arnasoy AKM",
            "page_title": "Sahifa",
            "navigation": [
                {"title": None, "links": [link]},
                {"title": "Xizmatlar", "links": [link | {"current": False}]},
            ],
        }

    @app.after_request
    def guard(response: object) -> object:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/diary/<month>")
    def diary(month: str) -> str:
        near = SimpleNamespace(href="/", key="oktabr")
        months = SimpleNamespace(previous=near, current=SimpleNamespace(key="noyabr"), next=near)
        return render_template(
            "diary/page.html", grid=grid(month), months=months, units=[], state=None, submit_url="/form"
        )

    @app.post("/diary/<month>")
    def whole(month: str) -> ResponseReturnValue:
        if "cell" in request.args:
            return one(request.args["cell"])
        state.forms.append(request.form.to_dict(flat=False))
        return redirect(request.full_path, 303)

    def one(name: str) -> ResponseReturnValue:
        state.running[name] = state.running.get(name, 0) + 1
        state.most_at_once = max(state.most_at_once, state.running[name])
        state.sent.append((name, request.form["value"], int(request.form["version"])))
        state.arrived.set()
        try:
            if state.hold:
                state.hold.wait(10)
            return cell_answer(state)
        finally:
            state.running[name] -= 1

    @app.route("/form", methods=["GET", "POST"])
    def form() -> ResponseReturnValue:
        if request.method == "POST":
            state.forms.append(request.form.to_dict(flat=False))
            return redirect("/form", 303)
        errors = [{"id": "count", "message": "Harf O yozilgan"}] if request.args.get("wrong") else None
        return render_template("form.html", errors=errors)

    @app.get("/")
    def own() -> str:
        cells = [
            SimpleNamespace(
                cell_key=key(row, TODAY),
                id=f"t{place}",
                label=title,
                sub=measure,
                text="",
                version=0,
                state="empty",
                locked="topshirilgan" if place == 5 else None,
                error=None,
                typed=None,
                last_year="40",
                hint="kecha 3",
            )
            for place, (row, title, measure) in enumerate(COLUMNS)
        ]
        return render_template("own.html", cells=cells)

    app.add_url_rule("/row", "row", lambda: render_template("row.html"))
    app.add_url_rule("/profile", "home.profile", lambda: render_template("form.html"))
    app.add_url_rule("/login", "auth.login", lambda: render_template("form.html"))
    app.add_url_rule("/logout", "auth.logout", lambda: redirect("/", 303), methods=["POST"])
    app.add_url_rule(
        "/lost", "lost", lambda: render_template("errors/error.html", status=404, message="Yoʻq", request_id="1")
    )

    @app.post("/language", endpoint="home.language")
    def language() -> ResponseReturnValue:
        session["locale"] = request.form["locale"]
        return redirect(request.form["next"], 303)

    return app


def served(app: Flask) -> Iterator[str]:
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
