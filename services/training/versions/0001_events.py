"""The tables of training: modules, packages, events, delegations, feedback, pools and certificates."""

import sqlalchemy as sa
from alembic import op

revision = "training_0001"
down_revision = None
branch_labels = ("training",)
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "certificate_number",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )
    op.create_table(
        "module",
        sa.Column("module_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("module_id"),
        sa.UniqueConstraint("code", "edition"),
    )
    op.create_table(
        "support_package",
        sa.Column("package_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("modules", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("package_id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "training_event",
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("held_from", sa.String(length=10), nullable=False),
        sa.Column("held_to", sa.String(length=10), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "certificate",
        sa.Column("certificate_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("officer", sa.String(length=120), nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(length=120), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_because", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_event.event_id"],
        ),
        sa.PrimaryKeyConstraint("certificate_id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("certificate_by_event", "certificate", ["event_id"], unique=False)
    op.create_index("certificate_by_officer", "certificate", ["officer"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("delegation_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("agencies", sa.JSON(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("split_known", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_event.event_id"],
        ),
        sa.PrimaryKeyConstraint("delegation_id"),
    )
    op.create_index("delegation_by_event", "delegation", ["event_id"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("feedback_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("module_code", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answered_by_edition", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_event.event_id"],
        ),
        sa.PrimaryKeyConstraint("feedback_id"),
    )
    op.create_index("feedback_by_event", "feedback", ["event_id"], unique=False)
    op.create_table(
        "good_practice",
        sa.Column("practice_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("session", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_event.event_id"],
        ),
        sa.PrimaryKeyConstraint("practice_id"),
    )
    op.create_index("good_practice_by_event", "good_practice", ["event_id"], unique=False)
    op.create_table(
        "pool_member",
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("officer", sa.String(length=120), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("qualification", sa.String(length=200), nullable=False),
        sa.Column("trained_at", sa.String(length=36), nullable=True),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("courses", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trained_at"],
            ["training_event.event_id"],
        ),
        sa.PrimaryKeyConstraint("member_id"),
        sa.UniqueConstraint("country", "officer"),
    )
    op.create_table(
        "trainer",
        sa.Column("trainer_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("person", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_event.event_id"],
        ),
        sa.PrimaryKeyConstraint("trainer_id"),
    )
    op.create_index("trainer_by_event", "trainer", ["event_id"], unique=False)
