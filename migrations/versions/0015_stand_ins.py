"""Who stands in for whom, and beside each act in whose place it was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Table → its columns that name the stand-in under which something was done.
ACTS = {
    "submission": ("submitted_stand_in_id", "state_stand_in_id"),
    "submission_note": ("stand_in_id",),
    "blank_reason": ("stand_in_id",),
    "lock_exception": ("stand_in_id",),
    "check_decision": ("stand_in_id",),
    "obligation": ("waived_stand_in_id",),
    "report": ("made_stand_in_id", "signed_stand_in_id"),
}
FROZEN_BEFORE = (
    "id, centre_id, period, draft, version_number, corrects_id, correction_reason, basis, plan_revision, figures, "
    "figures_hash, workbook_sha256, history_hash, signers, made_at, made_by_id"
)
FROZEN = f"{FROZEN_BEFORE}, made_stand_in_id"


def upgrade() -> None:
    op.create_table(
        "stand_in",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("centre_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("absent_id", NUMBER, nullable=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("named_by_id", NUMBER, nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", NUMBER, nullable=True),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_stand_in_span")),
        sa.ForeignKeyConstraint(["absent_id"], ["person.id"], name=op.f("fk_stand_in_absent_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_stand_in_centre_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_stand_in_ended_by_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_stand_in_named_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stand_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.create_index(op.f("ix_stand_in_centre_id"), "stand_in", ["centre_id"])
    # Plainly added: a table that is made anew loses its triggers, and these two are read with every page and write.
    op.add_column("centre", sa.Column("people_stamp", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("change", sa.Column("for_name", sa.String(200), nullable=False, server_default=sa.text("''")))
    end_triggers()
    for table, columns in ACTS.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.add_column(sa.Column(column, NUMBER, nullable=True))
                batch.create_foreign_key(op.f(f"fk_{table}_{column}"), "stand_in", [column], ["id"])
    make_triggers(FROZEN)


def downgrade() -> None:
    """What was done in another's place is the person's own again; its line of the history no longer proves itself."""
    end_triggers()
    for table, columns in ACTS.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
                batch.drop_column(column)
    make_triggers(FROZEN_BEFORE)
    op.drop_column("change", "for_name")
    op.drop_column("centre", "people_stamp")
    op.drop_index(op.f("ix_stand_in_centre_id"), "stand_in")
    op.drop_table("stand_in")


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def end_triggers() -> None:
    """A table of SQLite is made anew to be changed, and its triggers would be lost."""
    for name in ("report_frozen", "report_sent", "report_kept"):
        op.execute(f"drop trigger {name}" if is_sqlite() else f"drop trigger {name} on report")


def make_triggers(frozen: str) -> None:
    does = "begin select raise(abort, 'a report is frozen'); end" if is_sqlite() else "execute function refuse_report()"
    sent = "when old.sent_at is not null" if is_sqlite() else "for each row when (old.sent_at is not null)"
    kept = "delete on report" if is_sqlite() else "delete or truncate on report for each statement"
    each = "" if is_sqlite() else "for each row "
    op.execute(f"create trigger report_frozen before update of {frozen} on report {each}{does}")
    op.execute(f"create trigger report_sent before update on report {sent} {does}")
    op.execute(f"create trigger report_kept before {kept} {does}")
