"""The tables of registration: posts, persons with their claims, encounters, safeguards, screenings."""

import sqlalchemy as sa
from alembic import op

revision = "registration_0001"
down_revision = None
branch_labels = ("registration",)
depends_on = None

Id = sa.String(36)
Actor = sa.String(120)
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_posts()
    _create_persons()
    _create_encounters()
    _create_safeguards()
    _create_screenings()


def _create_posts() -> None:
    op.create_table(
        "post",
        sa.Column("code", sa.String(20), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("neighbour", sa.String(2)),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _create_persons() -> None:
    op.create_table(
        "person",
        sa.Column("id", Id, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("registered_at", Moment, nullable=False),
        sa.Column("registered_by", Actor, nullable=False),
        sa.Column("erased_at", Moment),
    )
    op.create_table(
        "claim",
        sa.Column("id", Id, primary_key=True),
        sa.Column("person_id", Id, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("proof", sa.String(20), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
        sa.Column("recorded_by", Actor, nullable=False),
        sa.Column("encounter_id", Id),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("claim_by_person", "claim", ["person_id"])
    op.create_table(
        "search_key",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("person_id", Id, sa.ForeignKey("person.id"), primary_key=True),
    )
    op.create_index("search_key_by_person", "search_key", ["person_id"])


def _create_encounters() -> None:
    op.create_table(
        "encounter",
        sa.Column("id", Id, primary_key=True),
        sa.Column("person_id", Id, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("post", sa.String(20), sa.ForeignKey("post.code"), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
        sa.Column("recorded_by", Actor, nullable=False),
        sa.Column("zone", sa.LargeBinary),
    )
    op.create_index("encounter_by_post", "encounter", ["post", "id"])
    op.create_index("encounter_by_person", "encounter", ["person_id"])


def _create_safeguards() -> None:
    op.create_table(
        "safeguard",
        sa.Column("id", Id, primary_key=True),
        sa.Column("person_id", Id, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("raised_by", Actor, nullable=False),
        sa.Column("statement", sa.LargeBinary),
        sa.Column("end_proposed_by", Actor),
        sa.Column("end_reason", sa.LargeBinary),
        sa.Column("ended_at", Moment),
        sa.Column("ended_by", Actor),
    )
    op.create_index("safeguard_by_person", "safeguard", ["person_id"])


def _create_screenings() -> None:
    op.create_table(
        "screening",
        sa.Column("id", Id, primary_key=True),
        sa.Column("encounter_id", Id, sa.ForeignKey("encounter.id"), nullable=False),
        sa.Column("person_id", Id, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("screened_at", Moment, nullable=False),
        sa.Column("screened_by", Actor, nullable=False),
        sa.Column("certificates", sa.String(400), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("screening_by_encounter", "screening", ["encounter_id"])
    op.create_table(
        "qualification",
        sa.Column("certificate_id", sa.String(64), primary_key=True),
        sa.Column("number", sa.String(80), nullable=False),
        sa.Column("officer", Actor, nullable=False),
        sa.Column("curriculum", sa.String(80), nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.Column("revoked_on", sa.Date),
    )
    op.create_index("qualification_by_officer", "qualification", ["officer", "curriculum"])
