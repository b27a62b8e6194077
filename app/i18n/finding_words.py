"""The sentence for every finding of a plan file (documents/findings.py): what the reader saw and what to do."""

from __future__ import annotations

from app.i18n.marking import N_

FINDINGS: dict[str, str] = {
    "plan.no_table": N_("Faylda ish rejasi jadvali topilmadi. Ustun nomlari yozilgan sarlavha qatorini tekshiring."),
    "plan.no_lines": N_("Jadvalda birorta ham qator topilmadi."),
    "plan.year_missing": N_("Reja qaysi yilga tegishli ekani yozilmagan. Yilni oʻzingiz koʻrsating."),
    "plan.year_contradicts": N_("Faylda har xil yillar yozilgan: %(years)s. Hozircha %(used)s-yil deb olindi."),
    "plan.column_missing": N_("“%(column)s” ustuni topilmadi."),
    "plan.several_tables": N_("“%(sheet)s” varagʻida ham reja jadvali bor. “%(used)s” varagʻi olindi."),
    "plan.sheet_ignored": N_("“%(sheet)s” varagʻida reja jadvali yoʻq, u olinmadi."),
    "plan.section_missing": N_("Qator boʻlim sarlavhasidan oldin turibdi. U I boʻlimga kiritildi."),
    "plan.section_unnumbered": N_("Boʻlim raqami yozilmagan: “%(text)s”. %(roman)s boʻlim deb olindi."),
    "plan.section_duplicate": N_("%(roman)s boʻlim ikki marta uchraydi."),
    "plan.row_duplicate": N_("%(roman)s boʻlimda %(number)s raqamli qator ikki marta uchraydi."),
    "plan.row_keys_ignored": N_("Yashirin “row_key” ustuni jadvalga mos emas, u hisobga olinmadi."),
    "plan.row_not_understood": N_("Bu qatorni tushunib boʻlmadi: “%(text)s”."),
    "plan.text_below": N_("Jadvaldan keyingi matn olinmadi: “%(text)s”."),
    "plan.cell_ignored": N_("Jadval ustunlaridan tashqarida matn bor, u olinmadi: “%(text)s”."),
    "plan.column_ignored": N_("“%(heading)s” ustuni ish rejasi jadvaliga kirmaydi, u olinmadi."),
    "plan.number_missing": N_("Qator raqami yozilmagan."),
    "plan.number_inferred": N_("Qator raqami yozilmagan, tartib boʻyicha %(number)s deb olindi."),
    "plan.number_is_date": N_("Qator raqami sanaga aylanib qolgan: %(value)s. Qogʻozdagi raqamni yozing."),
    "plan.number_unclear": N_("Qator raqamini oʻqib boʻlmadi: “%(value)s”."),
    "plan.name_missing": N_("Koʻrsatkich nomi yozilmagan yoki oʻqib boʻlmaydi."),
    "plan.text_unreadable": N_("Matnning bir qismini oʻqib boʻlmaydi. Qogʻoz bilan solishtiring."),
    "plan.deadline_unclear": N_("Muddat toʻliq yozilmagan: “%(value)s”."),
    "plan.amount_is_date": N_("Son sanaga aylanib qolgan: %(value)s. Katakni matn qilib, qogʻozdagi sonni yozing."),
    "plan.amount_merged": N_(
        "Bu son bir nechta qatorga birlashtirilgan katakda turibdi. Qaysi qatorniki ekanini tekshiring."
    ),
}
