"""Reports are frozen by the database itself."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FROZEN = (
    "id, centre_id, period, version_number, corrects_id, correction_reason, basis, plan_revision, figures, "
    "figures_hash, workbook_sha256, history_hash, signers, made_at, made_by_id"
)
TRIGGERS = ("report_frozen", "report_sent", "report_kept")
SQLITE = [
    f"create trigger report_frozen before update of {FROZEN} on report "
    "begin select raise(abort, 'a report is frozen'); end",
    "create trigger report_sent before update on report when old.sent_at is not null "
    "begin select raise(abort, 'a report is frozen'); end",
    "create trigger report_kept before delete on report begin select raise(abort, 'a report is frozen'); end",
]
POSTGRESQL = [
    "create or replace function refuse_report() returns trigger language plpgsql as "
    "$$ begin raise exception 'a report is frozen'; end $$",
    f"create trigger report_frozen before update of {FROZEN} on report for each row execute function refuse_report()",
    "create trigger report_sent before update on report for each row when (old.sent_at is not null) "
    "execute function refuse_report()",
    "create trigger report_kept before delete or truncate on report "
    "for each statement execute function refuse_report()",
]


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"drop trigger {name}")
        return
    for name in TRIGGERS:
        op.execute(f"drop trigger {name} on report")
    op.execute("drop function refuse_report()")
