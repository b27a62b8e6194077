"""The pages of a register: a short form, a list, evidence, undo (screens.md “Register”; contract.md “Pages”)."""

from __future__ import annotations

import io
import re

import pytest

EVENTS = "/reading-rooms/events/"
FORM = {"title": "Kitob bayrami", "date": "18.11.2025", "kind": "event", "attendance": "40", "rows": "IV.17"}
PDF = b"%PDF-1.7 bir ikki"


@pytest.fixture
def desk(as_):
    return as_("manaviyat")


def text(answer) -> str:
    return answer.get_data(as_text=True)


def add(browser, address=EVENTS, **changes):
    return browser.post(address, {**FORM, **changes})


def card_address(browser, address=EVENTS) -> str:
    page = text(browser.get(address))
    found = re.search(rf'href="({re.escape(address)}[1-9][0-9]*)"', page)
    assert found, "no card in the list"
    return found[1]


def version(browser, address: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', text(browser.get(address)))
    assert found
    return found[1]


def test_a_card_is_added_and_stands_in_the_list_with_its_sums(desk) -> None:
    answer = add(desk)
    assert answer.status_code == 303
    page = text(desk.get(answer.location))
    assert "Kitob bayrami" in page and "asos yoʻq" in page
    assert re.search(r'data-total="IV.17">1<', page)


def test_save_and_one_more_keeps_date_and_choices_and_forgets_the_title(desk) -> None:
    answer = add(desk, again="1", date="17.11.2025", kind="exhibition")
    page = text(desk.get(answer.location))
    form = page[page.index('id="card-form"') : page.index("</form>", page.index('id="card-form"'))]
    assert 'value="17.11.2025"' in form and '<option value="exhibition" selected>' in form
    assert "Kitob bayrami" not in form
    assert 'value="IV.17" checked' in form


def test_a_double_click_is_one_card(desk) -> None:
    token = "b" * 32
    add(desk, form_token=token)
    add(desk, form_token=token)
    assert len(re.findall(r'<tr id="card-', text(desk.get(EVENTS)))) == 1


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"attendance": "4O"}, 422, "Harf O yozilgan"),
        ({"title": ""}, 422, "toʻldirish shart"),
        ({"title": "a" * 501}, 422, "Matn juda uzun"),
        ({"date": "18.11.25"}, 422, "Yilni toʻrt raqam"),
        ({"date": ""}, 422, "toʻldirish shart"),
        ({"date": "31.12.2024"}, 422, "2025-yilga toʻgʻri kelmaydi"),
        ({"date": "19.11.2025"}, 423, "hali boshlanmagan"),
        ({"kind": "nothing"}, 422, "Roʻyxatdan tanlang"),
        ({"link": "javascript:alert(1)"}, 422, "https://"),
        ({"link": "https://"}, 422, "https://"),
        ({"rows": ""}, 422, "Rejaning qatorlari"),
        ({"rows": "IV.27"}, 422, "Roʻyxatdan tanlang"),
        ({"number-IV.17": "-3"}, 422, "Manfiy son"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, changes, status, sentence) -> None:
    answer = add(desk, **{"place": "12-maktab <b>", **changes})
    page = text(answer)
    assert answer.status_code == status
    assert "<title>Xato:" in page and sentence in page
    assert 'value="12-maktab &lt;b&gt;"' in page
    assert "<tr id=" not in text(desk.get(EVENTS)), "nothing was saved"


def test_the_summary_leads_to_the_field(desk) -> None:
    page = text(add(desk, attendance="4O"))
    assert '<a href="#attendance">Qatnashchilar soni: ' in page
    assert 'id="attendance-error"' in page and 'value="4O"' in page


def test_the_only_row_of_a_unit_is_chosen_silently(as_) -> None:
    akt = as_("akt")
    address = "/digitization/digitised-titles/"
    assert 'type="checkbox"' not in text(akt.get(address + "?unit=akt"))
    data = {"title": "Xamsa", "date": "18.11.2025", "pages": "1 200"}
    assert akt.post(address + "?unit=akt", data).status_code == 303
    assert 'data-total="IV.27">1\u00a0200<' in text(akt.get(address + "?unit=akt"))


