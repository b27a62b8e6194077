"""What of a row's plan is one unit's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def key() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "own_share",
        sa.Column("id", key(), nullable=False),
        sa.Column("centre_id", key(), nullable=False),
        sa.Column("part_id", key(), nullable=False),
        sa.Column("unit_id", key(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_own_share_amount")),
        sa.CheckConstraint("origin in ('typed', 'even', 'last_year')", name=op.f("ck_own_share_origin")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_own_share_centre_id")),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_own_share_part_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_own_share_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_share")),
        sa.UniqueConstraint("part_id", "unit_id", name=op.f("uq_own_share_part_id_unit_id")),
    )
    op.create_index("ix_own_share_unit_id", "own_share", ["unit_id"])


def downgrade() -> None:
    op.drop_table("own_share")
