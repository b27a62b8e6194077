"""Word lists for writing Latin Uzbek in Cyrillic: what the letters alone do not tell (language.md “Scripts”)."""

from __future__ import annotations

# Words that take a soft sign at their very end; before a suffix it is not written: роль, ролни; январь, январда.
_SOFT_AT_THE_END = """
rol parol model yanvar fevral aprel iyun iyul sentabr oktabr noyabr dekabr medal profil panel avtomobil kontrol
detal stil gastrol festival spektakl ansambl modul tekstil gospital magistral dubl kabel artel shtempel slesar
kalendar sekretar bukvar oblast byulleten portfel akvarel parallel tabel kartel karusel gel otel dizel povest
mebel gantel emal
"""
SOFT_AT_THE_END = frozenset(_SOFT_AT_THE_END.split())

# Beginnings of words, whatever follows them.
STEMS = {
    "sentabr": "сентябр",
    "sentyabr": "сентябр",
    "oktabr": "октябр",
    "oktyabr": "октябр",
    "budjet": "бюджет",
    "byudjet": "бюджет",
    # ц where Latin writes s
    "sirk": "цирк",
    "sement": "цемент",
    "sellyuloz": "целлюлоз",
    "sentr": "центр",
    "senzur": "цензур",
    "sikl": "цикл",
    "sirkul": "циркул",
    "sitat": "цитат",
    "sivilizat": "цивилизат",
    "sex": "цех",
    "konsert": "концерт",
    "konsep": "концеп",
    "kanselyar": "канцеляр",
    "kansler": "канцлер",
    "prinsip": "принцип",
    "fransuz": "француз",
    "ensiklopedi": "энциклопеди",
    "provinsi": "провинци",
    "kommersiya": "коммерция",
    "kommersi": "коммерци",
    "konsentrat": "концентрат",
    # ц where Latin writes ts, outside the endings
    "litsey": "лицей",
    "dotsent": "доцент",
    "protsess": "процесс",
    "protsent": "процент",
    "ofitser": "офицер",
    "litsenz": "лиценз",
    "retsenz": "реценз",
    "retsept": "рецепт",
    "sotsial": "социал",
    "sotsiolog": "социолог",
    "spetsif": "специф",
    "spetsial": "специал",
    "meditsin": "медицин",
    "vaksin": "вакцин",
    "abzats": "абзац",
    "matritsa": "матрица",
    "tsellofan": "целлофан",
    "vitse": "вице",
    "assotsiat": "ассоциат",
    "farmatsevt": "фармацевт",
    "koeffitsiyent": "коэффициент",
    # soft sign inside
    "film": "фильм",
    "multfilm": "мультфильм",
    "multi": "мульти",
    "albom": "альбом",
    "konsulta": "консульта",
    "fakult": "факульт",
    "rezultat": "результат",
    "alternativ": "альтернатив",
    "asfalt": "асфальт",
    "skulptur": "скульптур",
    "pult": "пульт",
    "filtr": "фильтр",
    "palto": "пальто",
    "vals": "вальс",
    "volt": "вольт",
    "ultra": "ультра",
    "kultur": "культур",
    "kompyuter": "компьютер",
    "intervyu": "интервью",
    "premyer": "премьер",
    "pyesa": "пьеса",
    "atelye": "ателье",
    "karyer": "карьер",
    "baryer": "барьер",
    "batalyon": "батальон",
    "bulyon": "бульон",
    "pavilyon": "павильон",
    "medalyon": "медальон",
    "pochtalyon": "почтальон",
    "kalkulyator": "калькулятор",
    "valyuta": "валюта",
    # ъ that Latin drops after oʻ, and о after й
    "mo\u02bbjiza": "мўъжиза",
    "mo\u02bbtabar": "мўътабар",
    "mo\u02bbtadil": "мўътадил",
    "rayon": "район",
    "mayor": "майор",
    "mikrorayon": "микрорайон",
    # s and n that stay although they look like an ending with ц
    "pensiya": "пенсия",
    "pension": "пенсион",
    "pansion": "пансион",
    "ekspansiya": "экспансия",
    "epilepsiya": "эпилепсия",
    "biopsiya": "биопсия",
    "asfiksiya": "асфиксия",
}

# Pieces inside a word.
PIECES = {
    "tsiya": "ция",
    "tsion": "цион",
    "tsiyal": "циал",
    "tsiyent": "циент",
    "tsipl": "ципл",
    "tsikl": "цикл",
    "ksiya": "кция",
    "nsiya": "нция",
    "psiya": "пция",
    "ksion": "кцион",
    "nsion": "нцион",
    "psion": "пцион",
    "ktsiya": "кция",
    "film": "фильм",
    "kompyuter": "компьютер",
}

# Acronyms are written letter by letter.
ACRONYMS = {"YEK": "ЙЭК", "YEKT": "ЙЭКТ"}

# Names, keys and formats that are written in Latin letters in every language, alone or with a case ending.
_LATIN_NAMES = """
Excel Word Microsoft Windows Linux LibreOffice Chrome Firefox Telegram Facebook Instagram YouTube Google
WhatsApp PostgreSQL postgresql psycopg
SQLite Python CSRF HTTP HTTPS HTML URL IP ID ISBN ISSN QR SHA DjVu XLSX XLSM XLS DOCX DOCM
DOC PDF CSV ZIP JSON JSONL PNG JPG JPEG TXT ICS MARC RUSMARC Enter Tab Esc Ctrl Shift Alt Home End Wi-Fi
"""
LATIN_NAMES = frozenset(_LATIN_NAMES.split())

# Commands of the program, where a text quotes one.
COMMANDS = (
    "init|demo|serve|backup|verify|restore|upgrade|check|routes"
    "|(?:plan|diary|bundle) (?:import|export)|report export|audit (?:export|verify)"
    "|user(?: (?:add|list|passwd|unlock|deactivate))?"
)
