"""The short name of a row, proposed from its sentence (domain.md §3): for screens; paper prints the full one."""

from __future__ import annotations

import re
from functools import lru_cache

from app.domain.text import search_key

LONGEST, LONGEST_OF_PART = 40, 60  # characters of a row's short name, of the name of one figure of a composite cell
MORE = "…"  # behind what was cut

# The first line whose words all stand in the name decides: what librarians call these rows every day.
USUAL: tuple[tuple[tuple[str, ...], str], ...] = (
    (("qatnov",), "Qatnov"),
    (("kitob", "beril"), "Kitob berildi"),
    (("foydalanuvchi", "royxatga"), "Aʼzolar"),
    (("fond", "toldirish"), "Fondni toʻldirish"),
    (("majburiy", "nusxa"), "Majburiy nusxa"),
    (("yigma", "elektron", "katalog"), "Yigʻma elektron katalog"),
    (("kutubxonalar", "faoliyatini", "organish"), "Kutubxonalarni oʻrganish"),
    (("uslubiy", "yordam"), "Uslubiy va amaliy yordam"),
    (("metodik", "qollanma"), "Metodik qoʻllanmalar"),
    (("hisobot", "jamlash"), "AKM hisobotlarini jamlash"),
    (("sorovnoma",), "Soʻrovnomalar"),
    (("tadbir", "korgazma"), "Tadbir va koʻrgazmalar"),
    (("nostatsionar",), "Nostatsionar xizmat"),
    (("kitobxonlar", "klub"), "Kitobxonlar klubi"),
    (("masofadan", "xizmat"), "Masofadan xizmat"),
    (("solnoma",), "Matbuot solnomasi"),
    (("royxat", "kadr"), "Kadrlar roʻyxati"),
    (("kadrlar", "monitoring"), "Kadrlar monitoringi"),
    (("skaner",), "Skanerlangan adabiyotlar"),
    (("raqamlashtirish", "nashr"), "Raqamlashtirilgan sahifalar"),
    (("axborot", "xavfsizligi"), "Axborot xavfsizligi"),
    (("oav", "yoritib"), "OAVda yoritish"),
    (("maqola", "jamla"), "Maqolalarni jamlash"),
    (("milliy", "hujjat", "baza"), "Milliy hujjatlar bazasi"),
    (("toliq", "matn", "baza"), "Toʻliq matnli baza"),
    (("veb", "sayt", "targib"), "Retro nashrlar"),
    (("veb", "sayt", "tarmoq"), "Sayt va tarmoqlarga joylash"),
    (("internet", "joylashtirilgan"), "Internetdagi resurslar"),
    (("soha", "mutaxassis", "malaka"), "Malaka oshirish"),
    (("mutaxassis", "tadbir"), "Mutaxassislar uchun tadbirlar"),
)
DECREE = re.compile(r"\b(P[QF]-\d+)")
QUOTED = re.compile(r"[“«\"]([^”»\"]{4,})[”»\"]")
ASIDE = re.compile(r"\s*\([^)]*\)")
WHOSE = re.compile(
    r"^(?:hududiy |tuman )*(?:\(shahar\) )?axborot-kutubxona (?:markaz\w*|faoliyati|muassasa\w*)"
    r"(?: boʻyicha| bo‘yicha| fondida)? ",
    re.IGNORECASE,
)
DONE = re.compile(
    r"(?:ning|ni|larni)? (?:hisobini olib borish|tashkil (?:qilish|etish)|amalga oshirish|oʻtkazish|o‘tkazish|yuritish"
    r"|taʼminlash|ta’minlash|ishlab chiqish)$"
)


def called(key: str, name: str | None, stored: str, above: tuple[str | None, str] = (None, "")) -> str:
    """What a row is called on screens: the short name that was set, else the rule's; empty where nobody knows its name.

    ``above``: the sentence and the stored short name of the row above it. A line that has no name under one that has is
    called by the last piece of its key.
    """
    if stored:
        return stored
    over = above[1] or short_name(above[0] or "")
    if over:
        return below(over, name or key.rpartition(".")[2])
    return short_name(name or "")


def below(over: str, name: str) -> str:
    """A line under a row: “Aʼzolar: yangi”."""
    own = cut(ASIDE.sub("", name).strip(), LONGEST // 2)
    return f"{cut(over, LONGEST - len(own) - 2)}: {own[:1].lower()}{own[1:]}"


def is_cut(short: str, *sentences: str | None) -> bool:
    """Whether a short name says less than the sentences from which it was made."""
    return MORE in short and not any(MORE in (sentence or "") for sentence in sentences)


@lru_cache(maxsize=4096)
def short_name(name: str) -> str:
    """At most 40 characters for a row of the plan, “Qatnov”, from its sentence."""
    key = search_key(name)
    for words, short in USUAL:
        if all(word in key for word in words) and not DECREE.search(name):
            return short
    decree, quoted = DECREE.search(name), QUOTED.search(name)
    if decree:
        return cut(f"{decree[1]} {quoted[1]}" if quoted else decree[1])
    if quoted:
        return cut(quoted[1])
    return cut(DONE.sub("", WHOSE.sub("", ASIDE.sub("", name)).strip()))


def cut(text: str, most: int = LONGEST) -> str:
    """Whole words as far as they fit, with a sign that there are more."""
    text = text[:1].upper() + text[1:]
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + MORE
