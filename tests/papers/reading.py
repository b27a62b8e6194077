"""What a person reads of a paper: the words of a workbook, of a letter, and of what a page prints."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn

SIGNS = {qn("w:tab"): "\t"}
READ = (qn("w:t"), *SIGNS)

# A typed form: nothing said of anything.
NOTHING = {
    "centre_name": "", "title": "", "approval_way": "as_set", "agreement_way": "as_set", "signatures_way": "as_set"
}  # fmt: skip


def typed(mark: str, **pieces: str) -> dict[str, Any]:
    """A form that says everything of a paper, each text with ``mark`` in it."""
    form: dict[str, Any] = {**NOTHING, "centre_name": f"Markaz {mark}", "title": pieces.pop("title", "")}
    for piece, who in (("approval", "Tasdiqlovchi"), ("agreement", "Kelishuvchi")):
        form |= {f"{piece}_way": "own", f"{piece}_organisation": "", f"{piece}_post": f"{who} {mark}"}
        form |= {f"{piece}_name": f"{who[0]}. {mark}ov", f"{piece}_dated": "1"}
    return form | {"signatures_way": "own", "signatures": [f"Imzolovchi {mark}", f"I. {mark}ova"]} | pieces


def none_of(form: dict[str, Any]) -> dict[str, Any]:
    """The same with no block and no signature."""
    return form | {**{f"{piece}_way": "none" for piece in ("approval", "agreement", "signatures")}, **EMPTY}


EMPTY: dict[str, Any] = {
    **{f"{piece}_{part}": "" for piece in ("approval", "agreement") for part in ("organisation", "post", "name")},
    "signatures": ["", ""],
}


def words_of_workbook(data: bytes) -> list[str]:
    """The text of each cell, in printed order."""
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    return [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]


def words_of_letter(data: bytes) -> list[str]:
    """The text of each paragraph, also of those in cells, in the order of the letter."""
    body = docx.Document(io.BytesIO(data)).element.body
    runs = [[node for run in text.iter(qn("w:r")) for node in run.iter(*READ)] for text in body.iter(qn("w:p"))]
    return ["".join(SIGNS.get(node.tag, node.text or "") for node in nodes) for nodes in runs]


def words_of_page(page: str) -> list[str]:
    """The texts of the head and foot that a page prints."""
    found = []
    for kind in ("paper-head", "signatures"):
        for place in re.finditer(rf'<div class="{kind}[^"]*">', page):
            found += re.findall(r"<p[^>]*>(.*?)</p>", balanced(page, place.start()), re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for text in found]


def balanced(page: str, start: int) -> str:
    """One element with all that is in it."""
    depth = 0
    for tag in re.finditer(r"<(/?)div\b[^>]*>", page[start:]):
        depth += -1 if tag[1] else 1
        if not depth:
            return page[start : start + tag.end()]
    return page[start:]
