"""The short name of a row, proposed from its sentence (domain.md §3): for screens; paper prints the full one."""

from __future__ import annotations

import re
from functools import lru_cache

from app.domain.text import search_key

LONGEST = 40

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


@lru_cache(maxsize=4096)
def short_name(name: str, above: str = "") -> str:
    """At most 40 characters for a row, “Qatnov”; a line under a row begins with the row's own short name."""
    if above:
        own = cut(ASIDE.sub("", name).strip(), LONGEST // 2)
        return f"{cut(short_name(above), LONGEST - len(own) - 2)}: {own[:1].lower()}{own[1:]}"
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
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"
