"""The tables of the work lists, and the indexes of the case table that the lists read.

The conditions of partial indexes are written as literals, here and in `queries`: a database uses such an
index only where it sees the same words in the query.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from limen.storage.tables import Moment, partial_index
from services.readmission.models import case, metadata
from services.readmission.steps import FINAL_STATES

#: states in which the other side is to act, by the role of the node in the case
OTHER_SIDE_ACTS = {
    "requesting": ("submitted", "received", "under_verification", "deferred"),
    "requested": (
        "information_requested",
        "returned",
        "notified",
        "accepted",
        "tacitly_accepted",
        "transfer_planned",
        "error_claimed",
    ),
}


def _literals(states: Iterable[str]) -> list[sa.ColumnElement[Any]]:
    return [sa.literal_column(f"'{state}'") for state in states]


#: a case that is not over
OPEN = case.c.state.not_in(_literals(FINAL_STATES))
WAITING_AS_REQUESTING = case.c.state.in_(_literals(OTHER_SIDE_ACTS["requesting"]))
WAITING_AS_REQUESTED = case.c.state.in_(_literals(OTHER_SIDE_ACTS["requested"]))


_BY_DATE = (case.c.due_key, case.c.case_id)
partial_index("case_open_by_due_date", OPEN, *_BY_DATE)
partial_index("case_open_by_office", OPEN, case.c.office, *_BY_DATE)
partial_index("case_open_by_requested", OPEN, case.c.requested_state, *_BY_DATE)
partial_index("case_open_by_requesting", OPEN, case.c.requesting_state, *_BY_DATE)
partial_index("case_waiting_as_requesting", WAITING_AS_REQUESTING, case.c.requesting_state, *_BY_DATE)
partial_index("case_waiting_as_requested", WAITING_AS_REQUESTED, case.c.requested_state, *_BY_DATE)

#: An officer's own filter of the work list: codes only, so that it may stand in an address.
saved_filter = sa.Table(
    "saved_filter",
    metadata,
    sa.Column("filter_id", sa.String(36), primary_key=True),
    sa.Column("owner", sa.String(120), nullable=False),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("criteria", sa.Text, nullable=False),
    sa.UniqueConstraint("owner", "name"),
)

#: A time limit brought before a superior: why, when, to whom, and who has seen to it.
escalation = sa.Table(
    "escalation",
    metadata,
    sa.Column("escalation_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("deadline_id", sa.String(36)),
    sa.Column("cause", sa.String(12), nullable=False),
    sa.Column("limit", sa.String(30)),
    sa.Column("due", sa.String(32)),
    sa.Column("office", sa.String(40), nullable=False),
    sa.Column("superior", sa.String(120), nullable=False),
    sa.Column("raised_by", sa.String(120), nullable=False),
    sa.Column("raised_at", Moment, nullable=False),
    sa.Column("reason", sa.LargeBinary),
    sa.Column("seen_by", sa.String(120)),
    sa.Column("seen_at", Moment),
    sa.UniqueConstraint("deadline_id", "cause"),
    sa.Index("escalation_by_case", "case_id"),
    partial_index("escalation_open", "seen_at IS NULL", "raised_at", "escalation_id"),
)

#: The right to read the calendar of due dates without signing in. Only the digest of the secret is kept;
#: `posts` are those to which the officer was limited when it was made, one a line; null: to none.
calendar_feed = sa.Table(
    "calendar_feed",
    metadata,
    sa.Column("feed_id", sa.String(36), primary_key=True),
    sa.Column("owner", sa.String(120), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Column("posts", sa.Text),
    sa.Column("office", sa.String(40)),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("ends_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
    sa.Index("calendar_feed_by_owner", "owner"),
)
