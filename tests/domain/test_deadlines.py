from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import ALL_YEAR, Deadline, parse_deadline, reports_owed

THREE_QUARTERS = tuple(range(1, 10))


@pytest.mark.parametrize(
    ("text", "kind", "months"),
    [
        ("har oyda", "monthly", ALL_YEAR),
        ("2025-yil har oyda", "monthly", ALL_YEAR),
        ("Oyda ikki marta", "monthly", ALL_YEAR),
        ("har chorakda", "quarterly", (3, 6, 9, 12)),
        ("2025-yil har chorakda", "quarterly", (3, 6, 9, 12)),
        ("uch oyda bir marta", "quarterly", (3, 6, 9, 12)),
        ("2025-yil har haftada", "weekly", ALL_YEAR),
        ("har hafta", "weekly", ALL_YEAR),
        ("har kuni", "daily", ALL_YEAR),
        ("1-chorak", "named_months", (1, 2, 3)),
        ("2025-yil I chorak", "named_months", (1, 2, 3)),
        ("I chorak bo‘yicha", "named_months", (1, 2, 3)),
        ("2025-yil II–III chorak", "named_months", (4, 5, 6, 7, 8, 9)),
        ("2025-yil I–III chorak", "named_months", THREE_QUARTERS),
        ("I-III chorak", "named_months", THREE_QUARTERS),
        ("1-3 chorak", "named_months", THREE_QUARTERS),
        ("1 − 3-chorak", "named_months", THREE_QUARTERS),
        ("I chorakdan III chorakgacha", "named_months", THREE_QUARTERS),
        ("I va III chorak", "named_months", (1, 2, 3, 7, 8, 9)),
        ("1- va 3-chorak", "named_months", (1, 2, 3, 7, 8, 9)),
        ("I, III chorak", "named_months", (1, 2, 3, 7, 8, 9)),
        ("to‘rtinchi chorak", "named_months", (10, 11, 12)),
        ("I yarim yillik", "named_months", (1, 2, 3, 4, 5, 6)),
        ("2025-yil sentyabr–dekabr", "named_months", (9, 10, 11, 12)),
        ("sentabr-dekabr", "named_months", (9, 10, 11, 12)),
        ("SENTABRDAN DEKABRGACHA", "named_months", (9, 10, 11, 12)),
        ("noyabr–fevral", "named_months", (1, 2, 11, 12)),
        ("2025-yil yanvar, fevral", "named_months", (1, 2)),
        ("mart oyi", "named_months", (3,)),
        ("2025-yil yanvar oyi davomida", "named_months", (1,)),
        ("1-iyun, 1-dekabr", "named_months", (6, 12)),
        ("2025-yil davomida", "during_year", ()),
        ("yil davomida", "during_year", ()),
        ("2025-yil … chorak", "unknown", ()),
        ("10 kunlik muddatda", "unknown", ()),
        ("1 oy davomida", "unknown", ()),
        ("ikki oyda bir marta", "unknown", ()),
        ("yilda 2–3 marta", "unknown", ()),
        ("31-fevral", "unknown", ()),
        ("", "unknown", ()),
        ("ҳар ойда", "monthly", ALL_YEAR),
        ("2025 йил ҳар чоракда", "quarterly", (3, 6, 9, 12)),
        ("хар хафтада", "weekly", ALL_YEAR),
        ("I–III чорак", "named_months", THREE_QUARTERS),
        ("ІІ чорак", "named_months", (4, 5, 6)),
        ("йил давомида", "during_year", ()),
        ("Ежемесячно", "monthly", ALL_YEAR),
        ("ежеквартально", "quarterly", (3, 6, 9, 12)),
        ("еженедельно", "weekly", ALL_YEAR),
        ("в течение года", "during_year", ()),
        ("I–III квартал", "named_months", THREE_QUARTERS),
        ("II и III квартал", "named_months", (4, 5, 6, 7, 8, 9)),
        ("I и III квартал 2025 г.", "named_months", (1, 2, 3, 7, 8, 9)),
        ("1-й квартал", "named_months", (1, 2, 3)),
        ("сентябрь–декабрь", "named_months", (9, 10, 11, 12)),
        ("с марта по май", "named_months", (3, 4, 5)),
    ],
)
def test_the_words_of_the_paper_name_these_months(text: str, kind: str, months: tuple[int, ...]) -> None:
    deadline = parse_deadline(text, 2025)
    assert (deadline.kind, deadline.months, deadline.text) == (kind, months, text)


