"""``plan import``, ``plan undo-import`` and ``plan export``: the official table in, back and out."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from app.cli.acting import acting_person, centre
from app.cli.console import Refused, add_verb, add_verb_group, read_file, say, say_error, write_file
from app.cli.data import year
from app.cli.plan_shown import show_as_json, show_in_words
from app.documents.plan_docx import write_plan_docx
from app.documents.plan_reader import Reading, Told, read_plan
from app.documents.plan_xlsx import write_plan_xlsx
from app.domain.errors import Invalid
from app.domain.plan_difference import compare
from app.domain.plan_table import PlanTable
from app.domain.row_rules import Unsure
from app.extensions import db
from app.i18n.formats import format_moment
from app.i18n.labels import explain
from app.models import Person
from app.operations.plan_files import import_file, undo_file
from app.operations.plan_import import Result, import_plan
from app.operations.plan_unsure import answer_key, said_to, unsure_of
from app.operations.rights import need
from app.pages.history_words import Wording
from app.queries.papers import names_on_papers
from app.queries.plan import known_headings, plan_of, plan_table
from app.queries.plan_undo import last_import, undoing_of
from app.queries.units import all_units, units_by_name
from app.upkeep.opening import opened

WRITERS: dict[str, Callable[[PlanTable], bytes]] = {".xlsx": write_plan_xlsx, ".docx": write_plan_docx}


def add_verbs(verbs: Any) -> None:
    group = add_verb_group(verbs, "plan", _("ish rejasini yuklaydi yoki faylga yozadi"))
    taken = add_verb(group, "import", _("rejani XLSX yoki DOCX fayldan yuklaydi"), take_in)
    taken.add_argument("file", type=Path, metavar="FILE", help=_("reja fayli"))
    taken.add_argument("--year", type=year, metavar="YEAR", help=_("faylda yil yozilmagan boʻlsa"))
    taken.add_argument("--answers", type=Path, metavar="FILE", help=_("savollarga javoblar, JSON fayl"))
    taken.add_argument("--dry-run", action="store_true", help=_("faqat koʻrsatadi, hech narsa saqlamaydi"))
    taken.add_argument("--as", dest="login", metavar="LOGIN", help=_("kim nomidan"))
    taken.add_argument("--json", action="store_true", help=_("natijani JSON koʻrinishida chiqaradi"))
    undone = add_verb(group, "undo-import", _("oxirgi yuklangan fayldan oldingi rejani qaytaradi"), undo)
    undone.add_argument("--year", type=year, required=True, metavar="YEAR", help=_("reja yili"))
    undone.add_argument("--drop-changes", action="store_true", help=_("keyin qoʻlda oʻzgartirilganlar ham yoʻqolsin"))
    undone.add_argument("--as", dest="login", metavar="LOGIN", help=_("kim nomidan"))
    given = add_verb(group, "export", _("rejani XLSX yoki DOCX faylga yozadi"), give_out)
    given.add_argument("--year", type=year, required=True, metavar="YEAR", help=_("reja yili"))
    given.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("yoziladigan fayl"))


def take_in(chosen: Namespace) -> int:
    """Store the plan of a file; with findings that are errors nothing is stored."""
    content = read_file(chosen.file)
    with opened(chosen.data):
        actor = person_importing(chosen.login)
        names = names_on_papers(actor.centre_id)
        told = Told(answers_of(chosen.answers), known_headings(actor.centre_id), centre().name, names)
        reading = read_plan(content, year=chosen.year, told=told)
        points = open_points(actor.centre_id, reading.table, told.answers) if reading.table else []
        unsure = [(key, point) for key, point in points if answer_key(key, point) not in told.answers]
        strange, wrong = wrong_answers(reading, [answer_key(key, point) for key, point in points], told.answers)
        failed = reading.table is None or bool(reading.of("error") or reading.of("question") or wrong)
        result = None
        if reading.table is not None and not failed:
            result = stored(actor, chosen, content, reading, told)
        show = show_as_json if chosen.json else show_in_words
        show(reading, unsure, result, saved=result is not None and not chosen.dry_run)
        if failed or chosen.dry_run:
            db.session.rollback()
    for sentence in [*strange, *wrong]:
        say_error(sentence)
    if reading.of("error") or reading.table is None:
        say_error(_("Faylda xatolar bor, reja saqlanmadi."))
    elif failed:
        say_error(_("Javob kutilayotgan savollar bor, reja saqlanmadi. Javoblarni --answers FILE orqali bering."))
    return int(failed)


def person_importing(login: str | None) -> Person:
    """For nobody who is named the first plan comes in, and goes back, before the centre has a methodologist."""
    actor = acting_person(login, "plan.import")
    if login:
        need(actor, "plan.import")
    return actor


def stored(actor: Person, chosen: Namespace, content: bytes, reading: Reading, told: Told) -> Result:
    """The file itself is kept only where its plan is: a dry run leaves nothing in the folder."""
    assert reading.table is not None
    if chosen.dry_run:
        return import_plan(actor=actor, table=reading.table, answers=told.answers, file_name=chosen.file.name)
    return import_file(
        actor=actor,
        name=chosen.file.name,
        content=content,
        year=chosen.year,
        folder=current_app.config["SETTINGS"].files,
        table=reading.table,
        headings=reading.headings,
        answers=told.answers,
    )


def undo(chosen: Namespace) -> None:
    """Take back the file that was stored last for a year; what was changed by hand since is printed, and goes only when
    that is asked for."""
    with opened(chosen.data):
        actor = person_importing(chosen.login)
        kept = last_import(actor.centre_id, chosen.year)
        if kept is None:
            raise Refused(_("%(year)s-yil uchun fayldan saqlangan reja yoʻq.") % {"year": chosen.year})
        found = undoing_of(kept)
        if found.refusal is not None:
            raise found.refusal
        words = Wording(all_units(actor.centre_id))
        for change in found.changes:
            when, who = format_moment(change.at, "uz"), words.who(change)
            say(f"{when}  {who}  {words.subject(change)}. {words.action(change)}")
        if found.changes and not chosen.drop_changes:
            raise Refused(_("Fayldan keyin reja qoʻlda oʻzgartirilgan. Ular ham yoʻqolsin desangiz: --drop-changes."))
        undo_file(actor, kept, drop_changes=chosen.drop_changes, seen=found.last_change)
        name = kept.file_name
    say(_("Yuklash bekor qilindi: %(name)s") % {"name": name})


def answers_of(path: Path | None) -> dict[str, str]:
    """What a file says to the questions of a plan: one JSON object, key of a question → answer."""
    if path is None:
        return {}
    try:
        told = json.loads(read_file(path))
    except ValueError:
        told = None
    if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
        raise Refused(_("Javoblar fayli JSON obyekti boʻlsin: savol kaliti va javob matni."))
    return told


def wrong_answers(reading: Reading, points: Collection[str], answers: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """What was answered to nothing that is asked, as of a paper that was stored before, and what is no answer to what
    is: it is as if nobody had said it. ``points``: the keys of what the paper leaves open of its rows; unknown where no
    plan was read."""
    asked = {found.asked.key: found.said for found in reading.findings if found.asked is not None}
    strange = [key for key in answers if key not in asked and key not in points] if reading.table is not None else []
    unfit = [key for key, said in asked.items() if key in answers and said is None]
    return (
        [_("%(key)s: bunday savol yoʻq, javob olinmadi.") % {"key": key} for key in strange],
        [_("%(key)s: “%(said)s” bu savolga javob emas.") % {"key": key, "said": answers[key]} for key in unfit],
    )


def open_points(centre_id: int, table: PlanTable, answers: Mapping[str, str]) -> list[tuple[str, Unsure]]:
    """What the paper leaves open of its rows, row by row. Refused: an answer that is none."""
    plan = plan_of(centre_id, table.year)
    before = plan_table(plan) if plan else None
    points = unsure_of(plan, before, table, compare(before, table), units_by_name(centre_id))
    try:
        said_to(points, answers)
    except Invalid as error:
        raise Refused(f"{error.field}: {explain(error)}") from None
    return [(key, point) for key, asked in points.items() for point in asked]


def give_out(chosen: Namespace) -> None:
    writer = WRITERS.get(chosen.out.suffix.lower())
    if writer is None:
        raise Refused(_("Fayl turi XLSX yoki DOCX boʻlsin."))
    with opened(chosen.data):
        plan = plan_of(centre().id, chosen.year)
        if plan is None:
            raise Refused(_("%(year)s-yil uchun reja yoʻq.") % {"year": chosen.year})
        write_file(chosen.out, writer(plan_table(plan)))
    say(_("Yozildi: %(path)s") % {"path": chosen.out})
