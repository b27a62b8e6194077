"""How papers begin and end: what a centre says of them, what one plan says, what an approved one keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEW = {"agreement": "'[]'", "own_ends": "'{}'"}  # of plans that are there


def upgrade() -> None:
    op.create_table(
        "paper_setting",
        sa.Column("centre_id", NUMBER, nullable=False),
        sa.Column("paper", sa.String(20), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_paper_setting_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "paper", name=op.f("pk_paper_setting")),
    )
    op.add_column("amendment", sa.Column("ends", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("plan", sa.Column("approved_ends", sa.JSON(none_as_null=True), nullable=True))
    for name, usual in NEW.items():
        op.add_column("plan", sa.Column(name, sa.JSON(), nullable=True))
        op.execute(f"update plan set {name} = {usual}")  # noqa: S608
    with op.batch_alter_table("plan") as batch:
        for name in NEW:
            batch.alter_column(name, existing_type=sa.JSON(), nullable=False)


def downgrade() -> None:
    """Plans say again what their files brought; what centres said of their papers is gone."""
    with op.batch_alter_table("plan") as batch:
        batch.drop_column("approved_ends")
        batch.drop_column("own_ends")
        batch.drop_column("agreement")
    with op.batch_alter_table("amendment") as batch:
        batch.drop_column("ends")
    op.drop_table("paper_setting")
