"""The tables of evidence. What is said about a document is sealed under the person's key."""

import sqlalchemy as sa

from limen.storage.tables import Moment, partial_index
from services.readmission.models import case, metadata

#: One means of evidence. `kind` is an `EvidenceCode` of `limen.law`; `removed_at`: it was taken out again.
evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("evidence_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("person_id", sa.String(36), nullable=False),
    sa.Column("kind", sa.String(60), nullable=False),
    sa.Column("details", sa.LargeBinary, nullable=False),
    sa.Column("added_by", sa.String(120), nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("removed_at", Moment),
    sa.Index("evidence_by_case", "case_id", "evidence_id"),
)

#: One attached file. The file itself lies under the name of its id; `label` is what the sender called it.
#: `scan` is a word of `scan.Scan`; `removed_at`: its content is to go, or gone.
evidence_file = sa.Table(
    "evidence_file",
    metadata,
    sa.Column("file_id", sa.String(36), primary_key=True),
    sa.Column("evidence_id", sa.String(36), sa.ForeignKey(evidence.c.evidence_id), nullable=False),
    sa.Column("person_id", sa.String(36), nullable=False),
    sa.Column("label", sa.LargeBinary, nullable=False),
    sa.Column("media_type", sa.String(40), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("scan", sa.String(12), nullable=False),
    sa.Column("scanned_at", Moment),
    sa.Column("added_by", sa.String(120), nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("removed_at", Moment),
    sa.Column("deleted_at", Moment),
    sa.Index("evidence_file_by_evidence", "evidence_id", "file_id"),
    sa.Index("evidence_file_by_person", "person_id"),
    partial_index("evidence_file_waiting", "scan IN ('waiting', 'held') AND removed_at IS NULL", "file_id"),
    partial_index(
        "evidence_file_to_delete",
        "(removed_at IS NOT NULL OR scan = 'infected') AND deleted_at IS NULL",
        "file_id",
    ),
)
