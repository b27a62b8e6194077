"""The single documents, visits and training of the demonstration: what happens a few times a year, by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from app.demonstration import words
from app.demonstration.acts import TypeCell, WriteCard
from app.demonstration.days import after_month, nth, within_year

QUARTERS, TWICE, EVERY_MONTH = (3, 6, 9, 12), (6, 12), tuple(range(1, 13))

# row, unit, the months that it reports on, title
DOCUMENTS: tuple[tuple[str, str, tuple[int, ...], str], ...] = (
    ("I.1", "metodika", (2,), "Milliy dastur ijrosi yuzasidan yillik maʼlumot"),
    ("I.2", "metodika", EVERY_MONTH, "Qaror ijrosi toʻgʻrisida oylik maʼlumot"),
    ("I.3", "metodika", EVERY_MONTH, "Huquqiy targʻibot ishlari toʻgʻrisida oylik maʼlumot"),
    ("I.4", "jamlash", QUARTERS, "Fondni toʻldirish boʻyicha choraklik maʼlumot"),
    ("I.5", "bibliografiya", (4, 9), "Jadidlar merosi boʻyicha yigʻilgan manbalar roʻyxati"),
    ("I.6", "bibliografiya", QUARTERS, "Davriy nashrlar boʻyicha choraklik maʼlumot"),
    ("I.7", "kotiba", (1, 2), "Buyruqlar ijrosi toʻgʻrisida maʼlumot (Ijro.gov.uz)"),
    ("II.1", "metodika", (3, 5, 10), "Metodik qoʻllanma: kutubxonada ommaviy ishlar"),
    ("II.5", "metodika", QUARTERS, "Tuman kutubxonalarining jamlanma hisoboti"),
    ("III.7", "metodika", (4,), "Koʻrik-tanlov qatnashchilari roʻyxati"),
    ("III.10", "metodika", (6,), "“Yilning eng yaxshi mutaxassisi” tanloviga hujjatlar"),
    ("IV.28", "akt", QUARTERS, "Axborot xavfsizligi boʻyicha choraklik maʼlumot"),
    ("V.30", "metodika", (5, 10), "“Mualliflik huquqi” boʻyicha malaka oshirish maʼlumoti"),
    ("V.31", "metodika", (8,), "Manfaatlar toʻqnashuvi boʻyicha test natijalari"),
    ("V.32", "metodika", (9,), "Raqamli koʻnikmalar boʻyicha oʻqish natijalari (itstudy.uz)"),
    ("V.34", "metodika", TWICE, "Kadrlar monitoringi jadvali"),
)
# row, unit, month, working day of it, kind, place, title
VISITS = (
    ("II.2/1", "metodika", 2, 9, "study", "12-sonli maktab kutubxonasi", "Maktab kutubxonasi faoliyatini oʻrganish"),
    ("II.2/2", "metodika", 5, 6, "study", "Qishloq xoʻjaligi kolleji", "Kollej axborot-resurs markazini oʻrganish"),
    ("II.2/2", "metodika", 9, 14, "study", "5-sonli maktab kutubxonasi", "Darsliklar fondining holatini oʻrganish"),
    ("II.2/3", "metodika", 10, 11, "study", "Tuman tibbiyot birlashmasi", "Idoraviy kutubxona fondini oʻrganish"),
    (
        "II.4",
        "metodika",
        3,
        12,
        "practical",
        "12-sonli maktab kutubxonasi",
        "Inventar daftarini yuritishga amaliy yordam",
    ),
    ("II.4", "metodika", 6, 5, "oral", "17-sonli maktab kutubxonasi", "Yillik reja tuzish boʻyicha maslahat"),
    ("II.4", "metodika", 9, 8, "practical", "9-sonli maktab kutubxonasi", "Elektron katalogga kiritishga yordam"),
    ("II.4", "metodika", 11, 4, "written", "5-sonli maktab kutubxonasi", "Hisobot shakllari boʻyicha yozma maslahat"),
)
# row, unit, month, working day, place, title
SURVEYS = (
    ("II.6", "oquv-zallari", 3, 15, "AKM oʻquv zali", "“Qaysi kitoblar yetishmaydi?” soʻrovnomasi"),
    ("II.6", "abonement", 9, 10, "Abonement", "“Kutubxona xizmatidan mamnunmisiz?” soʻrovnomasi"),
)
# row, unit, month, working day, kind, title
TRAINING = (
    ("V.29/1", "metodika", 4, 10, "course", "Viloyat markazidagi malaka oshirish kursi"),
    ("V.29/1", "oquv-zallari", 10, 6, "course", "Oʻquv zali xodimlarining malaka oshirishi"),
    ("V.29/2", "metodika", 2, 13, "seminar", "Tuman kutubxonachilari uchun amaliy seminar"),
    ("V.29/2", "jamlash", 5, 12, "seminar", "Fondni toʻldirish boʻyicha viloyat seminari"),
    ("V.29/2", "oquv-zallari", 9, 12, "seminar", "Kitobxonlar bilan ishlash boʻyicha seminar"),
    ("V.33.a", "metodika", 3, 6, "course", "Yangi xodimlar uchun oʻquv kursi"),
    ("V.33.a", "metodika", 10, 9, "course", "Maktab kutubxonachilari uchun oʻquv kursi"),
    ("V.33.b", "metodika", 4, 16, "test", "Kutubxonachilarning kasbiy bilimini sinash"),
    ("V.33.b", "metodika", 11, 8, "test", "Kasbiy bilimlar boʻyicha takroriy sinov"),
    *(
        ("V.33.c", "metodika", month, 11, "seminar", title)
        for month, title in zip((1, 2, 3, 5, 6, 9, 10, 11), words.SEMINARS, strict=True)
    ),
    *(("V.33.d", "metodika", month, 14, "internship", "Maktab kutubxonachisi amaliyoti") for month in (2, 4, 5, 9, 10)),
)
# what the services confirm as not having happened: row, unit, month
NOTHING = (
    *(("III.8/1", unit, 3) for unit in ("bibliografiya", "akt", "oquv-zallari", "jamlash")),
    *(("III.11", unit, 10) for unit in ("bibliografiya", "akt", "oquv-zallari", "jamlash")),
    ("V.29/1", "jamlash", 4),
)


def papers(random: Random, days: list[date]) -> Iterator[TypeCell | WriteCard]:
    yield from documents(random, days)
    for row, unit, month, place, kind, where, title in VISITS:
        data = {"kind": kind, "place": where, "attendance": random.randrange(1, 4)}
        yield WriteCard(nth(days, month, place), unit, "visits", row, title, data)
    for row, unit, month, place, where, title in SURVEYS:
        data = {"kind": "survey", "place": where, "attendance": random.randrange(8, 25) * 5}
        yield WriteCard(nth(days, month, place), unit, "events", row, title, data)
    for row, unit, month, place, kind, title in TRAINING:
        data = {"kind": kind, "place": "AKM anjumanlar zali", "attendance": random.randrange(4, 26)}
        yield WriteCard(nth(days, month, place), unit, "training", row, title, data)
    for row, unit, month in NOTHING:
        yield TypeCell(after_month(days[0].year, month, 1), unit, row, f"{days[0].year}-{month:02}", "-")


def documents(random: Random, days: list[date]) -> Iterator[WriteCard]:
    """The papers that are handed over after the month or quarter on which they report."""
    number = 10
    for row, unit, months, title in DOCUMENTS:
        for month in months:
            number += random.randrange(1, 6)
            day = within_year(days, month, random.randrange(2, 6))
            data = {"stage": "accepted", "recipient": words.REGION, "outgoing_number": f"01-12/{number}"}
            yield WriteCard(day, unit, "documents", row, title, data, with_file=month in QUARTERS)
    preparing = {"stage": "preparing", "recipient": words.REGION}
    yield WriteCard(
        nth(days, 11, 10), "metodika", "documents", "II.1", "Metodik qoʻllanma: oʻlkashunoslik ishi", preparing
    )
    returned = {"stage": "sent_back", "recipient": words.REGION, "note": "Jadvalning 2-ustuni toʻldirilmagan."}
    yield WriteCard(nth(days, 7, 2), "akt", "documents", "IV.28", "Axborot xavfsizligi boʻyicha maʼlumot", returned)
