"""The table of observations. Rows are added and never changed: a correction is a row of its own."""

import sqlalchemy as sa

from limen.storage.tables import Moment
from services.readmission.models import case, metadata

observation = sa.Table(
    "observation",
    metadata,
    sa.Column("observation_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("phase", sa.String(12), nullable=False),
    sa.Column("topic", sa.String(30), nullable=False),
    sa.Column("finding", sa.String(12), nullable=False),
    sa.Column("happened_at", Moment, nullable=False),
    sa.Column("place", sa.String(120)),
    sa.Column("words", sa.LargeBinary),
    sa.Column("corrects", sa.String(36)),
    sa.Column("recorded_by", sa.String(120), nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Index("observation_by_case", "case_id"),
)