def test_a_register_of_one_row_offers_one_choice(as_) -> None:
    page = text(as_("jamlash").get("/acquisitions/acquisitions/"))
    assert re.findall(r'type="(\w+)"\s+id="row-', page) == ["radio"] * 5


def test_money_is_typed_and_shown_with_a_comma(as_) -> None:
    jamlash = as_("jamlash")
    data = {"title": "Sharq NMAK", "date": "18.11.2025", "paper": "contract", "copies": "10", "sum": "1 200 500,5"}
    assert jamlash.post("/acquisitions/acquisitions/", {**data, "rows": "IV.12.2"}).status_code == 303
    assert "1 200 500,5" in text(jamlash.get(card_address(jamlash, "/acquisitions/acquisitions/")))


def test_a_card_is_changed_in_place(desk) -> None:
    add(desk)
    address = card_address(desk)
    fragment = text(desk.get(address, headers={"HX-Request": "true"}))
    assert "<html" not in fragment and 'value="Kitob bayrami"' in fragment
    sent = {**FORM, "title": "Navoiy kuni", "number-IV.17": "2", "version": version(desk, address)}
    answer = desk.post(address, sent)
    assert answer.status_code == 303
    page = text(desk.get(answer.location))
    assert "Navoiy kuni" in page and "Kitob bayrami" not in page
    assert 'data-total="IV.17">2<' in page


def test_two_people_at_one_card_see_both_versions(desk, as_) -> None:
    add(desk)
    address = card_address(desk)
    old = version(desk, address)
    head = as_("oquv")
    assert head.post(address, {**FORM, "attendance": "50", "version": old}).status_code == 303
    answer = desk.post(address, {**FORM, "attendance": "60", "version": old})
    page = text(answer)
    assert answer.status_code == 409
    assert re.search(r'<th scope="row">Qatnashchilar soni</th>\s*<td>50</td>\s*<td>60</td>', page)
    again = re.search(r'name="version" value="(\d+)"', page)
    assert again and desk.post(address, {**FORM, "attendance": "60", "version": again[1]}).status_code == 303
    assert "Qatnashchilar soni: 60" in text(desk.get(EVENTS))


def test_a_voided_card_can_be_brought_back(desk) -> None:
    add(desk)
    address = card_address(desk)
    page = text(desk.get(EVENTS))
    assert "Kitob bayrami: bu yozuv oʻchirilsinmi?" in page
    answer = desk.post(address + "/void")
    page = text(desk.get(answer.location))
    assert "Oʻchirildi: Kitob bayrami" in page and "<tr id=" not in page
    assert "Oʻchirilgan yozuvlar: 1" in page
    page = text(desk.get(desk.post(address + "/restore").location))
    assert 'data-total="IV.17">1<' in page


def test_a_copy_takes_everything_but_the_date(desk) -> None:
    add(desk, date="03.11.2025", place="12-maktab")
    number = card_address(desk).rpartition("/")[2]
    page = text(desk.get(f"{EVENTS}?copy={number}"))
    assert 'value="Kitob bayrami"' in page and 'value="12-maktab"' in page and 'value="18.11.2025"' in page


def test_a_month_a_year_and_a_search(desk) -> None:
    add(desk, date="05.10.2025", title="Oʻzbek qahramonlari")
    add(desk, date="05.11.2025", title="Navoiy kuni")
    desk.get(EVENTS)  # shows what was saved, once
    assert "Navoiy kuni" not in text(desk.get(EVENTS + "?month=2025-10"))
    year = text(desk.get(EVENTS + "?year=2025"))
    assert "Navoiy kuni" in year and "Oʻzbek qahramonlari" in year
    found = text(desk.get(EVENTS + "?year=2025&q=o'zbek"))
    assert "Oʻzbek qahramonlari" in found and "Navoiy kuni" not in found


