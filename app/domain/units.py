"""The usual structure of a district centre: services, their sectors, single posts (domain.md §6).

A new centre starts with it; the administrator changes it on the people page. The plan's own text, not this
list, says which units answer for a row.
"""

from __future__ import annotations

from dataclasses import dataclass

SERVICE, SECTOR, POST, LEADERSHIP = UNIT_KINDS = ("service", "sector", "post", "leadership")
EVERYONE = "everyone"  # “barcha xizmatlar” in a row's responsible units


@dataclass(frozen=True)
class UnitSeed:
    code: str
    name: str
    kind: str
    page: str
    parent: str | None = None


USUAL_UNITS = (
    UnitSeed("metodika", "Ilmiy-metodika xizmati", SERVICE, "methodology"),
    UnitSeed("bibliografiya", "Axborot-bibliografiya xizmati", SERVICE, "bibliography"),
    UnitSeed("yek", "Yigʻma elektron katalog sektori", SECTOR, "bibliography", "bibliografiya"),
    UnitSeed("akt", "Axborot-kommunikatsiya texnologiyalari va raqamlashtirish xizmati", SERVICE, "digitization"),
    UnitSeed("oquv-zallari", "Elektron resurslardan foydalanish va oʻquv zallari xizmati", SERVICE, "reading_rooms"),
    UnitSeed(
        "elektron-zal",
        "Elektron resurslar va ulardan foydalanish zallari sektori",
        SECTOR,
        "digitization",
        "oquv-zallari",
    ),
    UnitSeed("abonement", "Abonementlar sektori", SECTOR, "reading_rooms", "oquv-zallari"),
    UnitSeed("umumiy-zal", "Umumiy oʻquv zallari sektori", SECTOR, "reading_rooms", "oquv-zallari"),
    UnitSeed(
        "manaviyat", "Maʼnaviy-maʼrifiy va yoshlar bilan ishlash sektori", SECTOR, "reading_rooms", "oquv-zallari"
    ),
    UnitSeed("huquqiy", "Huquqiy axborotlar sektori", SECTOR, "reading_rooms", "oquv-zallari"),
    UnitSeed("olkashunoslik", "Oʻlkashunoslik axborotlari sektori", SECTOR, "reading_rooms", "oquv-zallari"),
    UnitSeed("jamlash", "Axborot-kutubxona fondlarini jamlash xizmati", SERVICE, "acquisitions"),
    UnitSeed("orinbosar", "Direktor oʻrinbosarlari", LEADERSHIP, "administration"),
    UnitSeed("kadrlar", "Kadrlar boʻyicha inspektor", POST, "administration"),
    UnitSeed("kotiba", "Ish yurituvchi kotiba", POST, "administration"),
)
