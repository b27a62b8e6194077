"""From when to when centre and units work, when a plan was approved, short names; those who contribute owe nothing.

What contributors had confirmed goes with their obligations; the history keeps it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("delete from obligation where kind = 'confirmation'")
    with op.batch_alter_table("centre") as batch:
        batch.add_column(sa.Column("first_month", sa.Integer(), nullable=True))
    with op.batch_alter_table("unit") as batch:
        batch.add_column(sa.Column("first_month", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("last_month", sa.Integer(), nullable=True))
    # A unit that was closed ends with the last month for which it wrote or handed in something.
    op.execute(
        "update unit set last_month = coalesce((select max(worked.year_month) from ("
        "select unit_id, year_month from entry where voided_at is null and state <> 'empty' union all "
        "select unit_id, year_month from submission where first_submitted_on is not null) as worked "
        "where worked.unit_id = unit.id), 200001) where not active"
    )
    with op.batch_alter_table("unit") as batch:
        batch.drop_column("active")
    with op.batch_alter_table("plan") as batch:
        batch.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
    # Tashkent is five hours ahead, all year round.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("update plan set approved_on = date(approved_at, '+5 hours') where approved_at is not null")
    else:
        op.execute(
            "update plan set approved_on = (approved_at at time zone 'Asia/Tashkent')::date "
            "where approved_at is not null"
        )
    with op.batch_alter_table("indicator") as batch:
        batch.add_column(sa.Column("short_name", sa.String(40), nullable=False, server_default=sa.text("''")))
    with op.batch_alter_table("part") as batch:
        batch.add_column(sa.Column("name", sa.String(60), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    with op.batch_alter_table("part") as batch:
        batch.drop_column("name")
    with op.batch_alter_table("indicator") as batch:
        batch.drop_column("short_name")
    with op.batch_alter_table("plan") as batch:
        batch.drop_column("approved_on")
    with op.batch_alter_table("unit") as batch:
        batch.add_column(sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(sa.text("update unit set active = (last_month is null)"))
    with op.batch_alter_table("unit") as batch:
        batch.alter_column("active", server_default=None)
        batch.drop_column("last_month")
        batch.drop_column("first_month")
    with op.batch_alter_table("centre") as batch:
        batch.drop_column("first_month")
