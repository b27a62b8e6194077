"""The months of all units on an office screen: nothing of the table is cut, also when the whole year is accepted."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

FULL_YEAR = """() => {
  const months = [...document.querySelectorAll("table.matrix tfoot td")].slice(0, 12);
  months.forEach((cell) => { cell.textContent = "12/12"; });
  const box = document.querySelector("table.matrix").parentElement;
  return [box.scrollWidth, box.clientWidth];
}"""


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru"])
def test_the_last_column_is_seen_when_the_whole_year_is_accepted(desk, language: str) -> None:
    page = desk.open("metodist", language, "/submissions/")
    wide, seen = page.evaluate(FULL_YEAR)
    assert wide <= seen, f"{wide - seen} px of “Toʻldirildi” are cut"
