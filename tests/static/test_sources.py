"""The sources of the look: what the security policy, old browsers and the translators need of them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
STATIC, TEMPLATES = APP / "static", APP / "templates"
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
SHEETS = sorted((STATIC / "css").glob("*.css"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
LONGEST = 250


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def named(paths: list[Path]) -> list[object]:
    return [pytest.param(path, id=path.relative_to(APP).as_posix()) for path in paths]


def test_vendored_files_are_the_ones_that_the_readme_names() -> None:
    listed = re.findall(r"`([\w.-]+\.js)` .*`([0-9a-f]{64})`", read(STATIC / "vendor" / "README.md"))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (STATIC / "vendor").glob("*.js")}
    assert dict(listed) == found


@pytest.mark.parametrize("page", named(PAGES))
def test_a_page_needs_nothing_that_the_policy_forbids(page: Path) -> None:
    text = read(page)
    assert not re.search(r"\sstyle\s*=|\son[a-z]+\s*=|<style|hx-on|javascript:|\bjs:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r"""(?:src|href)=["']https?:""", text)


@pytest.mark.parametrize("script", named(SCRIPTS))
def test_a_script_is_small_old_enough_and_keeps_nothing(script: Path) -> None:
    text = read(script)
    assert len(text.splitlines()) <= LONGEST
    assert not re.search(r"\?\.[a-zA-Z\[(]|\?\?|#\w+\s*\(", text), "newer than ES2019"
    assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML|localStorage|sessionStorage|\.style\.", text)


def test_scripts_show_only_words_of_the_page() -> None:
    shown = set(re.findall(r'data-word="|\("([a-z_]+)", _\(', read(TEMPLATES / "components" / "_words.html"))) - {""}
    sources = "".join(read(script) for script in SCRIPTS)
    used = set(re.findall(r'word\("([a-z_]+)"', sources))
    used |= set(re.findall(r'\w+: "([a-z_]+)"', re.search(r"const WORDS = {(.*?)}", sources)[1]))
    assert used == shown


@pytest.mark.parametrize("script", named(SCRIPTS))
def test_a_script_holds_no_sentence(script: Path) -> None:
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", read(script), flags=re.DOTALL)
    texts = re.findall(r'(?:textContent|innerText|title|alarm\(|say\()\s*=?\s*"([^"]*[a-zʻʼ]{3}[^"]*)"', code)
    assert texts == []


@pytest.mark.parametrize("sheet", named(SHEETS))
def test_a_sheet_suits_the_oldest_browsers(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", read(sheet), flags=re.DOTALL)
    assert not re.search(r":has\(|@layer|@container|@import|@scope|color-mix|light-dark|url\(", text)
    depth = 0
    for mark, rest in re.findall(r"(@media[^{]*{|{|})([^{}]*)", text):
        depth += -1 if mark == "}" else 1
        assert depth <= 2, rest
    assert "&" not in text
    assert depth == 0


@pytest.mark.parametrize("sheet", named(SHEETS))
def test_every_colour_name_is_defined(sheet: Path) -> None:
    defined = set(re.findall(r"^\s*(--[\w-]+):", read(STATIC / "css" / "tokens.css"), flags=re.MULTILINE))
    assert set(re.findall(r"var\((--[\w-]+)\)", read(sheet))) <= defined


def colours() -> dict[str, dict[str, str]]:
    light, dark = read(STATIC / "css" / "tokens.css").split("@media", 1)
    own = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light))
    return {"light": own, "dark": {**own, **dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", dark))}}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


TEXT_ON = [
    *[(ink, ground) for ink in ("ink", "muted", "accent-text") for ground in ("paper", "card", "head", "off", "today")],
    *[(tone, f"{tone}-wash") for tone in ("good", "info", "warn", "bad")],
    *[("bad", ground) for ground in ("card", "paper")],
    ("muted", "line-soft"), ("ink", "accent-wash"), ("ink", "bad-wash"), ("ink", "info-wash"), ("on-accent", "accent"),
    ("side-ink", "side"), ("side-muted", "side"), ("side-ink", "side-on"), ("on-focus", "focus"),
]  # fmt: skip
SHAPES_ON = [("edge", "card"), ("focus-ring", "card"), ("focus-ring", "paper"), ("focus", "side"), ("chart", "card")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_can_be_read(scheme: str, ink: str, ground: str) -> None:
    assert contrast(colours()[scheme][ink], colours()[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES_ON)
def test_edges_and_focus_can_be_seen(scheme: str, shape: str, ground: str) -> None:
    assert contrast(colours()[scheme][shape], colours()[scheme][ground]) >= 3
