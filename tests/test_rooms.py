"""Imports point one way, and rooms have names of their own (the README's map)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

APP = Path(__file__).parent.parent / "app"
FLOORS = [
    {"domain"},
    {"extensions", "i18n", "config"},
    {"models"},
    {"queries"},
    {"operations"},
    {"web", "upkeep", "documents"},
    {"forms"},
    {"pages"},
    {"blueprints", "demonstration"},
    {"cli"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
FILES = sorted(path for path in APP.rglob("*.py") if path.parent != APP)


def imports(path: Path) -> set[str]:
    """The rooms of ours that a file imports from, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("app."):
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names if alias.name.startswith("app."))
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(APP).as_posix())
def test_a_room_imports_only_from_below_and_from_itself(path: Path) -> None:
    room = path.relative_to(APP).parts[0]
    for name in imports(path):
        other = name.split(".")[1]
        assert other == room or FLOOR[other] < FLOOR[room], f"{room} imports {name}"


def test_a_class_has_a_name_of_its_own() -> None:
    """One word, one thing: what two rooms call alike is taken for the same."""
    found: dict[str, list[str]] = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(path.relative_to(APP).as_posix())
    assert {name: places for name, places in found.items() if len(places) > 1 and name != "Meta"} == {}


@pytest.mark.parametrize("path", sorted((APP / "domain").glob("*.py")), ids=lambda path: path.name)
def test_the_rules_know_no_framework(path: Path) -> None:
    outside = {"flask", "flask_babel", "flask_login", "sqlalchemy", "wtforms", "babel", "xlsxwriter", "docx"}
    source = ast.parse(path.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(source) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in ast.walk(source) if isinstance(node, ast.ImportFrom) and node.module]
    assert not {name.split(".")[0] for name in names} & outside


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(APP).as_posix())
def test_only_the_web_sees_a_request(path: Path) -> None:
    room = path.relative_to(APP).parts[0]
    if room in ("web", "forms", "pages", "blueprints"):
        return
    source = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(source)
        if isinstance(node, ast.ImportFrom) and node.module == "flask"
        for alias in node.names
    }
    assert not names & {"request", "session", "render_template"}


def test_blueprints_do_not_import_each_other() -> None:
    for path in sorted((APP / "blueprints").rglob("*.py")):
        parts = path.relative_to(APP / "blueprints").parts
        if len(parts) > 1:
            others = {n.split(".")[2] for n in imports(path) if n.startswith("app.blueprints.")} - {parts[0]}
            assert not others, f"{parts[0]} imports {others}"


def test_no_room_is_called_for_what_belongs_nowhere() -> None:
    assert not [p for p in APP.rglob("*") if p.stem in {"utils", "helpers", "common", "misc"}]


def asked_for() -> tuple[set[tuple[str, str]], set[str]]:
    """What is imported from each file of ours, and every name that is read behind a point."""
    imported, attributes = set(), set()
    for path in (*APP.rglob("*.py"), *(APP.parent / "migrations").rglob("*.py"), APP.parent / "wsgi.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported |= {(node.module or "", alias.name) for alias in node.names}
            elif isinstance(node, ast.Attribute):
                attributes.add(node.attr)
    return imported, attributes


def test_nothing_is_written_that_only_tests_call() -> None:
    (imported, attributes), unused = asked_for(), []
    for path in APP.rglob("*.py"):
        module = ".".join(("app", *path.relative_to(APP).with_suffix("").parts)).removesuffix(".__init__")
        body = ast.parse(path.read_text(encoding="utf-8")).body
        read = [{node.id for node in ast.walk(thing) if isinstance(node, ast.Name)} for thing in body]
        for place, thing in enumerate(body):
            registered = isinstance(thing, ast.FunctionDef) and thing.decorator_list
            if registered or not isinstance(thing, ast.FunctionDef | ast.ClassDef):
                continue
            elsewhere = attributes.union(*read[:place], *read[place + 1 :])
            if thing.name not in elsewhere and (module, thing.name) not in imported:
                unused.append(f"{module}.{thing.name}")
    assert unused == []
