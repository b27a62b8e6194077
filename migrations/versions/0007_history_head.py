"""The newest change of a centre is found by an index: each write asks for it."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_change_head", "change", ["centre_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_change_head", "change")
