"""What is owed to the region is answered by a letter that left; drafts, the file as it was sent, scans of letters.

A mark “done” has no force any more: a report that was owed for a period whose report was sent is linked to that report,
what was marked otherwise is owed again (the history keeps the marks).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FROZEN_BEFORE = (
    "id, centre_id, period, version_number, corrects_id, correction_reason, basis, plan_revision, figures, "
    "figures_hash, workbook_sha256, history_hash, signers, made_at, made_by_id"
)
FROZEN = FROZEN_BEFORE.replace("period, ", "period, draft, ")
TRIGGERS = ("report_frozen", "report_sent", "report_kept")
SENT = (
    "select min(report.id) from report where report.centre_id = obligation.centre_id "
    "and report.period = obligation.period and report.sent_at is not null and report.outgoing_date is not null"
)


def upgrade() -> None:
    end_triggers()
    with op.batch_alter_table("report") as batch:
        batch.add_column(sa.Column("draft", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("sent_sha256", sa.String(64), server_default=sa.text("''"), nullable=False))
        batch.drop_constraint(op.f("uq_report_centre_id_period_version_number"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_report_centre_id_period_draft_version_number"), ["centre_id", "period", "draft", "version_number"]
        )
        batch.create_check_constraint(op.f("ck_report_draft_not_sent"), "not (draft and sent_at is not null)")
    make_triggers(FROZEN)
    op.create_table(
        "report_scan",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("centre_id", NUMBER, nullable=False),
        sa.Column("report_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_report_scan_centre_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_scan_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_scan_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_scan")),
    )
    op.create_index(op.f("ix_report_scan_report_id"), "report_scan", ["report_id"])
    with op.batch_alter_table("obligation") as batch:
        batch.add_column(sa.Column("report_id", NUMBER, nullable=True))
        batch.add_column(sa.Column("card_id", NUMBER, nullable=True))
        batch.create_foreign_key(op.f("fk_obligation_report_id"), "report", ["report_id"], ["id"])
        batch.create_foreign_key(op.f("fk_obligation_card_id"), "card", ["card_id"], ["id"])
        batch.create_check_constraint(op.f("ck_obligation_one_letter"), "report_id is null or card_id is null")
        batch.drop_constraint(op.f("fk_obligation_done_by_id"), type_="foreignkey")
        batch.drop_column("done_by_id")
        batch.drop_column("done_on")
    op.create_index(op.f("ix_obligation_report_id"), "obligation", ["report_id"])
    op.create_index(op.f("ix_obligation_card_id"), "obligation", ["card_id"])
    op.execute(f"update obligation set report_id = ({SENT}) where kind = 'report'")  # noqa: S608 – our own words


def downgrade() -> None:
    op.drop_index(op.f("ix_obligation_card_id"), "obligation")
    op.drop_index(op.f("ix_obligation_report_id"), "obligation")
    with op.batch_alter_table("obligation") as batch:
        batch.add_column(sa.Column("done_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("done_by_id", NUMBER, nullable=True))
        batch.create_foreign_key(op.f("fk_obligation_done_by_id"), "person", ["done_by_id"], ["id"])
    op.execute(
        "update obligation set done_on = (select outgoing_date from report where report.id = obligation.report_id) "
        "where report_id is not null"
    )
    op.execute(
        "update obligation set done_on = (select date from card where card.id = obligation.card_id) "
        "where card_id is not null"
    )
    with op.batch_alter_table("obligation") as batch:
        batch.drop_constraint(op.f("ck_obligation_one_letter"), type_="check")
        batch.drop_constraint(op.f("fk_obligation_card_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_obligation_report_id"), type_="foreignkey")
        batch.drop_column("card_id")
        batch.drop_column("report_id")
    op.drop_index(op.f("ix_report_scan_report_id"), "report_scan")
    op.drop_table("report_scan")
    end_triggers()
    op.execute("delete from report where draft")  # the version before numbers them with the reports
    with op.batch_alter_table("report") as batch:
        batch.drop_constraint(op.f("ck_report_draft_not_sent"), type_="check")
        batch.drop_constraint(op.f("uq_report_centre_id_period_draft_version_number"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_report_centre_id_period_version_number"), ["centre_id", "period", "version_number"]
        )
        batch.drop_column("sent_sha256")
        batch.drop_column("draft")
    make_triggers(FROZEN_BEFORE)


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def end_triggers() -> None:
    for name in TRIGGERS:
        op.execute(f"drop trigger {name}" if is_sqlite() else f"drop trigger {name} on report")


def make_triggers(frozen: str) -> None:
    does = "begin select raise(abort, 'a report is frozen'); end" if is_sqlite() else "execute function refuse_report()"
    sent = "when old.sent_at is not null" if is_sqlite() else "for each row when (old.sent_at is not null)"
    kept = "delete on report" if is_sqlite() else "delete or truncate on report for each statement"
    each = "" if is_sqlite() else "for each row "
    op.execute(f"create trigger report_frozen before update of {frozen} on report {each}{does}")
    op.execute(f"create trigger report_sent before update on report {sent} {does}")
    op.execute(f"create trigger report_kept before {kept} {does}")
