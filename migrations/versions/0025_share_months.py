"""How a unit's share of a plan lies over the months, where it does not lie as the plan does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("own_share", sa.Column("months", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Shares lie again as the plans do."""
    with op.batch_alter_table("own_share") as batch:
        batch.drop_column("months")
