"""What was answered to the questions of a plan file, and headings of columns that were told once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("plan_import", sa.Column("answers", sa.JSON(), nullable=True))
    op.execute("update plan_import set answers = '{}'")
    with op.batch_alter_table("plan_import") as batch:
        batch.alter_column("answers", existing_type=sa.JSON(), nullable=False)
    op.create_table(
        "heading_alias",
        sa.Column("centre_id", NUMBER, nullable=False),
        sa.Column("heading_key", sa.String(60), nullable=False),
        sa.Column("meaning", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_heading_alias_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "heading_key", name=op.f("pk_heading_alias")),
    )


def downgrade() -> None:
    """The questions of a waiting file are asked again."""
    op.drop_table("heading_alias")
    op.drop_column("plan_import", "answers")
