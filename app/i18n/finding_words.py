"""The sentence for every finding of a plan file (documents/findings.py): what the reader saw and what to do; and why a
row of it is not certain (domain/row_rules.py)."""

from __future__ import annotations

from app.i18n.marking import N_

FINDINGS: dict[str, str] = {
    "plan.no_table": N_("Faylda ish rejasi jadvali topilmadi. Ustun nomlari yozilgan sarlavha qatorini tekshiring."),
    "plan.no_lines": N_("Jadvalda birorta ham qator topilmadi."),
    "plan.year_missing": N_("Reja qaysi yilga tegishli ekani yozilmagan. Yilni oʻzingiz koʻrsating."),
    "plan.year_contradicts": N_("Faylda har xil yillar yozilgan: %(years)s. Reja qaysi yilniki?"),
    "plan.year_other": N_(
        "Faylda %(years)s-yil yozilgan, siz %(asked)s-yilni koʻrsatdingiz. Faylni yoki yilni tekshiring."
    ),
    "plan.other_centre": N_("Qogʻozda “%(centre)s” yozilgan, bu yer esa “%(own)s”. Shu markazning rejasimi?"),
    "plan.column_unknown": N_("“%(heading)s” ustuni nimani bildiradi?"),
    "plan.column_empty": N_(
        "“%(column)s” ustunida %(count)s qatordan birortasida ham son yoʻq. Qogʻozda ham shundaymi?"
    ),
    "plan.rows_hidden": N_("Jadvalda yashirilgan qatorlar bor (%(count)s): “%(text)s”. Ular rejaga kiradimi?"),
    "plan.row_joined": N_("Sahifa boʻlgan qator oldingi qatorga qoʻshildi: “%(text)s”."),
    "plan.numbers_offered": N_(
        "Qatorlar raqamlanmagan. Har bir boʻlimda 1 dan boshlab raqam qoʻyildi, shunday qolsinmi?"
    ),
    "plan.total_left_out": N_("“%(text)s” qatori jami deb oʻqildi, u rejaning qatori boʻlmaydi."),
    "plan.total_differs": N_("Jami (%(column)s): qogʻozda %(written)s, qatorlar yigʻindisi %(counted)s."),
    "plan.fact_of_other_year": N_(
        "“Fakt” ustuni %(fact_year)s-yilniki, reja esa %(plan_year)s-yilga. Ustunlarni tekshiring."
    ),
    "plan.column_missing": N_("“%(column)s” ustuni topilmadi."),
    "plan.several_tables": N_("“%(sheet)s” varagʻida ham reja jadvali bor. “%(used)s” varagʻi olindi."),
    "plan.sheet_hidden": N_(
        "Reja jadvali yashirilgan “%(sheet)s” varagʻidan olindi: koʻrinadigan varaqlarda reja jadvali yoʻq. Boshqa "
        "reja kerak boʻlsa, faylni tuzatib, qaytadan yuklang."
    ),
    "plan.sheet_ignored": N_("“%(sheet)s” varagʻida reja jadvali yoʻq, u olinmadi."),
    "plan.section_missing": N_("Qator boʻlim sarlavhasidan oldin turibdi. U I boʻlimga kiritildi."),
    "plan.section_unnumbered": N_("Boʻlim raqami yozilmagan: “%(text)s”. %(roman)s boʻlim deb olindi."),
    "plan.section_duplicate": N_("%(roman)s boʻlim ikki marta uchraydi."),
    "plan.row_duplicate": N_(
        "%(roman)s boʻlimda %(number)s raqami ikki marta uchraydi (birinchisi jadvalning %(first)s-satrida). "
        "Bu qatorning raqamini yozing."
    ),
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
    "plan.amount_is_date": N_("Son sanaga aylanib qolgan: %(value)s. Qogʻozdagi sonni yozing."),
    "plan.amount_error": N_(
        "Katakda son oʻrnida xato turibdi. Qogʻozdagi sonni yozing, nomaʼlum boʻlsa, boʻsh qoldiring."
    ),
    "plan.amount_formula": N_("Katakdagi formula hisoblanmagan. Sonni yozing, nomaʼlum boʻlsa, boʻsh qoldiring."),
    "plan.amount_percent": N_("Foiz koʻrinishidagi katak (%(value)s) %(taken)s deb olindi."),
    "plan.amount_taken": N_("“%(value)s” yozuvi %(taken)s deb olindi."),
    "plan.amount_offered": N_("“%(value)s” yozuvi qaysi sonni bildiradi?"),
    "plan.amount_text": N_("“%(value)s” son emas. Son yozilmasa, u matn boʻlib qoladi va aniqlanishi kerak boʻladi."),
    "plan.amount_fraction": N_("Oʻlchov birligi “%(measure)s”, katakda esa %(value)s yozilgan. Butun sonni yozing."),
    "plan.raised_left_out": N_("Satr ustidagi “%(raised)s” belgisi songa qoʻshilmadi: %(value)s."),
    "plan.amount_merged": N_(
        "Bu son bir nechta qatorga birlashtirilgan katakda turibdi. Qaysi qatorniki ekanini tekshiring."
    ),
    "plan.column_hidden": N_(
        "“%(column)s” ustuni yashirilgan, undagi yozuvlar olindi (%(count)s). Ular eskirgan boʻlsa, ustunni faylda "
        "koʻrsatib tuzating yoki oʻchiring va faylni qaytadan yuklang."
    ),
    "plan.column_hidden_left": N_(
        "Yashirilgan ustunda yozuvlar bor (%(count)s): “%(text)s”. Ular rejaga olinmadi. Kerak boʻlsa, ustunni faylda "
        "koʻrsating, sarlavhasini tekshiring va faylni qaytadan yuklang."
    ),
    "unsure.form": N_("Nomi ham, oʻlchov birligi (%(measure)s) ham aytmaydi: oyiga bitta son deb olinadi."),
    "unsure.form_of_parts": N_(
        "Nomi ham, oʻlchov birligi (%(measure)s) ham aytmaydi: oyiga bitta son deb olinadi. Boshqasi tanlansa, "
        "tarkibidagi qatorlar ham shunday yoziladi."
    ),
    "unsure.total_differs": N_(
        "%(column)s: oʻzida %(written)s, tarkibidagilar yigʻindisi %(counted)s. Shuning uchun yigʻindi emas, holat deb "
        "olinadi."
    ),
    "unsure.total_unknown": N_(
        "%(column)s: oʻzida %(written)s, tarkibidagilarning soni esa toʻliq emas: yigʻindi ekanini tekshirib boʻlmadi."
    ),
    "unsure.who": N_("Rejasi 1 yoki 2, masʼul esa bir nechta: bitta ishni birga qilishlari mumkin."),
    "unsure.name_cut": N_("Nomi 40 belgiga sigʻmadi va qisqartirildi."),
    "unsure.name_same": N_("Bu qator ham shunday ataladi: %(keys)s."),
}
