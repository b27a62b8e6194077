"""Taking a stored plan file back: what would come of it, what stands in the way, and the act (domain.md §5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.blueprints.plan.history_words import HistoryLine, history_lines
from app.blueprints.plan.imports import load_import
from app.blueprints.plan.views import blueprint
from app.domain.errors import DomainError
from app.forms.base import takes
from app.forms.plan import UndoImportForm
from app.i18n.labels import explain
from app.operations.plan_files import undo_import
from app.pages.history_words import Wording
from app.queries.plan_undo import STORED, Undoing, undoing_of
from app.queries.units import all_units
from app.web.gate import allow


@blueprint.get("/import/<id:import_id>/undo")
@allow("plan.import")
def undo_page(import_id: int) -> ResponseReturnValue:
    kept = load_import(import_id)
    if kept.state != STORED:
        flash(
            _("“%(name)s” fayli bilan saqlangan reja yoʻq, bekor qilinadigan narsa yoʻq.", name=kept.file_name), "info"
        )
        return redirect(url_for("plan.upload_page"))
    found = undoing_of(kept)
    return draw_undo(found, UndoImportForm(seen=found.last_change))


@blueprint.post("/import/<id:import_id>/undo")
@allow("plan.import")
@takes(UndoImportForm)
def undo(import_id: int) -> ResponseReturnValue:
    kept, form = load_import(import_id), UndoImportForm.posted()
    year = kept.plan_year
    try:
        undone = undo_import(actor=current_user, kept=kept, **form.values())
    except DomainError as error:
        refused, found = form.refuse(error), undoing_of(load_import(import_id))
        refused.typed("seen").process_data(found.last_change)
        return draw_undo(found, refused), error.status
    flash(words_of(undone), "success")
    return redirect(url_for("plan.table", year=year), 303)


def draw_undo(found: Undoing, form: UndoImportForm) -> str:
    return render_template(
        "plan/undo.html",
        page_title=_("Reja yuklanishini bekor qilish"),
        undoing=found,
        refusal=explain(found.refusal) if found.refusal else "",
        changes=list(named_lines(found)),
        form=form,
        errors=form.summary,
    )


def named_lines(found: Undoing) -> Iterator[HistoryLine]:
    """The changes by hand, each with what it was about."""
    units = all_units(current_user.centre_id)
    words = Wording(units)
    for change, line in zip(found.changes, history_lines(found.changes, units), strict=True):
        yield replace(line, what=f"{words.subject(change)}. {line.what}")


def words_of(undone: Undoing) -> str:
    name = undone.kept.file_name
    done = _("“%(name)s” faylining yuklanishi bekor qilindi, fayl yana tasdiqlashni kutmoqda.", name=name)
    stands = _("Bu yil uchun endi reja yoʻq.") if undone.leaves_nothing else _("Reja oldingi holiga qaytdi.")
    return f"{done} {stands}"
