"""Roles are decided in one table: nobody compares a role by its name, and every table of the tests knows all roles."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from app.blueprints.help.topics import topics_for
from app.demonstration.accounts import _PEOPLE
from app.domain import permissions
from app.domain.permissions import PERMISSIONS, ROLES
from app.domain.workflow import ACTS, RIGHT_TO_OPEN
from app.i18n.labels import LABELS
from tests.access import table
from tests.browser import site
from tests.cast import CAST
from tests.submissions import way

APP = Path(__file__).parents[2] / "app"
TABLE = APP / "domain" / "permissions.py"
SOURCES = sorted(path for path in APP.rglob("*.py") if path != TABLE)
TEMPLATES = sorted((APP / "templates").rglob("*.html"))
# Where a role is written by its name: its word, and the people of the demonstration.
WRITTEN = {APP / "i18n" / "labels.py", APP / "demonstration" / "accounts.py"}
# “sector” and “head” are kinds of units and styles of sheets, too, “administrator” a finding of the check.
PLAIN = set(ROLES) - {"sector", "head", "administrator"}
ASKED = {"may", "may_write_for", "roles_with", "signing_posts", "command_line_posts", "first_post", "ROLES", "PUBLIC"}
# Whose rights, of whatever roles.
ASKED |= {"Rights", "OF_A_UNIT", "may_be_lent", "may_stand_in", "vacant_posts", "needed_posts"}


def names_a_role(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Constant) and part.value in ROLES for part in ast.walk(node))


def roles_by_name(source: str, *, words: set[str] = PLAIN) -> Iterator[str]:
    """Where a program decides by the name of a role: comparisons, cases, and names that belong into the table."""
    for node in ast.walk(ast.parse(source)):
        compared: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            compared = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            compared = [node.value]
        if any(names_a_role(part) for part in compared):
            yield f"{node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Constant) and node.value in words:
            yield f"{node.lineno}: {node.value}"
        if isinstance(node, ast.ImportFrom) and node.module == "app.domain.permissions":
            yield from (f"{node.lineno}: {name.name}" for name in node.names if name.name not in ASKED)


def roles_in_template(source: str) -> Iterator[str]:
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(source)
    for node in tree.find_all(nodes.Compare):
        compared = [node.expr, *(operand.expr for operand in node.ops)]
        if any(isinstance(part, nodes.Getattr) and part.attr == "role" for part in compared):
            yield f"{node.lineno}: a role is compared"
    yield from (f"{node.lineno}: {node.value}" for node in tree.find_all(nodes.Const) if node.value in ROLES)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(APP).as_posix())
def test_no_role_by_name_outside_the_table(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert list(roles_by_name(source, words=set() if path in WRITTEN else PLAIN)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(APP).as_posix())
def test_no_role_by_name_on_a_page(path: Path) -> None:
    assert list(roles_in_template(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        'x = person.role == "head"',
        'x = person.role in ("sector", "head")',
        'statement.where(Person.role == "administrator")',
        'match role:\n    case "sector":\n        pass',
        'ROLES_THAT_CLOSE = {"director"}',
        "from app.domain.permissions import DIRECTOR",
    ],
)
def test_a_role_by_name_is_noticed(source: str) -> None:
    assert list(roles_by_name(source))


@pytest.mark.parametrize(
    "source",
    [
        '{% if current_user.role == "director" %}{% endif %}',
        "{% if person.role != typed.role %}{% endif %}",
        '{{ people|selectattr("role", "equalto", "head")|list }}',
    ],
)
def test_a_role_by_name_is_noticed_on_a_page(source: str) -> None:
    assert list(roles_in_template(source))


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(table.ROLES, id="who may what"),
        pytest.param(way.ROLES, id="the month's way"),
        pytest.param(way.LOGINS, id="one login for each role"),
        pytest.param(site.LOGINS, id="logins of the demonstration"),
        pytest.param([person.role for person in CAST], id="cast"),
        pytest.param([role for _login, _name, role, _units in _PEOPLE], id="demonstration"),
        pytest.param(LABELS["role"], id="words"),
        pytest.param([role for roles in PERMISSIONS.values() for role in roles], id="permissions"),
    ],
)
def test_every_table_knows_every_role(known) -> None:
    assert set(known) == set(ROLES)


def test_the_logins_are_of_those_roles() -> None:
    cast = {person.login: person.role for person in CAST}
    demonstration = {login: role for login, _name, role, _units in _PEOPLE}
    assert {role: cast[login] for role, login in way.LOGINS.items()} == {role: role for role in ROLES}
    assert {role: demonstration[login] for role, login in site.LOGINS.items()} == {role: role for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_the_help_has_something_for_every_role(role: str) -> None:
    own, _others = topics_for(role)
    assert len(own) >= 5


def test_every_permission_is_asked_for_and_every_one_asked_for_is_there() -> None:
    everything = "\n".join(path.read_text(encoding="utf-8") for path in (*SOURCES, *TEMPLATES, TABLE))
    named = re.findall(r'(?:may|need|allow|roles_with)\((?:[\w.]+, )?"([a-z_]+\.[a-z_]+)"[,)]', everything)
    assert {*named, *(act.permission for act in ACTS), *RIGHT_TO_OPEN.values()} == set(PERMISSIONS)


def test_posts_are_roles() -> None:
    posts = {*permissions.signing_posts(), *permissions.command_line_posts(), permissions.first_post()}
    assert posts <= set(ROLES)
    assert permissions.may(permissions.first_post(), "people.manage")
