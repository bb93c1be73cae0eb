"""Group returns and their manifests."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0007"
down_revision = "readmission_0006"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "group_return",
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("requesting_state", sa.String(length=2), nullable=False),
        sa.Column("requested_state", sa.String(length=2), nullable=False),
        sa.Column("departs_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("place_agreed", sa.Boolean(), nullable=False),
        sa.Column("means", sa.String(length=10), nullable=False),
        sa.Column("itinerary", sa.String(length=200), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("departed_at", Moment, nullable=True),
        sa.Column("planned_by", sa.String(length=120), nullable=False),
        sa.Column("planned_at", Moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("group_id"),
    )
    op.create_index("group_return_by_day", "group_return", ["departs_on", "group_id"], unique=False)
    op.create_table(
        "manifest_entry",
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("off_why", sa.String(length=30), nullable=True),
        sa.Column("off_at", Moment, nullable=True),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.ForeignKeyConstraint(["group_id"], ["group_return.group_id"]),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index("manifest_entry_by_group", "manifest_entry", ["group_id", "entry_id"], unique=False)
    op.create_index(
        "manifest_entry_travelling",
        "manifest_entry",
        ["case_id"],
        unique=False,
        postgresql_where=sa.text("state IN ('on', 'waiting')"),
        sqlite_where=sa.text("state IN ('on', 'waiting')"),
    )
