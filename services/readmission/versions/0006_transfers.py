"""Transfers, families, hand-over records, costs and observations."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0006"
down_revision = "readmission_0005"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "transfer",
        sa.Column("transfer_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("place_reference", sa.String(length=200), nullable=False),
        sa.Column("means", sa.String(length=10), nullable=False),
        sa.Column("itinerary", sa.String(length=200), nullable=True),
        sa.Column("escorts", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=30), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("planned_by", sa.String(length=120), nullable=False),
        sa.Column("planned_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("transfer_id"),
    )
    op.create_index("transfer_by_case", "transfer", ["case_id"], unique=False)
    op.create_index("transfer_by_day", "transfer", ["planned_on", "transfer_id"], unique=False)
    op.create_table(
        "family_link",
        sa.Column("link_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("other_case_id", sa.String(length=36), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.ForeignKeyConstraint(["other_case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("link_id"),
        sa.UniqueConstraint("case_id", "other_case_id"),
    )
    op.create_index("family_link_by_other", "family_link", ["other_case_id"], unique=False)
    op.create_table(
        "handover",
        sa.Column("handover_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("transfer_id", sa.String(length=36), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("happened_at", Moment, nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("refusal_code", sa.String(length=40), nullable=True),
        sa.Column("follows", sa.String(length=40), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signed", sa.LargeBinary(), nullable=False),
        sa.Column("countersigned_at", Moment, nullable=True),
        sa.Column("countersigned_by_key", sa.String(length=64), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("handover_id"),
    )
    op.create_index("handover_by_case", "handover", ["case_id"], unique=False)
    op.create_table(
        "cost",
        sa.Column("cost_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("borne_by", sa.String(length=20), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.Column("incurred_on", sa.Date(), nullable=False),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("cost_id"),
    )
    op.create_index("cost_by_case", "cost", ["case_id"], unique=False)
    op.create_table(
        "observation",
        sa.Column("observation_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("topic", sa.String(length=30), nullable=False),
        sa.Column("finding", sa.String(length=12), nullable=False),
        sa.Column("happened_at", Moment, nullable=False),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("corrects", sa.String(length=36), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("observation_id"),
    )
    op.create_index("observation_by_case", "observation", ["case_id"], unique=False)
