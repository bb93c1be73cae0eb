"""Safeguards that readmission recorded or ended: kept here too, for registration is where they are looked up.

What readmission tells is a fact already: nothing here is asked again, and nothing is told back.
"""

import sqlalchemy as sa

from limen.clock import from_rfc3339
from limen.messaging.envelope import Event
from limen.work import Work
from services.registration.models import safeguard as table


def raised(work: Work, event: Event) -> None:
    """Keep a safeguard that was recorded with a case."""
    data = event.data
    work.execute(
        table.insert().values(
            id=data["safeguard_id"],
            person_id=data["person_id"],
            kind=data["safeguard"],
            version=1,
            since=from_rfc3339(data["since"]),
            raised_by=data["raised_by"],
            until=data["until"],
            basis=data["basis"],
        )
    )
    work.record("safeguard.raised_with_a_case", data["safeguard_id"], person=data["person_id"])


def ended(work: Work, event: Event) -> None:
    """End a safeguard by the facts that were recorded with a case; one that ended already stays as it is."""
    data = event.data
    running = table.update().where(table.c.id == data["safeguard_id"], table.c.ended_at.is_(None))
    work.execute(
        running.values(
            ended_at=from_rfc3339(data["ended"]),
            ended_by=data["ended_by"],
            ended_facts=" ".join(data["facts"])[:400],
            ended_basis=data["basis"],
            version=sa.literal_column("version") + 1,
        )
    )
    work.record("safeguard.ended_by_facts", data["safeguard_id"], person=data["person_id"])
