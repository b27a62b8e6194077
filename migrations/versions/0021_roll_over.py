"""From which row of last year's plan a row was rolled over, and on what its fact stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("indicator") as batch:
        batch.add_column(sa.Column("former_id", NUMBER, nullable=True))
        batch.add_column(sa.Column("fact_basis", sa.String(20), nullable=False, server_default=sa.text("''")))
        batch.create_foreign_key(
            op.f("fk_indicator_former_id"), "indicator", ["former_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_indicator_former_id", "indicator", ["former_id"])


def downgrade() -> None:
    """Rows are then found again by their keys alone, and a fact that is expected looks like any other."""
    op.drop_index("ix_indicator_former_id", "indicator")
    with op.batch_alter_table("indicator") as batch:
        batch.drop_constraint(op.f("fk_indicator_former_id"), type_="foreignkey")
        batch.drop_column("fact_basis")
        batch.drop_column("former_id")
