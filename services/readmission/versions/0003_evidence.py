"""Evidence of a case and its attached files."""

import sqlalchemy as sa
from alembic import op

revision = "readmission_0003"
down_revision = "readmission_0002"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)
WAITING = sa.text("scan IN ('waiting', 'held') AND removed_at IS NULL")
TO_DELETE = sa.text("(removed_at IS NOT NULL OR scan = 'infected') AND deleted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("evidence_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.Column("removed_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["readmission_case.case_id"]),
        sa.PrimaryKeyConstraint("evidence_id"),
    )
    op.create_index("evidence_by_case", "evidence", ["case_id", "evidence_id"], unique=False)
    op.create_table(
        "evidence_file",
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("evidence_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("scan", sa.String(length=12), nullable=False),
        sa.Column("scanned_at", Moment, nullable=True),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.Column("removed_at", Moment, nullable=True),
        sa.Column("deleted_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.evidence_id"]),
        sa.PrimaryKeyConstraint("file_id"),
    )
    op.create_index("evidence_file_by_evidence", "evidence_file", ["evidence_id", "file_id"], unique=False)
    op.create_index("evidence_file_by_person", "evidence_file", ["person_id"], unique=False)
    for name, condition in (("evidence_file_waiting", WAITING), ("evidence_file_to_delete", TO_DELETE)):
        op.create_index(
            name,
            "evidence_file",
            ["file_id"],
            unique=False,
            postgresql_where=condition,
            sqlite_where=condition,
        )
