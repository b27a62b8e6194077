"""The table of contents of the help: which pages there are, whom each one serves first, what it leads to.

The text of a topic stands in ``templates/help/<slug>.html``, a paragraph or a step being one message.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.permissions import Rights, may
from app.i18n.marking import N_


@dataclass(frozen=True)
class Topic:
    """One page. ``serves``: who has one of these permissions finds it first; everybody may read all.

    ``explains``: endpoints of the menu.
    """

    slug: str
    title: str
    lead: str
    serves: tuple[str, ...]
    see: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()


TOPICS = (
    Topic(
        "start",
        N_("Ishni boshlash"),
        N_("Tizimga kirish, birinchi parol, “Mening sahifam” va menyu."),
        ("help.view",),
        ("diary", "keyboard", "languages"),
        ("home.index",),
    ),
    Topic(
        "diary",
        N_("Kundalik sonlarni yozish"),
        N_("Qatnov, kitob berilishi va roʻyxatga olish kabi har kunlik sonlar."),
        ("entries.write",),
        ("empty", "keyboard", "conflicts"),
        ("diary.month",),
    ),
    Topic(
        "registers",
        N_("Daftarga yozuv qoʻshish"),
        N_("Tadbir, hujjat, kelib tushgan adabiyot kabi faqat soni emas, oʻzi ham muhim boʻlgan ishlar."),
        ("entries.write",),
        ("evidence", "month-figures", "empty"),
        (
            "methodology.index",
            "bibliography.index",
            "digitization.index",
            "reading_rooms.index",
            "acquisitions.index",
            "administration.index",
        ),
    ),
    Topic(
        "evidence",
        N_("Asos hujjatni ilova qilish"),
        N_("Yozuvni tasdiqlaydigan fayl yoki havola."),
        ("entries.write",),
        ("registers", "submit"),
    ),
    Topic(
        "month-figures",
        N_("Oylik sonlarni yozish"),
        N_("Kundaligi ham, daftari ham yoʻq koʻrsatkichlar uchun oyda bitta son."),
        ("entries.write",),
        ("empty", "registers", "submit"),
    ),
    Topic(
        "empty",
        N_("Boʻsh katak, nol va “boʻlmadi”"),
        N_("Toʻrt xil katak: son, boʻsh, faoliyat boʻlmadi, qoʻllanilmaydi."),
        ("entries.write",),
        ("diary", "submit"),
    ),
    Topic(
        "conflicts",
        N_("Ikki xil qiymat va yopiq kataklar"),
        N_("Bitta katakka ikki xodim yozsa yoki katak yozishni qabul qilmasa, nima qilinadi."),
        ("entries.write",),
        ("submit", "review"),
    ),
    Topic(
        "submit",
        N_("Oyni topshirish"),
        N_("Oy tugagach, boʻlinma sonlarini tekshirib, metodistga topshiradi."),
        ("entries.write",),
        ("empty", "evidence", "review", "deviations"),
        ("submissions.index",),
    ),
    Topic(
        "deviations",
        N_("Ogʻish sabablari"),
        N_("Chorak oxirida rejadan orqada qolgan qatorning sababini yozish va soʻrash."),
        ("deviations.ask", "deviations.write"),
        ("submit", "consolidation"),
    ),
    Topic(
        "review",
        N_("Oyni koʻrib chiqish, qaytarish va qabul qilish"),
        N_("Metodistning oy oxiridagi ishi."),
        ("submissions.review",),
        ("submit", "closing", "conflicts"),
    ),
    Topic(
        "closing",
        N_("Oyni yopish va qayta ochish"),
        N_("Direktor yoki uning oʻrinbosari oyni yopadi, shundan keyin sonlar oʻzgarmaydi."),
        ("months.close", "submissions.review"),
        ("review", "reports"),
    ),
    Topic(
        "deadlines",
        N_("Muddatlar va telefon taqvimi"),
        N_("Nima, qachongacha va kimdan kutilayotgani."),
        ("deadlines.view",),
        ("submit", "reports"),
        ("deadlines.index",),
    ),
    Topic(
        "consolidation",
        N_("Jamlanma va Excel fayli"),
        N_("Rejaning oʻzi, yoniga amalda bajarilgani yozilgan holda."),
        ("home.overview", "entries.write_subunits"),
        ("counting", "reports"),
        ("consolidation.table",),
    ),
    Topic(
        "reports",
        N_("Hisobot tayyorlash, yuborish va tuzatish"),
        N_("Hisobot – imzolanib yuborilgan jamlanma. Uning sonlari va fayli oʻzgarmaydi."),
        ("home.overview",),
        ("consolidation", "closing"),
        ("reports.index",),
    ),
    Topic(
        "plan-import",
        N_("Ish rejasini fayldan yuklash"),
        N_("Excel yoki Word dasturidagi reja va tekshirilishi kerak boʻlgan joylar roʻyxati."),
        ("plan.import",),
        ("plan-approval", "counting"),
        ("plan.table",),
    ),
    Topic(
        "plan-approval",
        N_("Rejani tasdiqlash"),
        N_("Direktor tasdiqlagach, reja qatorlari oʻzgarmaydi va muddatlar oʻzi tuziladi."),
        ("plan.approve", "plan.edit"),
        ("plan-import", "deadlines"),
    ),
    Topic(
        "plan-amendment",
        N_("Tasdiqlangan rejaga oʻzgartirish"),
        N_("Son, muddat, masʼul yoki hisoblash usuli yil oʻrtasida qanday oʻzgaradi, yangi qator qanday qoʻshiladi."),
        ("plan.approve", "plan.edit"),
        ("plan-approval", "counting"),
    ),
    Topic(
        "papers",
        N_("Qogʻozlarning bosh qismi va imzolari"),
        N_("Markaz nomi, sarlavha, “TASDIQLAYMAN” va “KELISHILDI” bloklari va imzolarni bir marta belgilash."),
        ("plan.edit", "papers.view"),
        ("plan-approval", "plan-amendment", "reports"),
        ("papers.index",),
    ),
    Topic(
        "next-plan",
        N_("Kelgusi yil rejasini tuzish va qatorlarni tahrirlash"),
        N_("Rejani bu yilgi rejadan tuzish yoki boʻsh boshlash, sonlarini jadvalda yozish, qatorlarini koʻchirish."),
        ("plan.edit",),
        ("plan-import", "plan-approval", "keyboard"),
    ),
    Topic(
        "opening",
        N_("Boshlangʻich sonlar"),
        N_("Markaz yil oʻrtasida dastur bilan ish boshlagan boʻlsa, oldingi oylarning va oʻtgan yilning sonlari."),
        ("opening.write",),
        ("plan-import", "consolidation"),
    ),
    Topic(
        "counting",
        N_("Hisoblash usuli va boʻlinmalar ulushi"),
        N_("Oylar va boʻlinmalar qanday qoʻshilishi, yillik reja oylarga qanday boʻlinishi."),
        ("plan.edit",),
        ("consolidation", "plan-import"),
    ),
    Topic(
        "history",
        N_("Oʻzgarishlar tarixi"),
        N_("Har bir sonni kim, qachon va nimadan nimaga oʻzgartirgani."),
        ("history.view",),
        ("quality", "consolidation"),
        ("system.history",),
    ),
    Topic(
        "quality",
        N_("Sifat tekshiruvi"),
        N_("Reja, boʻlinmalar va daftarlardagi shubhali joylarni topish va hal qilish."),
        ("checks.view",),
        ("plan-import", "history"),
        ("system.checks",),
    ),
    Topic(
        "people",
        N_("Xodimlar, boʻlinmalar va parollar"),
        N_("Administratorning kundalik ishi."),
        ("people.manage",),
        ("backups", "start"),
        ("people.index",),
    ),
    Topic(
        "stand-ins",
        N_("Vaqtincha vazifa bajaruvchi"),
        N_("Taʼtil, kasallik yoki safar kunlarida bir xodimning ishini boshqasi bajaradi."),
        ("stand_ins.name", "home.overview"),
        ("closing", "review", "history"),
        ("stand_ins.index",),
    ),
    Topic(
        "backups",
        N_("Zaxira nusxalar va tizim holati"),
        N_("Maʼlumot yoʻqolmasligi uchun nima oʻzi bajariladi va nimani administrator bajaradi."),
        ("system.view",),
        ("people", "history"),
        ("system.index",),
    ),
    Topic(
        "languages",
        N_("Til va yozuvni almashtirish"),
        N_("Oʻzbekcha lotin va kirill yozuvida, ruscha."),
        ("help.view",),
        ("start", "keyboard"),
    ),
    Topic(
        "keyboard",
        N_("Klaviatura bilan ishlash"),
        N_("Kataklarni sichqonchasiz toʻldirish va Excel dasturidan koʻchirish."),
        ("help.view",),
        ("diary", "conflicts"),
        ("help.index",),
    ),
)
BY_SLUG = {topic.slug: topic for topic in TOPICS}


def topics_for(holder: str | Rights) -> tuple[list[Topic], list[Topic]]:
    """The topics of one's own work, and the others, each in the order of the table of contents."""
    own = [topic for topic in TOPICS if any(may(holder, permission) for permission in topic.serves)]
    return own, [topic for topic in TOPICS if topic not in own]
