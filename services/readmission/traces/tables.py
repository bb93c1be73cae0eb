"""The table of rule traces. Nothing personal: a rule is never told who the person is."""

import sqlalchemy as sa

from limen.storage.tables import Moment, partial_index
from services.readmission.models import metadata

#: One rule that was asked about one step. Without a foreign key, for a refused step leaves its trace even
#: where it would have made the case.
rule_trace = sa.Table(
    "rule_trace",
    metadata,
    sa.Column("trace_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), nullable=False),
    sa.Column("action", sa.String(60), nullable=False),
    sa.Column("on_day", sa.String(10), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("plugin", sa.String(80), nullable=False),
    sa.Column("plugin_version", sa.String(60), nullable=False),
    sa.Column("plugin_digest", sa.String(80)),
    sa.Column("rule", sa.String(120), nullable=False),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("reference", sa.String(300), nullable=False),
    sa.Column("source", sa.String(120), nullable=False),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("answered", sa.Boolean, nullable=False),
    sa.Column("findings", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("asked_by", sa.String(120), nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Index("rule_trace_by_case", "case_id", "trace_id"),
    partial_index("rule_trace_unanswered", "NOT answered", "trace_id"),
)
