"""Nobody judges what he did himself, whichever hat he wears, and nothing is stuck by it (domain.md §5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.domain.duties import APPROVE, CHANGED, REVIEW, SIGN
from app.domain.permissions import Rights, may
from app.domain.registers import REGISTERS
from app.extensions import db
from app.models import Plan, Report, Submission
from app.operations.cards import CardInput, add_card, change_card, void_card
from app.operations.lock_exceptions import grant_exception
from app.queries.changes import is_for, waiting_changes
from app.queries.duties import duties, everybody, of_person
from app.queries.stand_ins import stand
from tests.cast import TODAY
from tests.reports.conftest import set_months
from tests.stand_ins.conftest import LAST, person_of
from tests.submissions.conftest import OCTOBER, office_of

REPORT = {"period": "2025-Q3", "basis": "accepted", "signers": ["Direktor", "A. Karimov"]}


@pytest.fixture
def october(approved: Flask):
    """October of every unit, ready to be handed in."""
    with approved.app_context():
        office_of(approved).settle()
        db.session.commit()

    def act(browser, unit: str, name: str, **fields: str) -> int:
        with approved.app_context():
            version = office_of(approved).version(unit)
        return browser.post(f"/submissions/2025-10/{unit}/{name}", {"version": version, **fields}).status_code

    return act


def explained(app: Flask, unit: str) -> dict[str, list[str]]:
    """What the checks of a unit's month want to hear."""
    from app.queries.month_review import review_of

    with app.app_context():
        office = office_of(app)
        found = review_of(office.plan, office.units[unit], OCTOBER, TODAY).open_checks
        keys = [f"{one.check}|{one.part_key}" for one in found]
        return {"check": keys, "explanations": ["toʻgʻri"] * len(keys)}


def waits(app: Flask, login: str, kind: str = REVIEW) -> set[str]:
    """The units (or periods) of the acts of a kind that somebody owes."""
    with app.app_context():
        person = stand(person_of(login), TODAY)
        units = {unit.id: code for code, unit in office_of(app).units.items()}
        found = duties(1, of_person(person), TODAY)
        return {units.get(duty.unit_id or 0, duty.period) for duty in found if duty.kind == kind}


def test_what_a_stand_in_handed_in_for_his_own_unit_is_accepted_by_the_director(
    app: Flask, as_, stands_in, october
) -> None:
    assert october(as_("umumiy"), "umumiy-zal", "submit", **explained(app, "umumiy-zal")) == 303
    assert waits(app, "metodist") == {"umumiy-zal"}
    stands_in("umumiy", "metodist")  # the one who accepts is himself the one who handed in
    umumiy = as_("umumiy")
    assert october(umumiy, "umumiy-zal", "accept") == 409
    assert 'action="/submissions/2025-10/umumiy-zal/accept' not in umumiy.get(
        "/submissions/2025-10/umumiy-zal"
    ).get_data(as_text=True)
    assert waits(app, "umumiy") == set()
    assert waits(app, "direktor") == waits(app, "orinbosar") == {"umumiy-zal"}
    assert october(as_("direktor"), "umumiy-zal", "accept-own") == 303


def test_what_was_handed_in_in_somebodys_place_is_accepted_by_neither_of_the_two(
    app: Flask, as_, stands_in, october
) -> None:
    stands_in("umumiy", "metodist")
    umumiy = as_("umumiy")
    assert october(umumiy, "abonement", "submit", **explained(app, "abonement")) == 303  # on behalf of the unit
    assert october(umumiy, "metodika", "submit", **explained(app, "metodika")) == 303  # the methodologist's own
    for unit in ("abonement", "metodika"):
        assert october(umumiy, unit, "accept") == 409
        assert october(as_("metodist"), unit, "accept") == 409
    app.config["TODAY"] = LAST + timedelta(
        days=5
    )  # the methodologist is back: it was handed in in her place all the same
    assert october(as_("metodist"), "abonement", "accept") == 409
    for unit in ("abonement", "metodika"):
        assert october(as_("orinbosar"), unit, "accept-own") == 303


