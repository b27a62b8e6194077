"""The one table of words for codes. The database keeps codes; people read these words.

To add a kind or a code, add a line here (fields and choices of registers: ``register_words.py``; errors:
``error_words.py``; findings in plan files: ``finding_words.py``) and run ``python -m app.i18n.catalogs update``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from flask_babel import get_locale, gettext

from app.domain.errors import DomainError
from app.i18n.check_words import CHECKS
from app.i18n.data_check_words import CHECK_ADVICE, CHECK_SENTENCES, CHECK_TITLES
from app.i18n.error_words import ERRORS
from app.i18n.finding_words import FINDINGS
from app.i18n.formats import format_date, format_moment, format_number, format_period
from app.i18n.locales import DEFAULT
from app.i18n.marking import N_
from app.i18n.paper_words import PAPER_NAMES, PLACEHOLDER_WORDS
from app.i18n.register_words import CHOICES, FIELDS, PLAIN_FORMS, REGISTER_NAMES, REGISTER_TITLES, WAYS
from app.i18n.upkeep_words import UPKEEP

LABELS: dict[str, dict[str, str]] = {
    "role": {
        "sector": N_("Boʻlinma xodimi"),
        "head": N_("Xizmat rahbari"),
        "methodologist": N_("Metodist"),
        "director": N_("Direktor"),
        "deputy": N_("Direktor oʻrinbosari"),
        "administrator": N_("Administrator"),
        "inspector": N_("Kuzatuvchi"),
    },
    "unit_kind": {
        "service": N_("Xizmat"),
        "sector": N_("Sektor"),
        "post": N_("Lavozim"),
        "leadership": N_("Rahbariyat"),
        "everyone": N_("Barcha xizmatlar"),
    },
    "page": {
        "methodology": N_("Metodika"),
        "bibliography": N_("Bibliografiya"),
        "digitization": N_("Raqamlashtirish"),
        "reading_rooms": N_("Oʻquv zallari"),
        "acquisitions": N_("Fondni toʻldirish"),
        "administration": N_("Maʼmuriyat"),
    },
    "page_lead": {
        "methodology": N_("Uslubiy yordam, hujjatlar va malaka oshirish ishlari shu yerda yoziladi."),
        "bibliography": N_("Bibliografik yozuvlar, toʻplangan maqolalar va retro nashrlar shu yerda yoziladi."),
        "digitization": N_(
            "Raqamlashtirilgan nashrlar, joylashtirilgan materiallar va masofadan xizmat shu yerda yoziladi."
        ),
        "reading_rooms": N_(
            "Tadbirlar, koʻrgazmalar va matbuotdagi chiqishlar shu yerda, kunlik sonlar kundalikda yoziladi."
        ),
        "acquisitions": N_("Fondga kelib tushgan adabiyotlar manbasi boʻyicha shu yerda yoziladi."),
        "administration": N_("Topshiriqlar ijrosi va kadrlar monitoringi hujjatlari shu yerda yoziladi."),
    },
    "amendment_state": {
        "prepared": N_("Tayyorlanmoqda"),
        "asked": N_("Tasdiqlashni kutmoqda"),
        "returned": N_("Qaytarilgan"),
        "approved": N_("Tasdiqlangan"),
        "withdrawn": N_("Bekor qilingan"),
    },
    "share_way": {
        "even": N_("Teng boʻlish"),
        "last_year": N_("Oʻtgan yil boʻyicha boʻlish"),
    },
    "phasing_way": {
        "even": N_("Teng boʻlish"),
        "deadline": N_("Muddatidagi oylarga"),
        "last_year": N_("Oʻtgan yil mavsumi boʻyicha"),
    },
    "amendment_act": {
        "change": N_("oʻzgaradi"),
        "add": N_("qoʻshiladi"),
        "end": N_("rejadan chiqadi"),
    },
    "plan_state": {
        "draft": N_("Qoralama"),
        "approved": N_("Tasdiqlangan"),
        "closed": N_("Yopilgan"),
    },
    "split_way": {
        "letters": N_("raqamsiz (har biri chiziqcha bilan)"),
        "numbers": N_("raqamli (12.1, 12.2)"),
    },
    "paper": PAPER_NAMES,
    "placeholder": PLACEHOLDER_WORDS,
    "paper_way": {
        "as_set": N_("umumiysidek"),
        "own": N_("oʻziniki"),
        "none": N_("yozilmaydi"),
    },
    "paper_way_of_centre": {
        "as_set": N_("Belgilanmagan: har bir qogʻozda oʻzidagisi qoladi"),
        "own": N_("Quyidagicha yoziladi"),
        "none": N_("Hech bir qogʻozda yozilmaydi"),
    },
    "paper_way_of_paper": {
        "as_set": N_("“Hamma qogʻozlar”dagidek"),
        "own": N_("Shu qogʻozning oʻziniki, quyidagicha"),
        "none": N_("Shu qogʻozda yozilmaydi"),
    },
    "paper_way_of_plan": {
        "as_set": N_("Hamma rejalar uchun belgilangandek; belgilanmagan boʻlsa, fayldagidek"),
        "own": N_("Shu rejaning oʻziniki, quyidagicha"),
        "none": N_("Shu rejada yozilmaydi"),
    },
    "fact_basis": {
        "so_far": N_("shu kungacha bajarilgani"),
        "expected": N_("yil oxirigacha kutilayotgani"),
    },
    "fact_basis_short": {
        "so_far": N_("hozircha"),
        "expected": N_("kutilmoqda"),
    },
    "plan_way": {
        "keep": N_("bu yilgi reja qoladi"),
        "fact": N_("bu yilgi natija (fakt) olinadi"),
        "growth": N_("natijaga foiz qoʻshib"),
    },
    "plan_answer": {
        "take": N_("rejaga kiradi"),
        "skip": N_("kirmaydi"),
        "yes": N_("ha, shunday"),
    },
    "unsure": {
        "form": N_("qayerga yoziladi"),
        "total": N_("oʻz soni nimani bildiradi"),
        "who": N_("kim sanaydi"),
        "name": N_("qisqa nomi"),
    },
    "unsure_total": {
        "summed": N_("tarkibidagi qatorlar yigʻindisini"),
        "level": N_("holatni (oxirgi qiymat olinadi)"),
        "alone": N_("alohida ishlarni (oylar qoʻshiladi)"),
    },
    "unsure_who": {
        "each": N_("har biri oʻzi sanaydi"),
    },
    "plan_file_state": {
        "waiting": N_("Koʻrib chiqilmoqda"),
        "stored": N_("Rejaga saqlandi"),
        "discarded": N_("Bekor qilindi"),
        "undone": N_("Yuklash bekor qilindi, fayl yana tasdiqlashni kutmoqda"),
    },
    "plan_doubt": {
        "name": N_("nomi oʻqilmagan"),
        "fact": N_("oʻtgan yil soni yozilmagan"),
        "plan": N_("reja soni yozilmagan"),
        "measure": N_("oʻlchov birligi yozilmagan"),
        "deadline": N_("muddat tushunarsiz"),
        "responsible": N_("masʼul yozilmagan"),
        "unit": N_("boʻlinma topilmadi"),
    },
    "line_change": {
        "same": N_("Oʻzgarmaydi"),
        "added": N_("Qoʻshiladi"),
        "changed": N_("Oʻzgaradi"),
        "removed": N_("Olib tashlanadi"),
    },
    "submission_state": {
        "draft": N_("Toʻldirilmoqda"),
        "submitted": N_("Topshirildi"),
        "returned": N_("Qaytarildi"),
        "accepted": N_("Qabul qilindi"),
        "closed": N_("Yopildi"),
        "sent": N_("Yuborildi"),
    },
    "month_mark": {
        "not_due": N_("hali vaqti kelmagan"),
        "due": N_("topshirish vaqti keldi"),
        "overdue": N_("kechikmoqda"),
        "draft": N_("toʻldirilmoqda"),
        "submitted": N_("topshirilgan"),
        "returned": N_("qaytarilgan"),
        "accepted": N_("qabul qilingan"),
        "closed": N_("yopilgan"),
        "sent": N_("yuborilgan"),
        "waived": N_("talab qilinmaydi"),
        "before": N_("boshlanishidan oldin"),
        "after": N_("boʻlinma tugaganidan keyin"),
    },
    "note_act": {
        "explain": N_("Izoh"),
        "return": N_("Qaytarildi"),
        "undo_accept": N_("Qabul qilish bekor qilindi"),
        "reopen": N_("Oy qayta ochildi"),
        "reply": N_("Javob"),
        "return_change": N_("Oʻzgargan son qaytarildi"),
    },
    "stand_in_state": {
        "running": N_("Hozir bajaryapti"),
        "coming": N_("Boshlanmagan"),
        "past": N_("Tugagan"),
    },
    "blank_kind": {
        "closed": N_("yopiq"),
        "sanitary": N_("sanitariya kuni"),
        "repair": N_("taʼmir"),
        "illness": N_("kasallik"),
        "other": N_("boshqa sabab"),
    },
    "act": {
        "submit": N_("Oyni topshirish"),
        "withdraw": N_("Topshirishni bekor qilish"),
        "return": N_("Qaytarish"),
        "accept": N_("Qabul qilish"),
        "return_own": N_("Qaytarish"),
        "accept_own": N_("Qabul qilish"),
        "undo_accept": N_("Qabul qilishni bekor qilish"),
        "close": N_("Oyni yopish"),
        "reopen": N_("Oyni qayta ochish"),
        "send": N_("Yuborilganini qayd etish"),
    },
    "value_state": {
        "number": N_("Son"),
        "empty": N_("Kiritilmagan"),
        "no_activity": N_("Faoliyat boʻlmadi"),
        "not_applicable": N_("Qoʻllanilmaydi"),
    },
    "mode": {
        "flow": N_("Bajarilgan ishlar (oylar qoʻshiladi)"),
        "stock": N_("Holat (oxirgi qiymat olinadi)"),
        "ratio": N_("Ulush (jamidan qanchasi)"),
        "delivered": N_("Topshirilgan hujjatlar soni"),
    },
    "share": {
        "counts": N_("Hisobga oladi"),
        "contributes": N_("Ishtirok etadi"),
        "oversees": N_("Nazorat qiladi"),
    },
    "pace": {
        "behind": N_("Rejadan orqada"),
        "on_plan": N_("Reja boʻyicha"),
        "ahead": N_("Rejadan oldinda"),
        "outside_plan": N_("Rejadan tashqari"),
        "no_plan": N_("Rejasiz"),
        "not_reported": N_("Maʼlumot kiritilmagan"),
        "part_of_plan": N_("Ulush belgilanmagan"),
        "not_yet_due": N_("Muddati kelmagan"),
    },
    "not_watched": {
        "ratio": N_("Ulushda hisoblanadi: oylar qoʻshilmaydi, bitta chizmasi boʻlmaydi."),
        "several": N_("Bitta katagida bir necha son bor (masalan 1/2/1), bitta chizmasi boʻlmaydi."),
    },
    "share_origin": {
        "typed": N_("qoʻlda yozilgan"),
        "even": N_("teng boʻlingan"),
        "last_year": N_("oʻtgan yil boʻyicha boʻlingan"),
    },
    "duty_state": {
        "not_due": N_("Muddati kelmagan"),
        "due": N_("Bajarilishi kutilmoqda"),
        "overdue": N_("Muddati oʻtgan"),
        "done": N_("Oʻz vaqtida bajarildi"),
        "done_late": N_("Kechikib bajarildi"),
        "optional": N_("Ixtiyoriy"),
        "waived": N_("Talab qilinmaydi"),
    },
    "duty_kind": {
        "figures": N_("Sonlar"),
        "document": N_("Hujjat"),
        "report": N_("Viloyatga maʼlumot"),
        "reason": N_("Ogʻish sababi"),
        "hand_in": N_("Oyni topshirish"),
        "returned": N_("Qaytarilgan oyni tuzatish"),
        "review": N_("Koʻrib chiqish"),
        "changed": N_("Oʻzgargan sonlarni koʻrish"),
        "close": N_("Oyni yopish"),
        "correct": N_("Yuborilgan hisobotni tuzatish"),
        "sign": N_("Hisobotni imzolash"),
        "send": N_("Viloyatga yuborish"),
        "approve": N_("Ish rejasini tasdiqlash"),
        "amend": N_("Rejaga oʻzgartirishni tasdiqlash"),
        "amend_again": N_("Qaytarilgan oʻzgartirishni tuzatish"),
        "amend_left": N_("Tugallanmagan oʻzgartirishni tugatish yoki bekor qilish"),
        "close_year": N_("Yilni yopish"),
    },
    "basis": {
        "accepted": N_("Qabul qilingan maʼlumotlar boʻyicha"),
        "entered": N_("Barcha kiritilgan maʼlumotlar boʻyicha"),
    },
    "report_way": {**WAYS, "other": N_("Boshqa yoʻl bilan")},
    "owed_state": {
        "done": N_("Oʻz vaqtida yuborilgan"),
        "done_late": N_("Kechikib yuborilgan"),
        "overdue": N_("Muddati oʻtgan"),
        "due": N_("Yuborilishi kutilmoqda"),
        "not_due": N_("Muddati kelmagan"),
        "waived": N_("Talab qilinmaydi"),
    },
    "deadline_kind": {
        "daily": N_("Har kuni"),
        "weekly": N_("Har haftada"),
        "monthly": N_("Har oyda"),
        "quarterly": N_("Har chorakda"),
        "times_a_year": N_("Yilda bir necha marta"),
        "named_months": N_("Belgilangan oylarda"),
        "during_year": N_("Yil davomida"),
        "self_set": N_("Muddatni boʻlinma belgilaydi"),
        "on_date": N_("Belgilangan kuni"),
        "unknown": N_("Muddati aniqlanmagan"),
    },
    "severity": {
        "error": N_("Xato"),
        "question": N_("Savol"),
        "check": N_("Tekshiring"),
        "hint": N_("Maslahat"),
        "doubt": N_("Aniqlashtirish kerak"),
        "note": N_("Izoh"),
    },
    "holiday": {
        "holiday.new_year": N_("Yangi yil"),
        "holiday.women": N_("Xotin-qizlar kuni"),
        "holiday.navruz": N_("Navroʻz bayrami"),
        "holiday.remembrance": N_("Xotira va qadrlash kuni"),
        "holiday.independence": N_("Mustaqillik kuni"),
        "holiday.teachers": N_("Oʻqituvchi va murabbiylar kuni"),
        "holiday.constitution": N_("Konstitutsiya kuni"),
        "holiday.ramazon": N_("Ramazon hayiti"),
        "holiday.qurbon": N_("Qurbon hayiti"),
        "holiday.decreed": N_("Qaror bilan dam olish kuni"),
    },
    "day_kind": {
        "holiday": N_("Bayram"),
        "day_off": N_("Dam olish kuni"),
        "working_day": N_("Ish kuni"),
    },
    "lock_short": {
        "future": N_("keyin"),
    },
    "action": {
        "add": N_("Qoʻshildi"),
        "change": N_("Oʻzgartirildi"),
        "amend": N_("Rejaga oʻzgartirish bilan oʻzgardi"),
        "propose": N_("Tasdiqlashga yuborildi"),
        "save": N_("Saqlandi"),
        "void": N_("Oʻchirildi"),
        "restore": N_("Qayta tiklandi"),
        "attach": N_("Fayl ilova qilindi"),
        "detach": N_("Ilova olib tashlandi"),
        "import": N_("Fayldan yuklandi"),
        "undo_import": N_("Fayldan yuklash bekor qilindi"),
        "settle": N_("Yuklashda aniqlik kiritildi"),
        "answer_file": N_("Fayl savollariga javob berildi"),
        "approve": N_("Tasdiqlandi"),
        "close_year": N_("Yil yopildi va arxivga olindi"),
        "reopen_year": N_("Yil qayta ochildi"),
        "sign_in": N_("Tizimga kirdi"),
        "sign_out": N_("Tizimdan chiqdi"),
        "end_sign_ins": N_("Boshqa seanslar yopildi"),
        "set_password": N_("Parol almashtirildi"),
        "reset_password": N_("Yangi parol berildi"),
        "set_locale": N_("Til almashtirildi"),
        "unlock": N_("Qulf ochildi"),
        "activate": N_("Faollashtirildi"),
        "deactivate": N_("Faoliyati toʻxtatildi"),
        "waive": N_("Talabdan chiqarildi"),
        "unwaive": N_("Yana talab qilindi"),
        "set_date": N_("Muddati belgilandi"),
        "mark_done": N_("Bajarildi deb belgilandi"),
        "mark_undone": N_("Bajarilgani bekor qilindi"),
        "answer": N_("Hujjat bilan bajarildi"),
        "unanswer": N_("Hujjat bilan bogʻlanishi bekor qilindi"),
        "confirm": N_("Tasdiqlandi"),
        "remove": N_("Olib tashlandi"),
        "move": N_("Koʻchirildi"),
        "roll_over": N_("Oʻtgan yil rejasidan tuzildi"),
        "renew": N_("Yangilandi"),
        "freeze": N_("Hisobot tayyorlandi"),
        "sign": N_("Hisobot imzolandi"),
        "draft": N_("Hisobot qoralamasi tayyorlandi"),
        "correct": N_("Tuzatilgan hisobot tayyorlandi"),
        "wrong": N_("Yuborilgan hisobotning sonlari oʻzgardi"),
        "right_again": N_("Hisobot sonlari yana yuborilgani kabi boʻldi"),
        "leave": N_("Hisobot tuzatilmasdan qoldirildi"),
        "send": N_("Yuborildi"),
        "decide": N_("Shundayligicha qoldirildi"),
        "undo_decide": N_("Qaror bekor qilindi"),
        "done": N_("Bajarildi"),
        "submit": N_("Oy topshirildi"),
        "withdraw": N_("Topshirish bekor qilindi"),
        "open": N_("Koʻrib chiqish boshlandi"),
        "return": N_("Qaytarildi"),
        "accept": N_("Qabul qilindi"),
        "undo_accept": N_("Qabul qilish bekor qilindi"),
        "close": N_("Oy yopildi"),
        "reopen": N_("Oy qayta ochildi"),
        "explain": N_("Sababi aytildi"),
        "ask": N_("Sababi soʻraldi"),
        "end_ask": N_("Soʻrov bekor qilindi"),
        "grant": N_("Vaqtincha ochildi"),
        "end": N_("Vaqtincha ochish tugatildi"),
        "name_stand_in": N_("Vaqtincha vazifa bajaruvchi tayinlandi"),
        "end_stand_in": N_("Vaqtincha vazifa bajarish tugatildi"),
    },
    "subject": {
        "plan": N_("Reja"),
        "plan_row": N_("Reja qatori"),
        "amendment": N_("Rejaga oʻzgartirish"),
        "own_shares": N_("Boʻlinmalarning oʻz ulushi"),
        "plan_file": N_("Reja fayli"),
        "cell": N_("Katak"),
        "opening": N_("Boshlangʻich son"),
        "card": N_("Daftar yozuvi"),
        "person": N_("Xodim"),
        "unit": N_("Boʻlinma"),
        "unit_alias": N_("Boʻlinmaning boshqacha nomi"),
        "obligation": N_("Majburiyat"),
        "holiday": N_("Taqvim kuni"),
        "calendar_key": N_("Taqvim manzili"),
        "report": N_("Hisobot"),
        "submission": N_("Topshiriq"),
        "check_decision": N_("Sifat tekshiruvi"),
        "blank_days": N_("Boʻsh kunlar sababi"),
        "deviation": N_("Ogʻish sababi"),
        "lock_exception": N_("Vaqtincha ochish"),
        "setting": N_("Sozlama"),
        "stand_in": N_("Vaqtincha vazifa bajarish"),
        "paper": N_("Qogʻozning bosh qismi va imzolari"),
    },
    "history_key": {
        "centre_name": N_("Markazning qogʻozdagi nomi"),
        "paper_title": N_("Qogʻozning sarlavhasi"),
        "approval_way": N_("“TASDIQLAYMAN” bloki"),
        "approval": N_("“TASDIQLAYMAN”"),
        "agreement_way": N_("“KELISHILDI” bloki"),
        "agreement": N_("“KELISHILDI”"),
        "signatures_way": N_("Imzolar qismi"),
        "signatures": N_("Imzolar"),
        "name": N_("Nomi"),
        "role": N_("Vazifasi"),
        "units": N_("Boʻlinmalar"),
        "locale": N_("Til"),
        "kind": N_("Turi"),
        "page": N_("Ish sahifasi"),
        "parent": N_("Qaysi xizmat ichida"),
        "unit_id": N_("Boʻlinma"),
        "active": N_("Faol"),
        "first_month": N_("Ish boshlagan oyi"),
        "last_month": N_("Oxirgi ish oyi"),
        "row_first_month": N_("Rejaga qoʻshilgan oyi"),
        "row_last_month": N_("Rejada oxirgi oyi"),
        "since": N_("Qaysi oydan"),
        "document": N_("Asos hujjat"),
        "everyone": N_("Barcha xizmatlar"),
        "state": N_("Holati"),
        "revision": N_("Tahrir raqami"),
        "voided": N_("Oʻchirilgan"),
        "file": N_("Fayl"),
        "size": N_("Hajmi, bayt"),
        "added": N_("Qoʻshilgan qatorlar"),
        "changed": N_("Oʻzgargan qatorlar"),
        "removed": N_("Olib tashlangan qatorlar"),
        "short_name": N_("Qisqa nomi"),
        "part_names": N_("Tarkiblari nomi"),
        "where": N_("Oʻrni"),
        "split": N_("Tarkibga boʻlinadi"),
        "until_name": N_("Oldingi oylar qatori"),
        "origin": N_("Qanday boʻlingan"),
        "sums_parts": N_("Qismlari qoʻshiladi"),
        "obligations_added": N_("Qoʻshilgan majburiyatlar"),
        "obligations_removed": N_("Bekor boʻlgan majburiyatlar"),
        "obligations_moved": N_("Muddati surilgan majburiyatlar"),
        "due_on": N_("Muddat"),
        "done_on": N_("Bajarilgan kuni"),
        "answered_by": N_("Javob bergan hujjat"),
        "day": N_("Kun"),
        "holiday": N_("Bayram"),
        "day_confirmed": N_("Kuni tasdiqlangan"),
        "joint": N_("Birgalikda bajariladi"),
        "confirmed": N_("Qogʻozdagidek deb tasdiqlangan"),
        "basis": N_("Qaysi maʼlumotlar"),
        "figures_hash": N_("Sonlarning nazorat yigʻindisi"),
        "workbook_sha256": N_("Faylning nazorat yigʻindisi"),
        "outgoing_number": N_("Chiqish raqami"),
        "outgoing_date": N_("Chiqish sanasi"),
        "way": N_("Yuborish yoʻli"),
        "recipient": N_("Kimga"),
        "on_behalf": N_("Boʻlinma nomidan"),
        "until": N_("Qachongacha"),
        "rows": N_("Qatorlar"),
        "reason": N_("Sababi"),
        "asked_on": N_("Soʻralgan kuni"),
        "entry_window_days": N_("Yozish muddati, kun"),
        "working_days.month": N_("Oyni topshirish muddati, ish kuni"),
        "working_week": N_("Ish haftasi"),
        "week_from": N_("Ish haftasi qaysi oydan"),
        "kept_months": N_("Oʻz ish kunlari bilan qolgan qabul qilingan oylar"),
        "stand_in": N_("Kim vazifani bajaradi"),
        "in_place_of": N_("Kimning oʻrnida"),
        "first_date": N_("Birinchi kun"),
        "last_date": N_("Oxirgi kun"),
        "end_date": N_("Tugatilgan kun"),
        "own_acceptance": N_("Oʻzi topshirganini qabul qilish"),
        "main_measures": N_("Asosiy koʻrsatkichlar"),
        "from": N_("Qaysi yil rejasidan"),
        "fact_basis": N_("Fakt asosi"),
        "plan_way": N_("Reja qoidasi"),
        "percent": N_("Foiz"),
        "step": N_("Yaxlitlash"),
        "key": N_("Qator raqami"),
        "behind": N_("Qaysi qatordan keyin"),
        "sections": N_("Boʻlimlar"),
        "opening_ended": N_("Boshlangʻich sonlari yozib boʻlingan yillar"),
    },
    "about": {
        "review": N_("Koʻrib chiqishni kutayotganlar"),
        "late": N_("Kechikkan oylar"),
        "close": N_("Tugagan va yopilmagan oylar"),
        "region": N_("Viloyatga yuboriladiganlar"),
        "months": N_("Tugagan va topshirilmagan oylar"),
    },
    "data_check": CHECK_TITLES,
    "data_check_advice": CHECK_ADVICE,
    "entry_form": {**PLAIN_FORMS, **REGISTER_NAMES},
    "register": REGISTER_NAMES,
    "register_title": REGISTER_TITLES,
    "field": FIELDS,
    "choice": CHOICES,
}
_UNKNOWN_ERROR = N_("Amal bajarilmadi. Yozilganini tekshirib, qayta urinib koʻring.")
SENTENCES = {**ERRORS, **UPKEEP, **CHECKS, **CHECK_SENTENCES, **FINDINGS}
_KIND_OF_PARAMETER = {
    "column": "field",
    "state": "submission_state",
    "act": "act",
    "role": "role",
    "mode": "mode",
    "register": "register",
}


def label(kind: str, code: str) -> str:
    """The word for a code in the reader's language. Raises KeyError for a code that has none: tests must notice it."""
    return gettext(LABELS[kind][code])


