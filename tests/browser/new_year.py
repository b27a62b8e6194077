"""22 December to 15 January: a decree, the turn of the year without and with a plan, and everything of 2025 leaves."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.first_pages import read_first_pages, waited
from tests.browser.people import (
    accept_next,
    close_month,
    decree,
    draft,
    follow,
    freeze,
    go_home,
    go_to,
    grant,
    hand_in,
    import_plan,
    said,
    send,
    sign,
)
from tests.browser.quarter import BAHODIR, DILNOZA, FERUZA, JASUR, MAVLUDA, Quarter
from tests.plan.papers import replaced


def the_22nd_of_december(q: Quarter) -> None:
    """A decree makes the 6th of January a day off: what was due on the 7th is due on the 8th. April leaves at last."""
    q.come_to("2025-12-22")
    read_first_pages(q)

    dilnoza, bahodir = q[DILNOZA], q[BAHODIR]
    decree(dilnoza, 2026, "06.01.2026", "Prezident qarori bilan dam olish kuni")
    for login in (FERUZA, JASUR, MAVLUDA, DILNOZA):
        assert [line for line in waited(q, login, "dekabr") if "8-yanvar, 17 kun" in line], login

    draft(dilnoza, "2025-Q4")
    freeze(dilnoza, "2025-04")
    sign(bahodir)
    send(dilnoza, "2025-yil aprel", number="01-05/70")


def the_31st_of_december(q: Quarter) -> None:
    """The last day of the year: a service hands in what it has, early."""
    q.come_to("2025-12-31")
    read_first_pages(q)
    follow(q[JASUR], "Oyni topshirish: 2025-yil dekabr")
    hand_in(q[JASUR], words="Tekshirildi.")


def the_1st_of_january(q: Quarter) -> None:
    """There is no plan of the new year, and nothing of the old one has gone from the first pages."""
    q.come_to("2026-01-01", {"2025-12": ("yek", "kotiba")})
    read_first_pages(q)


def the_5th_of_january(q: Quarter) -> None:
    """December is handed in by half of the centre; what was sent can be opened still; the new year's plan comes in."""
    q.come_to("2026-01-05")
    read_first_pages(q)

    feruza, mavluda, dilnoza, bahodir = q[FERUZA], q[MAVLUDA], q[DILNOZA], q[BAHODIR]
    grant(bahodir, "abonement", "2025-11", until="07.01.2026", reason="21-noyabr soni topildi.")
    assert waited(q, FERUZA, "2025-yil noyabr") == [
        "2025-yil noyabr 7-yanvar gacha ochiq · Bahodir Toʻraqulov · abonement · “21-noyabr soni topildi.”"
    ]
    bahodir.get_by_role("button", name="Hozir yopish").click()
    said(bahodir, "Yopildi")
    assert waited(q, FERUZA, "2025-yil noyabr") == []

    follow(feruza, "Oyni topshirish: 2025-yil dekabr")
    hand_in(feruza, words="Tekshirildi.")
    for unit in ("Elektron resurslardan foydalanish", "Maʼnaviy-maʼrifiy"):
        go_to(mavluda, "Topshirishlar")
        mavluda.locator("table.submissions tr", has_text=unit).locator("a[href*='2025-12']").click()
        hand_in(mavluda, words="Tekshirildi.")
    follow(dilnoza, "Oyni topshirish: 2025-yil dekabr")
    hand_in(dilnoza, words="Tekshirildi.")
    go_home(dilnoza)
    dilnoza.get_by_role("link", name="Koʻrib chiqishni boshlash").click()
    for _month in range(6):
        accept_next(dilnoza)

    import_plan(dilnoza, replaced("2025", "2026", replaced("2024", "2025")), 2026)
    go_home(bahodir)
    bahodir.get_by_role("link", name="Koʻrib, tasdiqlash").click()
    bahodir.locator("summary", has_text="Rejani tasdiqlash").click()
    bahodir.get_by_role("button", name="Ha, tasdiqlash").click()
    expect(bahodir.locator(".lead")).to_contain_text("asdiqlangan")


def the_15th_of_january(q: Quarter) -> None:
    """The last month comes in late; with it the quarter and the year are over, are reported, and nothing is owed."""
    q.come_to("2026-01-15", {"2025-12": ("bibliografiya", "elektron-zal", "umumiy-zal", "jamlash")})
    read_first_pages(q)

    mavluda, dilnoza, bahodir = q[MAVLUDA], q[DILNOZA], q[BAHODIR]
    go_home(dilnoza)
    dilnoza.get_by_role("link", name="Tugallanmagan oʻzgartirish").click()
    dilnoza.locator("summary", has_text="Oʻzgartirishni bekor qilish").click()
    dilnoza.get_by_role("button", name="Ha, bekor qilish").click()
    for period in ("2025-Q4", "2025"):
        draft(dilnoza, period)
    follow(mavluda, "Oyni topshirish: 2025-yil dekabr")
    hand_in(mavluda, words="Tekshirildi.")
    go_home(dilnoza)
    dilnoza.get_by_role("link", name="Koʻrib chiqishni boshlash").click()
    for _month in range(5):
        accept_next(dilnoza)
    go_home(bahodir)
    bahodir.get_by_role("link", name="Koʻrib, qabul qilish").click()
    accept_next(bahodir)
    close_month(bahodir, "Dekabr")
    reports = (("2025-12", "2025-yil dekabr"), ("2025-Q4", "2025-yil IV chorak"), ("2025", "2025-yil"))
    for place, (period, words) in enumerate(reports):
        freeze(dilnoza, period)
        sign(bahodir)
        send(dilnoza, words, number=f"01-05/{2 + place}")
    read_first_pages(q, "2026-01-15 evening")
