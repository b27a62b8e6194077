"""The transliteration on the words of the field, as government and library sites write them in both alphabets."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.domain.scripts import to_cyrillic, to_latin
from app.domain.text import search_key

LINES = Path(__file__).with_name("glossary.csv").read_text(encoding="utf-8").splitlines()
TERMS = [(row["uz"], row["uz_Cyrl"]) for row in csv.DictReader(LINES)]


def test_the_glossary_is_whole() -> None:
    assert len(TERMS) > 200


@pytest.mark.parametrize(("latin", "cyrillic"), TERMS)
def test_a_term_in_both_alphabets(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin
    assert search_key(latin) == search_key(cyrillic)
