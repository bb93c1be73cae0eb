"""The tables of decisions and obstacles. What was written is sealed under the person's key."""

import sqlalchemy as sa

from limen.storage.tables import Moment
from services.readmission.models import case, metadata

#: A return decision, a period for voluntary departure, an entry ban or an appeal. `until` is the last day of
#: what lasts; `outcome` and `ended` tell how and when it ended; `safeguard_id` is what it raised.
decision = sa.Table(
    "decision",
    metadata,
    sa.Column("decision_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("on", sa.String(10), nullable=False),
    sa.Column("until", sa.String(10)),
    sa.Column("suspensive", sa.Boolean),
    sa.Column("basis", sa.String(400), nullable=False),
    sa.Column("authority", sa.String(200)),
    sa.Column("outcome", sa.String(30)),
    sa.Column("ended", sa.String(10)),
    sa.Column("safeguard_id", sa.String(36)),
    sa.Column("words", sa.LargeBinary),
    sa.Column("recorded_by", sa.String(120), nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Index("decision_by_case", "case_id", "decision_id"),
)

#: A legal or practical obstacle. `limit` is the time limit that it stands in the way of; `claimed` the day on
#: which the extension was asked for, told or agreed, without which no text moves a date; `decision_id` is the
#: decision that is the obstacle.
obstacle = sa.Table(
    "obstacle",
    metadata,
    sa.Column("obstacle_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("limit", sa.String(30), nullable=False),
    sa.Column("began", sa.String(10), nullable=False),
    sa.Column("ended", sa.String(10)),
    sa.Column("claimed", sa.String(10)),
    sa.Column("effect", sa.String(20), nullable=False),
    sa.Column("decision_id", sa.String(36)),
    sa.Column("basis", sa.String(400), nullable=False),
    sa.Column("words", sa.LargeBinary),
    sa.Column("recorded_by", sa.String(120), nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Index("obstacle_by_case", "case_id", "limit"),
)

#: What was recorded so that a safeguard may end: a best-interests decision, a certificate.
safeguard_fact = sa.Table(
    "safeguard_fact",
    metadata,
    sa.Column("fact_id", sa.String(36), primary_key=True),
    sa.Column("safeguard_id", sa.String(36), nullable=False),
    sa.Column("fact", sa.String(40), nullable=False),
    sa.Column("on", sa.String(10), nullable=False),
    sa.Column("basis", sa.String(400), nullable=False),
    sa.Column("words", sa.LargeBinary),
    sa.Column("recorded_by", sa.String(120), nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.UniqueConstraint("safeguard_id", "fact"),
)
