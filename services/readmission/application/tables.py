"""The tables of the application: the form as it stands, and what was sent."""

import sqlalchemy as sa

from limen.storage.tables import Moment
from services.readmission.models import case, metadata

#: The values that officers entered, sealed under the person's key.
application = sa.Table(
    "application",
    metadata,
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), primary_key=True),
    sa.Column("entered", sa.LargeBinary, nullable=False),
    sa.Column("changed_by", sa.String(120), nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
)

#: What was sent, as it was sent: rows are only ever added. The hash is that of the document's canonical JSON.
sent_application = sa.Table(
    "sent_application",
    metadata,
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), primary_key=True),
    sa.Column("turn", sa.Integer, primary_key=True),
    sa.Column("document", sa.LargeBinary, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("arrangement_hash", sa.String(64), nullable=False),
    sa.Column("sent_by", sa.String(120), nullable=False),
    sa.Column("sent_at", Moment, nullable=False),
)
