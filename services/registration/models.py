"""The tables of registration.

What a person is, says or shows stands only in sealed columns, under that person's own key.
What a document number or a name can be found by stands as blind indexes. All else is ids, codes and dates.
"""

import sqlalchemy as sa

from limen.storage.moments import UtcMoment

metadata = sa.MetaData()

Id = sa.String(36)
Actor = sa.String(120)

#: A border post, or a sector between posts. Codes are given by the country.
post = sa.Table(
    "post",
    metadata,
    sa.Column("code", sa.String(20), primary_key=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("neighbour", sa.String(2)),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date),
    sa.Column("version", sa.Integer, nullable=False),
)

#: A person, as an anchor for claims; `version` counts the changes. An erased person keeps only this row.
person = sa.Table(
    "person",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("registered_at", UtcMoment, nullable=False),
    sa.Column("registered_by", Actor, nullable=False),
    sa.Column("erased_at", UtcMoment),
)

#: Something said or shown about a person, with its proof level. A claim is never changed.
claim = sa.Table(
    "claim",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", Id, sa.ForeignKey(person.c.id), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("proof", sa.String(20), nullable=False),
    sa.Column("recorded_at", UtcMoment, nullable=False),
    sa.Column("recorded_by", Actor, nullable=False),
    sa.Column("encounter_id", Id),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Index("claim_by_person", "person_id"),
)

#: What a person can be found by: keyed hashes of names with birth dates, and of document numbers.
search_key = sa.Table(
    "search_key",
    metadata,
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("person_id", Id, sa.ForeignKey(person.c.id), primary_key=True),
    sa.Index("search_key_by_person", "person_id"),
)

#: An officer met a person at a post. Never changed; `zone` is the machine-readable zone as it was given.
encounter = sa.Table(
    "encounter",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", Id, sa.ForeignKey(person.c.id), nullable=False),
    sa.Column("post", sa.String(20), sa.ForeignKey(post.c.code), nullable=False),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("at", UtcMoment, nullable=False),
    sa.Column("recorded_at", UtcMoment, nullable=False),
    sa.Column("recorded_by", Actor, nullable=False),
    sa.Column("zone", sa.LargeBinary),
    sa.Index("encounter_by_post", "post", "id"),
    sa.Index("encounter_by_person", "person_id"),
)

#: A circumstance that protects a person. `statement` and `end_reason` are sealed, for protection officers.
#: What readmission recorded has a `basis` and may have a last day (`until`); `ended_facts` are the codes of
#: the facts with which readmission ended it, with spaces between, `ended_basis` their legal basis.
safeguard = sa.Table(
    "safeguard",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", Id, sa.ForeignKey(person.c.id), nullable=False),
    sa.Column("kind", sa.String(60), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("since", UtcMoment, nullable=False),
    sa.Column("raised_by", Actor, nullable=False),
    sa.Column("statement", sa.LargeBinary),
    sa.Column("end_proposed_by", Actor),
    sa.Column("end_reason", sa.LargeBinary),
    sa.Column("ended_at", UtcMoment),
    sa.Column("ended_by", Actor),
    sa.Column("until", sa.String(10)),
    sa.Column("basis", sa.String(400), nullable=False, server_default=""),
    sa.Column("ended_facts", sa.String(400), nullable=False, server_default=""),
    sa.Column("ended_basis", sa.String(400), nullable=False, server_default=""),
    sa.Index("safeguard_by_person", "person_id"),
)

#: A screening for needs of protection, by an officer who holds the certificate that the law asks for.
screening = sa.Table(
    "screening",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("encounter_id", Id, sa.ForeignKey(encounter.c.id), nullable=False),
    sa.Column("person_id", Id, sa.ForeignKey(person.c.id), nullable=False),
    sa.Column("screened_at", UtcMoment, nullable=False),
    sa.Column("screened_by", Actor, nullable=False),
    sa.Column("certificates", sa.String(400), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Index("screening_by_encounter", "encounter_id"),
)

#: A certificate that an officer holds, as training told.
qualification = sa.Table(
    "qualification",
    metadata,
    sa.Column("certificate_id", sa.String(64), primary_key=True),
    sa.Column("number", sa.String(80), nullable=False),
    sa.Column("officer", Actor, nullable=False),
    sa.Column("curriculum", sa.String(80), nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("expires_on", sa.Date, nullable=False),
    sa.Column("revoked_on", sa.Date),
    sa.Index("qualification_by_officer", "officer", "curriculum"),
)
