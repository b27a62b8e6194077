"""The second witness: whatever leaves the program as a file or is printed has the head and foot of the rule.

Outputs are found, not listed: each address that gives a workbook or a letter, each page that is printed with a head,
each writer of ``app/documents``. Whoever adds one says here which paper it is, or why it is none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

import app as program
from app.domain.papers import AMENDMENT, CONSOLIDATION, DIARY, LISTS, PAPERS, PIECES, PLAN, REPORT
from app.domain.registers import REGISTERS
from app.domain.services import SERVICES
from app.extensions import db
from app.operations.plans import approve_plan
from tests.access.pages import endpoint_of, walk
from tests.cast import APPROVED
from tests.papers.reading import NOTHING, none_of, typed, words_of_letter, words_of_page, words_of_workbook
from tests.papers.test_other_papers import BEGIN, ONE
from tests.papers.test_other_papers import REPORT as REPORT_FORM
from tests.reports.conftest import CLOSED, set_months
from tests.submissions.conftest import office_of

# Address → which paper it gives. ``{report}``: of a report, ``{correction}``: of one that corrects it.
FILES = {
    "/plan/2025.xlsx": PLAN,
    "/plan/2025.docx": PLAN,
    f"{ONE}.docx": AMENDMENT,
    "/consolidation/2025-Q3.xlsx": CONSOLIDATION,
    "/consolidation/2025-10.xlsx?unit=abonement&basis=accepted": CONSOLIDATION,
    "{report}.xlsx": REPORT,
    "{report}/differences.xlsx": LISTS,
    "/system/history.xlsx?row=IV.15": LISTS,  # whose lines do not tell what was said of papers
}
NO_PAPER = {"plan.marked": "the sender's own file, with its faults marked in its cells"}
# What a page prints of itself; every other page is a screen.
PRINTED = {
    "plan.table": PLAN,
    "plan.amendment": AMENDMENT,
    "consolidation.table": CONSOLIDATION,
    "reports.report": REPORT,
    "diary.month": DIARY,
    "reports.difference_page": LISTS,
    "deadlines.printed": LISTS,
    "submissions.index": LISTS,
    "deviations.quarter": LISTS,
    "system.history": LISTS,
    "methodology.register": LISTS,
    "bibliography.register": LISTS,
    "digitization.register": LISTS,
    "reading_rooms.register": LISTS,
    "acquisitions.register": LISTS,
    "administration.register": LISTS,
}
SHOWN = {"papers.index", "papers.of_paper", "plan.head"}  # the sheet beside the form, of whatever paper
# Writers of app/documents → the paper, or why it is none.
WRITERS = {
    "write_plan_xlsx": PLAN,
    "write_plan_docx": PLAN,
    "write_amendment_docx": AMENDMENT,
    "write_consolidation_xlsx": CONSOLIDATION,
    "write_report_xlsx": REPORT,
    "write_differences_xlsx": LISTS,
    "write_lines_xlsx": LISTS,
    "write_diary_xlsx": DIARY,
    "write_diary_csv": "data for other programs, without any layout",
    "write_marked_xlsx": NO_PAPER["plan.marked"],
}
TITLES = {
    PLAN: "{markaz} {yil}-yil sarlavha-plan",
    AMENDMENT: "{raqam} sarlavha-amendment",
    CONSOLIDATION: "{davr} sarlavha-consolidation",
    REPORT: "{davr} sarlavha-report",
    DIARY: "{davr} sarlavha-diary",
    LISTS: "{nomi} sarlavha-lists",
}
PLACES: dict[str, Callable[[str], str]] = {
    "centre_name": lambda mark: f"Markaz {mark}",
    "title": lambda mark: f"sarlavha-{mark}",
    "approval": lambda mark: f"Tasdiqlovchi {mark}",
    "agreement": lambda mark: f"Kelishuvchi {mark}",
    "signatures": lambda mark: f"Imzolovchi {mark}",
}


@pytest.fixture
def busy(app: Flask, as_, say) -> dict[str, str]:
    """A year with an amendment, a report and a register; gives the address of the report.

    What is said of papers is said before: what is approved or frozen keeps it.
    """

    def fill() -> dict[str, str]:
        with app.app_context():
            office = office_of(app)
            approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
            set_months(office.plan, *CLOSED)
            db.session.commit()
        browser = as_("metodist")
        assert browser.post("/plan/2025/amendments/", BEGIN).status_code == 303
        form = {**REPORT_FORM, "signers": ["Imzolovchi report", "I. reportova"]}
        return {"report": browser.post("/reports/new", form).location}

    return fill  # type: ignore[return-value]


def file_words(as_, address: str) -> str:
    answer = as_("metodist").get(address)
    assert answer.status_code == 200, address
    read = words_of_letter if address.partition("?")[0].endswith(".docx") else words_of_workbook
    return "\n".join(read(answer.data))


def found_in(words: str, mark: str) -> set[str]:
    return {piece for piece, text in PLACES.items() if text(mark) in words}


def strangers(words: str, mark: str) -> list[str]:
    """What of other papers stands on one."""
    others = [other for other in (*PAPERS, "centre") if other != mark]
    return [place(other) for other in others for place in PLACES.values() if re.search(rf"{place(other)}\b", words)]


def outputs(app: Flask, as_, report: str) -> dict[str, tuple[str, str]]:
    """Where it stands → (which paper, its words): every file, and what every page prints."""
    found = {}
    for address, paper in FILES.items():
        filled = address.format(report=report)
        found[filled] = (paper, file_words(as_, filled))
    browser, pages = as_("metodist"), {}
    for page in walk(app, browser):
        endpoint = endpoint_of(app, "GET", f"http://localhost{urlsplit(page.address).path}")
        words = words_of_page(unescape(page.text))
        if words and endpoint not in SHOWN:
            assert endpoint in PRINTED, f"{page.address} is printed with a head: say which paper it is"
        if endpoint in PRINTED:
            pages.setdefault(endpoint, {})[page.address] = words
    registers = [f"/{one.address}/{REGISTERS[one.registers[0]].slug}/" for one in SERVICES.values()]
    for address in ("/deadlines/print?whose=all", "/deviations/2025-Q3", f"{report}/differences?to=now", *registers):
        page = browser.get(address, follow_redirects=True).get_data(as_text=True)
        endpoint = endpoint_of(app, "GET", f"http://localhost{urlsplit(address).path}")
        pages.setdefault(endpoint, {})[address] = words_of_page(unescape(page))
    assert set(pages) == set(PRINTED), "each kind of printed page was seen"
    for endpoint, paper in PRINTED.items():
        found |= {address: (paper, "\n".join(words)) for address, words in pages[endpoint].items()}
    return found


def test_each_paper_has_its_own_wherever_it_leaves(app: Flask, as_, say, busy: Any) -> None:
    say("centre", typed("centre"))
    for paper in PAPERS:
        say(paper, typed(paper, title=TITLES[paper]))
    seen = set()
    for address, (paper, words) in outputs(app, as_, busy()["report"]).items():
        assert found_in(words, paper) == set(PIECES), f"{address}: {words}"
        assert strangers(words, paper) == [], address
        assert "___" in words and "«___» __________ 2025-yil" in words, address
        seen.add(paper)
    assert seen == set(PAPERS)


def test_each_paper_has_the_centres_where_nothing_is_said_of_it(app: Flask, as_, say, busy: Any) -> None:
    say("centre", typed("centre"))
    for address, (paper, words) in outputs(app, as_, busy()["report"]).items():
        wanted = {"centre_name", "approval", "agreement", "signatures"}
        if paper == PLAN:
            wanted -= {"centre_name"}  # its title is still the file's, which names the centre by itself
        if paper == REPORT:
            assert "Imzolovchi report" in words, "who signs a report is said with it"
            wanted -= {"signatures"}
        assert found_in(words, "centre") == wanted, f"{address}: {words}"


def test_a_paper_may_have_none(app: Flask, as_, say, busy: Any) -> None:
    say("centre", typed("centre"))
    for paper in PAPERS:
        form = none_of(NOTHING)
        say(paper, form | {"signatures_way": "as_set"} if paper == REPORT else form)
    for address, (paper, words) in outputs(app, as_, busy()["report"]).items():
        assert found_in(words, "centre") == (set() if paper == PLAN else {"centre_name"}), f"{address}: {words}"
        assert "“TASDIQLAYMAN”\n" not in words, address
        assert not re.search(r"(?m)^«___»", words), address


def test_every_address_that_gives_a_file_is_known(app: Flask) -> None:
    kinds = {
        endpoint_of(app, "GET", f"http://localhost{a.format(report='/reports/1').partition('?')[0]}") for a in FILES
    }
    given = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and re.search("xlsx|docx", rule.rule)
    }
    assert given - kinds == set(NO_PAPER), "say which paper it is, or why it is none"


def test_every_writer_is_known_and_takes_the_rule() -> None:
    folder = Path(program.__file__).parent / "documents"
    written, sheets = {}, set()
    for path in folder.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                text = ast.unparse(node)
                if re.fullmatch(r"write_\w+_(xlsx|docx|csv)", node.name):
                    written[node.name] = text
                elif re.search(r"\bSheet\(|docx\.Document\(\)|xlsxwriter\.Workbook\(", text):
                    sheets.add(node.name)
    assert set(written) == set(WRITERS)
    assert sheets <= {"begin", "__init__"}, "a file begins in its writer"
    for name, paper in WRITERS.items():
        takes_it = re.search(r"\bends\b", written[name])
        assert bool(takes_it) == (paper in PAPERS), name
