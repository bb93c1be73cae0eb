"""The tables of group returns. A manifest names cases, never persons."""

import sqlalchemy as sa

from limen.storage.tables import Moment, partial_index
from services.readmission.models import case, metadata

group_return = sa.Table(
    "group_return",
    metadata,
    sa.Column("group_id", sa.String(36), primary_key=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("requesting_state", sa.String(2), nullable=False),
    sa.Column("requested_state", sa.String(2), nullable=False),
    sa.Column("departs_on", sa.Date, nullable=False),
    sa.Column("place", sa.String(120), nullable=False),
    sa.Column("place_agreed", sa.Boolean, nullable=False),
    sa.Column("means", sa.String(10), nullable=False),
    sa.Column("itinerary", sa.String(200)),
    sa.Column("places", sa.Integer, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("departed_at", Moment),
    sa.Column("planned_by", sa.String(120), nullable=False),
    sa.Column("planned_at", Moment, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("group_return_by_day", "departs_on", "group_id"),
)

#: One case on a manifest. `off_why` is a code; which safeguard closed the gate stands at the case only.
manifest_entry = sa.Table(
    "manifest_entry",
    metadata,
    sa.Column("entry_id", sa.String(36), primary_key=True),
    sa.Column("group_id", sa.String(36), sa.ForeignKey(group_return.c.group_id), nullable=False),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("plan", sa.Text, nullable=False),
    sa.Column("off_why", sa.String(30)),
    sa.Column("off_at", Moment),
    sa.Column("added_by", sa.String(120), nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Index("manifest_entry_by_group", "group_id", "entry_id"),
    partial_index("manifest_entry_travelling", "state IN ('on', 'waiting')", "case_id"),
)
