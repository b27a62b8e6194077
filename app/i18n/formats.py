"""Numbers, percentages, dates and periods as official papers write them (language.md “Dates and numbers”).

Babel is not asked: its Uzbek dates are not the official form and it rounds 99,6 % up. Plain string work is also
fast enough for pages with hundreds of cells.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

from app.domain.periods import TASHKENT

NO_BREAK = "\u00a0"
MINUS = "\u2212"
Style = Literal["long", "short", "month", "day-month", "weekday", "weekday-short"]

_MONTHS = {
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "uz_Cyrl": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
}
MONTHS = {locale: tuple(names.split()) for locale, names in _MONTHS.items()}
# For the heads of narrow columns: three letters that tell June from July.
_MONTHS_BRIEF = {
    "uz": "Yan Fev Mar Apr May Iyn Iyl Avg Sen Okt Noy Dek",
    "uz_Cyrl": "Янв Фев Мар Апр Май Июн Июл Авг Сен Окт Ноя Дек",
    "ru": "Янв Фев Мар Апр Май Июн Июл Авг Сен Окт Ноя Дек",
}
MONTHS_BRIEF = {locale: tuple(names.split()) for locale, names in _MONTHS_BRIEF.items()}
_OF_MONTH_RU = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
WEEKDAYS = {
    "uz": ("dushanba", "seshanba", "chorshanba", "payshanba", "juma", "shanba", "yakshanba"),
    "uz_Cyrl": ("душанба", "сешанба", "чоршанба", "пайшанба", "жума", "шанба", "якшанба"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}
WEEKDAYS_SHORT = {
    "uz": ("du", "se", "chor", "pay", "jum", "shan", "yak"),
    "uz_Cyrl": ("ду", "се", "чор", "пай", "жум", "шан", "як"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
}
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|(?P<nine>9M)|Q(?P<quarter>[1-4])|W(?P<week>\d\d)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?",
    re.ASCII,
)
_PERIOD_WORDS = {
    "uz": {"half": "{} yarim yillik", "nine": "9 oylik", "quarter": "{} chorak", "week": "{}-hafta"},
    "uz_Cyrl": {"half": "{} ярим йиллик", "nine": "9 ойлик", "quarter": "{} чорак", "week": "{}-ҳафта"},
    "ru": {"half": "{} полугодие", "nine": "9 месяцев", "quarter": "{} квартал", "week": "{}-я неделя"},
}


def format_number(value: int | Decimal | None, locale: str = "uz") -> str:
    """“61 200” with no-break spaces, “12,5”; the same in every language. None (not reported) is an empty string."""
    if value is None:
        return ""
    if type(value) is int:
        text = f"{value:,}".replace(",", NO_BREAK)
    else:
        text = f"{value:,f}".replace(",", NO_BREAK).replace(".", ",")
        if "," in text:
            text = text.rstrip("0").rstrip(",")
    return MINUS + text[1:] if text[0] == "-" else text


def format_percent(value: int | Decimal | None, locale: str = "uz") -> str:
    """“99,6 %” from 99.6: half up to one decimal, but never up to 100 from below. None is an empty string."""
    if value is None:
        return ""
    exact = Decimal(value)
    rounded = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if exact < 100 <= rounded:
        rounded = exact.quantize(Decimal("0.1"), rounding=ROUND_DOWN)
    return f"{format_number(rounded, locale)}{NO_BREAK}%"


def format_date(day: date | None, locale: str = "uz", style: Style = "long") -> str:
    """A local date: long “2025-yil 5-yanvar”, short “05.01.2025”, month “2025-yil yanvar”, day-month “5-yanvar”,
    weekday “yakshanba”, weekday-short “yak”. None is an empty string."""
    if day is None:
        return ""
    match style:
        case "short":
            return f"{day.day:02}.{day.month:02}.{day.year:04}"
        case "weekday":
            return WEEKDAYS[locale][day.weekday()]
        case "weekday-short":
            return WEEKDAYS_SHORT[locale][day.weekday()]
        case "month":
            return _with_year(day.year, MONTHS[locale][day.month - 1], locale)
        case "day-month":
            return _day_month(day, locale)
    if locale == "ru":
        return f"{_day_month(day, locale)} {day.year}{NO_BREAK}г."
    return _with_year(day.year, _day_month(day, locale), locale)


def format_moment(moment: datetime | None, locale: str = "uz") -> str:
    """An aware instant as local time, “05.01.2025 14:30”; a naive one is taken as local. None is an empty string."""
    if moment is None:
        return ""
    local = moment.astimezone(TASHKENT) if moment.tzinfo else moment
    return f"{format_date(local.date(), locale, 'short')} {local.hour:02}:{local.minute:02}"


def format_period(key: str, locale: str = "uz") -> str:
    """A period key in words: “2025-yil III chorak”, “2025-yil noyabr”, «III квартал 2025 г.»; another text as it is."""
    found = _PERIOD.fullmatch(key)
    if not found:
        return key
    year = int(found["year"])
    if found["day"]:
        return format_date(date(year, int(found["month"]), int(found["day"])), locale)
    if found["month"]:
        return _with_year(year, MONTHS[locale][int(found["month"]) - 1], locale)
    for kind, words in _PERIOD_WORDS[locale].items():
        if number := found[kind]:
            return _with_year(
                year,
                words.format(_ROMAN[number] if kind in {"half", "quarter"} else int(number[:2].rstrip("M"))),
                locale,
            )
    return {"uz": f"{year}-yil", "uz_Cyrl": f"{year} йил", "ru": f"{year} год"}[locale]


def format_period_short(key: str, locale: str = "uz") -> str:
    """The same without its year, for heads within one: “noyabr”, “III chorak”, “9 oylik”; of a year the year."""
    words = format_period(key, locale)
    for year in (f"{key[:4]}-yil ", f"{key[:4]} йил ", f" {key[:4]}{NO_BREAK}г."):
        words = words.replace(year, "")
    return words


def _with_year(year: int, words: str, locale: str) -> str:
    if locale == "ru":
        return f"{words} {year}{NO_BREAK}г."
    return f"{year}-yil {words}" if locale == "uz" else f"{year} йил {words}"


def _day_month(day: date, locale: str) -> str:
    if locale == "ru":
        return f"{day.day} {_OF_MONTH_RU[day.month - 1]}"
    return (
        f"{day.day}-{MONTHS['uz'][day.month - 1]}"
        if locale == "uz"
        else f"{day.day} {MONTHS['uz_Cyrl'][day.month - 1]}"
    )
