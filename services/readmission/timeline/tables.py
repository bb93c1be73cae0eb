"""The table of what happened to a case beside its steps. Rows are added and never changed."""

import sqlalchemy as sa

from limen.storage.tables import Moment
from services.readmission.models import case, metadata

#: `facts` is JSON of codes, dates and ids; `words` is what was written, sealed under the person's key.
entry = sa.Table(
    "timeline_entry",
    metadata,
    sa.Column("entry_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("what", sa.String(60), nullable=False),
    sa.Column("basis", sa.String(400), nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("words", sa.LargeBinary),
    sa.Column("recorded_by", sa.String(120), nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Index("timeline_entry_by_case", "case_id", "entry_id"),
)
