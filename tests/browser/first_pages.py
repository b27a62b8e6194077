"""A first page as its reader sees it: what is waited for from him, what he decides on, the numbers in the menu."""

from __future__ import annotations

from playwright.sync_api import Page

from app.domain.units import USUAL_UNITS
from tests.browser.quarter import FIVE, Quarter
from tests.browser.quarter_owed import OWED

READ = """() => {
  const text = (one) => one ? one.innerText.replace(/\\s+/g, " ").trim() : "";
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const joined = (pieces, by) => pieces.filter((piece) => piece).join(by);
  return [
    ...(all(".answers").length ? all(".lead").map((one) => text(one)) : []),
    ...all(".blank").map((one) => text(one)),
    ...all(".unfinished").map((one) => text(one)),
    ...all(".waited .due > li").map((li) =>
      joined([text(li.querySelector(".what")), text(li.querySelector(".when")), ...all("p", li).map(text)], " · ") +
      (li.querySelector(".btn") ? ` [${text(li.querySelector(".btn"))}]` : "")),
    ...all(".answers section").map((one) =>
      joined([`${text(one.querySelector("h2"))}: ${text(one.querySelector(".big"))}`,
        ...all("li", one).map((li) => `${text(li.querySelector("a"))} (${text(li.querySelector("small"))})`),
        text(one.querySelector("p"))], " · ")),
    ...all(".todo section").map((one) => joined([...all("h2, p, a", one).map(text)], " · ")),
    ...all(".side nav a").filter((link) => link.querySelector(".pill")).map((link) => `# ${text(link)}`),
  ];
}"""
# A unit is called by its code here, so that a line of the table stays a line.
NAMES = sorted(((unit.name, unit.code) for unit in USUAL_UNITS), key=lambda pair: -len(pair[0]))


def first_page(page: Page) -> list[str]:
    """The lines of a first page, asked for anew."""
    page.goto("/")
    return [short(line) for line in page.evaluate(READ)]


def short(line: str) -> str:
    for name, code in NAMES:
        line = line.replace(name, code)
    return line


def badge(lines: list[str], of: str) -> int:
    """The number in the menu beside a page; none is nothing."""
    return next((int(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(f"# {of} ")), 0)


def overdue_in_list(page: Page) -> int:
    """How many lines the reader's own list of deadlines calls late."""
    page.goto("/deadlines/?whose=mine&show=overdue")
    assert not page.locator("ul.pages").count(), "more than one page of deadlines: count them all"
    return page.locator("table.dues tbody tr").count()


def waiting_in_list(page: Page) -> int:
    """How many months the page of submissions lets the reader decide on, or on what was changed in them."""
    page.goto("/submissions/")
    changed = {link.get_attribute("href") for link in page.locator("#changes small a").all()}
    return page.locator("#waiting input[name=wanted], #from-reviewers li").count() + len(changed)


def waited(q: Quarter, login: str, words: str) -> list[str]:
    """The lines of somebody's first page that name a thing."""
    return [line for line in first_page(q[login]) if words in line]


def read_first_pages(q: Quarter, when: str = "") -> None:
    """All five, against the table; and each number in the menu is that of the list behind it."""
    day = when or q.day.isoformat()
    found = {login: first_page(q[login]) for login in FIVE}
    odd = {login: set(found[login]) ^ set(OWED[day][login]) for login in FIVE if found[login] != OWED[day][login]}
    assert found == OWED[day], f"{day}: {odd}"
    for login in FIVE:
        page, lines = q[login], found[login]
        assert overdue_in_list(page) == badge(lines, "Muddatlar"), (day, login)
        assert waiting_in_list(page) == badge(lines, "Topshirishlar"), (day, login)
