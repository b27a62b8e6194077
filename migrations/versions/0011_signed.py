"""The director signs a report that is frozen, before it leaves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FROZEN = (
    "id, centre_id, period, draft, version_number, corrects_id, correction_reason, basis, plan_revision, figures, "
    "figures_hash, workbook_sha256, history_hash, signers, made_at, made_by_id"
)


def upgrade() -> None:
    end_triggers()
    with op.batch_alter_table("report") as batch:
        batch.add_column(sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("signed_by_id", NUMBER, nullable=True))
        batch.create_foreign_key(op.f("fk_report_signed_by_id"), "person", ["signed_by_id"], ["id"])
    make_triggers()


def downgrade() -> None:
    end_triggers()
    with op.batch_alter_table("report") as batch:
        batch.drop_constraint(op.f("fk_report_signed_by_id"), type_="foreignkey")
        batch.drop_column("signed_by_id")
        batch.drop_column("signed_at")
    make_triggers()


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def end_triggers() -> None:
    """A table of SQLite is made anew to be changed, and its triggers would be lost."""
    for name in ("report_frozen", "report_sent", "report_kept"):
        op.execute(f"drop trigger {name}" if is_sqlite() else f"drop trigger {name} on report")


def make_triggers() -> None:
    does = "begin select raise(abort, 'a report is frozen'); end" if is_sqlite() else "execute function refuse_report()"
    sent = "when old.sent_at is not null" if is_sqlite() else "for each row when (old.sent_at is not null)"
    kept = "delete on report" if is_sqlite() else "delete or truncate on report for each statement"
    each = "" if is_sqlite() else "for each row "
    op.execute(f"create trigger report_frozen before update of {FROZEN} on report {each}{does}")
    op.execute(f"create trigger report_sent before update on report {sent} {does}")
    op.execute(f"create trigger report_kept before {kept} {does}")
