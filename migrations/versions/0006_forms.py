"""Any form that makes something is known by its mark, not only a register's card."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_form",
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("led_to", sa.String(1000), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sent_form_person_id")),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_sent_form")),
    )
    op.create_index(op.f("ix_sent_form_sent_at"), "sent_form", ["sent_at"])
    with op.batch_alter_table("card") as batch:
        batch.drop_constraint(op.f("uq_card_form_token"), type_="unique")
        batch.drop_column("form_token")


def downgrade() -> None:
    with op.batch_alter_table("card") as batch:
        batch.add_column(sa.Column("form_token", sa.String(64), nullable=True))
        batch.create_unique_constraint(op.f("uq_card_form_token"), ["form_token"])
    op.drop_index(op.f("ix_sent_form_sent_at"), "sent_form")
    op.drop_table("sent_form")
