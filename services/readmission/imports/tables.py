"""The table of cases that were taken over from another register."""

import sqlalchemy as sa

from limen.storage.tables import Moment
from services.readmission.models import case, metadata

#: A case that was taken over. `reference` is its key in the register `source`: a second import of it changes
#: nothing; `digest` (SHA-256 of the line) tells whether that register says something else by then.
case_import = sa.Table(
    "case_import",
    metadata,
    sa.Column("reference", sa.String(80), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("source", sa.String(120), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("imported_by", sa.String(120), nullable=False),
    sa.Column("imported_at", Moment, nullable=False),
)
