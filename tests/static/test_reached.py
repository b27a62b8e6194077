"""No template, macro, class or size that nobody asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from jinja2.meta import find_referenced_templates

APP = Path(__file__).parents[2] / "app"
TEMPLATES, STATIC = APP / "templates", APP / "static"
PAGES = {path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
TREES = {name: Environment(extensions=["jinja2.ext.i18n"]).parse(text) for name, text in PAGES.items()}
CODE = [ast.parse(path.read_text(encoding="utf-8")) for path in APP.rglob("*.py")]
SCRIPTS = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "js").glob("*.js"))
COMMENT = re.compile(r"/\*.*?\*/|{#.*?#}", re.DOTALL)
SHEETS = COMMENT.sub("", "".join(path.read_text(encoding="utf-8") for path in (STATIC / "css").glob("*.css")))
SELECTORS = re.findall(r"([^{};]+){", SHEETS)


def texts(*kinds: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for tree in CODE for node in ast.walk(tree) if isinstance(node, kinds))


CONSTANTS = {
    node.value for node in texts(ast.Constant) if isinstance(node, ast.Constant) and isinstance(node.value, str)
}


def drawn() -> set[str]:
    """The templates that the code names; “help/{…}.html” is one for every text of the code that fits into the gap."""
    found = CONSTANTS & set(PAGES)
    for node in texts(ast.JoinedStr):
        assert isinstance(node, ast.JoinedStr)
        parts = [re.escape(p.value) if isinstance(p, ast.Constant) else "([^/]+)" for p in node.values]
        if parts[-1].endswith("html"):
            fits = {name: re.fullmatch("".join(map(str, parts)), name) for name in PAGES}
            found |= {name for name, fit in fits.items() if fit and set(fit.groups()) <= CONSTANTS}
    return found


def test_every_template_is_reached() -> None:
    reached: set[str] = set()
    ahead = drawn()
    while ahead:
        reached |= ahead
        ahead = {name for page in ahead for name in find_referenced_templates(TREES[page]) if name} - reached
    assert set(PAGES) - reached == set()


def own_names(name: str) -> dict[str, str]:
    """What a template calls something, and what the imported template calls it."""
    pairs = (pair for found in TREES[name].find_all(nodes.FromImport) for pair in found.names)
    return {
        (pair if isinstance(pair, str) else pair[1]): (pair if isinstance(pair, str) else pair[0]) for pair in pairs
    }


def asked(name: str) -> set[str]:
    """The names that a template reads; a macro that reads only itself is not read."""
    return {
        node.name
        for part in TREES[name].body
        for node in part.find_all(nodes.Name)
        if node.ctx == "load" and not (isinstance(part, nodes.Macro) and node.name == part.name)
    }


MACROS = [(name, macro) for name, tree in TREES.items() for macro in tree.find_all(nodes.Macro)]


def test_what_a_template_imports_it_uses() -> None:
    assert {name: set(own_names(name)) - asked(name) for name in PAGES if set(own_names(name)) - asked(name)} == {}


def test_every_macro_is_drawn() -> None:
    imported = {name for page in PAGES for name in own_names(page).values()}
    assert [(name, macro.name) for name, macro in MACROS if macro.name not in asked(name) | imported] == []


def given() -> dict[str, list[nodes.Call]]:
    """The calls of each macro of any template."""
    found: dict[str, list[nodes.Call]] = {}
    for page, tree in TREES.items():
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name):
                found.setdefault(own_names(page).get(call.node.name, call.node.name), []).append(call)
    return found


def test_every_choice_that_a_macro_offers_is_made_by_somebody() -> None:
    calls, never = given(), []
    for name, macro in MACROS:
        for place, argument in enumerate(macro.args):
            made = (
                len(call.args) > place or argument.name in {pair.key for pair in call.kwargs} or call.dyn_kwargs
                for call in calls.get(macro.name, [])
            )
            if not any(made):
                never.append((name, macro.name, argument.name))
    assert never == []


@pytest.mark.parametrize("sign", [r"\.(?=[a-z])", "#(?=[a-z])", r"\["], ids=["class", "id", "attribute"])
def test_a_sheet_dresses_only_what_somewhere_stands(sign: str) -> None:
    named = {word for selector in SELECTORS for word in re.findall(rf"{sign}([\w-]+)", selector)}
    written = re.findall(r"[\w-]+", COMMENT.sub("", "".join(PAGES.values())) + SCRIPTS + " ".join(CONSTANTS))
    assert named and named - set(written) == set()


def test_every_size_and_colour_is_used() -> None:
    defined = set(re.findall(r"(--[\w-]+)\s*:", SHEETS))
    assert defined - set(re.findall(r"var\((--[\w-]+)", SHEETS)) == set()
