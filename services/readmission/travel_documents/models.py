"""The table of travel documents for the return. Number and reasons are sealed under the person's key."""

import sqlalchemy as sa

from limen.storage.tables import Moment, partial_index
from services.readmission.models import case, metadata

#: `renews` is the document in whose place it is asked for; `expiry_noted_at` says that the end of its
#: validity was recorded as a moment from which the law counts.
travel_document = sa.Table(
    "travel_document",
    metadata,
    sa.Column("document_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("authority", sa.String(120), nullable=False),
    sa.Column("renews", sa.String(36)),
    sa.Column("requested_on", sa.Date, nullable=False),
    sa.Column("issued_on", sa.Date),
    sa.Column("valid_until", sa.Date),
    sa.Column("refused_on", sa.Date),
    sa.Column("particulars", sa.LargeBinary),
    sa.Column("recorded_by", sa.String(120), nullable=False),
    sa.Column("expiry_noted_at", Moment),
    sa.Index("travel_document_by_case", "case_id"),
    partial_index("travel_document_running", "state = 'issued' AND expiry_noted_at IS NULL", "valid_until"),
)
