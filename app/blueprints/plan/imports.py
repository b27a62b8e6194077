"""Plan files: sent, looked at, answered, confirmed. Nothing of the plan changes before the confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.blueprints.plan.preview import SEVERITIES, Preview, preview_of
from app.blueprints.plan.views import MEDIA_TYPES, blueprint
from app.documents.archive import LARGEST_FILE
from app.documents.grid import Position
from app.documents.marked_xlsx import Mark, write_marked_xlsx
from app.documents.plan_reader import Reading, Told, read_plan
from app.domain.errors import DomainError, Invalid, NotAllowed
from app.forms.base import ActForm, takes
from app.forms.plan import PlanConfirmForm, PlanFileForm
from app.forms.plan_answers import AnswersOfFileForm, asking_of_file
from app.forms.plan_unsure import asking_unsure
from app.forms.unit_names import asking
from app.i18n.labels import label, place_words, sentence
from app.models import PlanImport
from app.operations.plan_files import (
    answer_plan_file,
    confirm_plan_file,
    content_of,
    discard_plan_file,
    keep_plan_file,
)
from app.operations.plan_import import Result
from app.queries.papers import names_on_papers
from app.queries.plan import known_headings, plan_import_of, waiting_imports
from app.queries.plan_undo import WAITING, recent_imports
from app.web.gate import allow


@blueprint.get("/import")
@allow("plan.import")
def upload_page() -> ResponseReturnValue:
    return draw_upload(PlanFileForm())


@blueprint.post("/import")
@allow("plan.import")
@takes(PlanFileForm)
def upload() -> ResponseReturnValue:
    """Keep a file that holds a plan and show what was understood; any other file is refused with the reason."""
    form = PlanFileForm.posted()
    try:
        file, year = form.values()["file"], form.year.data
        content = file.read(LARGEST_FILE + 1)
        read_file(content, year, {})
        kept = keep_plan_file(actor=current_user, name=file.filename, content=content, year=year, folder=files())
    except DomainError as error:
        return draw_upload(form.refuse(error)), error.status
    return redirect(url_for("plan.preview", import_id=kept.id), 303)


@blueprint.get("/import/<id:import_id>")
@allow("plan.import")
def preview(import_id: int) -> ResponseReturnValue:
    kept = load_import(import_id)
    if kept.state != WAITING:
        flash(_("“%(name)s” fayli allaqachon saqlangan yoki bekor qilingan.", name=kept.file_name), "info")
        return redirect(url_for("plan.upload_page"))
    shown = preview_of(kept, reading_of(kept))
    return draw_preview(shown, confirm_form(shown)(), questions_form(shown)())


@blueprint.post("/import/<id:import_id>/answers")
@allow("plan.import")
@takes(AnswersOfFileForm)
def answer(import_id: int) -> ResponseReturnValue:
    """Keep the answers and show what the file says with them."""
    kept = load_import(import_id)
    shown = preview_of(kept, reading_of(kept))
    form = questions_form(shown).posted()
    try:
        form.values()
        need_answers(kept, form.answers)
        answer_plan_file(actor=current_user, kept=kept, answers=form.answers)
    except DomainError as error:
        refused, again = form.refuse(error), preview_of(load_import(import_id), shown.reading)
        return draw_preview(again, confirm_form(again)(), refused), error.status
    return redirect(url_for("plan.preview", import_id=import_id), 303)


@blueprint.post("/import/<id:import_id>")
@allow("plan.import")
@takes(PlanConfirmForm)
def confirm(import_id: int) -> ResponseReturnValue:
    """Store the plan; a unit name without an answer is asked again."""
    kept = load_import(import_id)
    shown = preview_of(kept, reading_of(kept))
    form = confirm_form(shown).posted()
    try:
        form.values()
        result = confirm_plan_file(
            actor=current_user,
            kept=kept,
            table=shown.table,
            errors=len(shown.errors),
            questions=shown.open_questions,
            headings=shown.reading.headings,
            choices=form.answers,
            answers=form.told,
        )
    except DomainError as error:
        refused, again = form.refuse(error), preview_of(load_import(import_id), shown.reading)
        return draw_preview(again, refused, questions_form(again)()), error.status
    tell(result, import_id)
    return redirect(url_for("plan.table", year=shown.table.year), 303)


@blueprint.post("/import/<id:import_id>/discard")
@allow("plan.import")
@takes(ActForm)
def discard(import_id: int) -> ResponseReturnValue:
    kept = load_import(import_id)
    discard_plan_file(actor=current_user, kept=kept)
    flash(_("“%(name)s” fayli bekor qilindi. Reja oʻzgarmadi.", name=kept.file_name), "success")
    return redirect(url_for("plan.upload_page"), 303)


@blueprint.get("/import/<id:import_id>/marked.xlsx")
@allow("plan.import")
def marked(import_id: int) -> ResponseReturnValue:
    """The same file with its errors marked in their cells."""
    kept = load_import(import_id)
    content = content_of(kept, files())
    findings = read_plan(content, year=kept.year, told=told_of(kept.answers)).findings
    marks = [Mark(f.severity, f.position, place_of(f.position), sentence(f.code, f.params)) for f in findings]
    workbook = write_marked_xlsx(content, marks, marked_words())
    name = f"belgilangan_{kept.id}.xlsx"
    return send_file(BytesIO(workbook), MEDIA_TYPES["xlsx"], as_attachment=True, download_name=name)


def draw_upload(form: PlanFileForm) -> str:
    return render_template(
        "plan/upload.html",
        page_title=_("Rejani fayldan yuklash"),
        waiting=waiting_imports(current_user.centre_id),
        recent=recent_imports(current_user.centre_id),
        form=form,
        errors=form.summary,
    )


def draw_preview(shown: Preview, form: PlanConfirmForm, questions: AnswersOfFileForm) -> str:
    return render_template(
        "plan/preview.html",
        page_title=_("Yuklangan rejani tekshirish"),
        preview=shown,
        form=form,
        questions=questions,
        errors=[*questions.summary, *form.summary],
    )


def questions_form(shown: Preview) -> type[AnswersOfFileForm]:
    """The form with a field for each cell, column or row that the file asks about; while some wait for an answer, it
    also holds what the file leaves open of its rows."""
    form = asking_of_file(shown.reading.findings)
    unsure = shown.unsure if shown.can_be_stored and not shown.can_confirm else {}
    return asking_unsure(form, unsure, shown.kept.answers)


def confirm_form(shown: Preview) -> type[PlanConfirmForm]:
    """The form with a question for each name that nobody knows, and what the file leaves open of its rows."""
    names = {unknown.words: unknown.choices for unknown in shown.unknown}
    form = asking(PlanConfirmForm, names, required=True, empty=_("tanlang"))
    return asking_unsure(form, shown.unsure if shown.can_confirm else {}, shown.kept.answers)


def told_of(answers: Mapping[str, str]) -> Told:
    """What was said to the questions of a file and of columns before, and whose plan is expected."""
    centre = current_user.centre
    return Told(answers, known_headings(centre.id), centre.name, names_on_papers(centre.id))


def read_file(content: bytes, year: int | None, answers: Mapping[str, str]) -> Reading:
    """A reading with a table. Raises Invalid with the first reason why the file holds none."""
    try:
        reading = read_plan(content, year=year, told=told_of(answers))
    except Invalid as error:
        raise Invalid(error.code, field="file", **error.params) from error
    if reading.table is None:
        trouble = next(finding for finding in reading.findings if finding.severity == "error")
        field = "year" if trouble.code in ("plan.year_missing", "plan.year_other") else "file"
        raise Invalid(trouble.code, field=field, **trouble.params)
    return reading


def reading_of(kept: PlanImport) -> Reading:
    return read_file(content_of(kept, files()), kept.year, kept.answers)


def need_answers(kept: PlanImport, answers: Mapping[str, str]) -> None:
    """Whether what was said answers what is asked. Raises Invalid ``plan.answer_unfit`` at the first that does not."""
    findings = read_file(content_of(kept, files()), kept.year, {**kept.answers, **answers}).findings
    for found in findings:
        if found.asked is not None and found.asked.key in answers and found.said is None:
            said = answers[found.asked.key]
            raise Invalid("plan.answer_unfit", field=f"ask-{found.asked.key}", value=said[:40])


def tell(result: Result, import_id: int) -> None:
    """What was stored, and the way to take it back."""
    if result.nothing:
        flash(_("Fayl saqlangan reja bilan bir xil. Reja oʻzgarmadi."), "info")
        return
    counts = {"added": result.added, "changed": result.changed, "removed": result.removed}
    words = _(
        "Reja saqlandi. Qoʻshilgan qatorlar: %(added)s, oʻzgargani: %(changed)s, olib tashlangani: %(removed)s.",
        **counts,
    )
    way = Markup('<a href="{}">{}</a>').format(
        url_for("plan.undo_page", import_id=import_id), _("Yuklashni bekor qilish")
    )
    flash(Markup("{} {}").format(words, way), "success")


def load_import(import_id: int) -> PlanImport:
    kept = plan_import_of(current_user.centre_id, import_id)
    if kept is None:
        raise NotAllowed("plan.unknown")
    return kept


def files() -> Path:
    folder: Path = current_app.config["SETTINGS"].files
    return folder


def place_of(place: Position) -> str:
    return place_words(place.kind, place.name, place.row, place.column)


def marked_words() -> dict[str, str]:
    words = {severity: label("severity", severity) for severity in SEVERITIES}
    return words | {
        "findings": _("Topilganlar"),
        "severity": _("Darajasi"),
        "place": _("Joyi"),
        "text": _("Izohi"),
        "table": _("%(name)s-jadval", name="%(name)s"),
    }