@pytest.mark.parametrize(
    ("text", "times", "months"),
    [
        ("2025-yilda ikki marotaba", 2, (6, 12)),
        ("yilda ikki marta", 2, (6, 12)),
        ("yiliga 4 marta", 4, (3, 6, 9, 12)),
        ("har yarim yilda", 2, (6, 12)),
        ("har yili", 1, (12,)),
        ("йилда икки марта", 2, (6, 12)),
        ("два раза в год", 2, (6, 12)),
        ("3 раза в год", 3, (4, 8, 12)),
        ("раз в полугодие", 2, (6, 12)),
    ],
)
def test_times_a_year_end_equal_parts_of_it(text: str, times: int, months: tuple[int, ...]) -> None:
    deadline = parse_deadline(text, 2025)
    assert (deadline.kind, deadline.times, deadline.months) == ("times_a_year", times, months)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("25.12.2025", date(2025, 12, 25)),
        ("2025-yil 25-dekabr", date(2025, 12, 25)),
        ("2025-12-25", date(2025, 12, 25)),
        ("25-dekabrgacha", date(2025, 12, 25)),
        ("до 25 марта", date(2025, 3, 25)),
        ("25 декабря 2026 года", date(2026, 12, 25)),
        ("28.02.2025-yilgacha", date(2025, 2, 28)),
    ],
)
def test_a_date_is_that_day(text: str, on: date) -> None:
    deadline = parse_deadline(text, 2025)
    assert (deadline.kind, deadline.on, deadline.months) == ("on_date", on, (on.month,))


def test_quarters_are_remembered_beside_their_months() -> None:
    assert parse_deadline("II–III chorak", 2025).quarters == (2, 3)
    assert parse_deadline("aprel–sentabr", 2025).quarters == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("har oyning 5-sanasigacha", 5),
        ("до 5 числа каждого месяца", 5),
        ("har oyning 45-sanasi", None),
        ("har oyda", None),
    ],
)
def test_the_day_of_a_monthly_deadline(text: str, day: int | None) -> None:
    deadline = parse_deadline(text, 2025)
    assert (deadline.kind, deadline.day) == ("monthly", day)


@pytest.mark.parametrize("apostrophe", "'‘’ʻʼ`´")
def test_a_unit_that_sets_its_own_deadline(apostrophe: str) -> None:
    alone = f"har bir AKM muddatini o{apostrophe}zi belgilaydi"
    assert parse_deadline(alone, 2025).kind == "self_set"
    both = parse_deadline(f"2025-yil davomida. Har bir AKM muddatini o{apostrophe}zi belgilaydi", 2025)
    assert (both.kind, both.self_set) == ("during_year", True)


PHRASES = st.sampled_from(
    [
        "2025-yil",
        "har",
        "oy",
        "chorak",
        "I",
        "III",
        "1",
        "-",
        "–",
        ",",
        ".",
        "va",
        "yilda",
        "ikki",
        "marta",
        "mart",
        "may",
        "dan",
        "dekabr",
        "31",
        "99",
        "45.13.2025",
        "davomida",
        "oyda",
        "o‘zi",
        "belgilaydi",
        "в",
        "год",
        "и",
        "квартал",
        "по",
        "5-sanasigacha",
    ]
)


@given(st.one_of(st.text(), st.lists(PHRASES, max_size=12).map(" ".join)))
def test_no_text_whatever_is_an_error(text: str) -> None:
    deadline = parse_deadline(text, 2025)
    assert all(1 <= month <= 12 for month in deadline.months)
    assert deadline.months == tuple(sorted(set(deadline.months)))
    assert deadline.kind != "named_months" or deadline.months
    assert (deadline.kind == "on_date") == (deadline.on is not None)


