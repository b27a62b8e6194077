"""What a centre knows of the months before it worked with the program."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LIMIT = 10**12  # the largest stored figure, in thousandths
OF_UNIT, OF_CENTRE = sa.text("unit_id is not null"), sa.text("unit_id is null")


def key() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "opening_figure",
        sa.Column("id", key(), nullable=False),
        sa.Column("centre_id", key(), nullable=False),
        sa.Column("part_id", key(), nullable=False),
        sa.Column("unit_id", key(), nullable=True),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("year_month", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("base", sa.BigInteger(), nullable=True),
        sa.Column("person_id", key(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('number', 'empty', 'no_activity')", name=op.f("ck_opening_figure_state")),
        sa.CheckConstraint("(state = 'number') = (value is not null)", name=op.f("ck_opening_figure_number_has_value")),
        sa.CheckConstraint(
            f"value is null or (value >= 0 and value <= {LIMIT})", name=op.f("ck_opening_figure_value_range")
        ),
        sa.CheckConstraint(
            f"base is null or (base >= 0 and base <= {LIMIT})", name=op.f("ck_opening_figure_base_range")
        ),
        sa.CheckConstraint("since <= year_month", name=op.f("ck_opening_figure_months")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_opening_figure_centre_id")),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_opening_figure_part_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_opening_figure_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opening_figure_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_figure")),
    )
    op.create_index("ix_opening_figure_sum", "opening_figure", ["centre_id", "year_month"])
    op.create_index(
        "uq_opening_figure_unit", "opening_figure", ["part_id", "unit_id", "since", "year_month"], unique=True,
        sqlite_where=OF_UNIT, postgresql_where=OF_UNIT,
    )  # fmt: skip
    op.create_index(
        "uq_opening_figure_centre", "opening_figure", ["part_id", "since", "year_month"], unique=True,
        sqlite_where=OF_CENTRE, postgresql_where=OF_CENTRE,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("opening_figure")
