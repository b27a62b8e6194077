"""The long registers of the demonstration: events, acquisitions, catalogue batches, scanned titles, posts, media."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from app.demonstration import words
from app.demonstration.acts import WriteCard
from app.demonstration.days import draw

Contents = tuple[str, Mapping[str, Any]]  # title and fields of a card
Write = Callable[[Random, date], Contents]
ALL_YEAR = tuple(range(1, 13))


@dataclass(frozen=True)
class Series:
    """Cards that a unit writes for a row many times a year."""

    row: str
    register: str
    units: Mapping[str, int]
    write: Write
    months: tuple[int, ...] = ALL_YEAR


def filled(random: Random, template: str, day: date) -> str:
    """A title with a writer, a book and the month's occasion put in."""
    occasion = random.choice(words.DATES[day.month])
    return template.format(
        writer=random.choice(words.WRITERS),
        book=random.choice(words.BOOKS)[0],
        date=occasion,
        place=random.choice(words.VILLAGES),
    )


def event(random: Random, day: date) -> Contents:
    kind, template = random.choice(words.EVENT_FORMS)
    people = random.randrange(12, 90)
    return filled(random, template, day), {"kind": kind, "place": random.choice(words.PLACES), "attendance": people}


def named_event(kind: str, templates: tuple[str, ...], place: str = "") -> Write:
    def write(random: Random, day: date) -> Contents:
        where = place or random.choice(words.VILLAGES)
        title = filled(random, random.choice(templates), day).replace("{place}", where)
        return title, {"kind": kind, "place": where, "attendance": random.randrange(10, 45)}

    return write


def acquisition(paper: str, givers: tuple[str, ...], title: str, fewest: int, most: int, price: int = 0) -> Write:
    def write(random: Random, day: date) -> Contents:
        copies = random.randint(fewest, most)
        data: dict[str, Any] = {
            "paper": paper,
            "paper_number": str(random.randrange(3, 240)),
            "paper_date": day,
            "titles": max(1, copies * 2 // 3),
            "copies": copies,
        }
        if price:
            data["sum"] = copies * price * random.randrange(8, 13) // 10 * 100
        return title.format(giver=random.choice(givers)), data

    return write


def batch(fewest: int, most: int) -> Write:
    def write(random: Random, day: date) -> Contents:
        source = random.choice(words.SOURCES)
        return f"{source}: bibliografik yozuvlar", {"source": source, "records": random.randint(fewest, most)}

    return write


def local_base(random: Random, day: date) -> Contents:
    return random.choice(words.LAND), {"source": "Oʻlkashunoslik fondi", "records": 1}


def scanned(random: Random, day: date) -> Contents:
    title, author, published = random.choice(words.OLD_BOOKS)
    pages = random.randrange(140, 520)
    return title, {"author": author, "published": published, "pages": pages, "format": random.choice(("pdf", "djvu"))}


def uploaded(random: Random, day: date) -> Contents:
    title, author = random.choice(words.BOOKS)
    return title, {"author": author, "pages": random.randrange(90, 420), "format": "pdf"}


def publication(outlets: tuple[str, ...], titles: tuple[str, ...]) -> Write:
    def write(random: Random, day: date) -> Contents:
        return filled(random, random.choice(titles), day), {"outlet": random.choice(outlets)}

    return write


def mention(random: Random, day: date) -> Contents:
    outlet, source, title = random.choice(words.MEDIA)
    return title, {"outlet": outlet, "source": source}


SEMINAR = named_event(
    "meeting", ("Tuman kutubxonachilari bilan tajriba almashish", "“Kitobxonlik madaniyati” davra suhbati"), "AKM"
)
NETWORKS = publication(("telegram", "facebook", "instagram", "site"), words.POSTS)
READING = publication(("site", "telegram"), words.FREE_READING)
SERIES = (
    Series("III.8/1", "events", {"metodika": 1}, SEMINAR, (3,)),
    Series(
        "III.8/2",
        "events",
        {"metodika": 3, "bibliografiya": 2, "akt": 2, "oquv-zallari": 3, "jamlash": 1},
        SEMINAR,
        (2, 3, 4, 5, 9, 10),
    ),
    Series(
        "III.9",
        "events",
        {"metodika": 1},
        named_event("meeting", ("“Central Asia” anjumanida ishtirok",), "Toshkent"),
        (3,),
    ),
    Series(
        "III.11", "events", {"metodika": 1}, named_event("exhibition", ("“INFOLIB” haftaligi tadbiri",), "AKM"), (10,)
    ),
    Series("IV.12.1", "acquisitions", {"jamlash": 4}, acquisition("list", ("",), "Majburiy nusxa", 2, 4)),
    Series(
        "IV.12.2",
        "acquisitions",
        {"jamlash": 8},
        acquisition("contract", words.GIVERS, "{giver}dan xarid", 26, 48, 420),
    ),
    Series(
        "IV.12.3",
        "acquisitions",
        {"jamlash": 4},
        acquisition("act", ("",), "Qoʻshni tuman bilan kitob almashinuvi", 4, 12),
    ),
    Series("IV.12.4.a", "acquisitions", {"jamlash": 34}, acquisition("act", words.DONORS, "{giver} sovgʻasi", 3, 15)),
    Series("IV.12.4.b", "acquisitions", {"jamlash": 15}, acquisition("act", words.GIVERS, "{giver} sovgʻasi", 12, 32)),
    Series("IV.13.a", "bibliographic_records", {"yek": 24}, batch(5, 15)),
    Series("IV.13.b", "bibliographic_records", {"yek": 98}, batch(30, 66)),
    Series("IV.17", "events", {"oquv-zallari": 52, "manaviyat": 118}, event),
    Series("IV.18", "events", {"oquv-zallari": 2, "abonement": 4}, named_event("outreach", words.OUTREACH)),
    Series("IV.19", "events", {"oquv-zallari": 2, "manaviyat": 5}, named_event("club", words.CLUB, "AKM oʻquv zali")),
    Series("IV.21", "bibliographic_records", {"bibliografiya": 14}, batch(6, 14)),
    Series("IV.22", "bibliographic_records", {"bibliografiya": 44}, batch(4, 16)),
    Series(
        "II.3", "publications", {"bibliografiya": 2}, publication(("newspaper", "journal"), words.ARTICLES), (4, 9, 10)
    ),
    Series("IV.23", "bibliographic_records", {"bibliografiya": 4}, local_base, (9, 10, 11, 12)),
    Series("IV.24", "publications", {"bibliografiya": 8}, publication(("site",), words.RETRO)),
    Series("IV.25", "publications", {"oquv-zallari": 64, "akt": 116}, NETWORKS),
    Series("IV.25.1", "publications", {"oquv-zallari": 9, "akt": 14}, READING, (1, 2, 3)),
    Series("IV.26", "digitised_titles", {"elektron-zal": 106}, uploaded),
    Series("IV.27", "digitised_titles", {"akt": 168}, scanned),
    Series("VI.35", "media", {"oquv-zallari": 13, "abonement": 7}, mention),
)


def cards(random: Random, days: list[date]) -> Iterator[WriteCard]:
    """All cards of the long registers in a year."""
    for series in SERIES:
        for unit, count in series.units.items():
            for day in draw(random, days, count, series.months):
                title, data = series.write(random, day)
                yield WriteCard(day, unit, series.register, series.row, title, data)