class TestEvidence:
    def with_file(self, desk, name="dalolatnoma 1.pdf", content=PDF):
        files = {"files": (io.BytesIO(content), name)}
        return desk.post(EVENTS, {**FORM, **files}, content_type="multipart/form-data")

    def test_a_file_comes_back_as_a_download_that_does_nothing(self, desk) -> None:
        assert self.with_file(desk, "dalolatnoma oʻn.pdf").status_code == 303
        page = text(desk.get(EVENTS))
        address = re.search(r'href="([^"]*/evidence/\d+)"', page)
        assert address and "asos yoʻq" not in page
        answer = desk.get(address[1])
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert "filename*=UTF-8''dalolatnoma%20o%CA%BBn.pdf" in answer.headers["Content-Disposition"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_a_refused_file_saves_nothing_and_keeps_what_was_typed(self, desk) -> None:
        answer = self.with_file(desk, "dastur.exe")
        page = text(answer)
        assert answer.status_code == 422
        assert 'href="#files"' in page and 'value="Kitob bayrami"' in page
        assert "<tr id=" not in text(desk.get(EVENTS))

    def test_evidence_is_added_later_and_taken_away(self, desk) -> None:
        add(desk)
        address = card_address(desk)
        files = {"files": [(io.BytesIO(PDF), "bir.pdf"), (io.BytesIO(PDF + b"!"), "ikki.pdf")]}
        assert desk.post(address + "/evidence", files, content_type="multipart/form-data").status_code == 303
        page = text(desk.get(address))
        assert "bir.pdf" in page and "ikki.pdf" in page
        gone = re.search(r'action="([^"]*/evidence/\d+)/void"', page)
        assert gone
        desk.post(gone[1] + "/void")
        assert desk.get(gone[1]).status_code == 404

    def test_no_file_is_said(self, desk) -> None:
        add(desk)
        answer = desk.post(card_address(desk) + "/evidence", {"files": (io.BytesIO(b""), "")})
        assert answer.status_code == 422 and "fayl tanlanmagan" in text(answer)


class TestWhoMay:
    def test_readers_see_the_list_without_any_form(self, desk, as_) -> None:
        add(desk)
        page = text(as_("kuzatuvchi").get(EVENTS + "?unit=manaviyat"))
        assert "Kitob bayrami" in page
        assert 'id="card-form"' not in page and "/void" not in page and "Nusxa" not in page

    @pytest.mark.parametrize("login", ["abonement", "direktor", "admin", "kuzatuvchi", "akt"])
    def test_others_can_neither_add_nor_change(self, desk, as_, login) -> None:
        add(desk)
        address = card_address(desk)
        stranger = as_(login)
        assert stranger.post(EVENTS + "?unit=manaviyat", FORM).status_code == 404
        assert stranger.post(address, {**FORM, "version": "1"}).status_code == 404
        assert stranger.post(address + "/void").status_code == 404
        assert stranger.post(address + "/evidence").status_code == 404

    @pytest.mark.parametrize(
        "address",
        [
            EVENTS + "999",
            EVENTS + "0",
            EVENTS + "01",
            EVENTS + "9" * 30,
            EVENTS + "evidence/999",
            EVENTS + "?unit=akt",
            EVENTS + "?unit=yoq",
            EVENTS + "?month=2025",
            EVENTS + "?month=2025-13",
            EVENTS + "?year=abc",
            "/reading-rooms/nothing/",
        ],
    )
    def test_what_is_not_there_is_not_found(self, desk, address) -> None:
        assert desk.get(address).status_code == 404

    def test_a_card_has_one_address(self, desk) -> None:
        add(desk)
        number = card_address(desk).rpartition("/")[2]
        assert desk.get(f"/digitization/events/{number}").status_code == 404
        assert desk.get(f"/reading-rooms/media/{number}").status_code == 404


def test_a_year_without_a_plan_says_what_to_do(desk) -> None:
    page = text(desk.get(EVENTS + "?year=2026"))
    assert "2026-yil uchun ish rejasi hali kiritilmagan" in page and "card-form" not in page


def test_a_unit_that_only_takes_part_is_told_who_enters(as_) -> None:
    page = text(as_("metodist").get("/administration/documents/?unit=kadrlar"))
    assert "V.34" in page and "masʼul xizmat kiritadi" in page and 'id="card-form"' not in page


def test_a_unit_without_rows_is_told_so(as_) -> None:
    page = text(as_("metodist").get("/acquisitions/media/"))
    assert "birorta qatorni hisobga olmaydi" in page
