"""The table of limits entered by hand. A later entry of the same name takes the place of an earlier one."""

import sqlalchemy as sa

from limen.storage.tables import Moment
from services.readmission.models import case, metadata

#: `text` is the limit in the words of the data format (arrangement-format.md), as JSON
entered = sa.Table(
    "entered_limit",
    metadata,
    sa.Column("entered_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("limit", sa.String(30), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("entered_by", sa.String(120), nullable=False),
    sa.Column("entered_at", Moment, nullable=False),
    sa.Index("entered_limit_by_case", "case_id", "limit"),
)
