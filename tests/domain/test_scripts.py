"""Latin and Cyrillic Uzbek: the glossary's own words and the known traps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.scripts import to_cyrillic, to_latin, without_kept

BOTH_WAYS = """
axborot-kutubxona markazi|ахборот-кутубхона маркази
axborot-kommunikatsiya texnologiyalari|ахборот-коммуникация технологиялари
yigʻma elektron katalog (YEK)|йиғма электрон каталог (ЙЭК)
ommaviy axborot vositalari (OAV)|оммавий ахборот воситалари (ОАВ)
maʼnaviy-maʼrifiy va yoshlar bilan ishlash sektori|маънавий-маърифий ва ёшлар билан ишлаш сектори
oʻlkashunoslik axborotlari|ўлкашунослик ахборотлари
F.I.Sh.|Ф.И.Ш.
TASDIQLAYMAN|ТАСДИҚЛАЙМАН
OʻZBEKISTON|ЎЗБЕКИСТОН
Yoʻl, yoʻq, yoʻnalish|Йўл, йўқ, йўналиш
rol, parol, yanvar, fevral|роль, пароль, январь, февраль
5-yanvar|5 январь
2025-yil davomida|2025 йил давомида
2025-yil I chorak|2025 йил I чорак
1-sentabr holatiga|1 сентябрь ҳолатига
obyekt, loyiha, teatr, poema|объект, лойиҳа, театр, поэма
funksiya, konferensiya, pensiya, versiya, komissiya, sessiya|функция, конференция, пенсия, версия, комиссия, сессия
ruxsatsiz|рухсатсиз
budjet|бюджет
Isʼhoq|Исҳоқ
moʻjiza|мўъжиза
eʼlon, sanʼat|эълон, санъат
Shahar, SHAHAR, CHORAK|Шаҳар, ШАҲАР, ЧОРАК
jarayon, rayon, mikrorayon, pansionat|жараён, район, микрорайон, пансионат
yilda 2 marta, 15-noyabrgacha|йилда 2 марта, 15 ноябргача
konsert, litsey, politsiya|концерт, лицей, полиция
""".strip().splitlines()


@pytest.mark.parametrize("pair", BOTH_WAYS)
def test_both_ways(pair: str) -> None:
    latin, cyrillic = pair.split("|")
    assert to_cyrillic(latin) == cyrillic
    if "pensiya" not in latin:  # пенсия and конференция are both written with s
        assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("rolni, yanvarda, parolingiz", "ролни, январда, паролингиз"),
        ("AKMning OAVda", "АКМнинг ОАВда"),
        ("%(name)s: %(count)s ta", "%(name)s: %(count)s та"),
        ("%(year)s-yil rejasi", "%(year)s йил режаси"),
        ("<b>xato</b> {count} &nbsp;son", "<b>хато</b> {count} &nbsp;сон"),
        ("Ijro.gov.uz va https://natlib.uz/oz?x=1", "Ijro.gov.uz ва https://natlib.uz/oz?x=1"),
        ("hisobot_2025_01.xlsx fayli", "hisobot_2025_01.xlsx файли"),
        ("Excel faylini XLSX qilib", "Excel файлини XLSX қилиб"),
        ("XIX asr, IV.12 qator, A.I. Karimov", "XIX аср, IV.12 қатор, А.И. Каримов"),
        ("3-marta, 5-maydon", "3-марта, 5-майдон"),
        ("“user add” buyrugʻi, --help, row_key", "“user add” буйруғи, --help, row_key"),
        ("“l” harfi, L tugmasi", "“l” ҳарфи, L тугмаси"),
    ],
)
def test_what_stays_and_what_changes(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Ер, Елена, ЕЛЕНА, поезд", "Yer, Yelena, YELENA, poyezd"),
        ("полиция, цирк, акция", "politsiya, sirk, aksiya"),
        ("ИШ РЕЖАСИ, Иш режаси", "ISH REJASI, Ish rejasi"),
        ("сентябрь, ОКТЯБРЬ", "sentabr, OKTABR"),
        ("12 та китоб, 5 йил", "12 ta kitob, 5 yil"),
        ("Latin stays 12%", "Latin stays 12%"),
    ],
)
def test_to_latin(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    assert not any("а" <= letter <= "я" for letter in to_latin(text))
    to_cyrillic(text)


@given(st.text(alphabet="abdefghijklmnopqrstuvxyzABDEOʻʼ -.,0123456789", max_size=60))
def test_no_latin_letter_is_left(text: str) -> None:
    assert not any(letter.isascii() and letter.isalpha() for letter in without_kept(to_cyrillic(text)))