def test_the_directors_stand_in_does_not_accept_his_own(app: Flask, as_, stands_in, october) -> None:
    metodist = as_("metodist")
    assert october(metodist, "metodika", "submit", **explained(app, "metodika")) == 303
    stands_in("metodist", "direktor")
    assert october(metodist, "metodika", "accept-own") == 409
    assert october(metodist, "metodika", "accept") == 409
    assert waits(app, "metodist") == set()
    assert waits(app, "orinbosar") == {"metodika"}
    page = metodist.get("/submissions/2025-10/metodika").get_data(as_text=True)
    assert "Oʻzingiz topshirgan oyni ham" in page
    assert "accept" not in page.split("<main", 1)[1].replace("accepted", "")
    with app.app_context():  # seen by who looks over everything, so that it is not silent
        assert {duty.kind for duty in duties(1, everybody(), TODAY) if duty.kind == REVIEW} == {REVIEW}
    assert october(as_("orinbosar"), "metodika", "accept-own") == 303


def test_who_stands_in_for_the_methodologist_keeps_his_own_right_above_her(app: Flask, as_, stands_in, october) -> None:
    """The director does her work while she is ill: what she had handed in before is still his to accept."""
    assert october(as_("metodist"), "metodika", "submit", **explained(app, "metodika")) == 303
    stands_in("direktor", "metodist")
    direktor = as_("direktor")
    assert waits(app, "direktor") == {"metodika"}
    assert october(direktor, "metodika", "accept") == 409  # not in her place
    assert october(direktor, "metodika", "accept-own") == 303  # in his own
    with app.app_context():
        row = office_of(app).row("metodika")
        assert (row.state, row.state_stand_in_id, row.own_accepted) == ("accepted", None, False)


def test_the_switch_of_a_small_centre_stays_the_directors_and_serves_the_reviewer(
    app: Flask, as_, stands_in, october
) -> None:
    number = stands_in("metodist", "direktor")
    assert as_("metodist").post("/submissions/settings/self-acceptance", {"allowed": "1"}).status_code == 404
    assert as_("direktor").post(f"/stand-ins/{number}/end").status_code == 303
    assert as_("direktor").post("/submissions/settings/self-acceptance", {"allowed": "1"}).status_code == 303
    stands_in("umumiy", "metodist")
    umumiy = as_("umumiy")
    assert october(umumiy, "umumiy-zal", "submit", **explained(app, "umumiy-zal")) == 303
    assert october(umumiy, "umumiy-zal", "accept") == 303
    with app.app_context():
        assert office_of(app).row("umumiy-zal").own_accepted  # and it is marked


def frozen(app: Flask, browser) -> int:
    with app.app_context():
        office = office_of(app)
        set_months(office.plan, "2025-Q3")
        db.session.commit()
    return int(browser.post("/reports/new", REPORT).location.rsplit("/", 1)[1])


def test_nobody_signs_in_anothers_place_what_he_made(app: Flask, as_, stands_in) -> None:
    number = frozen(app, as_("metodist"))
    stands_in("metodist", "direktor")
    metodist = as_("metodist")
    assert metodist.post(f"/reports/{number}/sign").status_code == 409
    page = metodist.get(f"/reports/{number}").get_data(as_text=True)
    assert f"/reports/{number}/sign" not in page and "bitta boʻlmaydi" in page
    assert waits(app, "metodist", SIGN) == set()
    assert waits(app, "direktor", SIGN) == {"2025-Q3"}
    assert as_("orinbosar").post(f"/reports/{number}/sign").status_code == 303


def test_nor_what_he_made_in_anothers_place(app: Flask, as_, stands_in) -> None:
    stands_in("direktor", "metodist")
    number = frozen(app, as_("direktor"))
    assert as_("direktor").post(f"/reports/{number}/sign").status_code == 409
    with app.app_context():
        assert db.session.get(Report, number).signed_at is None
    assert as_("orinbosar").post(f"/reports/{number}/sign").status_code == 303


