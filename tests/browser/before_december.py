"""18 November to 4 December: October comes back, leaves and is corrected; November comes in, some of it late."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.first_pages import read_first_pages, waited
from tests.browser.pages import cell, figure
from tests.browser.people import (
    accept_next,
    answer,
    choose_unit,
    close_month,
    correct_card,
    end_unit,
    explain,
    figure_of,
    follow,
    freeze,
    give_back,
    go_home,
    go_to,
    grant,
    hand_in,
    heading,
    said,
    send,
    sign,
    type_today,
    write,
)
from tests.browser.quarter import BAHODIR, DILNOZA, FERUZA, JASUR, MAVLUDA, Quarter


def the_18th_of_november(q: Quarter) -> None:
    """October is half way: one came back, one never came, two wait."""
    read_first_pages(q)
    type_today(q[FERUZA], [9, 2, 31, 77])

    jasur = q[JASUR]
    follow(jasur, "Qaytarilgan oyni tuzatish")
    expect(jasur.locator(".word-first")).to_contain_text("27-koʻrsatkichda sahifalar soni daftar bilan mos emas")
    jasur.locator("main a", has_text="IV.27").first.click()
    correct_card(jasur, "Sahifalar soni", "321")
    follow(jasur, "Qaytarilgan oyni tuzatish")
    expect(jasur.locator(".word-first")).to_contain_text("Qaytarilgandan keyin oʻzgargan sonlar: 1")
    hand_in(jasur, words="Daftar boʻyicha tuzatildi.", reply="Bitta kitobning sahifalari xato edi, tuzatdim.")

    mavluda = q[MAVLUDA]
    follow(mavluda, "Oyni topshirish: 2025-yil oktabr")
    hand_in(mavluda, words="Tekshirildi.")

    dilnoza = q[DILNOZA]
    go_home(dilnoza)
    dilnoza.get_by_role("link", name="Koʻrib chiqishni boshlash").click()
    for unit in ("Axborot-bibliografiya", "Axborot-kommunikatsiya", "Maʼnaviy-maʼrifiy"):
        assert heading(dilnoza).startswith(unit)
        if unit == "Axborot-kommunikatsiya":
            expect(dilnoza.locator(".word-first")).to_contain_text("Qaytarilgandan keyin oʻzgargan sonlar: 1")
            expect(dilnoza.locator(".thread")).to_contain_text("Bitta kitobning sahifalari xato edi, tuzatdim.")
        accept_next(dilnoza)
    assert heading(dilnoza).startswith("Oʻlkashunoslik")
    give_back(dilnoza, "14-oktabrdagi qatnov daftarga toʻgʻri kelmaydi.")
    expect(dilnoza.locator("#waiting")).to_contain_text("Hozir koʻrib chiqiladigan oy yoʻq.")


def the_24th_of_november(q: Quarter) -> None:
    """The last month of October is mended and accepted; it is closed, reported, signed and sent on one day."""
    q.come_to("2025-11-24")
    read_first_pages(q)

    mavluda, dilnoza, bahodir = q[MAVLUDA], q[DILNOZA], q[BAHODIR]
    follow(dilnoza, "Ogʻish sababi: II.2")
    explain(dilnoza, "II.2", "Shaxsiy kutubxona egasi safarda, oʻrganish dekabrga koʻchirildi.")
    assert waited(q, DILNOZA, "Ogʻish sababi") == []

    follow(mavluda, "Qaytarilgan oyni tuzatish")
    expect(mavluda.locator(".word-first")).to_contain_text("14-oktabrdagi qatnov daftarga toʻgʻri kelmaydi.")
    expect(mavluda.locator(".word-first")).to_contain_text("Qaytarilgandan keyin hech bir son oʻzgarmadi")
    mavluda.locator("main a", has_text="IV.15").first.click()
    write(mavluda, "IV.15|olkashunoslik|2025-10-14", 12)
    follow(mavluda, "Qaytarilgan oyni tuzatish")
    hand_in(mavluda, words="Tekshirildi.", reply="Daftardan koʻchirildi.")

    go_home(dilnoza)
    dilnoza.get_by_role("link", name="Koʻrib chiqishni boshlash").click()
    expect(dilnoza.locator(".word-first")).to_contain_text("Qaytarilgandan keyin oʻzgargan sonlar: 1")
    expect(dilnoza.locator(".thread")).to_contain_text("Daftardan koʻchirildi.")
    accept_next(dilnoza)

    close_month(bahodir, "Oktabr")
    freeze(dilnoza, "2025-10")
    sign(bahodir)
    send(dilnoza, "2025-yil oktabr", number="01-05/60")
    expect(dilnoza.locator("main")).to_contain_text("01-05/60")
    assert waited(q, DILNOZA, "2025-yil oktabr") == []

    grant(
        bahodir,
        "abonement",
        "2025-10",
        until="28.11.2025",
        reason="7-oktabrda berilgan kitoblar notoʻgʻri koʻchirilgan.",
    )


def the_26th_of_november(q: Quarter) -> None:
    """The exception is used; what was changed counts when it has been looked at, and leaves as a version of its own."""
    q.come_to("2025-11-26")
    read_first_pages(q)

    feruza, dilnoza, bahodir = q[FERUZA], q[DILNOZA], q[BAHODIR]
    follow(feruza, "28-noyabr gacha ochiq")
    expect(feruza.locator("main")).to_contain_text("7-oktabrda berilgan kitoblar notoʻgʻri koʻchirilgan.")
    feruza.locator("main a", has_text="IV.16").first.click()
    key = "IV.16|abonement|2025-10-07"
    before = int(cell(feruza, key).input_value())
    write(feruza, key, before + 40)

    official = figure_of(dilnoza, "IV.16", "2025-10")
    assert waited(q, DILNOZA, "Koʻrib chiqish") == ["Koʻrib chiqish: 1 · abonement (2025-yil oktabr, oʻzgargan sonlar)"]
    assert waited(q, DILNOZA, "# Topshirishlar") == ["# Topshirishlar 1"]
    dilnoza.get_by_role("link", name="Koʻrib chiqishni boshlash").click()
    change = dilnoza.locator("#changes li")
    expect(change).to_have_count(1)
    expect(change).to_contain_text(f"{before} → {before + 40}")
    change.get_by_role("button", name="Koʻrildi, qabul qilish").click()
    said(dilnoza, "Oʻzgarish qabul qilindi")
    assert figure_of(dilnoza, "IV.16", "2025-10") == official + 40

    wrong = "2025-yil oktabr (sonlari oʻzgargan, tuzatish: 1-dekabr, 5 kun)"
    assert [wrong in line for line in waited(q, DILNOZA, "Viloyatga: ")] == [True]
    go_to(dilnoza, "Hisobotlar")
    expect(dilnoza.get_by_role("row", name="2025-yil oktabr, 1-versiya")).to_contain_text("Tuzatish kerak")
    dilnoza.get_by_role("link", name="2025-yil oktabr, 1-versiya").click()
    expect(dilnoza.locator("main")).to_contain_text("01-05/60")
    dilnoza.get_by_role("link", name="Tuzatilgan hisobot tayyorlash").click()
    dilnoza.get_by_label("Nima uchun tuzatilmoqda").fill("Berilgan kitoblar soni tuzatildi.")
    dilnoza.get_by_role("button", name="Tuzatilgan hisobotni tayyorlash").click()
    said(dilnoza, "Tuzatilgan hisobot tayyor: 2-versiya")
    dilnoza.get_by_role("link", name="Farqlar roʻyxati").click()
    pair = dilnoza.locator("tbody tr", has_text="IV.16").first.locator("td.n").all_inner_texts()
    assert [figure(text) for text in pair] == [official, official + 40]
    sign(bahodir)
    send(dilnoza, "2025-yil oktabr", number="01-05/61")
    assert waited(q, DILNOZA, "sonlari oʻzgargan") == []
    for number in ("01-05/60", "01-05/61"):
        go_to(dilnoza, "Hisobotlar")
        expect(dilnoza.locator("tr", has_text="Yuborildi").filter(has_text=number)).to_contain_text("2025-yil oktabr")


def the_2nd_of_december(q: Quarter) -> None:
    """November is handed in on time, with its empty days and its level; a sector ends with it."""
    q.come_to("2025-12-02", {"2025-11": ("bibliografiya", "yek", "kotiba")})
    read_first_pages(q)

    end_unit(q["admin"], "Huquqiy axborotlar sektori", "2025-11")
    assert waited(q, MAVLUDA, "dekabr oyini") == ["2025-yil dekabr oyini topshirish, boʻlinmalar: 6 · 7-yanvar, 36 kun"]

    feruza = q[FERUZA]
    follow(feruza, "Oyni topshirish: 2025-yil noyabr")
    expect(feruza.locator("#submit")).to_contain_text("Yozilmagan ish kunlari: 2")
    feruza.locator("#submit .days").get_by_role("link", name="20").click()
    for row, figure_of_day in (("IV.14.a", 3), ("IV.14.b", 1), ("IV.15", 14), ("IV.16", 61)):
        write(feruza, f"{row}|abonement|2025-11-20", figure_of_day)
    follow(feruza, "Oyni topshirish: 2025-yil noyabr")
    expect(feruza.locator("#submit")).to_contain_text("Yozilmagan ish kunlari: 1")
    feruza.locator("#submit").get_by_role("button", name="Oyni topshirish").click()
    expect(feruza.locator("#error-summary")).to_be_visible()
    feruza.locator("#submit a", has_text="IV.14").first.click()
    write(feruza, "IV.14|abonement|2025-11", 4012)
    follow(feruza, "Oyni topshirish: 2025-yil noyabr")
    hand_in(feruza, reason="kasallik", words="Tekshirildi.")

    follow(q[JASUR], "Oyni topshirish: 2025-yil noyabr")
    hand_in(q[JASUR], words="Tekshirildi.")
    dilnoza = q[DILNOZA]
    follow(dilnoza, "Oyni topshirish: 2025-yil noyabr")
    hand_in(dilnoza, words="Tekshirildi.")
    go_to(dilnoza, "Topshirishlar")
    for code in ("Axborot-bibliografiya xizmati", "Yigʻma elektron katalog sektori", "Ish yurituvchi kotiba"):
        dilnoza.get_by_label(f"{code}, 2025-yil noyabr").check()
    dilnoza.get_by_role("button", name="Belgilanganlarni qabul qilish").click()


def the_4th_of_december(q: Quarter) -> None:
    """What is late comes in, some of it on behalf; November is accepted, closed and sent. Nothing of it is missing."""
    q.come_to("2025-12-04", {"2025-11": ("elektron-zal", "umumiy-zal", "manaviyat")})
    read_first_pages(q)

    mavluda, dilnoza, bahodir = q[MAVLUDA], q[DILNOZA], q[BAHODIR]
    for unit, reason in (("Elektron resurslardan", ""), ("Huquqiy", ""), ("Oʻlkashunoslik", "sanitariya kuni")):
        follow(mavluda, "2025-yil noyabr")
        choose_unit(mavluda, unit)
        hand_in(mavluda, reason=reason, words="Tekshirildi.")

    go_home(dilnoza)
    answer(dilnoza, "Kechikdi").get_by_role("link", name="Axborot-kutubxona fondlarini jamlash").click()
    hand_in(dilnoza, words="Bilan kelishildi.", act="Boʻlinma nomidan topshirish")
    go_home(dilnoza)
    dilnoza.get_by_role("link", name="Koʻrib chiqishni boshlash").click()
    for _month in range(8):
        accept_next(dilnoza)
    expect(dilnoza.locator("#waiting")).to_contain_text("Oʻzingiz topshirgansiz")
    expect(dilnoza.get_by_role("button", name="Belgilanganlarni qabul qilish")).to_have_count(0)

    for unit in ("Ilmiy-metodika", "Axborot-kutubxona fondlarini"):
        go_home(bahodir)
        bahodir.get_by_role("link", name="Koʻrib, qabul qilish").first.click()
        assert heading(bahodir).startswith(unit)
        accept_next(bahodir)
    close_month(bahodir, "Noyabr")
    freeze(dilnoza, "2025-11", number="01-05/64", day="04.12.2025")
    sign(bahodir)
    send(dilnoza, "2025-yil noyabr", way="Qogʻozda")
