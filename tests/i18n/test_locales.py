"""Which language a visitor gets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n.locales import HTML_LANG, LOCALES, choose_locale


@pytest.mark.parametrize(
    ("saved", "cookie", "header", "locale"),
    [
        (None, None, None, "uz"),
        ("ru", "uz", "uz", "ru"),
        (None, "uz_Cyrl", "ru", "uz_Cyrl"),
        (None, None, "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        (None, None, "en-US,ru;q=0.5,uz;q=0.9", "uz"),
        (None, None, "uz-Cyrl-UZ, uz;q=0.5", "uz_Cyrl"),
        (None, None, "en-GB,en;q=0.9", "uz"),
        (None, None, "ru;q=0, uz;q=0.1", "uz"),
        ("../etc", "<script>", "ru;q=nan,\x00;q=\ud800", "uz"),
        ("", "", ";;;,,,=;q=٩", "uz"),
    ],
)
def test_choice(saved: str | None, cookie: str | None, header: str | None, locale: str) -> None:
    assert choose_locale(saved, cookie, header) == locale


@given(st.text(), st.text(), st.text())
def test_only_a_known_code_comes_out(saved: str, cookie: str, header: str) -> None:
    assert choose_locale(saved, cookie, header) in LOCALES


def test_a_huge_header_takes_no_time() -> None:
    started = time.perf_counter()
    assert choose_locale(None, None, "ru;q=1," * 1_000_000) == "ru"
    assert time.perf_counter() - started < 0.5


def test_every_language_has_its_name_and_tag() -> None:
    assert LOCALES == {"uz": "Oʻzbekcha", "ru": "Русский", "uz_Cyrl": "Ўзбекча"}
    assert HTML_LANG == {"uz": "uz-Latn", "ru": "ru", "uz_Cyrl": "uz-Cyrl"}