def test_another_stand_in_of_the_director_signs_it(app: Flask, as_, stands_in) -> None:
    number = frozen(app, as_("metodist"))
    stands_in("biblio", "direktor")
    assert as_("biblio").post(f"/reports/{number}/sign").status_code == 303


def test_nobody_approves_in_anothers_place_the_plan_that_he_prepared(app: Flask, as_, stands_in) -> None:
    stands_in("metodist", "direktor")  # she had imported it
    metodist = as_("metodist")
    assert "bitta boʻlmaydi" in metodist.get("/plan/2025").get_data(as_text=True)
    assert metodist.post("/plan/2025/approve").status_code == 409
    assert waits(app, "metodist", APPROVE) == set()
    assert waits(app, "direktor", APPROVE) == {"2025"}
    with app.app_context():
        assert db.session.get(Plan, 1).state == "draft"
    stands_in("biblio", "orinbosar")
    assert as_("direktor").post("/plan/2025/approve").status_code == 303


def test_a_director_who_wrote_it_in_her_place_leaves_the_approval_to_another(app: Flask, as_, stands_in) -> None:
    number = stands_in("direktor", "metodist")
    direktor = as_("direktor")
    answer = direktor.post("/plan/2025/IV.15/confirm", {"points": ["fact"]})
    assert answer.status_code == 303
    assert direktor.post("/plan/2025/approve").status_code == 409
    assert direktor.post(f"/stand-ins/{number}/end").status_code == 303
    assert direktor.post("/plan/2025/approve").status_code == 409
    stands_in("akt", "direktor")
    assert as_("akt").post("/plan/2025/approve").status_code == 303


def test_first_pages_name_nothing_that_would_be_refused(app: Flask, as_, stands_in, october) -> None:
    """The methodologist in the director's place: her own report, plan and month are nothing to do for her."""
    assert october(as_("metodist"), "metodika", "submit", **explained(app, "metodika")) == 303
    stands_in("metodist", "direktor")
    page = as_("metodist").get("/").get_data(as_text=True)
    todo = page.split('<div class="todo">', 1)[1].split("</div>", 1)[0]
    assert "Koʻrib, qabul qilish" not in todo and "Koʻrib, tasdiqlash" not in todo
    assert "Koʻrib chiqishni boshlash" not in page
    assert "Koʻrib, qabul qilish" in as_("orinbosar").get("/").get_data(as_text=True)


def test_the_rule_of_two_persons_is_not_lent() -> None:
    assert not may(Rights("methodologist", ("director",)), "months.self_acceptance")


def test_no_month_is_accepted_by_its_author_by_any_way(app: Flask, as_, stands_in, october) -> None:
    """Also among many: ticked in the list, it is named and stays."""
    stands_in("umumiy", "metodist")
    umumiy = as_("umumiy")
    for unit in ("umumiy-zal", "abonement"):
        assert october(umumiy, unit, "submit", **explained(app, unit)) == 303
    assert october(as_("manaviyat"), "manaviyat", "submit", **explained(app, "manaviyat")) == 303
    with app.app_context():
        office = office_of(app)
        wanted = [f"2025-10|{unit}|{office.version(unit)}" for unit in ("umumiy-zal", "abonement", "manaviyat")]
    umumiy.post("/submissions/accept?year=2025", {"wanted": wanted, "seen": "1"})
    with app.app_context():
        states = {row.unit.code: row.state for row in db.session.query(Submission)}
    assert states == {"umumiy-zal": "submitted", "abonement": "submitted", "manaviyat": "accepted"}


IN_ABONEMENT = "IV.16|abonement|2025-10-10"
LOOKERS = ("metodist", "umumiy", "direktor", "orinbosar")


def sent_and_opened(app: Flask) -> None:
    with app.app_context():
        office = office_of(app)
        office.put("sent")
        for unit in ("abonement", "manaviyat"):
            grant_exception(
                actor=office.people["direktor"], plan=office.plan, unit=office.units[unit], month=OCTOBER,
                until=LAST, reason="xato topildi", today=TODAY,
            )  # fmt: skip
        db.session.commit()


