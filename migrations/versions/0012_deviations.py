"""Why rows stand behind at the end of a quarter: sentences that rows share, and of which unit one was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ASKED = sa.text("asked_on is not null")


def key() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "deviation_reason",
        sa.Column("id", key(), nullable=False),
        sa.Column("centre_id", key(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_deviation_reason_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation_reason")),
    )
    op.create_index(op.f("ix_deviation_reason_centre_id"), "deviation_reason", ["centre_id"])
    op.create_table(
        "deviation",
        sa.Column("id", key(), nullable=False),
        sa.Column("centre_id", key(), nullable=False),
        sa.Column("indicator_id", key(), nullable=False),
        sa.Column("unit_id", key(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("reason_id", key(), nullable=True),
        sa.Column("given_by_id", key(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", key(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_deviation_asked_by_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_deviation_centre_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_deviation_given_by_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_deviation_indicator_id")),
        sa.ForeignKeyConstraint(["reason_id"], ["deviation_reason.id"], name=op.f("fk_deviation_reason_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_deviation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
        sa.UniqueConstraint(
            "indicator_id", "quarter", "unit_id", name=op.f("uq_deviation_indicator_id_quarter_unit_id")
        ),
    )
    op.create_index(
        "ix_deviation_asked", "deviation", ["centre_id", "asked_on"], sqlite_where=ASKED, postgresql_where=ASKED
    )
    op.create_index("ix_deviation_quarter", "deviation", ["centre_id", "quarter"])
    op.create_index(op.f("ix_deviation_reason_id"), "deviation", ["reason_id"])
    op.create_index(op.f("ix_deviation_unit_id"), "deviation", ["unit_id"])


def downgrade() -> None:
    op.drop_table("deviation")
    op.drop_table("deviation_reason")
