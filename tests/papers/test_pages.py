"""The page on which the head and foot of papers are said: who may, what is refused in words, what is shown and told."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask

from app.domain.papers import CENTRE, PAPERS
from app.extensions import db
from app.models import Change, PaperSetting
from app.operations.plans import approve_plan
from tests.cast import APPROVED
from tests.papers.reading import NOTHING, none_of, typed, words_of_page
from tests.submissions.conftest import office_of

NEED = {
    "plan": "{markaz} {yil}", "amendment": "{raqam}", "consolidation": "{davr}", "report": "{davr}", "diary": "{davr}",
    "lists": "{nomi}",
}  # fmt: skip


def text(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.get_data(as_text=True))


def stored(app: Flask, paper: str) -> dict[str, object] | None:
    with app.app_context():
        found = db.session.get(PaperSetting, (1, paper))
        return dict(found.said) if found else None


def filled(page: str) -> dict[str, str]:
    """Field → what stands in it, of the texts and of what is ticked."""
    found = {}
    for field in re.findall(r"<input[^>]*>", page[page.index("<main") :]):
        name, kind = re.search(r'name="([^"]*)"', field), re.search(r'type="([^"]*)"', field)
        if name and (kind[1] not in ("radio", "checkbox") or " checked" in field):
            found.setdefault(name[1], unescape(re.search(r'value="([^"]*)"', field)[1]))
    return found


@pytest.mark.parametrize(
    ("login", "status", "edits"),
    [
        ("metodist", 200, True), ("direktor", 200, False), ("admin", 200, False), ("orinbosar", 404, False),
        ("abonement", 404, False), ("oquv", 404, False), ("kuzatuvchi", 404, False),
    ],
)  # fmt: skip
def test_the_methodologist_says_it_and_director_and_administrator_read_it(
    app: Flask, as_, login: str, status: int, edits: bool
) -> None:
    browser = as_(login)
    for address in ("/papers/", "/papers/report"):
        assert browser.get(address).status_code == status
    assert ('href="/papers/"' in text(browser, "/")) == (status == 200)
    answer = browser.post("/papers/report", {"version": 0, **typed("x", title="{davr}")})
    assert answer.status_code == (303 if edits else 404)
    assert (stored(app, "report") is not None) == edits
    plan = browser.post("/plan/2025/head", {"version": 1, **NOTHING})
    assert (plan.status_code in (303, 409)) == edits and (plan.status_code == 404) == (not edits)
    if status == 200:
        assert ('<form method="post" action="/papers/' in text(browser, "/papers/")) == edits
        assert words_of_page(text(browser, "/papers/")), "whoever reads it sees how it looks"


@pytest.mark.parametrize("paper", [CENTRE, *PAPERS])
def test_what_was_said_stands_in_the_form_again_and_on_the_sheet_beside_it(app: Flask, as_, say, paper: str) -> None:
    form = typed("shuniki", title=f"Sarlavha {NEED.get(paper, '')}".strip() if paper != CENTRE else "")
    say(paper, form)
    page = text(as_("metodist"), f"/papers/{paper}")
    again = filled(page)
    for name, value in form.items():
        if name not in ("signatures", "title") and value:
            assert again[name] == value, name
    if paper != CENTRE:
        assert again["title"] == form["title"]
    told = words_of_page(page)
    for line in ("Tasdiqlovchi shuniki", "Kelishuvchi shuniki", "____________________ T. shunikiov"):
        assert line in told
    assert "Imzolovchi shuniki ____________________ I. shunikiova" in told
    assert any("Markaz shuniki" in line for line in told)


def test_looking_shows_it_and_stores_nothing(app: Flask, as_, say) -> None:
    page = say("report", typed("koʻrildi", title="Hisobot {davr}") | {"look": "1"}, status=200).get_data(as_text=True)
    told = words_of_page(unescape(page))
    assert "Tasdiqlovchi koʻrildi" in told and "Hisobot 2025-yil IV chorak" in told
    assert "Bu hali saqlanmagan" in page and stored(app, "report") is None
    assert filled(page)["approval_post"] == "Tasdiqlovchi koʻrildi", "what was typed goes on to be stored"
    with app.app_context():
        assert not db.session.query(Change).filter_by(subject="paper").count()


@pytest.mark.parametrize(
    ("paper", "form", "field", "words"),
    [
        ("report", {"title": "Hisobot {oy}"}, "title", "Sarlavhadagi {oy} tushunarsiz"),
        ("report", {"title": "Hisobot"}, "title", "Sarlavhada {davr} ham boʻlsin"),
        ("plan", {"title": "{yil}-yil uchun {markaz}ning ISH REJASI", "centre_name": "Zomin markazi"}, "title",
         "Sarlavha markaz nomi bilan boshlansin"),
        ("diary", {"approval_way": "own"}, "approval_post", "Bu joyni toʻldirish shart"),
        ("diary", {"approval_post": "Direktor"}, "approval_way", "ularni qogʻozga yozish belgilanmagan"),
        ("lists", {"signatures_way": "own", "signatures": ["", "A. Karimov"]}, "signatures", "lavozimini yozing"),
        ("lists", {"signatures_way": "own", "signatures": ["", ""]}, "signatures", "lavozimini yozing"),
        ("report", {"signatures_way": "none"}, "signatures_way", "Roʻyxatdan tanlang"),
        ("report", {"agreement_way": "x"}, "agreement_way", "Roʻyxatdan tanlang"),
        ("amendment", {"centre_name": "a" * 301}, "centre_name", "Matn juda uzun"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words_and_keeps_what_was_typed(
    app: Flask, as_, say, paper: str, form: dict, field: str, words: str
) -> None:
    page = unescape(say(paper, {**NOTHING, **form}, status=422).get_data(as_text=True))
    assert "<title>Xato:" in page and words in page
    assert f'href="#{field}"' in page and f'id="{field}"' in page, "the summary leads to the field"
    for name, value in form.items():
        if isinstance(value, str) and name in filled(page):
            assert filled(page)[name] == value
    assert stored(app, paper) is None


def test_a_kind_that_there_is_not_is_not_found(as_) -> None:
    browser = as_("metodist")
    assert browser.get("/papers/summary").status_code == 404
    assert browser.post("/papers/summary", {"version": 0, **NOTHING}).status_code == 404


def test_two_people_do_not_overwrite_each_other(app: Flask, as_, say) -> None:
    say("report", typed("birinchi", title="{davr}"))
    answer = as_("metodist").post("/papers/report", {"version": 0, **typed("ikkinchi", title="{davr}")})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "shu orada boshqa xodim" in page
    assert filled(page)["approval_post"] == "Tasdiqlovchi ikkinchi" and "Tasdiqlovchi birinchi" in words_of_page(page)
    assert stored(app, "report")["approval"]["post"] == "Tasdiqlovchi birinchi"
    again = {"version": filled(page)["version"], **typed("ikkinchi", title="{davr}")}
    assert as_("metodist").post("/papers/report", again).status_code == 303
    assert stored(app, "report")["approval"]["post"] == "Tasdiqlovchi ikkinchi"


def test_each_change_leaves_its_trace_and_is_told_in_words(app: Flask, as_, say) -> None:
    say("report", typed("birinchi", title="{davr}"))
    say("report", typed("birinchi", title="{davr}"))
    say("report", none_of(NOTHING) | {"signatures_way": "as_set"})
    with app.app_context():
        noted = db.session.query(Change).filter_by(subject="paper").order_by(Change.id).all()
        assert [(change.action, change.subject_key) for change in noted] == [("change", "report")] * 2, "not thrice"
    page = " ".join(re.sub(r"<[^>]+>", " ", text(as_("direktor"), "/system/history")).split())
    assert page.count("Qogʻozning bosh qismi va imzolari: Hisobot") == 2
    for words in (
        "Markazning qogʻozdagi nomi: — → oʻrniga Markaz birinchi",
        "Qogʻozning sarlavhasi: — → oʻrniga {davr}",
        "“TASDIQLAYMAN” bloki: umumiysidek → oʻrniga oʻziniki",
        "“TASDIQLAYMAN”: — → oʻrniga Tasdiqlovchi birinchi, T. birinchiov, «___»",
        "Imzolar: — → oʻrniga Imzolovchi birinchi – I. birinchiova",
        "“KELISHILDI” bloki: oʻziniki → oʻrniga yozilmaydi",
        "Imzolar qismi: oʻziniki → oʻrniga umumiysidek",
    ):
        assert words in page, words


def test_an_approved_plan_says_what_can_be_done(app: Flask, as_) -> None:
    with app.app_context():
        office = office_of(app)
        approve_plan(actor=office.people["direktor"], plan=office.plan, today=APPROVED)
        db.session.commit()
    for login in ("metodist", "direktor", "abonement"):
        page = text(as_(login), "/plan/2025/head")
        assert '<form method="post" action="/plan/2025/head' not in page
        assert "tasdiqlangan kundagidek qoladi" in page and 'href="/plan/2025/amendments/"' in page
        assert ('<a href="/papers/">' in page) == (login != "abonement")
    assert 'href="/plan/2025/head"' in text(as_("abonement"), "/plan/2025")
