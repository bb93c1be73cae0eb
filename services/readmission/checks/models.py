"""The table of registry checks. No particular and nothing that a register said beside its answer is kept."""

import sqlalchemy as sa

from limen.storage.tables import Moment, partial_index
from services.readmission.models import case, metadata

#: `told` names the particulars that the register was told, never their values; `held_by` is the plugin whose
#: adapter failed or was too slow, `held_why` the kind of its error.
registry_check = sa.Table(
    "registry_check",
    metadata,
    sa.Column("check_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("register", sa.String(60), nullable=False),
    sa.Column("question", sa.String(20), nullable=False),
    sa.Column("purpose", sa.String(30), nullable=False),
    sa.Column("told", sa.String(200), nullable=False),
    sa.Column("citation", sa.String(200), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("answer", sa.String(10)),
    sa.Column("held_by", sa.String(60)),
    sa.Column("held_why", sa.String(60)),
    sa.Column("asked_by", sa.String(120), nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("answered_at", Moment),
    sa.Index("registry_check_by_case", "case_id"),
    partial_index("registry_check_waiting", "state = 'waiting'", "check_id"),
)
