"""The sentence for every finding of the month's checks (domain/checks.py); placeholders are its parameters."""

from __future__ import annotations

from app.i18n.marking import N_

CHECKS: dict[str, str] = {
    "month_check.same_as_last_month": N_(
        "Oʻtgan oydagi son bilan aynan bir xil: %(count)s. Toʻgʻri boʻlsa, izoh yozing."
    ),
    "month_check.outside_usual": N_("Odatdagidan ancha farq qiladi: %(count)s, odatda %(usual)s atrofida."),
    "month_check.empty_was_filled": N_("Boʻsh, oʻtgan yilning shu oyida esa %(before)s boʻlgan."),
    "month_check.empty": N_("Toʻldirilmagan. Ish boʻlmagan boʻlsa, “boʻlmadi” deb belgilang."),
    "month_check.fraction": N_("Butun son boʻlishi kerak. Katakda tuzating."),
    "month_check.parts_differ": N_("Jami %(count)s, tarkibiy qismlari yigʻindisi esa %(parts)s."),
    "month_check.more_than_cards": N_("Son %(count)s, daftardagi yozuvlar esa %(cards)s ta."),
    "month_check.evidence_missing": N_("Asos ilova qilinmagan yozuvlar soni: %(count)s. Fayl yoki havola qoʻshing."),
    "month_check.letters_uncounted": N_(
        "Shu oyda hech bir qatorda sanalmagan hujjatlar soni: %(count)s. Hujjatni ochib, qatorini belgilang."
    ),
    "month_check.level_unknown": N_("Bu qatorning holati hech qachon yozilmagan. Oy oxiridagi sonni yozing."),
}
