"""The director signs a report that is frozen, before it leaves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Added as they are: a batch would make the table anew and lose its triggers.
    op.add_column("report", sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "alter table report add column signed_by_id integer "
            "constraint fk_report_signed_by_id references person (id)"
        )
    else:
        op.add_column("report", sa.Column("signed_by_id", NUMBER, nullable=True))
        op.create_foreign_key(op.f("fk_report_signed_by_id"), "report", "person", ["signed_by_id"], ["id"])


def downgrade() -> None:
    triggers = (
        op.get_bind()
        .execute(sa.text("select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'report'"))
        .all()
        if op.get_bind().dialect.name == "sqlite"
        else []
    )
    for name, _sql in triggers:
        op.execute(f"drop trigger {name}")
    with op.batch_alter_table("report") as batch:
        batch.drop_constraint(op.f("fk_report_signed_by_id"), type_="foreignkey")
        batch.drop_column("signed_by_id")
        batch.drop_column("signed_at")
    for _name, sql in triggers:
        op.execute(sql)