def explain(error: DomainError) -> str:
    """The sentence for an error in the reader's language, its parameters written as people write them."""
    return sentence(error.code, error.params)


def sentence(code: str, params: Mapping[str, object]) -> str:
    """The sentence for the code of an error, a lock or a finding; a code that has none gets a general one."""
    words = gettext(SENTENCES.get(code, _UNKNOWN_ERROR))
    return words % _Parameters({name: _written(name, value) for name, value in params.items()})


def place_words(kind: str, name: str, row: int, column: int) -> str:
    """Where a finding stands: “Ish rejasi!E12” in a workbook, “1-jadval, 12-qator, 5-ustun” in a letter."""
    if kind != "table" or not row:
        return f"{name}!{_column_letters(column)}{row}" if kind == "sheet" and row else name if kind == "sheet" else ""
    if not column:
        return gettext("%(table)s-jadval, %(row)s-qator", table=name, row=row)
    return gettext("%(table)s-jadval, %(row)s-qator, %(column)s-ustun", table=name, row=row, column=column)


def _column_letters(column: int) -> str:
    """5 → E, 28 → AB; 0 (the whole row) → nothing."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class _Parameters(dict[str, str]):
    """A parameter that was forgotten shows as “…”; the sentence is still better than a failed page."""

    def __missing__(self, name: str) -> str:
        return "…"


def _written(name: str, value: object) -> str:
    locale = str(get_locale() or DEFAULT)
    kind = _KIND_OF_PARAMETER.get(name)
    if kind and isinstance(value, str) and value in LABELS[kind]:
        return label(kind, value)
    if name == "period" and isinstance(value, str):
        return format_period(value, locale)
    if name == "months" and isinstance(value, tuple):
        return ", ".join(format_period(month, locale) for month in value)
    if isinstance(value, datetime):
        return format_moment(value, locale)
    if isinstance(value, date):
        return format_date(value, locale)
    if isinstance(value, int | Decimal) and name not in {"year", "used", "row", "column"}:
        return format_number(value, locale)
    return str(value)
