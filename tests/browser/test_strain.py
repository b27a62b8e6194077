"""Many hands at once, and the plug pulled: nothing acknowledged is lost, nothing is counted twice (trust.md C, D)."""

from __future__ import annotations

import http.client
import re
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from urllib.parse import quote

from tests.browser.site import MONTH, Site, Visitor
from tests.cli.database import ask
from tests.cli.program import program, served

CLIENTS = 8
EDITS = 200
KILLS = 10
WRITERS = 4
THOUSANDTHS = 1000  # figures lie in the database as whole thousandths
CELLS = [f"IV.15|huquqiy|{MONTH}-{day:02}" for day in (3, 4, 5, 6, 7)]
LATER = [f"IV.16|abonement|{MONTH}-{day:02}" for day in (3, 4, 5, 6)]
EVENTS = "/reading-rooms/events/?unit=manaviyat&month=2025-11"


def stored(data: Path, cell: str) -> tuple[int, int]:
    """Value and version of a cell as the database has them."""
    question = """select e.value, e.version from entry e join part p on p.id = e.part_id join unit u on u.id = e.unit_id
        where p.key = ? and u.code = ? and e.date = ? and e.card_id is null"""
    found = ask(data, question, *cell.split("|"))
    return (int(found[0][0] or 0) // THOUSANDTHS, int(found[0][1])) if found else (0, 0)


def noted(data: Path, cell: str) -> int:
    return ask(data, "select count(*) from change where subject = 'cell' and subject_key = ?", cell)[0][0]


def together(hands: int, act: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(hands) as pool:
        for done in [pool.submit(act, number) for number in range(hands)]:
            done.result()


def test_no_edit_of_a_shared_cell_is_silently_lost(site: Site) -> None:
    """trust.md C2, C5: eight clients, five cells, each edit checked against the version that its page showed."""
    clients = [site.sign_in("metodist") for _number in range(CLIENTS)]
    before = {cell: (stored(site.data, cell)[1], noted(site.data, cell)) for cell in CELLS}
    values, answers, good = count(1000), Counter(), Counter()

    def edit(number: int) -> None:
        known = {cell: before[cell][0] for cell in CELLS}
        for turn in range(EDITS // CLIENTS):
            cell = CELLS[(number + turn) % len(CELLS)]
            answer = clients[number].save(cell, str(next(values)), known[cell])
            answers[answer.status] += 1
            good[cell] += answer.status == 200
            told = re.search(r'"version": (\d+)', answer.headers.get("HX-Trigger", ""))
            known[cell] = int(told[1]) if told else known[cell]

    together(CLIENTS, edit)
    assert set(answers) <= {200, 409}
    assert answers[200] >= 2 * len(CELLS), "nobody got anywhere"
    assert answers.total() == EDITS
    for cell, (version, changes) in before.items():
        assert stored(site.data, cell)[1] - version == good[cell]
        assert noted(site.data, cell) - changes == good[cell]


def test_readers_and_writers_at_once_meet_no_locked_database(site: Site) -> None:
    """trust.md C5 in small: six write, two read long pages, one takes workbooks."""
    writers = [site.sign_in("metodist") for _number in range(6)]
    readers = [site.sign_in("kuzatuvchi") for _number in range(3)]
    answers: Counter[int] = Counter()

    def work(number: int) -> None:
        for turn in range(6):
            if number < 6:
                cell = f"IV.15|olkashunoslik|{MONTH}-{3 + number:02}"
                answer = writers[number].save(cell, str(100 + turn), writers[number].version(cell))
            else:
                page = ("/consolidation/2025", "/plan/2025", "/consolidation/2025.xlsx")[number - 6]
                answer = readers[number - 6].get(page)
            answers[answer.status] += 1

    together(9, work)
    assert answers == {200: 54}
    assert "database is locked" not in (site.data / "log" / "jamlanma.log").read_text(encoding="utf-8")


def test_the_same_form_sent_twice_at_once_has_one_effect(site: Site) -> None:
    """trust.md C7: a double click."""
    visitor = site.sign_in("manaviyat")
    form = re.search(r'name="form_token" value="([0-9a-f]+)"', visitor.get(EVENTS).text)[1]
    fields = {
        "title": "Ikki marta bosilgan",
        "date": "18.11.2025",
        "kind": "event",
        "rows": "IV.17",
        "form_token": form,
    }
    answers = []
    together(2, lambda _number: answers.append(visitor.post(EVENTS, fields)))
    assert [answer.status for answer in answers] == [303, 303]
    assert ask(site.data, "select count(*) from card where title = 'Ikki marta bosilgan'") == [(1,)]


def test_a_figure_sent_again_after_a_lost_answer_is_no_conflict(site: Site) -> None:
    """trust.md C9: the connection broke after the figure had arrived."""
    visitor, cell = site.sign_in("huquqiy"), f"IV.15|huquqiy|{MONTH}-13"
    version, changes = visitor.version(cell), noted(site.data, cell)
    assert [visitor.save(cell, "4321", version).status for _time in range(2)] == [200, 200]
    assert noted(site.data, cell) == changes + 1


def test_what_was_acknowledged_survives_a_kill(own_site: Site) -> None:
    """trust.md D1 in small: four writers, ten kills amid their writing; restarted, nothing is missing."""
    data = own_site.data
    writers = [own_site.sign_in("metodist") for _number in range(WRITERS)]
    own_site.process.kill()
    own_site.process.wait(30)
    acknowledged: dict[str, int] = {}
    values = count(10_000)
    for kill in range(KILLS):
        with served(data) as (process, address):
            missing = {cell: value for cell, value in acknowledged.items() if stored(data, cell)[0] < value}
            assert missing == {}, f"lost after kill {kill}"
            for writer in writers:
                writer.address = address
            told = threading.Semaphore(0)
            threads = [
                threading.Thread(target=write_until_dead, args=(writer, cell, values, acknowledged, told))
                for writer, cell in zip(writers, LATER, strict=True)
            ]
            for thread in threads:
                thread.start()
            # The moment of the kill is counted in answers, not in seconds: a slow machine writes, too.
            answers = [told.acquire(timeout=60) for _answer in range(1 + 3 * kill)]
            process.kill()
            for thread in threads:
                thread.join(30)
            assert all(answers), "the kill came before any writing"
    assert len(acknowledged) == WRITERS, "some never wrote"
    for cell, value in acknowledged.items():
        assert stored(data, cell)[0] >= value
    assert ask(data, "pragma integrity_check") == [("ok",)]
    versions = sum(stored(data, cell)[1] for cell in LATER)
    assert sum(noted(data, cell) for cell in LATER) == versions, "every value has its history"
    verified = program("audit", "verify", data=data)
    assert verified.returncode == 0, verified.stderr


def write_until_dead(
    writer: Visitor, cell: str, values: count[int], acknowledged: dict[str, int], told: threading.Semaphore
) -> None:
    """Save ever larger figures; what a 200 told is remembered."""
    try:
        version = writer.version(cell)
        while True:
            value = next(values)
            answer = writer.save(cell, str(value), version)
            if answer.status == 200:
                acknowledged[cell] = value
                told.release()
                version = int(re.search(r'"version": (\d+)', answer.headers["HX-Trigger"])[1])
    except (OSError, http.client.HTTPException):
        return


def test_a_report_of_a_row_is_the_same_before_and_after_a_restart(own_site: Site) -> None:
    """What stood on a page stands there when the program has been stopped and started."""
    visitor = own_site.sign_in("metodist")
    pages = ["/consolidation/2025", f"/plan/2025/{quote('IV.16')}", f"/diary/{MONTH}?unit=abonement"]
    figures = [re.findall(r'data-(?:value|total|version)="([^"]*)"', visitor.get(page).text) for page in pages]
    own_site.process.terminate()
    assert own_site.process.wait(60) == 0
    with served(own_site.data) as (process, address):
        visitor.address = address
        again = [re.findall(r'data-(?:value|total|version)="([^"]*)"', visitor.get(page).text) for page in pages]
        assert again == figures
        assert process.poll() is None
