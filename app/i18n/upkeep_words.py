"""The sentence for everything that the installation refuses (``UpkeepError``, ``ConfigurationError``): what is
wrong, and what the administrator does about it. Placeholders are the parameters."""

from __future__ import annotations

from app.i18n.marking import N_

UPKEEP: dict[str, str] = {
    # the data folder
    "config.damaged": N_("%(path)s faylini oʻqib boʻlmadi, u buzilgan. Uni zaxira nusxadan qaytaring."),
    "config.no_folder": N_(
        "Bu Jamlanma maʼlumotlar papkasi emas: %(path)s. Uni “init” yoki “demo” buyrugʻi bilan yarating."
    ),
    "config.short_key": N_("Maxfiy kalit juda qisqa: %(path)s. 64 ta oʻn oltilik raqam kerak."),
    "config.debug": N_("FLASK_DEBUG yoqilgan: haqiqiy maʼlumotlar papkasi bu holatda ishga tushirilmaydi."),
    "config.folder_exists": N_("Bu papka allaqachon tayyorlangan: %(path)s. Hech narsa oʻzgartirilmadi."),
    "config.data_on_postgresql": N_(
        "%(path)s papkasining maʼlumotlari PostgreSQL serverida. JAMLANMA_DATABASE_URL oʻzgaruvchisida uning manzilini "
        "yozing: postgresql://…"
    ),
    "config.data_on_sqlite": N_(
        "%(path)s papkasining maʼlumotlari shu papkaning oʻzida (SQLite), JAMLANMA_DATABASE_URL da esa server "
        "yozilgan. Bu oʻzgaruvchini olib tashlang."
    ),
    "folder.none": N_("%(data)s papkasida Jamlanma maʼlumotlari yoʻq. Avval “init” yoki “demo” buyrugʻini bering."),
    "folder.exists": N_("%(data)s papkasi allaqachon bor. Hech narsa oʻzgarmadi."),
    "folder.not_made": N_("Papkani yaratib boʻlmadi: %(reason)s"),
    "folder.busy": N_("%(data)s papkasi bilan boshqa Jamlanma ishlamoqda. Avval uni toʻxtating."),
    "folder.network": N_(
        "Papka tarmoq diskida (%(kind)s), maʼlumotlar buzilishi mumkin. Uni shu kompyuter diskiga koʻchiring."
    ),
    "folder.open_to_others": N_("%(data)s papkasini boshqalar oʻqiy oladi. Uni yoping: chmod 700 %(data)s"),
    "folder.not_set_aside": N_("Eski maʼlumotlarni chetga olib boʻlmadi: %(reason)s"),
    # the database
    "database.missing": N_("Maʼlumotlar bazasi topilmadi: %(path)s. Zaxira nusxadan tiklang."),
    "database.missing_or_elsewhere": N_(
        "Maʼlumotlar bazasi topilmadi: %(path)s. Maʼlumotlar PostgreSQL serverida boʻlsa, JAMLANMA_DATABASE_URL "
        "oʻzgaruvchisini yozing; boʻlmasa, zaxira nusxadan tiklang."
    ),
    "database.no_driver": N_(
        "PostgreSQL drayveri (psycopg) oʻrnatilmagan. JAMLANMA_DATABASE_URL yozilgan holda manage.py orqali ishga "
        "tushiring, u drayverni oʻzi oʻrnatadi."
    ),
    "database.taken": N_(
        "Bu maʼlumotlar bazasida boshqa markaz bor, hech narsa oʻzgarmadi. Yangi papka uchun yangi, boʻsh baza "
        "yarating."
    ),
    "database.of_another_folder": N_(
        "Bu maʼlumotlar bazasi boshqa papkaga tegishli, %(data)s papkasi unga ulanmaydi. JAMLANMA_DATABASE_URL "
        "toʻgʻri ekanini tekshiring. Baza nusxasi qoʻlda koʻchirilgan boʻlsa, uning oʻrniga “backup” va “restore” "
        "buyruqlaridan foydalaning."
    ),
    "database.newer": N_(
        "Maʼlumotlar bazasi dasturning yangiroq versiyasida yozilgan (%(revision)s). Dasturni yangilang."
    ),
    "database.not_upgraded": N_("Maʼlumotlar bazasini yangilab boʻlmadi, eskisi oʻzgarmadi: %(reason)s"),
    "database.damaged": N_("Maʼlumotlar bazasi butun emas: %(reason)s"),
    "schema.no_table": N_(
        "Maʼlumotlar bazasida “%(table)s” jadvali yoʻq. Dastur versiyasini tekshiring yoki zaxira nusxadan tiklang."
    ),
    "schema.no_column": N_(
        "Maʼlumotlar bazasining “%(table)s” jadvalida “%(name)s” ustuni yoʻq. Dastur versiyasini tekshiring yoki "
        "zaxira nusxadan tiklang."
    ),
    "schema.extra_column": N_(
        "Maʼlumotlar bazasining “%(table)s” jadvalida ortiqcha “%(name)s” ustuni bor. Dastur versiyasini tekshiring "
        "yoki zaxira nusxadan tiklang."
    ),
    "schema.other_type": N_(
        "Maʼlumotlar bazasining “%(table)s” jadvalidagi “%(name)s” ustuni boshqa turda. Dastur versiyasini tekshiring "
        "yoki zaxira nusxadan tiklang."
    ),
    "schema.other_emptiness": N_(
        "Maʼlumotlar bazasining “%(table)s” jadvalidagi “%(name)s” ustuni boʻsh qolishi boshqacha belgilangan. Dastur "
        "versiyasini tekshiring yoki zaxira nusxadan tiklang."
    ),
    "schema.no_index": N_(
        "Maʼlumotlar bazasining “%(table)s” jadvalida “%(name)s” indeksi yoʻq. Dastur versiyasini tekshiring yoki "
        "zaxira nusxadan tiklang."
    ),
    # the address
    "server.port_taken": N_("%(port)s-port band. Boshqasini tanlang: --port"),
    "server.no_address": N_("Bu manzilda ishlab boʻlmaydi: %(host)s"),
    # backups
    "backup.not_a_backup": N_("Bu Jamlanma zaxira nusxasi emas: %(path)s"),
    "backup.unreadable": N_("Faylni oʻqib boʻlmadi: %(path)s"),
    "backup.changed": N_("Zaxira nusxa toʻliq emas yoki oʻzgartirilgan, undan foydalanib boʻlmaydi: %(path)s"),
    "backup.damaged": N_("Nusxadagi maʼlumotlar bazasi butun emas: %(reason)s"),
    "backup.newer_format": N_("Nusxa dasturning yangiroq versiyasida tuzilgan: %(program)s. Avval dasturni yangilang."),
    "backup.newer_schema": N_("Nusxa dasturning yangiroq versiyasida tuzilgan: %(program)s. Avval dasturni yangilang."),
    "backup.exists": N_("Bunday fayl bor: %(path)s. Boshqa nom tanlang."),
    "backup.no_room": N_("Diskda joy yetarli emas. Kerak boʻladigan joy: %(megabytes)s MB."),
    "backup.server_database": N_(
        "Maʼlumotlar PostgreSQL serverida. Zaxira nusxani serverning oʻz vositalari bilan oling."
    ),
}
