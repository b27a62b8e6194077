"""The days that were asked of accepted months; returned months that their unit had taken back as drafts; and of which
figure a change that went back was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("unit", sa.Column("kept_days", sa.JSON(), nullable=True))
    op.execute("update unit set kept_days = '{}'")
    with op.batch_alter_table("unit") as batch:
        batch.alter_column("kept_days", existing_type=sa.JSON(), nullable=False)
    mend_returned(op.get_bind())
    with op.batch_alter_table("submission_note") as batch:
        batch.add_column(sa.Column("entry_id", NUMBER, nullable=True))
        batch.create_foreign_key(op.f("fk_submission_note_entry_id"), "entry", ["entry_id"], ["id"])


def mend_returned(connection: sa.Connection) -> None:
    """What had come back, was handed in again and taken back is returned: by whom and since when its note tells."""
    wanted = """
        select submission.id, note.at, note.person_id, note.stand_in_id from submission
        join submission_note as note on note.submission_id = submission.id
        where submission.state = 'draft' and note.act = 'return' and note.id = (
            select max(other.id) from submission_note as other
            where other.submission_id = submission.id and other.act in ('return', 'undo_accept')
        )
    """
    mended = sa.text(
        "update submission set state = 'returned', state_at = :at, state_by_id = :by, state_stand_in_id = :lent "
        "where id = :id"
    )
    for number, at, by, lent in connection.execute(sa.text(wanted)).all():
        connection.execute(mended, {"id": number, "at": at, "by": by, "lent": lent})


def downgrade() -> None:
    """Accepted months are asked by the calendar as it is; what was returned stays so."""
    with op.batch_alter_table("submission_note") as batch:
        batch.drop_constraint(op.f("fk_submission_note_entry_id"), type_="foreignkey")
        batch.drop_column("entry_id")
    op.drop_column("unit", "kept_days")
