"""The words of papers in the reader's language: their kinds, what stands over their blocks, what may be filled in."""

from __future__ import annotations

from flask_babel import gettext as _

from app.domain.papers import PaperWords
from app.i18n.marking import N_

PAPER_NAMES = {
    "centre": N_("Hamma qogʻozlar"),
    "plan": N_("Ish rejasi"),
    "amendment": N_("Rejaga oʻzgartirish"),
    "consolidation": N_("Jamlanma"),
    "report": N_("Hisobot"),
    "diary": N_("Kundalik"),
    "lists": N_("Daftarlar va roʻyxatlar"),
}
PLACEHOLDER_WORDS = {
    "markaz": N_("markaz nomi"),
    "yil": N_("yil"),
    "davr": N_("oy, chorak yoki yil"),
    "raqam": N_("oʻzgartirish raqami"),
    "nomi": N_("daftar yoki roʻyxat nomi"),
}


def paper_words(year: int, **values: str) -> PaperWords:
    """What a paper fills in, with the words of this language; ``year``: that of the line for a day."""
    return PaperWords(
        year,
        values,
        approval=_("“TASDIQLAYMAN”"),
        agreement=_("“KELISHILDI”"),
        day=_("«___» __________ %(year)s-yil"),
    )
