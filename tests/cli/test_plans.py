"""``plan import`` and ``plan export``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.documents.plan_reader import read_plan
from tests.cast import DATA
from tests.cli.database import ask, counts
from tests.plan.papers import replaced
from tests.plan.test_unsure import paper

BOTH = [DATA / "arnasoy-2025.xlsx", DATA / "arnasoy-2025.docx"]


@pytest.fixture
def fresh(folder: Path, run) -> Path:
    """A production folder without a plan."""
    data = folder.parent / "fresh"
    assert run("--data", data, "init", "--centre", "Markaz", "--admin", "boshliq")[0] == 0
    return data


def test_both_papers_of_one_plan_are_the_same_plan(fresh: Path, run) -> None:
    assert run("--data", fresh, "plan", "import", BOTH[0])[0] == 0
    stored = ask(fresh, "select key, name, fact_text, plan_text, deadline from indicator order by position")
    assert len(stored) > 50
    code, out, _err = run("--data", fresh, "plan", "import", BOTH[1], "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["added"], answer["changed"], answer["removed"]) == (0, 0, 0)
    assert ask(fresh, "select key, name, fact_text, plan_text, deadline from indicator order by position") == stored


def test_a_dry_run_shows_what_it_would_do_and_saves_nothing(fresh: Path, run) -> None:
    before = counts(fresh)
    code, out, _err = run("--data", fresh, "plan", "import", BOTH[0], "--dry-run", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["added"] > 50
    assert not answer["saved"]
    assert any("Madaniy" in words for words in answer["unmatched"])
    assert counts(fresh) == before


def test_who_is_named_brings_a_plan_in_by_his_own_right(fresh: Path, run) -> None:
    code, _out, err = run("--data", fresh, "plan", "import", BOTH[0], "--as", "boshliq")
    assert code == 1 and "ruxsatingiz yoʻq" in err
    assert ask(fresh, "select count(*) from plan") == [(0,)]


def test_a_file_without_a_plan_is_refused_with_its_place(fresh: Path, run) -> None:
    path = fresh.parent / "boshqa.xlsx"
    path.write_bytes(b"salom")
    before = counts(fresh)
    code, _out, err = run("--data", fresh, "plan", "import", path)
    assert code == 1
    assert err.strip()
    assert counts(fresh) == before


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_what_is_exported_is_what_was_imported(folder: Path, run, ending: str) -> None:
    path = folder.parent / f"reja.{ending}"
    assert run("plan", "export", "--year", "2025", "--out", path)[0] == 0
    assert read_plan(path.read_bytes()).table == read_plan(BOTH[0].read_bytes()).table


@pytest.mark.parametrize("arguments", [("--year", "2025", "--out", "x.pdf"), ("--year", "2031", "--out", "x.xlsx")])
def test_an_export_that_cannot_be_is_refused(run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    *rest, name = arguments
    code, _out, err = run("plan", "export", *rest, tmp_path / name)
    assert code == 1
    assert err.strip()
    assert not (tmp_path / name).exists()


CASES = DATA / "plan_cases"


def test_open_questions_are_listed_and_answered_by_a_file(fresh: Path, run) -> None:
    plan, before = CASES / "a11_numbers.xlsx", counts(fresh)
    code, out, err = run("--data", fresh, "plan", "import", plan)
    assert code == 1 and "Javob kutilayotgan savollar bor" in err and counts(fresh) == before
    assert "kalit: amount:Ish rejasi!E9; taklif: 61200" in out
    code, out, _err = run("--data", fresh, "plan", "import", plan, "--json")
    answer = json.loads(out)
    assert code == 1 and not answer["saved"]
    assert [one["key"] for one in answer["questions"]] == [f"amount:Ish rejasi!E{row}" for row in (8, 9, 17, 23, 31)]
    assert len(answer["plan"]["sections"][0]["rows"]) == 29
    told = fresh.parent / "javoblar.json"
    told.write_text(json.dumps({one["key"]: one["proposal"] or "13" for one in answer["questions"]}), encoding="utf-8")
    code, out, _err = run("--data", fresh, "plan", "import", plan, "--answers", told, "--json")
    answer = json.loads(out)
    assert (code, answer["saved"], answer["added"], answer["questions"]) == (0, True, 29, [])
    stored = dict(ask(fresh, "select number, plan_text from indicator"))
    assert (stored["3"], stored["11"], stored["12"]) == ("61200", "13", "kamida 50")


def test_answers_that_are_none_and_a_year_against_the_paper_are_refused(fresh: Path, run) -> None:
    before, told = counts(fresh), fresh.parent / "javoblar.json"
    for text in ("salom", "[1]", '{"a": 1}'):
        told.write_text(text, encoding="utf-8")
        code, _out, err = run("--data", fresh, "plan", "import", CASES / "a37_fraction.xlsx", "--answers", told)
        assert code == 1 and "JSON" in err
    code, out, err = run("--data", fresh, "plan", "import", CASES / "a36_wrong_year.xlsx", "--year", "2027")
    assert code == 1 and "2026-yil yozilgan, siz 2027-yilni" in out and "xatolar bor" in err
    assert counts(fresh) == before


def test_what_a_paper_leaves_open_is_listed_waits_for_nobody_and_is_answered_by_a_file(fresh: Path, run) -> None:
    path, told = fresh.parent / "reja.xlsx", fresh.parent / "javoblar.json"
    path.write_bytes(paper())
    code, out, _err = run("--data", fresh, "plan", "import", path, "--dry-run", "--json")
    answer = json.loads(out)
    assert code == 0 and answer["questions"] == []
    found = {one["key"]: (one["row"], one["what"], one["proposal"]) for one in answer["uncertain"]}
    assert found == {
        "who:I.1": ("I.1", "who", "each"),
        "who:I.2": ("I.2", "who", "each"),
        "name:I.2": ("I.2", "name", "Kutubxonachilarning respublika…"),
        "form:I.3": ("I.3", "form", "month"),
        "total:I.4": ("I.4", "total", "level"),
    }
    (who,) = [one for one in answer["uncertain"] if one["key"] == "who:I.1"]
    assert who["choices"] == ["each", "Ilmiy-metodika xizmati", "Abonementlar sektori"]
    assert who["why"].startswith("Rejasi 1 yoki 2")
    assert "Aniqlik kiritish mumkin boʻlgan joylar: 5." in run("--data", fresh, "plan", "import", path, "--dry-run")[1]

    before = counts(fresh)
    for bad, key in (({"form:I.3": "nowhere"}, "form:I.3"), ({"name:I.2": "x" * 41}, "name:I.2")):
        told.write_text(json.dumps(bad), encoding="utf-8")
        code, _out, err = run("--data", fresh, "plan", "import", path, "--answers", told)
        assert code == 1 and key in err and counts(fresh) == before

    told.write_text(json.dumps({"form:I.3": "visits", "who:I.1": "Abonementlar sektori", "who:I.2": "each"}), "utf-8")
    code, out, _err = run("--data", fresh, "plan", "import", path, "--answers", told, "--json")
    answer = json.loads(out)
    assert (code, answer["saved"]) == (0, True)
    assert [one["key"] for one in answer["uncertain"]] == ["name:I.2", "total:I.4"], "the answered ones are certain"
    words = "select entry_form, joint from indicator where key = "
    assert ask(fresh, f"{words}'I.3'") == [("visits", 0)] and ask(fresh, f"{words}'I.1'") == [("events", 1)]
    shares = "select words, share from responsible join indicator i on i.id = indicator_id where key = 'I.1' order by 1"
    assert ask(fresh, shares) == [("Abonementlar sektori", "counts"), ("Ilmiy-metodika xizmati", "contributes")]
    code, out, _err = run("--data", fresh, "plan", "import", path, "--answers", told, "--json")
    answer = json.loads(out)
    assert (code, answer["changed"], answer["uncertain"]) == (0, 0, []), "the same paper again"


def test_the_last_file_is_taken_back(fresh: Path, run) -> None:
    """A second paper over the first, then both back: the first stands as it was, then nothing."""
    words = "select key, name, plan_text, position from indicator order by position"
    assert run("--data", fresh, "plan", "import", BOTH[0])[0] == 0
    first = ask(fresh, words)
    other = fresh.parent / "boshqa.xlsx"
    other.write_bytes(replaced("Nafar", "Kishi"))
    assert run("--data", fresh, "plan", "import", other)[0] == 0
    assert ask(fresh, "select count(*) from indicator where measure = 'Kishi'") > [(0,)]
    code, out, _err = run("--data", fresh, "plan", "undo-import", "--year", "2025")
    assert code == 0 and "boshqa.xlsx" in out and ask(fresh, words) == first
    assert run("--data", fresh, "plan", "undo-import", "--year", "2025")[0] == 0
    assert ask(fresh, "select count(*) from plan") == [(0,)]
    code, _out, err = run("--data", fresh, "plan", "undo-import", "--year", "2025")
    assert code == 1 and "2025-yil uchun fayldan saqlangan reja yoʻq" in err


def test_what_was_changed_by_hand_since_is_printed_and_goes_only_when_asked_for(fresh: Path, run) -> None:
    assert run("--data", fresh, "plan", "import", BOTH[0])[0] == 0
    assert run("--data", fresh, "user", "add", "dilnoza", "--name", "Dilnoza", "--role", "methodologist")[0] == 0
    words = "select plan_text, short_name from indicator where key = 'IV.15'"
    path = fresh.parent / "boshqa.xlsx"
    path.write_bytes(replaced(9000, 9500))
    assert run("--data", fresh, "plan", "import", path)[0] == 0
    assert run("--data", fresh, "names", "set", "IV.15", "--short", "Keldi-ketdi", "--year", "2025")[0] == 0
    code, out, err = run("--data", fresh, "plan", "undo-import", "--year", "2025")
    assert code == 1 and "Reja qatori: IV.15, 2025-yil. Oʻzgartirildi" in out and "--drop-changes" in err
    assert ask(fresh, words) == [("9500", "Keldi-ketdi")]
    assert run("--data", fresh, "plan", "undo-import", "--year", "2025", "--drop-changes", "--as", "boshliq")[0] == 1
    assert run("--data", fresh, "plan", "undo-import", "--year", "2025", "--drop-changes")[0] == 0
    assert ask(fresh, words) == [("9000", "")]


def test_an_answer_that_is_none_is_told_and_stores_nothing(folder: Path, run, tmp_path: Path) -> None:
    """“abc” for a figure, and an answer to nothing that is asked: the first stops the file, the second is named."""
    case = Path(__file__).parents[1] / "data" / "plan_cases" / "a11_numbers.xlsx"
    _code, out, _err = run("plan", "import", case, "--dry-run", "--json")
    asked = [one["key"] for one in json.loads(out)["questions"] if one["key"].startswith("amount:")]
    answers = tmp_path / "javoblar.json"
    answers.write_text(json.dumps({asked[0]: "abc", "amount:Yoʻq!Z99": "5"}), encoding="utf-8")
    before = counts(folder)
    code, _out, err = run("plan", "import", case, "--answers", answers)
    assert code == 1 and f"{asked[0]}: “abc” bu savolga javob emas." in err
    assert "amount:Yoʻq!Z99: bunday savol yoʻq, javob olinmadi." in err
    assert counts(folder) == before
    answers.write_text(json.dumps({asked[0]: "-5"}), encoding="utf-8")
    code, _out, err = run("plan", "import", case, "--answers", answers)
    assert code == 1 and "“-5” bu savolga javob emas." in err
