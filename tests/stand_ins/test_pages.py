"""The page on which stand-ins are named and ended, and what the pages of both say of it (screens.md)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import StandIn, Submission
from tests.cast import TODAY
from tests.stand_ins.conftest import LAST, person_of
from tests.submissions.conftest import office_of


def ids(app: Flask, *logins: str) -> list[str]:
    with app.app_context():
        return [str(person_of(login).id) for login in logins]


def form(app: Flask, who: str = "umumiy", absent: str = "metodist", **changed: str) -> dict[str, str]:
    person, away = ids(app, who, absent)
    words = {"first_day": "18.11.2025", "last_day": "20.11.2025", "reason": "taʼtil"}
    return {"person": person, "absent": away, **words, **changed}


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def lines(page: str) -> list[str]:
    body = page.split("<tbody>", 1)[1].split("</tbody>", 1)[0] if "<tbody>" in page else ""
    return [text_of(line).strip() for line in body.split("<tr>")[1:]]


def test_the_director_names_sees_and_ends_one(app: Flask, as_) -> None:
    direktor = as_("direktor")
    assert "Hozircha hech kim tayinlanmagan" in direktor.get("/stand-ins/").get_data(as_text=True)
    assert direktor.post("/stand-ins/", form(app)).status_code == 303
    (line,) = lines(direktor.get("/stand-ins/").get_data(as_text=True))
    for words in ("Umumiy zal kutubxonachisi", "Metodist", "18.11.2025 – 20.11.2025", "taʼtil", "Hozir bajaryapti"):
        assert words in line
    with app.app_context():
        number = db.session.scalars(select(StandIn.id)).one()
    assert direktor.post(f"/stand-ins/{number}/end").status_code == 303
    (line,) = lines(direktor.get("/stand-ins/").get_data(as_text=True))
    assert "Tugagan" in line and "18.11.2025 kuni tugatilgan: Direktor" in line
    history = text_of(as_("direktor").get("/system/history?subject=stand_in").get_data(as_text=True))
    assert "Vaqtincha vazifa bajaruvchi tayinlandi" in history and "Vaqtincha vazifa bajarish tugatildi" in history
    assert "taʼtil" in history
    assert history.count("Vaqtincha vazifa bajarish: Umumiy zal kutubxonachisi, Metodist oʻrnida") == 2
    assert "methodologist" not in history.split("Vaqti Kim Nima", 1)[1]


def test_the_list_hides_none_and_says_how_each_stands(app: Flask, as_, stands_in) -> None:
    stands_in("umumiy", "metodist", first=TODAY, last=TODAY)
    stands_in("biblio", "akt", first=LAST, last=LAST)
    stands_in("oquv", "jamlash", first=TODAY, last=LAST)
    app.config["TODAY"] = TODAY + timedelta(days=1)
    for login in ("metodist", "orinbosar", "admin", "kuzatuvchi"):  # who only reads
        page = as_(login).get("/stand-ins/").get_data(as_text=True)
        found = lines(page)
        assert [line.split()[0] for line in found] == ["Oʻquv", "Bibliograf", "Umumiy"]
        states = ("Hozir bajaryapti", "Boshlanmagan", "Tugagan")
        assert all(words in line for words, line in zip(states, found, strict=True))
        assert 'method="post" action="/stand-ins/' not in page and "/end" not in page
    assert as_("umumiy").get("/stand-ins/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "place", "words"),
    [
        ({"first_day": "17.11.2025"}, "first_day", "bugundan oldin"),
        ({"last_day": "17.11.2025"}, "last_day", "birinchi kundan oldin"),
        ({"last_day": "32.11.2025"}, "last_day", "bunday kun yoʻq"),
        (
            {"last_day": "31.12.2035"},
            "last_day",
            "koʻpi bilan 3 yil davom etadi. Oxirgi kunning eng kechi: 2028-yil 17-noyabr.",
        ),
        ({"first_day": "18.11.2035", "last_day": "20.11.2035"}, "first_day", "Eng kechi: 2026-yil 17-noyabr."),
        ({"reason": ""}, "reason", "Nima uchun tayinlanayotganini"),
        ({"person": ""}, "person", "toʻldirish shart"),
        ({"absent": "post-director"}, "absent", "Roʻyxatdan tanlang"),
        ({"absent": "999"}, "absent", "Roʻyxatdan tanlang"),
        ({"absent": "x"}, "absent", "Roʻyxatdan tanlang"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    app: Flask, as_, changed, place: str, words
) -> None:
    answer = as_("direktor").post("/stand-ins/", form(app) | {"reason": "safar"} | changed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    message = re.search(rf'id="{place}-error">([^<]*)<', page)
    assert message and words in unescape(message[1])
    assert changed.get("reason", "safar") in page
    with app.app_context():
        assert db.session.scalar(select(StandIn)) is None


def test_refusals_of_people_and_days_are_told_in_words(app: Flask, as_, stands_in) -> None:
    stands_in("biblio", "metodist")
    direktor = as_("direktor")
    for fields, words in (
        (form(app, "metodist", "metodist"), "Xodim oʻzining oʻrnida turmaydi"),
        (form(app), "Bu kunlarda uning oʻrnida boshqa xodim bor: Bibliograf, 2025-yil 18-noyabr – 2025-yil 20-noyabr."),
        (form(app, "metodist", "direktor"), "Bu xodimning oʻzi oʻsha kunlarda yoʻq, uning oʻrnida Bibliograf turadi"),
    ):
        answer = direktor.post("/stand-ins/", fields)
        assert answer.status_code == 422
        assert words in text_of(answer.get_data(as_text=True))
    with app.app_context():
        choices, watcher = set(ids(app, "admin")), ids(app, "kuzatuvchi")[0]
    page = direktor.get("/stand-ins/").get_data(as_text=True)
    assert not choices & set(re.findall(r'<option value="(\d+)"', page)), "nobody gets or lends the accounts"
    who, for_whom = (page.split(f'name="{name}"', 1)[1].split("</select>", 1)[0] for name in ("person", "absent"))
    assert f'value="{watcher}"' not in who, "a watcher stands in for nobody"
    assert f'value="{watcher}"' in for_whom
    refused = direktor.post("/stand-ins/", {**form(app, "biblio", "direktor"), "person": watcher})
    assert refused.status_code == 422  # chosen by hand all the same


def test_sent_twice_it_names_one(app: Flask, as_) -> None:
    direktor = as_("direktor")
    token = re.search(r'name="form_token" value="(\w+)"', direktor.get("/stand-ins/").get_data(as_text=True))[1]
    for _ in range(2):
        assert direktor.post("/stand-ins/", {**form(app), "form_token": token}).status_code == 303
    with app.app_context():
        assert len(db.session.scalars(select(StandIn)).all()) == 1


def test_the_administrator_gets_the_form_when_nobody_leads(app: Flask, as_) -> None:
    admin = as_("admin")
    page = admin.get("/stand-ins/").get_data(as_text=True)
    assert "administrator tayinlaydi" in page and 'name="person"' not in page
    assert admin.post("/stand-ins/", form(app, "orinbosar")).status_code == 404
    (number,) = ids(app, "direktor")
    assert admin.post(f"/people/{number}/deactivate").status_code == 303
    page = admin.get("/stand-ins/").get_data(as_text=True)
    assert 'value="post-director"' in page
    answer = admin.post("/stand-ins/", form(app, "orinbosar", absent="metodist") | {"absent": "post-director"})
    assert answer.status_code == 303
    assert as_("orinbosar").get("/plan/2025").get_data(as_text=True).count("Rejani tasdiqlash") >= 1
    assert "Siz 2025-yil 20-noyabr gacha Direktor oʻrnidasiz" in text_of(
        as_("orinbosar").get("/").get_data(as_text=True)
    )


def test_a_closed_account_ends_its_days_at_once(app: Flask, as_, stands_in) -> None:
    stands_in("umumiy", "metodist")
    (number,) = ids(app, "umumiy")
    assert as_("admin").post(f"/people/{number}/deactivate").status_code == 303
    (line,) = lines(as_("direktor").get("/stand-ins/").get_data(as_text=True))
    assert "Tugagan" in line and "tugatilgan: Administrator" in line


@pytest.mark.parametrize("day", [TODAY, LAST, LAST + timedelta(days=1)])
def test_the_frame_and_the_first_page_say_it_while_it_lasts(app: Flask, as_, stands_in, day: date) -> None:
    stands_in("umumiy", "metodist")
    app.config["TODAY"] = day
    says = "Siz 2025-yil 20-noyabr gacha Metodist (Metodist) oʻrnidasiz"
    away = "2025-yil 20-noyabr gacha oʻrningizda: Umumiy zal kutubxonachisi"
    mine, hers = as_("umumiy"), as_("metodist")
    for page in ("/", "/plan/2025", "/help/"):
        times = 2 if page == "/" else 1  # the frame; on the first page before everything, too
        found = text_of(mine.get(page).get_data(as_text=True))
        assert found.count(says) == (times if day <= LAST else 0), page
        assert text_of(hers.get(page).get_data(as_text=True)).count(away) == (times if day <= LAST else 0), page
        assert away not in found
    questions = "Viloyatga"  # one of the methodologist's four
    assert (questions in mine.get("/").get_data(as_text=True)) == (day <= LAST)


def test_first_page_and_badge_hold_what_both_owe(approved: Flask, as_, stands_in) -> None:
    with approved.app_context():
        office = office_of(approved)
        office.settle()
        office.put("submitted")
        for row in db.session.scalars(select(Submission)):
            row.submitted_by_id = office.people["akt"].id
            row.state_at = datetime(2025, 11, 5, 9, tzinfo=UTC)
        db.session.commit()

    def badge(login: str, link: str) -> int:
        page = as_(login).get("/help/").get_data(as_text=True)
        found = re.search(rf'href="/{link}/[^"]*"[^>]*>[^<]*<span class="pill">(\d+)</span>', page)
        return int(found[1]) if found else 0

    own, hers = badge("umumiy", "submissions"), badge("metodist", "submissions")
    assert own == 0 and hers > 5
    stands_in("umumiy", "metodist")
    assert badge("umumiy", "submissions") == hers
    assert badge("umumiy", "deadlines") >= badge("metodist", "deadlines") > 0
    assert "Koʻrib chiqishni boshlash" in as_("umumiy").get("/").get_data(as_text=True)
    approved.config["TODAY"] = LAST + timedelta(days=1)
    assert badge("umumiy", "submissions") == 0


def test_the_persons_page_says_who_stands_in_no_more(app: Flask, as_, stands_in) -> None:
    """Another post ends what was lent of the one before, and filling a vacant post what was lent of it."""
    stands_in("umumiy", "metodist")
    admin, (number,) = as_("admin"), ids(app, "metodist")
    with app.app_context():
        person = person_of("metodist")
        fields = {"version": person.version, "name": person.name, "units": [str(unit.id) for unit in person.units]}
    page = admin.post(f"/people/{number}", {**fields, "role": "sector"}, follow_redirects=True).get_data(as_text=True)
    assert "bugundan tugatildi: Umumiy zal kutubxonachisi, Metodist oʻrnida." in text_of(page)
    stands_in("biblio", role="methodologist")
    new = {"login": "yangi", "name": "Yangi", "role": "methodologist"}
    page = admin.post("/people/new", new, follow_redirects=True).get_data(as_text=True)
    assert "bugundan tugatildi: Bibliograf, Metodist oʻrnida." in text_of(page)
    assert "Birinchi parol faqat hozir" in page
