"""Amendments of an approved plan, and how its rows stood before them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "amendment",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("centre_id", NUMBER, nullable=False),
        sa.Column("plan_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("prepared_by_id", NUMBER, nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_stand_in_id", NUMBER, nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", NUMBER, nullable=True),
        sa.Column("decided_stand_in_id", NUMBER, nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_amendment_centre_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_amendment_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["decided_stand_in_id"], ["stand_in.id"], name=op.f("fk_amendment_decided_stand_in_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_amendment_plan_id")),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["person.id"], name=op.f("fk_amendment_prepared_by_id")),
        sa.ForeignKeyConstraint(
            ["prepared_stand_in_id"], ["stand_in.id"], name=op.f("fk_amendment_prepared_stand_in_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_amendment_plan_id_number")),
    )
    op.create_index(op.f("ix_amendment_centre_id"), "amendment", ["centre_id"])
    op.create_table(
        "amendment_line",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("centre_id", NUMBER, nullable=False),
        sa.Column("amendment_id", NUMBER, nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("row_key", sa.String(40), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_line_amendment_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_amendment_line_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_line")),
        sa.UniqueConstraint("amendment_id", "row_key", name=op.f("uq_amendment_line_amendment_id_row_key")),
    )
    op.create_index(op.f("ix_amendment_line_row_key"), "amendment_line", ["row_key"])
    op.add_column("indicator", sa.Column("first_month", sa.Integer(), nullable=True))
    op.add_column("indicator", sa.Column("last_month", sa.Integer(), nullable=True))
    op.add_column("indicator", sa.Column("former", sa.JSON(), nullable=True))
    op.execute("update indicator set former = '[]'")
    with op.batch_alter_table("indicator") as batch:
        batch.alter_column("former", existing_type=sa.JSON(), nullable=False)


def downgrade() -> None:
    """What was amended stays in the history alone; a row that ended counts all the year again."""
    op.drop_column("indicator", "former")
    op.drop_column("indicator", "last_month")
    op.drop_column("indicator", "first_month")
    op.drop_index(op.f("ix_amendment_line_row_key"), "amendment_line")
    op.drop_table("amendment_line")
    op.drop_index(op.f("ix_amendment_centre_id"), "amendment")
    op.drop_table("amendment")
