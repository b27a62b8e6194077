"""With each plan file that was stored the plan as it stood before it, so that the storing can be taken back; and when a
year was closed or opened again, by whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What was stored before cannot be taken back: nobody kept what stood there."""
    with op.batch_alter_table("plan_import") as batch:
        batch.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("decided_by_id", NUMBER, nullable=True))
        batch.add_column(sa.Column("plan_year", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("former", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("change_id", sa.BigInteger(), nullable=True))
        batch.create_foreign_key(op.f("fk_plan_import_decided_by_id"), "person", ["decided_by_id"], ["id"])
    op.add_column("plan", sa.Column("turned_on", sa.Date(), nullable=True))
    for name in ("turned_by", "turned_for"):
        op.add_column("plan", sa.Column(name, sa.String(200), server_default=sa.text("''"), nullable=False))
    op.add_column("plan", sa.Column("turn_reason", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("plan") as batch:
        for name in ("turn_reason", "turned_for", "turned_by", "turned_on"):
            batch.drop_column(name)
    with op.batch_alter_table("plan_import") as batch:
        batch.drop_constraint(op.f("fk_plan_import_decided_by_id"), type_="foreignkey")
        for name in ("change_id", "former", "plan_year", "decided_by_id", "decided_at"):
            batch.drop_column(name)
