"""The tables of training. Lists that are only shown are kept as JSON; what is searched has a column.

Dates of events are partial dates (EDTF), because reports often print no year. Names of trainers are those
of officials as published; officers appear by their account only.
"""

import sqlalchemy as sa

from limen.storage.tables import Moment

metadata = sa.MetaData()

#: A course module in one version. A new version names the one that it supersedes.
module = sa.Table(
    "module",
    metadata,
    sa.Column("module_id", sa.String(36), primary_key=True),
    sa.Column("code", sa.String(40), nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("curriculum", sa.String(40), nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.UniqueConstraint("code", "edition"),
)

#: A training support package: modules and materials under one title, with its authors.
support_package = sa.Table(
    "support_package",
    metadata,
    sa.Column("package_id", sa.String(36), primary_key=True),
    sa.Column("code", sa.String(40), nullable=False, unique=True),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("modules", sa.JSON, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

#: A training event. `held_*` are the course days, `mission_*` the wider window of the mission.
event = sa.Table(
    "training_event",
    metadata,
    sa.Column("event_id", sa.String(36), primary_key=True),
    sa.Column("code", sa.String(40), nullable=False, unique=True),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("curriculum", sa.String(40), nullable=False),
    sa.Column("held_from", sa.String(10), nullable=False),
    sa.Column("held_to", sa.String(10), nullable=False),
    sa.Column("participants", sa.Integer, nullable=False),
    sa.Column("about", sa.JSON, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

#: Who came, by country and agencies. Where the split between agencies is not known, it says so.
delegation = sa.Table(
    "delegation",
    metadata,
    sa.Column("delegation_id", sa.String(36), primary_key=True),
    sa.Column("event_id", sa.String(36), sa.ForeignKey(event.c.event_id), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("agencies", sa.JSON, nullable=False),
    sa.Column("participants", sa.Integer, nullable=False),
    sa.Column("split_known", sa.Boolean, nullable=False),
    sa.Index("delegation_by_event", "event_id"),
)

#: Who taught, and in which part.
trainer = sa.Table(
    "trainer",
    metadata,
    sa.Column("trainer_id", sa.String(36), primary_key=True),
    sa.Column("event_id", sa.String(36), sa.ForeignKey(event.c.event_id), nullable=False),
    sa.Column("person", sa.JSON, nullable=False),
    sa.Index("trainer_by_event", "event_id"),
)

#: What participants said about a module, what change was asked for, and the edition that brought it.
feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("feedback_id", sa.String(36), primary_key=True),
    sa.Column("event_id", sa.String(36), sa.ForeignKey(event.c.event_id), nullable=False),
    sa.Column("module_code", sa.String(40), nullable=False),
    sa.Column("asked_by", sa.String(120), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("answered_by_edition", sa.Integer),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index("feedback_by_event", "event_id"),
)

#: The national pools of trainers, and the courses that each of them has held since.
pool_member = sa.Table(
    "pool_member",
    metadata,
    sa.Column("member_id", sa.String(36), primary_key=True),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("officer", sa.String(120), nullable=False),
    sa.Column("agency", sa.String(120), nullable=False),
    sa.Column("qualification", sa.String(200), nullable=False),
    sa.Column("trained_at", sa.String(36), sa.ForeignKey(event.c.event_id)),
    sa.Column("available", sa.Boolean, nullable=False),
    sa.Column("courses", sa.JSON, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("country", "officer"),
)

#: Experiences that countries shared in a session.
good_practice = sa.Table(
    "good_practice",
    metadata,
    sa.Column("practice_id", sa.String(36), primary_key=True),
    sa.Column("event_id", sa.String(36), sa.ForeignKey(event.c.event_id), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("topic", sa.String(80), nullable=False),
    sa.Column("session", sa.String(120), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index("good_practice_by_event", "event_id"),
)

#: A certificate of an officer, until it expires or is revoked.
certificate = sa.Table(
    "certificate",
    metadata,
    sa.Column("certificate_id", sa.String(36), primary_key=True),
    sa.Column("number", sa.String(40), nullable=False, unique=True),
    sa.Column("officer", sa.String(120), nullable=False),
    sa.Column("curriculum", sa.String(40), nullable=False),
    sa.Column("event_id", sa.String(36), sa.ForeignKey(event.c.event_id), nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("expires_on", sa.Date, nullable=False),
    sa.Column("issued_by", sa.String(120), nullable=False),
    sa.Column("revoked_on", sa.Date),
    sa.Column("revoked_because", sa.String(500)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("certificate_by_officer", "officer"),
    sa.Index("certificate_by_event", "event_id"),
)

#: The counter behind certificate numbers, one row a year.
certificate_number = sa.Table(
    "certificate_number",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)
