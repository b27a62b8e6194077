"""Titles, places and names of the demonstration, as a district library of Uzbekistan writes them."""

from __future__ import annotations

REGION = "Jizzax viloyat axborot-kutubxona markazi"

WRITERS = (
    "Alisher Navoiy",
    "Zahiriddin Muhammad Bobur",
    "Abdulla Qodiriy",
    "Abdulhamid Choʻlpon",
    "Abdurauf Fitrat",
    "Gʻafur Gʻulom",
    "Oybek",
    "Zulfiya",
    "Erkin Vohidov",
    "Abdulla Oripov",
    "Oʻtkir Hoshimov",
    "Muhammad Yusuf",
    "Said Ahmad",
    "Hamid Olimjon",
    "Mahmudxoʻja Behbudiy",
    "Sharof Rashidov",
    "Tohir Malik",
    "Xudoyberdi Toʻxtaboyev",
)
BOOKS = (
    ("Oʻtkan kunlar", "Abdulla Qodiriy"),
    ("Mehrobdan chayon", "Abdulla Qodiriy"),
    ("Kecha va kunduz", "Abdulhamid Choʻlpon"),
    ("Shum bola", "Gʻafur Gʻulom"),
    ("Navoiy", "Oybek"),
    ("Qutlugʻ qon", "Oybek"),
    ("Dunyoning ishlari", "Oʻtkir Hoshimov"),
    ("Ikki eshik orasi", "Oʻtkir Hoshimov"),
    ("Sariq devni minib", "Xudoyberdi Toʻxtaboyev"),
    ("Yulduzli tunlar", "Pirimqul Qodirov"),
    ("Avlodlar dovoni", "Pirimqul Qodirov"),
    ("Boburnoma", "Zahiriddin Muhammad Bobur"),
    ("Hayrat ul-abror", "Alisher Navoiy"),
    ("Mahbub ul-qulub", "Alisher Navoiy"),
    ("Padarkush", "Mahmudxoʻja Behbudiy"),
    ("Ufq", "Said Ahmad"),
    ("Shaytanat", "Tohir Malik"),
    ("Alpomish", "xalq dostoni"),
    ("Goʻroʻgʻli", "xalq dostoni"),
    ("Tarixi muluki ajam", "Alisher Navoiy"),
)
OLD_BOOKS = (
    ("Mirzachoʻl oʻzlashtirilishi tarixi", "M. Hakimov", "Toshkent, 1974"),
    ("Jizzax viloyati: tarixiy ocherk", "H. Bobobekov", "Toshkent, 1984"),
    ("Oʻzbek xalq ertaklari", "M. Afzalov", "Toshkent, 1963"),
    ("Tanlangan asarlar", "Hamid Olimjon", "Toshkent, 1959"),
    ("Sheʼrlar", "Zulfiya", "Toshkent, 1966"),
    ("Paxtachilik asoslari", "A. Imomaliyev", "Toshkent, 1975"),
    ("Oʻzbekiston oʻsimliklari", "Q. Zokirov", "Toshkent, 1969"),
    ("Oʻzbek adabiyoti tarixi", "N. Mallayev", "Toshkent, 1965"),
    ("Cholgʻu ijrochiligi", "I. Akbarov", "Toshkent, 1978"),
    ("Maʼnaviyat yulduzlari", "M. Xayrullayev", "Toshkent, 1999"),
    ("Chorvachilik", "T. Ikromov", "Toshkent, 1981"),
    ("Oʻzbek tili lugʻati", "Z. Maʼrufov", "Toshkent, 1981"),
    ("Suv va hayot", "E. Shermatov", "Toshkent, 1988"),
    ("Arnasoy tumani gazetasi toʻplami", "Tahririyat", "Arnasoy, 1978"),
    ("Qoʻhna Jizzax", "S. Qoraboyev", "Jizzax, 1991"),
)
# month → what is celebrated in it
DATES = {
    1: ("Vatan himoyachilari kuni", "Xalqaro kitob hadya qilish haftaligi"),
    2: ("Alisher Navoiy tavalludi", "Zahiriddin Muhammad Bobur tavalludi"),
    3: ("Xalqaro xotin-qizlar kuni", "Navroʻz bayrami"),
    4: ("Amir Temur tavalludi", "Butunjahon kitob kuni"),
    5: ("Xotira va qadrlash kuni", "Xalqaro oila kuni"),
    6: ("Bolalarni himoya qilish kuni", "Giyohvandlikka qarshi kurash kuni"),
    7: ("Yozgi taʼtil – kitob bilan", "Ekologiya haftaligi"),
    8: ("Mustaqillik bayrami", "Jadid bobolarimiz xotirasi"),
    9: ("Bilimlar kuni", "Abdulla Oripov xotirasi"),
    10: ("Oʻqituvchi va murabbiylar kuni", "Oʻzbek tili bayrami"),
    11: ("Davlat bayrogʻi kuni", "Yoshlar haftaligi"),
    12: ("Konstitutsiya kuni", "Zulfiya xotirasi"),
}
EVENT_FORMS = (
    ("event", "“{date}” munosabati bilan maʼnaviy-maʼrifiy tadbir"),
    ("exhibition", "“{date}”ga bagʻishlangan kitob koʻrgazmasi"),
    ("event", "{writer} ijodiga bagʻishlangan adabiy kecha"),
    ("exhibition", "“{writer} – adabiyotimiz koʻrki” kitob koʻrgazmasi"),
    ("meeting", "“{book}” asari muhokamasi"),
    ("meeting", "Mahalla faollari bilan “Kitobxon oila” uchrashuvi"),
    ("contest", "“{book}” asari boʻyicha yosh kitobxonlar tanlovi"),
    ("excursion", "Oʻquvchilar uchun kutubxonaga sayohat"),
    ("exhibition", "“Yangi kelgan kitoblar” koʻrgazmasi"),
)
PLACES = (
    "AKM oʻquv zali",
    "AKM anjumanlar zali",
    "1-sonli maktab",
    "5-sonli maktab",
    "12-sonli maktab",
    "“Goʻliston” mahallasi",
    "Tuman madaniyat markazi",
    "Yoshlar markazi",
)
VILLAGES = (
    "“Goʻliston” mahallasi",
    "“Paxtakor” mahallasi",
    "“Doʻstlik” mahallasi",
    "9-sonli maktab",
    "17-sonli maktab",
)
OUTREACH = (
    "Koʻchma kutubxona: {place}",
    "Koʻchma oʻquv zali: {place}",
    "Kutubxona punktida kitob almashtirish: {place}",
    "Jamoaviy abonement: {place}",
)
CLUB = ("“Kitobxonlar klubi” yigʻilishi: “{book}”", "“Kitobxonlar klubi”: {writer} sheʼriyati")
POSTS = (
    "“{date}” tadbiridan lavhalar",
    "Kun kitobi: “{book}”",
    "{writer} hayoti va ijodi haqida maʼlumot",
    "Yangi kelgan kitoblar haqida maʼlumot",
    "“Kitobxon oila” tanlovi eʼloni",
    "Ensiklopedik atamalar: kitobshunoslik",
)
FREE_READING = ("“{book}” asarining elektron nusxasi", "{writer} asarlari toʻplami (PDF)")
RETRO = ("“{book}”: tavsiya bibliografik koʻrsatkichi, 1986", "{writer}: biobibliografik qoʻllanma, 1991")
LAND = (
    "Arnasoy tumani tarixi: toʻliq matnli baza",
    "Mirzachoʻlni oʻzlashtirgan insonlar: biobibliografiya",
    "Jizzaxning tarixiy qadamjolari: bibliografik qoʻllanma",
)
ARTICLES = (
    "Kutubxona – maʼrifat maskani (“Arnasoy tongi” gazetasi)",
    "Elektron katalog: tajriba va takliflar (“Kutubxona.uz” jurnali)",
)
MEDIA = (
    ("television", "“Jizzax” telekanali", "Kutubxonadagi “Kitob bayrami” haqida lavha"),
    ("radio", "“Jizzax” radiosi", "Yosh kitobxonlar bilan suhbat"),
    ("press", "“Arnasoy tongi” gazetasi", "Markaz faoliyati haqida maqola"),
    ("internet", "“Jizzax haqiqati” sayti", "Koʻchma kutubxona haqida xabar"),
)
DONORS = (
    "Anvar Qosimov",
    "Hurmatoy Rasulova",
    "Ilhom Sattorov",
    "Barno Nazarova",
    "Toʻlqin Eshonqulov",
    "Sevara Mahmudova",
    "Ulugʻbek Xoliqov",
    "Maʼmura Jalilova",
)
GIVERS = (
    "“Oʻqituvchi” nashriyoti",
    "“Gʻafur Gʻulom” nashriyot-matbaa ijodiy uyi",
    "Tuman hokimligi",
    "“Sharq” nashriyoti",
    "Jizzax davlat pedagogika universiteti",
    "Tuman yoshlar ishlari agentligi",
)
SOURCES = (
    "“Arnasoy tongi” gazetasi",
    "“Xalq soʻzi” gazetasi",
    "“Jizzax haqiqati” gazetasi",
    "“Sharq yulduzi” jurnali",
    "“Yoshlik” jurnali",
    "Yangi kelgan kitoblar",
)
SEMINARS = (
    "Elektron katalog bilan ishlash boʻyicha seminar-trening",
    "Kutubxona statistikasi va hisobot tuzish",
    "Bolalar bilan ishlashning yangi usullari",
    "Fond yurituvi va hisobdan chiqarish tartibi",
    "Kitobxonlarga masofadan xizmat koʻrsatish",
    "Bibliografik tavsif qoidalari",
    "Ijtimoiy tarmoqlarda kutubxona sahifasini yuritish",
    "Oʻlkashunoslik ishini tashkil etish",
)
