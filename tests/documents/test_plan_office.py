"""Our files as an office suite prints them: every last word of every name is on the paper."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app.documents.plan_docx import write_plan_docx
from app.documents.plan_reader import read_plan
from app.documents.plan_xlsx import write_plan_xlsx
from app.domain.plan_table import Line, PlanTable, Section
from tests.documents.papers import XLSX

SUITE = shutil.which("soffice") or shutil.which("libreoffice")
READER = shutil.which("pdftotext")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not SUITE, reason="LibreOffice (soffice) is not installed: printed pages are NOT checked"),
    pytest.mark.skipif(not READER, reason="pdftotext (poppler) is not installed: printed pages are NOT checked"),
]


def printed(data: bytes, name: str, folder: Path) -> str:
    """The words of the PDF that the office suite makes of a file."""
    source = folder / name
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [str(SUITE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    environment = {**os.environ, "HOME": str(folder)}
    subprocess.run(
        [*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=180, env=environment
    )
    text = subprocess.run(
        [str(READER), "-raw", "-enc", "UTF-8", str(source.with_suffix(".pdf")), "-"], check=True, capture_output=True
    )
    return squeezed(text.stdout.decode("utf-8"))


def squeezed(text: str) -> str:
    """Without blanks and apostrophes: a PDF holds these signs out of line when they come from another font."""
    return "".join(text.replace("ʻ", "").replace("ʼ", "").split())


def demanding() -> PlanTable:
    """The real plan and lines that are hard to fit: one endless word, capitals, Cyrillic, a very long name."""
    table = read_plan(XLSX).table
    assert table is not None
    names = [
        "Suv" * 90 + " oxiri1",
        "AXBOROT-KUTUBXONA MARKAZLARINING YILLIK HISOBOTLARI " * 9 + "oxiri2",
        "Ахборот-кутубхона муассасаларининг шаҳар ва туман марказлари фаолияти " * 9 + "охири3",
        "Kutubxonalararo hamkorlik boʻyicha chora-tadbirlar rejasi " * 40 + "oxiri4",
    ]
    lines = tuple(Line(str(place), name, mechanism=(name,)) for place, name in enumerate(names, 1))
    extra = Section("VII", "QOʻSHIMCHA", lines)
    return PlanTable(table.year, table.centre, table.title, table.approval, (*table.sections, extra))


@pytest.mark.parametrize(("name", "write"), [("plan.xlsx", write_plan_xlsx), ("plan.docx", write_plan_docx)])
def test_every_last_word_is_on_the_paper(name: str, write: object, tmp_path: Path) -> None:
    table = demanding()
    paper = printed(write(table), name, tmp_path)  # type: ignore[operator]
    missing = [ending for ending in endings(table) if squeezed(ending) not in paper]
    assert missing == []
    assert all(f"oxiri{place}" in paper for place in (1, 2, 4)) and "охири3" in paper


def endings(table: PlanTable) -> list[str]:
    found: list[str] = []

    def walk(lines: tuple[Line, ...]) -> None:
        for line in lines:
            texts = [line.name or "", line.deadline, *line.responsible[-1:], *line.mechanism[-1:]]
            found.extend(" ".join(text.split()[-2:]) for text in texts if text)
            walk(line.parts)

    for section in table.sections:
        walk(section.lines)
    return found
