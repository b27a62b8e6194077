"""Months that tell: reasons of blank days, what an exception opens, the former value of what was changed under one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# As the tables stand at this revision; models change, migrations do not.
exception = sa.table(
    "lock_exception",
    sa.column("unit_id", sa.BigInteger),
    sa.column("year_month", sa.Integer),
    sa.column("opens", sa.String),
)
submission = sa.table(
    "submission",
    sa.column("unit_id", sa.BigInteger),
    sa.column("year_month", sa.Integer),
    sa.column("state", sa.String),
)
WAITING = sa.text("former_state is not null")


def key() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "blank_reason",
        sa.Column("id", key(), nullable=False),
        sa.Column("centre_id", key(), nullable=False),
        sa.Column("unit_id", key(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", key(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('closed', 'sanitary', 'repair', 'illness', 'other')", name=op.f("ck_blank_reason_kind")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_blank_reason_span")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_blank_reason_centre_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_blank_reason_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_blank_reason_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_reason")),
    )
    op.create_index("ix_blank_reason_span", "blank_reason", ["centre_id", "first_day", "last_day"])
    op.add_column("entry", sa.Column("former_state", sa.String(20), nullable=True))
    op.add_column("entry", sa.Column("former_value", sa.BigInteger(), nullable=True))
    op.add_column("entry", sa.Column("former_base", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_entry_former", "entry", ["centre_id", "year_month"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.add_column("lock_exception", sa.Column("opens", sa.String(10), nullable=False, server_default="window"))
    op.drop_column("submission", "opened_at")
    # An exception for a month that had been sent was given for just that.
    sent = sa.exists().where(
        submission.c.unit_id == exception.c.unit_id,
        submission.c.year_month == exception.c.year_month,
        submission.c.state == "sent",
    )
    op.execute(exception.update().where(sent).values(opens="sent"))


def downgrade() -> None:
    op.add_column("submission", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_column("lock_exception", "opens")
    op.drop_index("ix_entry_former", "entry")
    for name in ("former_base", "former_value", "former_state"):
        op.drop_column("entry", name)
    op.drop_table("blank_reason")
