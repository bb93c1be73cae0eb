"""The table of interviews. Place, reasons and report are sealed under the person's key."""

import sqlalchemy as sa

from limen.storage.tables import Moment
from services.readmission.models import case, metadata

interview = sa.Table(
    "interview",
    metadata,
    sa.Column("interview_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("channel", sa.String(12)),
    sa.Column("language", sa.String(20)),
    sa.Column("interpreter", sa.String(12), nullable=False),
    sa.Column("requested_on", sa.Date, nullable=False),
    sa.Column("scheduled_at", Moment),
    sa.Column("held_on", sa.Date),
    sa.Column("reported_on", sa.Date),
    sa.Column("outcome", sa.String(30)),
    sa.Column("appointment", sa.LargeBinary),
    sa.Column("report", sa.LargeBinary),
    sa.Column("reason", sa.LargeBinary),
    sa.Column("recorded_by", sa.String(120), nullable=False),
    sa.Index("interview_by_case", "case_id"),
)
