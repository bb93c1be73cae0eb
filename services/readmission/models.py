"""The tables of readmission. Personal fields are sealed under the person's key; ids and codes are not."""

from datetime import UTC, datetime

import sqlalchemy as sa

from limen.storage.tables import Moment, partial_index

metadata = sa.MetaData()

NO_DUE_DATE = datetime(9999, 1, 1, tzinfo=UTC)

#: The minimum about a person that registration told: names, birth date, nationalities, one document.
person = sa.Table(
    "person",
    metadata,
    sa.Column("person_id", sa.String(36), primary_key=True),
    sa.Column("particulars", sa.LargeBinary, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
)

#: One readmission case. `arrangement_hash` pins the text under which it is decided; `next_limit`, `next_due`
#: and `due_key` repeat the limit that comes next, so that the work list costs the same however many cases
#: there are (`due_key` is NO_DUE_DATE where no limit runs). `role` is the side of this node, `ground` the
#: code of the arrangement's scope, `variant` the circumstance for which a text has limits of its own,
#: `follows` the case after which this one takes a person back, and `assistance` with which help the person
#: returned (a code of `states.ASSISTANCE`; null: not told).
case = sa.Table(
    "readmission_case",
    metadata,
    sa.Column("case_id", sa.String(36), primary_key=True),
    sa.Column("number", sa.String(24), nullable=False, unique=True),
    sa.Column("person_id", sa.String(36), nullable=False),
    sa.Column("requesting_state", sa.String(2), nullable=False),
    sa.Column("requested_state", sa.String(2), nullable=False),
    sa.Column("category", sa.String(30), nullable=False),
    sa.Column("role", sa.String(12), nullable=False, server_default="requesting"),
    sa.Column("procedure", sa.String(24), nullable=False, server_default="application"),
    sa.Column("variant", sa.String(40)),
    sa.Column("ground", sa.String(60)),
    sa.Column("follows", sa.String(36)),
    sa.Column("arrangement", sa.String(40), nullable=False),
    sa.Column("arrangement_hash", sa.String(64), nullable=False),
    sa.Column("state", sa.String(24), nullable=False),
    sa.Column("suspended_from", sa.String(24)),
    sa.Column("office", sa.String(40), nullable=False),
    sa.Column("assistance", sa.String(16)),
    sa.Column("next_limit", sa.String(30)),
    sa.Column("next_due", sa.String(32)),
    sa.Column("due_key", Moment, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Index("case_by_person", "person_id"),
    sa.Index("case_by_state", "state", "due_key", "case_id"),
)

#: The counter behind case numbers, one row a year.
case_number = sa.Table(
    "case_number",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

#: A moment from which the law counts: receipt, reply, knowledge, entry ...
milestone = sa.Table(
    "milestone",
    metadata,
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), primary_key=True),
    sa.Column("kind", sa.String(30), primary_key=True),
    sa.Column("moment", sa.String(32), nullable=False),
    sa.Column("recorded_by", sa.String(120), nullable=False),
)

#: Every step of a case: who, when, from where to where, and on which legal basis.
step = sa.Table(
    "step",
    metadata,
    sa.Column("step_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("step", sa.String(30), nullable=False),
    sa.Column("from_state", sa.String(24), nullable=False),
    sa.Column("to_state", sa.String(24), nullable=False),
    sa.Column("taken_by", sa.String(120), nullable=False),
    sa.Column("taken_at", Moment, nullable=False),
    sa.Column("code", sa.String(40)),
    sa.Column("detail", sa.LargeBinary),
    sa.Index("step_by_case", "case_id", "step_id"),
)

#: A time limit of a case: when it ends, why then, and what has fired. `ended` names why it no longer runs.
deadline = sa.Table(
    "deadline",
    metadata,
    sa.Column("deadline_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("limit", sa.String(30), nullable=False),
    sa.Column("due", sa.String(32), nullable=False),
    sa.Column("ends_at", Moment, nullable=False),
    sa.Column("approaches_at", Moment, nullable=False),
    sa.Column("silence", sa.String(20), nullable=False),
    sa.Column("explanation", sa.Text, nullable=False),
    sa.Column("approached_at", Moment),
    sa.Column("passed_at", Moment),
    sa.Column("ended", sa.String(20)),
    sa.Index("deadline_by_case", "case_id"),
    partial_index("deadline_running", "ended IS NULL", "approaches_at"),
    # What the timer looks for every second: it must not walk over limits that have fired already.
    partial_index("deadline_to_approach", "ended IS NULL AND approached_at IS NULL", "approaches_at"),
    partial_index("deadline_to_pass", "ended IS NULL AND passed_at IS NULL", "ends_at"),
    # What is brought before superiors: the watch must not walk over limits that are far from their end.
    partial_index("deadline_overdue", "ended IS NULL AND passed_at IS NOT NULL", "ends_at"),
    partial_index(
        "deadline_idle",
        "ended IS NULL AND passed_at IS NULL AND approached_at IS NOT NULL",
        "approached_at",
    ),
)

#: What protects a person, as events told it or readmission's own records raised it. No reason is kept here.
#: `until` is the last day of a safeguard that ends by time; `raised_by` is empty where registration told it.
safeguard = sa.Table(
    "safeguard",
    metadata,
    sa.Column("safeguard_id", sa.String(36), primary_key=True),
    sa.Column("person_id", sa.String(36), nullable=False),
    sa.Column("safeguard", sa.String(60), nullable=False),
    sa.Column("since", sa.String(32), nullable=False),
    sa.Column("ended", sa.String(32)),
    sa.Column("until", sa.String(10)),
    sa.Column("raised_by", sa.String(120), nullable=False, server_default=""),
    sa.Column("basis", sa.String(400), nullable=False, server_default=""),
    sa.Index("safeguard_by_person", "person_id"),
)

#: Lifting a safeguard for one case: one person asks, another in another role decides, both with reasons.
#: `requested_roles` are all roles of who asked, with spaces between; `decided_role` that of who decided.
lift = sa.Table(
    "lift",
    metadata,
    sa.Column("lift_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), nullable=False),
    sa.Column("safeguard_id", sa.String(36), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("requested_by", sa.String(120), nullable=False),
    sa.Column("requested_roles", sa.String(200), nullable=False, server_default=""),
    sa.Column("requested_at", Moment, nullable=False),
    sa.Column("request_reasons", sa.LargeBinary, nullable=False),
    sa.Column("decided_by", sa.String(120)),
    sa.Column("decided_role", sa.String(40)),
    sa.Column("decided_at", Moment),
    sa.Column("decision_reasons", sa.LargeBinary),
    sa.Index("lift_by_case", "case_id"),
)
