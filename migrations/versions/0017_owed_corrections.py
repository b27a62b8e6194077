"""Which sent reports became wrong, and since when their correction is owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HOURS = dt.timedelta(hours=5)  # Tashkent before UTC, all the year


def upgrade() -> None:
    owed = op.create_table(
        "owed_correction",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("centre_id", NUMBER, nullable=False),
        sa.Column("report_id", NUMBER, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("figures_hash", sa.String(64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", NUMBER, nullable=True),
        sa.Column("ended_stand_in_id", NUMBER, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_owed_correction_centre_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_owed_correction_ended_by_id")),
        sa.ForeignKeyConstraint(
            ["ended_stand_in_id"], ["stand_in.id"], name=op.f("fk_owed_correction_ended_stand_in_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_owed_correction_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_correction")),
    )
    op.create_index(op.f("ix_owed_correction_centre_id"), "owed_correction", ["centre_id"])
    op.create_index(op.f("ix_owed_correction_report_id"), "owed_correction", ["report_id"])
    found = list(wrong_before(op.get_bind()))
    if found:
        op.bulk_insert(owed, found)


def wrong_before(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """The last sent report of each period in whose months a changed figure was accepted since: the history tells it.

    Whether its table is another in the end is not computed here: who finds it the same leaves it with that reason.
    """
    accepted = sa.select(*columns("centre_id", "subject_key"), moment("at")).select_from(sa.table("change"))
    accepted = accepted.where(sa.text("subject = 'cell' and action = 'accept'")).order_by(sa.column("id"))
    changes = connection.execute(accepted).all()
    sent = sa.select(*columns("id", "centre_id", "period"), moment("made_at")).select_from(sa.table("report"))
    sent = sent.where(sa.text("sent_at is not null")).order_by(sa.column("id"))
    last = {(centre, period): (number, made) for number, centre, period, made in connection.execute(sent)}
    for (centre, period), (number, made) in last.items():
        since = [at for of, key, at in changes if of == centre and at > made and holds(period, key.rpartition("|")[2])]
        if since:
            day = (since[0] + HOURS).date()
            yield {"centre_id": centre, "report_id": number, "since": day, "figures_hash": "", "reason": ""}


def columns(*names: str) -> list[sa.ColumnClause[Any]]:
    return [sa.column(name) for name in names]


def moment(name: str) -> sa.ColumnClause[Any]:
    return sa.column(name, sa.DateTime(timezone=True))


def holds(period: str, day: str) -> bool:
    """Whether a period, ``2025``, ``2025-Q3``, ``2025-H1``, ``2025-9M`` or ``2025-07``, has this day or month."""
    year, _, part = period.partition("-")
    month = int(day[5:7])
    if day[:4] != year or not part:
        return day[:4] == year
    if part.startswith("Q"):
        return (month + 2) // 3 == int(part[1:])
    return {"H1": month <= 6, "H2": month > 6, "9M": month <= 9}.get(part, part == day[5:7])


def downgrade() -> None:
    """What was left as it is stays in the history alone."""
    op.drop_index(op.f("ix_owed_correction_report_id"), "owed_correction")
    op.drop_index(op.f("ix_owed_correction_centre_id"), "owed_correction")
    op.drop_table("owed_correction")
