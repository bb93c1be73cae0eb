"""The tables of offices and of offers to hand a case over."""

import sqlalchemy as sa

from limen.storage.tables import Moment, partial_index
from services.readmission.models import case, metadata

#: An office or border post that may look after cases. `superior` is the account to which its overdue cases
#: are brought; without one they are brought to its shift leaders. A closed one takes no case any more.
office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("superior", sa.String(120)),
    sa.Column("closed_at", Moment),
    sa.Column("version", sa.Integer, nullable=False),
)

#: An offer of a case to another office. The case stays with the office that offers until the other accepts;
#: a case has one open offer at most. Reasons are sealed under the person's key.
offer = sa.Table(
    "office_offer",
    metadata,
    sa.Column("offer_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("from_office", sa.String(40), nullable=False),
    sa.Column("to_office", sa.String(40), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("offered_by", sa.String(120), nullable=False),
    sa.Column("offered_at", Moment, nullable=False),
    sa.Column("reasons", sa.LargeBinary),
    sa.Column("decided_by", sa.String(120)),
    sa.Column("decided_at", Moment),
    sa.Column("decision_reasons", sa.LargeBinary),
    sa.Index("office_offer_by_case", "case_id"),
    partial_index("office_offer_open", "state = 'offered'", "case_id", unique=True),
)
