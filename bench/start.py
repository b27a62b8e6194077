"""From nothing to the first page, and the memory of a served process, against the bare libraries."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median

from bench.data import filled_folder
from bench.measure import Result

OURS = """
import sys; from pathlib import Path
from app import create_app
from bench.data import settings_for
client = create_app(settings_for(Path(sys.argv[1]))).test_client()
assert client.get("/login").status_code == 200
"""
LIBRARIES = "import flask, sqlalchemy, wtforms, babel"
BARE = """
import flask, sqlalchemy, waitress
from sqlalchemy import orm
app = flask.Flask("bare")
engine = sqlalchemy.create_engine("sqlite://")
def login():
    number = orm.Session(engine).scalar(sqlalchemy.text("select 1"))
    return flask.render_template_string("<p>{{ n }}</p>", n=number)
app.add_url_rule("/login", "login", login)
assert app.test_client().get("/login").status_code == 200
"""
REPORT = """
import json, re, time
high = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())
print(json.dumps([time.process_time(), int(high[1])]))
"""


def process(code: str) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of a fresh interpreter."""
    command = [sys.executable, "-c", code + REPORT, str(filled_folder())]
    seconds, memory = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return seconds, memory / 1024


def run() -> list[Result]:
    rounds = [(process(OURS), process(LIBRARIES), process(BARE)) for _ in range(7)]
    ours, libraries, bare = ([side[i] for side in rounds] for i in range(3))
    start = Result("start to the first page", median(s for s, _ in ours), median(s for s, _ in libraries), "≤ 1.5 ×")
    memory = Result(
        f"memory after the first page, {median(m for _, m in ours):.0f} MB against {median(m for _, m in bare):.0f} MB",
        median(m for _, m in ours),
        median(m for _, m in bare),
        "≤ 1.6 ×",
    )
    return [start, memory]
