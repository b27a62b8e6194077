"""Words of the data checks (domain/data_checks.py): what each looks for, what to do, and what was found."""

from __future__ import annotations

from app.i18n.marking import N_

CHECK_TITLES = {
    "no_responsible": N_("Masʼul boʻlinmasi yoʻq qatorlar"),
    "unmatched_name": N_("Boʻlinmaga bogʻlanmagan nomlar"),
    "closed_unit": N_("Yopilgan boʻlinmaga biriktirilgan qator va nomlar"),
    "nobody_counts": N_("Hech kim hisobga olmaydigan qatorlar"),
    "shares_above_plan": N_("Boʻlinmalar ulushi rejadan ortiq qatorlar"),
    "unit_without_people": N_("Xodimi yoʻq boʻlinmalar"),
    "no_measure": N_("Oʻlchov birligi yoʻq qatorlar"),
    "parts_differ": N_("Rejada qismlari yigʻindisi jamiga teng emas"),
    "entered_parts_differ": N_("Kiritilgan sonlarda qismlari yigʻindisi jamiga teng emas"),
    "no_cards": N_("Daftar yozuvisiz kiritilgan sonlar"),
    "no_evidence": N_("Asosi ilova qilinmagan yozuvlar"),
    "duplicate_card": N_("Takrorlangan yozuvlar"),
    "uncounted": N_("Hech bir qatorda sanalmagan hujjatlar"),
}
CHECK_ADVICE = {
    "no_responsible": N_("Qatorga masʼul boʻlinmani yozing."),
    "unmatched_name": N_("Nomni boʻlinmaga bogʻlang yoki qatordagi nomni tuzating."),
    "closed_unit": N_("Qatorni yoki nomni faol boʻlinmaga biriktiring."),
    "nobody_counts": N_("Sonlarni qaysi boʻlinma hisobga olishini belgilang."),
    "shares_above_plan": N_("Boʻlinmalarning oʻz ulushini rejaga moslang."),
    "unit_without_people": N_("Administrator boʻlinmaga xodim biriktirsin."),
    "no_measure": N_("Oʻlchov birligini yozing yoki qogʻozda yoʻqligini tasdiqlang."),
    "parts_differ": N_(
        "Sonlarni qogʻoz bilan solishtiring. Jami alohida hisoblanadigan boʻlsa, shundayligicha qoldiring."
    ),
    "entered_parts_differ": N_("Jami va qismlarning sonlarini solishtirib, xatosini tuzating."),
    "no_cards": N_("Daftarga yozuv qoʻshing va oylik sonni boʻshating, aks holda bitta ish ikki marta sanaladi."),
    "no_evidence": N_("Yozuvlarga hujjat yoki rasm ilova qiling."),
    "duplicate_card": N_("Bitta ish ikki marta yozilgan boʻlsa, ortiqchasini oʻchiring."),
    "uncounted": N_(
        "Hujjat reja kelgunicha yozilgan. Uni ochib, qaysi qatorda sanalishini belgilang; hech birida sanalmasa, "
        "shundayligicha qoldiring."
    ),
}
CHECK_SENTENCES = {
    "data_check.unmatched_name": N_("“%(name)s” nomli boʻlinma yoʻq."),
    "data_check.closed_unit": N_("“%(name)s” yopilgan."),
    "data_check.shares_above_plan": N_("Ulushlar yigʻindisi %(total)s, reja %(planned)s: rejadan %(excess)s ga ortiq."),
    "data_check.parts_differ_plan": N_("Reja: jami %(total)s, qismlari %(parts)s."),
    "data_check.parts_differ_fact": N_("Oʻtgan yil: jami %(total)s, qismlari %(parts)s."),
    "data_check.entered_parts_differ": N_("Yil boshidan: jami %(total)s, qismlari %(parts)s."),
    "data_check.no_cards": N_("%(unit)s, %(period)s: yozuvsiz son %(count)s."),
    "data_check.no_evidence": N_("%(register)s, %(period)s: asossiz yozuvlar soni %(count)s."),
    "data_check.uncounted": N_("%(unit)s, %(date)s: hech bir qatorda sanalmagan."),
    "data_check.duplicate_card": N_("%(unit)s, %(date)s: bir xil yozuvlar soni %(count)s."),
}
