"""The tables of other authorities' keys, and of signatures that no trusted key made."""

import sqlalchemy as sa

from limen.storage.tables import Moment, partial_index
from services.readmission.models import case, metadata

#: The public key of another authority (Ed25519; `x` as in its JWK). One administrator adds it, another
#: confirms it; `obtained` and `compared` say how. Keys are never deleted: signatures made with them stay.
counterpart_key = sa.Table(
    "counterpart_key",
    metadata,
    sa.Column("key_id", sa.String(36), primary_key=True),
    sa.Column("thumbprint", sa.String(64), nullable=False),
    sa.Column("x", sa.String(64), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("authority", sa.String(200), nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("obtained", sa.String(400), nullable=False),
    sa.Column("added_by", sa.String(120), nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("compared", sa.String(400)),
    sa.Column("decided_by", sa.String(120)),
    sa.Column("decided_at", Moment),
    sa.Column("revoked_why", sa.String(400)),
    sa.Column("revoked_by", sa.String(120)),
    sa.Column("revoked_at", Moment),
    partial_index("counterpart_key_live", "state IN ('proposed', 'trusted')", "thumbprint", unique=True),
)

#: A signature on a hand-over record that was not taken, because its key is not trusted; `signed` is sealed.
signature_apart = sa.Table(
    "signature_apart",
    metadata,
    sa.Column("apart_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("handover_id", sa.String(36), nullable=False),
    sa.Column("thumbprint", sa.String(64), nullable=False),
    sa.Column("why", sa.String(20), nullable=False),
    sa.Column("signed", sa.LargeBinary, nullable=False),
    sa.Column("received_by", sa.String(120), nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("taken_at", Moment),
    sa.Index("signature_apart_by_handover", "handover_id"),
)
