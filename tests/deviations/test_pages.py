"""The hand-in asks why rows stand behind and never stops for it; the quarter's page and the first page of who leads."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.periods import parse_period
from app.extensions import db
from app.models import Deviation, Entry, Obligation
from app.models.types import now
from tests.deviations.conftest import DAY, Quarter
from tests.home.test_turns import page_on
from tests.speed.counting import OBJECTS, WARM, counted
from tests.submissions.conftest import office_of

SEPTEMBER, PAGE = "/submissions/2025-09/abonement", "/deviations/2025-Q3"
NOT_STOPPED = "Bu oyni topshirishga toʻsiq boʻlmaydi"


def stands(app: Flask) -> dict[tuple[str, str], str]:
    """(row, unit) → the reason that stands there."""
    with app.app_context():
        found = db.session.scalars(select(Deviation))
        return {(one.indicator.key, one.unit.code): one.reason.text for one in found if one.reason}


def lines_in(page: str) -> list[str]:
    """The places for which a reason is typed, as the form calls them."""
    return re.findall(r'name="deviation_line"\s+value="([^"]+)"', page)


def typed_in(page: str, anchor: str) -> str:
    (tag,) = re.findall(rf'<input[^>]*id="why-{re.escape(anchor)}"[^>]*>', page)
    return re.search(r'value="([^"]*)"', tag)[1]


def settle_september(app: Flask) -> None:
    with app.app_context():
        office_of(app).settle(parse_period("2025-09"))
        db.session.commit()


def checked(browser) -> dict[str, object]:
    """What the page wants explained beside the reasons."""
    page = browser.get(SEPTEMBER).get_data(as_text=True)
    keys = re.findall(r'name="check"\s+value="([^"]+)"', page)
    return {"version": "0", "check": keys, "explanations": ["Tekshirildi"] * len(keys)}


def given(*words: str, common: str = "", ticked: tuple[str, ...] = ()) -> dict[str, object]:
    lines = ["IV.15|abonement|0", "IV.18|abonement|0"]
    return {
        "deviation_line": lines,
        "deviations": list(words),
        "deviation_common": common,
        "deviation_tick": list(ticked),
    }


def test_the_hand_in_of_a_quarters_end_lists_what_stands_behind(lagging: Flask, as_) -> None:
    browser = as_("abonement")
    page = page_on(lagging, browser, DAY, SEPTEMBER)
    assert lines_in(page) == ["II.6|abonement|0", "IV.15|abonement|0", "IV.18|abonement|0"] and NOT_STOPPED in page
    assert re.search(r"IV\.15 Qatnov</b>\s*shu kungacha: 6\u00a0750, amalda: 5\u00a0733, foiz: 84,9\.", page)
    assert "Orqada qolgan" not in page_on(lagging, browser, DAY, "/submissions/2025-08/abonement")
    early = page_on(lagging, browser, date(2025, 9, 29), SEPTEMBER)
    assert lines_in(early) == [] and "shu kundan boshlab bu yerda turadi: 2025-yil 30-sentabr" in early


def test_what_handing_in_will_say_of_silent_rows_is_asked_with_it(lagging: Flask, as_) -> None:
    """Nobody wrote a word for II.6: handing in says “no activity”, and with it the row stands behind."""
    settle_september(lagging)
    browser = as_("abonement")
    before = [key.split("|")[0] for key in lines_in(page_on(lagging, browser, DAY, SEPTEMBER))]
    browser.post(f"{SEPTEMBER}/submit", {**checked(browser), **given("", "")})
    after = [key.split("|")[0] for key in lines_in(page_on(lagging, browser, DAY, f"{PAGE}?unit=abonement"))]
    assert before == after == ["II.6", "IV.15", "IV.18"]


def test_handing_in_never_stops_for_a_reason(lagging: Flask, as_) -> None:
    settle_september(lagging)
    browser = as_("abonement")
    assert browser.post(f"{SEPTEMBER}/submit", {**checked(browser), **given("", "")}).status_code == 303
    assert stands(lagging) == {}
    page = page_on(lagging, as_("metodist"), DAY, SEPTEMBER)
    assert page.count("Sababi yozilmagan") == 3 and lines_in(page) == []  # it is told to who looks at the month


def test_what_is_typed_is_saved_with_the_month(lagging: Flask, as_) -> None:
    settle_september(lagging)
    browser = as_("abonement")
    sent = given("", "Taʼmir", common="Yozgi taʼtil", ticked=("IV.15|abonement",))
    assert browser.post(f"{SEPTEMBER}/submit", {**checked(browser), **sent}).status_code == 303
    assert stands(lagging) == {("IV.15", "abonement"): "Yozgi taʼtil", ("IV.18", "abonement"): "Taʼmir"}
    with lagging.app_context():
        assert office_of(lagging).row("abonement", parse_period("2025-09")).state == "submitted"


def test_its_own_button_saves_reasons_and_loses_nothing_else(lagging: Flask, as_) -> None:
    browser = as_("abonement")
    assert browser.post(f"{SEPTEMBER}/deviations", {"version": "0", **given("Taʼmir", "")}).status_code == 303
    more = {"check": "late|IV.15", "explanations": "daftar bilan solishtirildi", "reply": "tuzatildi"}
    answer = browser.post(f"{SEPTEMBER}/deviations", {"version": "0", **more, **given("Taʼmir", "Safar")})
    assert answer.status_code == 200 and "Ogʻish sabablari saqlandi, oʻzgargani: 1" in answer.get_data(as_text=True)
    assert stands(lagging) == {("IV.15", "abonement"): "Taʼmir", ("IV.18", "abonement"): "Safar"}
    with lagging.app_context():
        row = office_of(lagging).row("abonement", parse_period("2025-09"))
        assert row is None or row.state == "draft"
    assert lines_in(page_on(lagging, browser, DAY, SEPTEMBER)) == ["II.6|abonement|0"]  # what is left to say
    assert (
        browser.post("/submissions/2025-08/abonement/deviations", {"version": "0", **given("", "")}).status_code == 404
    )


def test_a_sentence_that_is_refused_stays_and_stops_nothing_silently(lagging: Flask, as_) -> None:
    settle_september(lagging)
    browser = as_("abonement")
    for sent, words in (
        (given("a" * 301, "Safar"), "Koʻpi bilan 300"),
        (given("", "Safar", common="Yozgi taʼtil"), "Bitta sabab qaysi qatorlarga tegishli ekanini belgilang."),
    ):
        answer = browser.post(f"{SEPTEMBER}/submit", {**checked(browser), **sent})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and words in page and typed_in(page, "IV.18-abonement") == "Safar"
    assert stands(lagging) == {}


def test_who_came_second_reads_both_and_chooses(lagging: Flask, as_) -> None:
    as_("metodist").post(PAGE, given("Metodist yozgan", ""))
    browser = as_("abonement")
    answer = browser.post(PAGE, given("Boʻlinma yozgan", ""))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "hozirgisi: “Metodist yozgan”" in page
    assert typed_in(page, "IV.15-abonement") == "Boʻlinma yozgan"
    assert "IV.15|abonement|1" in lines_in(page)
    again = {"deviation_line": "IV.15|abonement|1", "deviations": "Boʻlinma yozgan"}
    assert browser.post(PAGE, again).status_code == 303
    assert stands(lagging) == {("IV.15", "abonement"): "Boʻlinma yozgan"}


def test_the_page_is_written_by_those_who_may_and_read_by_all(lagging: Flask, as_) -> None:
    writes = {
        login: len(lines_in(page_on(lagging, as_(login), DAY, PAGE)))
        for login in ("abonement", "oquv", "metodist", "direktor", "orinbosar", "admin", "kuzatuvchi")
    }
    assert writes == {  # seven units count IV.15, two IV.18, two II.6
        "abonement": 3, "oquv": 11, "metodist": 11, "direktor": 0, "orinbosar": 0, "admin": 0, "kuzatuvchi": 0
    }  # fmt: skip


def test_one_unit_is_shown_with_the_sentences_to_pick_from(lagging: Flask, as_) -> None:
    as_("oquv").post(PAGE, {"deviation_line": "IV.18|oquv-zallari|0", "deviations": "Avtomobil taʼmirda"})
    browser = as_("metodist")
    page = page_on(lagging, browser, DAY, f"{PAGE}?unit=abonement")
    assert lines_in(page) == ["II.6|abonement|0", "IV.15|abonement|0", "IV.18|abonement|0"]
    assert re.findall(r'<option value="([^"]+)"></option>', page) == ["Avtomobil taʼmirda"]
    assert len(lines_in(page_on(lagging, browser, DAY, f"{PAGE}?unit=abonement&show=all"))) > 4
    assert browser.get(f"{PAGE}?unit=yoq").status_code == 422


def test_a_quarter_says_plainly_why_it_lists_nothing(lagging: Flask, as_) -> None:
    browser = as_("metodist")
    said = {
        "2025-Q1": "son yozilmagan qatorlar: ",
        "2025-Q4": "Chorak hali tugamagan: 2025-yil IV chorak",
        "2025-Q3?unit=akt": "Orqada qolgan yoki yozilmagan qator yoʻq",
        "2025-Q3?unit=orinbosar": "Bu boʻlinma hisobga oladigan qator yoʻq",
        "2026-Q1": "2026-yil",
    }
    for key, words in said.items():
        assert words in page_on(lagging, browser, DAY, f"/deviations/{key}"), key
    with lagging.app_context():
        office_of(lagging).plan.state = "draft"
        db.session.commit()
    assert "Reja hali tasdiqlanmagan" in page_on(lagging, browser, DAY, PAGE)
    assert browser.get("/deviations/2025-09").status_code == browser.get("/deviations/x").status_code == 404


def test_in_january_last_years_fourth_quarter_opens(lagging: Flask, as_) -> None:
    lagging.config["TODAY"] = date(2026, 1, 5)
    assert as_("abonement").get("/deviations/?unit=abonement").location == "/deviations/2025-Q4?unit=abonement"
    page = page_on(lagging, as_("direktor"), date(2026, 1, 5))
    assert "Orqada va nega: 2025-yil IV chorak" in page


def block(page: str) -> str:
    return page.split("Orqada va nega")[1].split("</section>")[0]


def only_reasons(app: Flask) -> None:
    """Nothing else is owed by the sector: its other rows are waived, its months accepted."""
    with app.app_context():
        office = office_of(app)
        for month in parse_period("2025-9M").months:
            office.put("accepted", month, commit=False)
        for owed in db.session.scalars(select(Obligation).where(Obligation.unit_id == office.units["abonement"].id)):
            owed.waived_at = None if owed.indicator.key == "IV.18" and owed.kind == "figures" else now()
        db.session.commit()


def test_the_director_reads_why_and_asks_with_one_click(lagging: Flask, as_) -> None:
    as_("abonement").post(PAGE, given("Yozgi taʼtil", ""))
    browser = as_("direktor")
    shown = block(page_on(lagging, browser, DAY))
    assert [re.search(r'nowrap">(\S+)</td>', row)[1] for row in shown.split("<tr>")[2:]] == ["IV.18", "IV.15", "II.6"]
    assert "Yozgi taʼtil" in shown and "2025-yil 30-sentabr holatiga:" in shown
    ask = re.search(r'<form id="ask" method="post" action="([^"]+)"', shown)
    assert ask and 'value="IV.18|abonement"' in shown and 'value="IV.15|abonement"' not in shown
    answer = browser.post(ask[1], {"place": "IV.18|abonement"})
    assert (answer.status_code, answer.location) == (303, "/")
    shown = block(page_on(lagging, browser, DAY))
    assert "Soʻralgan: Direktor, 14.10.2025. Javob muddati: 17.10.2025." in re.sub(r"\s+", " ", shown)
    assert 'value="IV.18|abonement"' not in shown
    only_reasons(lagging)
    waits = page_on(lagging, as_("abonement"), DAY)
    place = '<a class="what" href="/deviations/2025-Q3?unit=abonement#IV.18-abonement">'
    assert place in waits and "Ogʻish sababi: IV.18" in waits
    for who in ("orinbosar", "kuzatuvchi", "metodist"):
        assert ("Orqada va nega" in page_on(lagging, as_(who), DAY)) == (who == "orinbosar")


def test_of_many_lines_six_stand_and_the_rest_are_counted(lagging: Flask, as_) -> None:
    with lagging.app_context():
        office = office_of(lagging)
        taken = {"I.2", "II.4", "IV.13.a", "IV.13.b", "IV.12.2", "IV.12.4.b"}
        for entry in db.session.scalars(select(Entry)):
            if entry.part.key in taken:
                db.session.delete(entry)
        db.session.commit()
        count = len(Quarter(office).found().to_explain)
    shown = block(page_on(lagging, as_("direktor"), DAY))
    assert len(re.findall(r'<th scope="row"', shown)) == 6
    assert count > 6 and re.search(
        rf'href="/deviations/2025-Q3">\s*Ogʻish sabablari sahifasi, qatorlar: {count}\s*<', shown
    )
    with counted() as cost:
        as_("direktor").get("/")
    reader = as_("direktor")
    reader.get("/")
    with counted() as cost:
        reader.get("/")
    assert cost.statements <= WARM and cost.objects <= OBJECTS


def test_the_hand_in_of_a_quarters_end_asks_no_more_than_another_page(lagging: Flask, as_) -> None:
    for login, address in (("abonement", SEPTEMBER), ("metodist", SEPTEMBER), ("metodist", PAGE)):
        reader = as_(login)
        reader.get(address)
        with counted() as cost:
            assert reader.get(address).status_code == 200
        assert cost.statements <= WARM and cost.objects <= OBJECTS, (login, address, cost)


def test_in_the_list_it_is_answered_and_not_waived(lagging: Flask, as_) -> None:
    as_("metodist").post(f"{PAGE}/ask", {"place": "IV.18|abonement"})
    page = page_on(lagging, as_("metodist"), DAY, "/deadlines/?whose=all&unit=abonement&month=2025-10")
    (row,) = [row for row in re.findall("<tr>.*?</tr>", page, re.DOTALL) if "Ogʻish sababi" in row]
    assert "17.10.2025" in row and "2025-yil III chorak" in row and 'name="wanted"' not in row
    assert "/deviations/2025-Q3?unit=abonement#IV.18-abonement" in row and "/deadlines/" not in row
    printed = page_on(lagging, as_("abonement"), DAY, "/deadlines/print")
    assert "Ogʻish sababi" in printed
    answer = as_("metodist").post(f"{PAGE}/ask/end?unit=abonement", {"place": "IV.18|abonement"})
    assert (answer.status_code, answer.location) == (303, "/deviations/2025-Q3?unit=abonement")
    assert "Ogʻish sababi" not in page_on(lagging, as_("abonement"), DAY, "/deadlines/print")


def test_each_question_is_a_day_of_its_own_in_the_phones_calendar(lagging: Flask, as_) -> None:
    for row in ("IV.15", "IV.18"):
        as_("metodist").post(f"{PAGE}/ask", {"place": f"{row}|abonement"})
    browser = as_("abonement")
    browser.post("/deadlines/feed")
    address = re.search(r'value="http://localhost([^"]+\.ics)"', browser.get("/deadlines/feed").get_data(as_text=True))
    events = browser.get(address[1]).get_data(as_text=True).replace("\r\n ", "").split("BEGIN:VEVENT")
    asked = [event for event in events if "Ogʻish sababi" in event]
    assert len({re.search(r"UID:(\S+)", event)[1] for event in asked}) == len(asked) == 2
    assert all("DTSTART;VALUE=DATE:20251017" in event for event in asked)


def test_a_question_that_cannot_be_put_is_told(lagging: Flask, as_) -> None:
    browser = as_("direktor")
    for place, status in (("IV.13.a|yek", 422), ("", 422), ("IV.99|yek", 404), ("IV.15|yoq", 404)):
        assert browser.post(f"{PAGE}/ask", {"place": place}).status_code == status, place
    as_("abonement").post(PAGE, given("Yozgi taʼtil", ""))
    answer = browser.post(f"{PAGE}/ask", {"place": "IV.15|abonement"})
    assert answer.status_code == 409 and "IV.15 qatorining sababi yozilgan." in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("day", "told"), [(date(2025, 10, 15), False), (date(2025, 10, 21), True), (date(2026, 1, 5), True)]
)
def test_what_nobody_answered_stays_on_the_page_of_who_asked(lagging: Flask, as_, day: date, told: bool) -> None:
    """After its day, and when another quarter is looked at: until it is answered or taken back."""
    director = as_("direktor")
    director.post(f"{PAGE}/ask", {"place": "IV.15|abonement"})
    page = page_on(lagging, director, day)
    assert ("Javob kelmagan soʻrovlar" in page) == told
    if told:
        block = page.split("Javob kelmagan soʻrovlar")[1]
        assert "Ogʻish sababi: IV.15 Qatnov, 2025-yil III chorak" in block and "17-oktabr edi" in block
        lagging.config["TODAY"] = DAY
        director.post(f"{PAGE}/ask/end", {"place": "IV.15|abonement"})
        assert "Javob kelmagan soʻrovlar" not in page_on(lagging, director, day)


@pytest.mark.parametrize(
    ("typed", "place", "told"),
    [
        (given("a" * 6000, "Taʼmir"), "why-IV.15-abonement", "IV.15. Matn juda uzun: 6\u00a0000 ta belgi."),
        (given("", "b" * 301), "why-IV.18-abonement", "IV.18. Matn juda uzun: 301 ta belgi."),
        (
            given("", "", common="c" * 6000, ticked=("IV.15|abonement", "IV.18|abonement")),
            "deviation_common",
            "Matn juda uzun: 6\u00a0000 ta belgi.",
        ),
    ],
)
def test_what_is_too_long_is_told_with_its_length_and_the_limit(
    lagging: Flask, as_, typed: dict[str, object], place: str, told: str
) -> None:
    browser = as_("abonement")
    for address, more in ((PAGE, {}), (f"{SEPTEMBER}/deviations", {"version": "0"})):
        page_on(lagging, browser, DAY, PAGE)
        answer = browser.post(address, more | typed)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        sentence = f"Ogʻish sababi: {told} Koʻpi bilan 300 ta belgi yozing."
        assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', page.split("error-summary")[1].split("</ul>")[0]) == [
            (place, sentence)
        ]
        assert len(re.findall(rf'id="{re.escape(place)}"', page)) == 1 and f'id="{place}-error"' in page
    assert stands(lagging) == {}