def looks_at_changes(app: Flask, as_, day: date) -> dict[str, bool]:
    """Who owes a look at a change, and finds it on the page where it is decided; both say the same."""
    app.config["TODAY"] = day
    found = {}
    for login in LOOKERS:
        with app.app_context():
            owed = duties(1, of_person(stand(person_of(login), day)), day)
            found[login] = any(duty.kind == CHANGED for duty in owed)
        page = as_(login).get("/submissions/").get_data(as_text=True)
        assert ('id="changes"' in page) == found[login], login
    return found


def test_what_was_changed_in_somebodys_place_is_looked_at_by_neither(approved: Flask, as_, stands_in) -> None:
    sent_and_opened(approved)
    stands_in("umumiy", "metodist")
    answer = as_("umumiy").post("/diary/2025-10?unit=abonement", {"value": "99", "version": "0", "cell": IN_ABONEMENT})
    assert answer.status_code in (200, 303), answer.get_data(as_text=True)
    those_above = {"metodist": False, "umumiy": False, "direktor": True, "orinbosar": True}
    assert looks_at_changes(approved, as_, TODAY) == those_above
    both = "Umumiy zal kutubxonachisi, Metodist oʻrnida"
    assert both in as_("direktor").get("/submissions/").get_data(as_text=True).split('id="changes"')[1]
    assert looks_at_changes(approved, as_, LAST + timedelta(days=1)) == those_above  # she is back: still in her place
    with approved.app_context():
        (change,) = waiting_changes(1)
        key, version = change.entry.id, change.entry.version
    for login, status in (("metodist", 409), ("umumiy", 404), ("orinbosar", 303)):
        answer = as_(login).post(f"/submissions/changes/{key}/accept", {"version": version})
        assert answer.status_code == status, login


def test_what_a_stand_in_changed_in_his_own_unit_is_hers_to_look_at(approved: Flask, as_, stands_in) -> None:
    """He wrote it as himself: she has no part in it, neither while she is away nor after it."""
    sent_and_opened(approved)
    stands_in("abonement", "metodist")
    cell = {"value": "99", "version": "0", "cell": IN_ABONEMENT}
    assert as_("abonement").post("/diary/2025-10?unit=abonement", cell).status_code in (200, 303)
    assert looks_at_changes(approved, as_, TODAY)["metodist"]
    after = looks_at_changes(approved, as_, LAST + timedelta(days=1))
    assert after == {"metodist": True, "umumiy": False, "direktor": False, "orinbosar": False}


@pytest.mark.parametrize("act", ["void", "drop a row", "change another row"])
def test_a_card_is_looked_at_by_another_than_who_changed_it(approved: Flask, act: str) -> None:
    """Also what is gone from a month that was sent: whoever took it out does not say himself that it is right. Who
    changed another row of the same card is not taken for the one who changed this one."""
    with approved.app_context():
        office = office_of(approved)
        metodist, unit = office.people["metodist"], office.people["manaviyat"]
        where = {"plan": office.plan, "today": TODAY}

        def rows(**figures: int) -> CardInput:
            named = {key.replace("_", "."): number for key, number in figures.items()}
            return CardInput(date(2025, 10, 15), "Koʻrgazma", {"kind": "exhibition"}, named)

        card = add_card(
            actor=unit, unit=office.units["manaviyat"], register=REGISTERS["events"],
            values=rows(IV_17=40, IV_19=1), **where,
        )  # fmt: skip
        db.session.commit()
        sent_and_opened(approved)
        if act == "void":
            void_card(actor=metodist, card=card, **where)
        elif act == "drop a row":
            change_card(actor=metodist, card=card, values=rows(IV_19=1), version=card.version, **where)
        else:
            change_card(actor=metodist, card=card, values=rows(IV_17=60, IV_19=1), version=card.version, **where)
            change_card(actor=unit, card=card, values=rows(IV_17=60, IV_19=2), version=card.version, **where)
        db.session.commit()
        change = next(one for one in waiting_changes(1) if one.entry.part.key == "IV.17")
        found = {login for login in LOOKERS if is_for(stand(person_of(login), TODAY), change.entry, TODAY)}
        assert found == {"direktor", "orinbosar"}
