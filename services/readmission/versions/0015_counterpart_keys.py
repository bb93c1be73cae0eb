"""Keys of other authorities, and signatures that are kept apart because no trusted key made them."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0015"
down_revision = "readmission_0014"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "counterpart_key",
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
    )
    is_live = sa.text("state IN ('proposed', 'trusted')")
    op.create_index(
        "counterpart_key_live",
        "counterpart_key",
        ["thumbprint"],
        unique=True,
        postgresql_where=is_live,
        sqlite_where=is_live,
    )
    op.create_table(
        "signature_apart",
        sa.Column("apart_id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("readmission_case.case_id"), nullable=False),
        sa.Column("handover_id", sa.String(36), nullable=False),
        sa.Column("thumbprint", sa.String(64), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("signed", sa.LargeBinary, nullable=False),
        sa.Column("received_by", sa.String(120), nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("taken_at", Moment),
    )
    op.create_index("signature_apart_by_handover", "signature_apart", ["handover_id"])
