"""Every code has its word in every language, and every refusal its sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from app.domain import (
    counting,
    deadlines,
    duties,
    holidays,
    obligations,
    permissions,
    progress,
    registers,
    row_rules,
    services,
    units,
    workflow,
)
from app.domain.errors import Conflict, Invalid, Locked
from app.i18n.compiled import catalogue_folder
from app.i18n.labels import LABELS, SENTENCES, explain, label, place_words, sentence
from app.i18n.locales import LOCALES

APP = Path(__file__).parents[2] / "app"
CODES = {
    "role": permissions.ROLES,
    "unit_kind": units.UNIT_KINDS,
    "page": services.PAGES,
    "page_lead": services.PAGES,
    "plan_state": ("draft", "approved", "closed"),
    "submission_state": workflow.STATES,
    "act": tuple(act.name for act in workflow.ACTS),
    "value_state": counting.STATES,
    "mode": counting.MODES,
    "share": row_rules.SHARES,
    "pace": progress.PACES,
    "deadline_kind": deadlines.DeadlineKind.__args__,
    "duty_state": obligations.TIME_STATES,
    "duty_kind": duties.DUTY_KINDS,
    "holiday": tuple({special.code for special in holidays.special_days(2025)}),
    "day_kind": holidays.DAY_KINDS,
    "entry_form": ("day", "month", *registers.REGISTERS),
    "register": tuple(registers.REGISTERS),
    "field": tuple(field.code for register in registers.REGISTERS.values() for field in register.fields),
    "choice": tuple(c for register in registers.REGISTERS.values() for field in register.fields for c in field.choices),
}


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogue_folder())
    Babel(app)
    with app.app_context():
        yield app


@pytest.mark.parametrize("kind", CODES)
def test_every_code_has_a_word(kind: str) -> None:
    assert set(CODES[kind]) <= set(LABELS[kind])


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_stands_in_every_language(app: Flask, locale: str) -> None:
    with force_locale(locale):
        words = [label(kind, code) for kind in LABELS for code in LABELS[kind]]
    assert all(words)
    if locale == "uz_Cyrl":
        assert not [word for word in words if re.search("[ʻʼ]", word)]


REFUSALS = {"Invalid", "Conflict", "Locked", "NotAllowed", "Lock"}
REFUSALS |= {"UpkeepError", "UpgradeFailed", "BackupError", "ConfigurationError", "Difference"}


def raised_codes() -> set[str]:
    """The codes that stand as constants where something is refused, or found in a file."""
    found: set[object] = set()
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS and node.args:
                found |= {leaf.value for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant)}
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "findings.add":
                found |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    return {code for code in found if isinstance(code, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", code)}


def test_every_refusal_has_its_sentence() -> None:
    assert len(raised_codes()) > 20
    assert raised_codes() - set(SENTENCES) == set()
    assert {f"lock.{state}" for state in set(workflow.STATES) - set(workflow.EDITABLE)} <= set(SENTENCES)


def written_codes() -> tuple[set[str], list[str]]:
    """Every text of the program but the tables of words, and the beginnings of codes that it puts together."""
    tables = {*(APP / "i18n").glob("*_words.py"), APP / "i18n" / "labels.py"}
    texts, beginnings = set(), []
    for path in set(APP.rglob("*.py")) - tables:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.append(str(node.values[0].value))
    for path in (APP / "templates").rglob("*.html"):
        texts |= set(re.findall(r"""["']([\w.]+)["']""", path.read_text(encoding="utf-8")))
    return texts, [words for words in beginnings if re.fullmatch(r"[a-z_]+\.", words)]


# What no version writes any more and the history of earlier ones still tells: the marks of obligations.
FORMER = {"mark_done", "mark_undone"}


def test_every_sentence_and_word_has_its_code_in_the_program() -> None:
    texts, beginnings = written_codes()

    def put_together(code: str) -> bool:
        """“lock.” and “sent”, or “data_check.” and “parts_differ” and “_plan”."""
        first, _, rest = code.partition(".")
        cuts = [rest, *(rest[: sign.start()] for sign in re.finditer("_", rest))]
        ends = ({cut, rest[len(cut) + 1 :]} - {""} for cut in cuts)
        return f"{first}." in beginnings and any(parts <= texts for parts in ends)

    assert [code for code in SENTENCES if code not in texts and not put_together(code)] == []
    assert set(LABELS) - texts == set()
    assert {code for words in LABELS.values() for code in words} - texts == FORMER


def test_sentences_take_their_parameters(app: Flask) -> None:
    with force_locale("uz"):
        assert explain(Invalid("number.letter_o")) == "Harf O yozilgan, 0 kerak: raqam bilan yozing."
        assert "2025-yil rejasi" in explain(Locked("plan.not_draft", year=2025))
        assert "2025-yil 5-yanvar" in explain(Locked("lock.window_ended", last_day=date(2025, 1, 5), days=5))
        assert "1\u00a0200" in explain(Invalid("text.too_long", length=1200, limit=100))
        assert "Topshirildi" in explain(Conflict("workflow.wrong_state", act="submit", state="submitted"))
        assert "2025-yil dekabr" in explain(Locked("lock.future", period="2025-12"))
        assert "%(" not in explain(Invalid("text.too_long"))
        assert explain(Invalid("no.such_code"))
    with force_locale("uz_Cyrl"):
        assert "2025 йил 5 январь" in explain(Locked("lock.window_ended", last_day=date(2025, 1, 5)))


def test_findings_have_words_for_columns_and_places(app: Flask) -> None:
    with force_locale("uz"):
        assert "“Masʼullar” ustuni" in sentence("plan.column_missing", {"column": "responsible"})
        assert "2025, 2024" in sentence("plan.year_contradicts", {"years": "2025, 2024"})
        assert place_words("sheet", "Ish rejasi", 12, 5) == "Ish rejasi!E12"
        assert place_words("sheet", "Reja", 1, 28) == "Reja!AB1"
        assert place_words("table", "1", 12, 5) == "1-jadval, 12-qator, 5-ustun"
        assert place_words("table", "1", 12, 0) == "1-jadval, 12-qator"
        assert place_words("file", "", 0, 0) == ""


def test_a_hostile_parameter_is_only_text(app: Flask) -> None:
    with force_locale("uz"):
        assert "%(key)s %s {x}" in explain(Conflict("conflict.card", title="%(key)s %s {x}"))
