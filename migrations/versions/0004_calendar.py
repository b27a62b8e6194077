"""One calendar: working weeks, and days of three kinds; a week belongs to the months of its days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# As the tables stand at this revision; models change, migrations do not.
unit = sa.table("unit", sa.column("page", sa.String), sa.column("working_week", sa.String))
holiday = sa.table("centre_holiday", sa.column("kind", sa.String), sa.column("code", sa.String))
obligation = sa.table(
    "obligation",
    sa.column("id", sa.Integer),
    sa.column("period", sa.String),
    sa.column("starts_on", sa.Date),
    sa.column("ends_on", sa.Date),
    sa.column("first_month", sa.Integer),
    sa.column("last_month", sa.Integer),
)


def upgrade() -> None:
    op.add_column("centre", sa.Column("working_week", sa.String(7), nullable=False, server_default="12345"))
    op.add_column("unit", sa.Column("working_week", sa.String(7)))
    op.add_column("centre_holiday", sa.Column("kind", sa.String(20), nullable=False, server_default="holiday"))
    op.execute(unit.update().where(unit.c.page == "reading_rooms").values(working_week="123456"))
    op.execute(holiday.update().where(holiday.c.code == "").values(kind="day_off"))
    count_weeks(lambda start, end: (start.year * 100 + start.month, end.year * 100 + end.month))


def downgrade() -> None:
    # The version before counted a week in the month of its Thursday.
    count_weeks(lambda start, end: 2 * (thursday_month(start),))
    op.drop_column("centre_holiday", "kind")
    op.drop_column("unit", "working_week")
    op.drop_column("centre", "working_week")


def thursday_month(monday) -> int:
    thursday = monday.toordinal() + 3
    day = type(monday).fromordinal(thursday)
    return day.year * 100 + day.month


def count_weeks(months) -> None:
    connection = op.get_bind()
    weeks = connection.execute(
        sa.select(obligation.c.id, obligation.c.starts_on, obligation.c.ends_on).where(obligation.c.period.like("%-W%"))
    ).all()
    for key, start, end in weeks:
        first, last = months(start, end)
        values = {"first_month": first, "last_month": last}
        connection.execute(obligation.update().where(obligation.c.id == key).values(values))
