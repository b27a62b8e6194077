"""Of which row a line of an amendment is: rows take other numbers by later amendments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("amendment_line") as batch:
        batch.add_column(sa.Column("indicator_id", NUMBER, nullable=True))
        batch.create_foreign_key(
            op.f("fk_amendment_line_indicator_id"), "indicator", ["indicator_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_index(op.f("ix_amendment_line_indicator_id"), ["indicator_id"])
    op.execute(
        """
        update amendment_line set indicator_id = (
            select indicator.id from indicator join amendment on amendment.plan_id = indicator.plan_id
            where amendment.id = amendment_line.amendment_id and indicator.key = amendment_line.row_key
        )
        """
    )


def downgrade() -> None:
    with op.batch_alter_table("amendment_line") as batch:
        batch.drop_index(op.f("ix_amendment_line_indicator_id"))
        batch.drop_constraint(op.f("fk_amendment_line_indicator_id"), type_="foreignkey")
        batch.drop_column("indicator_id")
