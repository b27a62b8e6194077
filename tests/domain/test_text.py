"""Words as people type them: one stored form, one search form, the order of the official alphabet."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.domain.text import check_text, clean_text, login_key, search_key, sort_key

APOSTROPHES = "'\u2018\u2019`\u00b4\u02bb\u02bc\u02b9\u2032\uff07\u201b"
UZBEK = st.text(alphabet="abgoshyOG oʻgʻʼ'‘’`´*°„\u00a0\n-«»“”АБоўғъ12", max_size=40)


@pytest.mark.parametrize("mark", [*APOSTROPHES, "\u00b0", "*", "\u201e", "\u2017"])
def test_every_apostrophe_becomes_the_right_one(mark: str) -> None:
    assert clean_text(f"o{mark}quv, O{mark}QUV, yig{mark}ma, ma{mark}lumot") == "oʻquv, OʻQUV, yigʻma, maʼlumot"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("'kitob'", "'kitob'"),
        ("‘kitob’", "‘kitob’"),
        ("'bog'", "'bog'"),  # a quoted word, not a garden
        ("bog'", "bogʻ"),
        ("bog’ va tog’", "bogʻ va togʻ"),
        ("‘bog‘’", "‘bogʻ’"),
        ("“Bog‘” klubi", "“Bogʻ” klubi"),
        ("«Ma’naviyat» 'oq'", "«Maʼnaviyat» 'oq'"),
        ("jamʻ", "jamʼ"),
        ("\u043e‘zbek", "\u043eʻzbek"),  # a Cyrillic о
        ("5 °C, 2*3, a * b", "5 °C, 2*3, a * b"),
        ("  ikki \u00a0\t soʻz \r\n\u202f yangi qator\u2028oxiri \n", "ikki soʻz\nyangi qator\noxiri"),
        ("yi\u200bl\ufeff", "yil"),
        ("и\u0306", "й"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("", ""),
    ],
)
def test_stored_form(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


@given(st.one_of(st.text(max_size=60), UZBEK))
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    once = clean_text(typed)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *((f"a{sign}b", "text.control") for sign in "\x00\x0b\x1b\x7f\ufffe\ufdd0"),
        ("a\ud800b", "text.broken"),
        ("x" * 101, "text.too_long"),
        ("x" * 100_000, "text.too_long"),
        ("a" + "\u0301\u0323" * 50_000, "text.too_long"),
    ],
)
def test_refused_text(typed: str, code: str) -> None:
    started = time.perf_counter()
    with pytest.raises(Invalid) as refused:
        check_text(typed, 100)
    assert refused.value.code == code
    assert time.perf_counter() - started < 1


def test_accepted_text_comes_back_in_its_stored_form() -> None:
    assert check_text(" o'quv\r\nzali\t1 ", 100) == "oʻquv\nzali 1"
    assert check_text("x" * 100, 100) == "x" * 100


@pytest.mark.parametrize(
    "words",
    [
        ["oquv", "o'quv", "o‘quv", "oʻquv", "O`QUV", "ўқув", "ЎҚУВ", "oʼquv", "o´quv"],
        ["malumot", "ma'lumot", "maʼlumot", "маълумот", "Ma’lumot"],
        ["AKM", "АКМ", "aкм", "akm"],
        ["kitobxon", "китобхон", "kitoб\u0445on", "kitob\u0445on", "китoбхoн"],  # letters of the other alphabet inside
        ["maʼnaviy-maʼrifiy", "ma'naviy ma’rifiy", "маънавий–маърифий", "manaviy  marifiy"],
        ["2025-yil", "2025 yil", "2025 йил"],
        ["sentabr", "sentyabr", "сентябрь"],
        ["budjet", "byudjet", "бюджет"],
        ["«Yoshlar» klubi", "yoshlar klubi", "“ёшлар” клуби"],
        ["loyiha", "ｌｏｙｉｈａ", "лойиҳа"],
    ],
)
def test_search_finds_every_way_of_writing(words: list[str]) -> None:
    assert {search_key(word) for word in words} == {search_key(words[0])}
    assert search_key(words[0])


def test_search_keeps_different_words_apart() -> None:
    words = ["oquv", "oqish", "IV.12.4", "IV.124", "1/2/1", "121", "sana", "shana", "fan", "fond"]
    assert len({search_key(word) for word in words}) == len(words)


@given(st.one_of(st.text(max_size=60), UZBEK))
def test_search_key_is_stable_and_plain(typed: str) -> None:
    key = search_key(typed)
    assert key == search_key(clean_text(typed))
    assert key == key.strip() and "  " not in key and "ʻ" not in key and "'" not in key


def test_order_of_the_official_alphabet() -> None:
    words = "chorak shahar gʻoya oʻquv zal yil xona tong soat radio qalam ona nok ming kitob gul daftar bola amal"
    assert " ".join(sorted(words.split(), key=sort_key, reverse=True)) == words


def test_order_takes_numbers_by_value_and_any_alphabet() -> None:
    assert sorted(["10-maktab", "2-maktab", "Чорак", "шаҳар", "Ўқув", "abonement"], key=sort_key) == [
        "2-maktab",
        "10-maktab",
        "abonement",
        "Ўқув",
        "шаҳар",
        "Чорак",
    ]
    assert sorted(["sanʼat", "sanoat", "sana"], key=sort_key) == ["sana", "sanʼat", "sanoat"]
    assert sort_key("Isʼhoq") < sort_key("Ishoq")  # s and h are two letters there


def test_logins_that_look_alike_are_the_same() -> None:
    assert login_key("Admin") == login_key("\u0410dmin") == login_key(" admin\u200b ") == login_key("ＡＤＭＩＮ")
    assert login_key("o'ktam") == login_key("oʻktam") == login_key("\u043e‘ktam")
    assert login_key("В\u043ebur") == login_key("в\u043ebur")
    assert len({login_key(name) for name in ("metodist", "metodist1", "metodist2", "direktor")}) == 4
