"""The tables of transfers. Names, reasons and signed records are sealed under the person's key."""

import sqlalchemy as sa

from limen.storage.tables import Moment
from services.readmission.models import case, metadata

#: A planned transfer. `escorts` is JSON: the roles, never names; `needs` is JSON: what an escort must see to;
#: `group_id` names the group return that it belongs to.
transfer = sa.Table(
    "transfer",
    metadata,
    sa.Column("transfer_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("group_id", sa.String(36)),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("planned_on", sa.Date, nullable=False),
    sa.Column("place", sa.String(120), nullable=False),
    sa.Column("place_reference", sa.String(200), nullable=False),
    sa.Column("means", sa.String(10), nullable=False),
    sa.Column("itinerary", sa.String(200)),
    sa.Column("escorts", sa.Text, nullable=False),
    sa.Column("needs", sa.Text, nullable=False),
    sa.Column("notice_on", sa.Date),
    sa.Column("ended_why", sa.String(30)),
    sa.Column("words", sa.LargeBinary),
    sa.Column("planned_by", sa.String(120), nullable=False),
    sa.Column("planned_at", Moment, nullable=False),
    sa.Index("transfer_by_case", "case_id"),
    sa.Index("transfer_by_day", "planned_on", "transfer_id"),
)

#: Two cases of one family. Stored once; it holds both ways.
family_link = sa.Table(
    "family_link",
    metadata,
    sa.Column("link_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("other_case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("relation", sa.String(20), nullable=False),
    sa.Column("recorded_by", sa.String(120), nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.UniqueConstraint("case_id", "other_case_id"),
    sa.Index("family_link_by_other", "other_case_id"),
)

#: What happened at the border. `happened_at` is the real moment, `recorded_at` when the node heard of it;
#: `signed` is the record with all its signatures, `digest` the SHA-256 of what was signed.
handover = sa.Table(
    "handover",
    metadata,
    sa.Column("handover_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("transfer_id", sa.String(36)),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("happened_at", Moment, nullable=False),
    sa.Column("place", sa.String(120), nullable=False),
    sa.Column("refusal_code", sa.String(40)),
    sa.Column("follows", sa.String(40)),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("signed", sa.LargeBinary, nullable=False),
    sa.Column("countersigned_at", Moment),
    sa.Column("countersigned_by_key", sa.String(64)),
    sa.Column("recorded_by", sa.String(120), nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Index("handover_by_case", "case_id"),
)

#: A cost of a case. `amount` is a decimal number as text, so that nothing is ever rounded.
cost = sa.Table(
    "cost",
    metadata,
    sa.Column("cost_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("amount", sa.String(20), nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("borne_by", sa.String(20), nullable=False),
    sa.Column("article", sa.String(120), nullable=False),
    sa.Column("incurred_on", sa.Date, nullable=False),
    sa.Column("invoiced_on", sa.Date),
    sa.Column("paid_on", sa.Date),
    sa.Column("recorded_by", sa.String(120), nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Index("cost_by_case", "case_id"),
)
