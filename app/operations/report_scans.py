"""The signed letter of a report that was sent, scanned: judged and kept as evidence is (domain.md §5, trust.md U)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import Conflict, Invalid
from app.extensions import db
from app.models import Person, Report, ReportScan
from app.models.types import now
from app.operations.evidence import keep_upload
from app.operations.history import one_writer
from app.operations.reports import need_report, note_about


def attach_scans(*, actor: Person, report: Report, files: Sequence[tuple[str, bytes]], folder: Path) -> int:
    """Keep the scans of a sent report, as (name, content); gives their number.

    Raises NotAllowed; Conflict ``report.scan_unsent``; Invalid ``file.none``, for a kind of file that proves nothing
    here, and when the report or the person has too many.
    """
    need_report(actor, "reports.send")
    one_writer(report.centre_id)
    if report.sent_at is None:
        raise Conflict("report.scan_unsent")
    if not files:
        raise Invalid("file.none", field="files")
    for name, content in files:
        scan = ReportScan(centre_id=report.centre_id, **keep_upload(actor, name, content, folder, beside=report.scans))
        report.scans.append(scan)
        db.session.flush()
        note_about(actor, report, "attach", after={"file": scan.name, "sha256": scan.sha256, "size": scan.size})
    return len(files)


def void_scan(*, actor: Person, scan: ReportScan) -> None:
    """Take a scan away from its report; its bytes stay for the history."""
    need_report(actor, "reports.send")
    one_writer(scan.centre_id)
    if scan.voided_at is not None:
        return
    scan.voided_at = now()
    db.session.flush()
    note_about(actor, scan.report, "detach", before={"file": scan.name, "sha256": scan.sha256})
