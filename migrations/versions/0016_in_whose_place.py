"""Beside each figure in whose place it was written: who was away looks at it no more than who wrote it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("entry") as batch:
        batch.add_column(sa.Column("stand_in_id", NUMBER, nullable=True))
        batch.create_foreign_key(op.f("fk_entry_stand_in_id"), "stand_in", ["stand_in_id"], ["id"])


def downgrade() -> None:
    """What was written in another's place is the writer's own again."""
    with op.batch_alter_table("entry") as batch:
        batch.drop_constraint(op.f("fk_entry_stand_in_id"), type_="foreignkey")
        batch.drop_column("stand_in_id")
