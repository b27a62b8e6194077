"""What the pages of reports load: a report, a period with its plan, the usual signers."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user

from app.documents.consolidation_xlsx import write_report_xlsx
from app.domain.errors import NotAllowed
from app.domain.frozen import Paper, Plain, Signer
from app.domain.papers import REPORT, SIGNATURES, merged
from app.domain.periods import PAPER_KINDS, Period
from app.domain.permissions import signing_posts
from app.i18n.labels import label
from app.models import Plan, Report
from app.operations.reports import WriteWorkbook
from app.queries.papers import said_of
from app.queries.people import people_of
from app.queries.plan import plan_of
from app.queries.reports import report_of
from app.queries.stand_ins import standings
from app.web.address import period_of_key
from app.web.clock import today
from app.web.page import locale


def load_report(report_id: int) -> Report:
    """A report of the reader's centre; raises NotAllowed for any other."""
    found = report_of(current_user.centre_id, report_id)
    if found is None:
        raise NotAllowed("report.unknown")
    return found


def chosen_period(key: str) -> tuple[Period, Plan]:
    """A period that has a plan; raises NotAllowed for any other."""
    period = period_of_key(key, PAPER_KINDS)
    plan = plan_of(current_user.centre_id, period.year)
    if plan is None:
        raise NotAllowed("period.unknown", key=key)
    return period, plan


def workbook_writer() -> WriteWorkbook:
    """Makes the workbook in the reader's language."""

    def write(figures: Plain, paper: Paper) -> bytes:
        return write_report_xlsx(figures, paper, locale=locale())

    return write


def usual_signers() -> list[Signer]:
    """Who signs the reports of this centre; where it does not say so, the director and the methodologist, or who stands
    in for them today."""
    said = merged(said_of(current_user.centre_id, REPORT)).get(SIGNATURES)
    named = [Signer(one["post"], one["name"]) for one in said or ()]
    return named or [signer for role in signing_posts() if (signer := usual_signer(role)) is not None]


def usual_signer(role: str) -> Signer | None:
    holder = next(iter(people_of(current_user.centre_id, role=role, state="active")), None)
    for one in standings(current_user.centre_id):
        if one.holds(today()) and one.role == role and one.absent_id == (holder.id if holder else None):
            return Signer(_("%(post)s vazifasini vaqtincha bajaruvchi", post=label("role", role)), one.person)
    return Signer(label("role", role), holder.name) if holder else None


def signers_of(report: Report) -> list[Signer]:
    return [Signer(one["post"], one["name"]) for one in report.signers]
