"""What ``plan import`` says of a file: in words, or as JSON for another program."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.cli.console import say, show_json
from app.documents.findings import CellFinding, FileQuestion
from app.documents.plan_reader import Reading
from app.domain.plan_table import PlanTable, keyed_lines
from app.domain.row_rules import Unsure
from app.i18n.labels import label, place_words, sentence
from app.operations.plan_import import Result
from app.operations.plan_unsure import answer_key


def show_in_words(
    reading: Reading, unsure: Sequence[tuple[str, Unsure]], result: Result | None, *, saved: bool
) -> None:
    for finding in reading.findings:
        place = place_of(finding)
        words = f"{label('severity', finding.severity)}: {sentence(finding.code, finding.params)}"
        say(f"{place}: {words}" if place else words)
        if finding.severity == "question" and finding.asked:
            say(question_words(finding.asked))
    if unsure:
        say(
            _("Aniqlik kiritish mumkin boʻlgan joylar: %(count)s. Roʻyxati: --json, javobi: --answers.")
            % {"count": len(unsure)}
        )
    if result is None:
        return
    for words in result.unmatched:
        say(_("Bunday boʻlinma topilmadi: %(words)s") % {"words": words})
    counts = {"added": result.added, "changed": result.changed, "removed": result.removed}
    say(_("Qoʻshildi: %(added)s, oʻzgardi: %(changed)s, olib tashlandi: %(removed)s") % counts)
    say(_("Reja saqlandi.") if saved else _("Bu sinov edi, hech narsa saqlanmadi."))


def question_words(asked: FileQuestion) -> str:
    """The key under which it is answered, what can be said, and what is proposed."""
    said = [_("kalit: %(key)s") % {"key": asked.key}]
    if asked.choices:
        said.append(_("javoblar: %(choices)s") % {"choices": ", ".join(asked.choices)})
    if asked.proposal:
        said.append(_("taklif: %(proposal)s") % {"proposal": asked.proposal})
    return "  " + "; ".join(said)


def show_as_json(reading: Reading, unsure: Sequence[tuple[str, Unsure]], result: Result | None, *, saved: bool) -> None:
    findings = [
        {
            "severity": finding.severity,
            "code": finding.code,
            "place": place_of(finding),
            "row_key": finding.row_key,
            "text": sentence(finding.code, finding.params),
        }
        for finding in reading.findings
    ]
    show_json(
        {
            "year": reading.table.year if reading.table else None,
            "added": result.added if result else 0,
            "changed": result.changed if result else 0,
            "removed": result.removed if result else 0,
            "unmatched": result.unmatched if result else [],
            "saved": saved,
            "findings": findings,
            "questions": [
                {
                    "key": finding.asked.key,
                    "place": place_of(finding),
                    "text": sentence(finding.code, finding.params),
                    "proposal": finding.asked.proposal,
                    "choices": list(finding.asked.choices),
                }
                for finding in reading.of("question")
                if finding.asked
            ],
            "uncertain": [
                {
                    "key": answer_key(row, point),
                    "row": row,
                    "what": point.what,
                    "why": sentence(point.why, point.params),
                    "proposal": point.proposal,
                    "choices": list(point.choices),
                }
                for row, point in unsure
            ],
            "plan": plan_as_json(reading.table) if reading.table else None,
        }
    )


def plan_as_json(table: PlanTable) -> dict[str, object]:
    """The reading itself: what would be stored, line by line."""
    return {
        "year": table.year,
        "centre": table.centre,
        "title": table.title,
        "approval": list(table.approval),
        "agreement": list(table.agreement),
        "sections": [
            {
                "roman": section.roman,
                "heading": section.heading,
                "rows": [
                    {
                        "key": key,
                        "number": line.number,
                        "name": line.name,
                        "measure": line.measure,
                        "fact": line.fact.text,
                        "plan": line.plan.text,
                        "mechanism": list(line.mechanism),
                        "deadline": line.deadline,
                        "responsible": list(line.responsible),
                        "parent": parent,
                    }
                    for key, line, parent in keyed_lines(section)
                ],
            }
            for section in table.sections
        ],
    }


def place_of(finding: CellFinding) -> str:
    place = finding.position
    return place_words(place.kind, place.name, place.row, place.column)