ALL_YEAR_LONG = parse_deadline("2025-yil davomida", 2025)


@pytest.mark.parametrize(
    ("steps", "kinds"),
    [
        (["Foydalanuvchilar hisobini yuritish va har chorakda Viloyat kutubxonaga taqdim etish"], ["quarterly"]),
        (
            ["amalga oshirilgan ishlar to‘g‘risidagi ma’lumot har oy Viloyat kutubxonaga taqdim etib borish"],
            ["monthly"],
        ),
        (["Yilda ikki marotaba ma’lumotlarni umumlashtirib, Viloyat kutubxonaga taqdim etish"], ["times_a_year"]),
        (["chorak bo‘yicha umumlashtirgan holda Viloyat kutubxonaga axborot berib borish"], ["quarterly"]),
        (
            ["har chorakda ro‘yxatni taqdim etish", "Hisobotni Viloyat kutubxonaga har oyda taqdim etish"],
            ["quarterly", "monthly"],
        ),
        (["Ежеквартально представлять отчёт"], ["quarterly"]),
        # To the region without a rhythm: as the deadline has it.
        (["Yig‘ilgan ma’lumotlarni jamlash hamda Viloyat kutubxonaga taqdim etish"], ["during_year"]),
        (["Jizzax viloyat “Xalqobod” axborot-kutubxona markaziga hisobot yuborish"], ["during_year"]),
        (["Вилоят кутубхонасига ҳисобот тақдим этиш"], ["during_year"]),
        (["Вилоят ахборот-кутубхона марказига топшириш"], ["during_year"]),
        (["Сводный отчёт направить в областную библиотеку"], ["during_year"]),
        (["Отчёт представить областной библиотеке"], ["during_year"]),
        (["Viloyatga yuborish"], ["during_year"]),
    ],
)
def test_the_mechanism_says_how_often_a_report_is_owed(steps: list[str], kinds: list[str]) -> None:
    rhythms = reports_owed("", steps, ALL_YEAR_LONG)
    assert [rhythm.kind for rhythm in rhythms] == kinds
    assert {rhythm.text for rhythm in rhythms} <= set(steps)


def test_the_name_of_a_row_speaks_for_it_too() -> None:
    name = "Axborot xavfsizligini taʼminlash va har chorakda Viloyat kutubxonaga maʼlumot berib borish"
    (rhythm,) = reports_owed(name, ["Bajarilgan ishlar yuzasidan maʼlumot berish"], ALL_YEAR_LONG)
    assert (rhythm.kind, rhythm.text) == ("quarterly", name)


@pytest.mark.parametrize(
    "steps",
    [
        [],
        ["Qo‘llanmani ishlab chiqish"],
        ["Har oyda to‘garak mashg‘ulotlarini o‘tkazish"],
        ["1 oy muddatda “Ijro.gov.uz” tizimiga ulanish ishlarini topshirish"],
        ["Viloyat kutubxona tomonidan taqdim etilgan hisobot jadval asosida"],  # it comes from there
        ["viloyat axborot-kutubxona markazlaridan hisobotlarni yigʻish"],
        ["Viloyat, tuman axborot-kutubxona markazlariga yuborish"],  # to everybody
        ["Отчёты получены из областной библиотеки и направлены в район"],
        ["Viloyat kutubxonaga borish"],  # nothing is handed over
        ["Har chorakda Viloyat kutubxona bilan uchrashish"],
    ],
)
def test_no_report_is_owed_where_nothing_goes_to_the_region(steps: list[str]) -> None:
    assert reports_owed("", steps, ALL_YEAR_LONG) == ()


def test_a_deadline_is_plain_data() -> None:
    assert parse_deadline(" har oyda ", 2025) == Deadline("monthly", ALL_YEAR, text="har oyda")
