"""What stands in the databases of a node, to be compared with what the node confirmed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from limen.errors import DatabaseUnavailable
from limen.messaging.contracts import SUBSCRIPTIONS
from limen.service import SERVICE_NAMES
from limen.storage import audit, tables
from limen.storage.tables import delivery, inbox, outbox
from services.readmission import models as readmission
from services.registration import models as registration
from tests.e2e.nodes import Node
from tests.rig.waiting import wait_until


def rows(node: Node, service: str, query: sa.Select[Any]) -> list[Any]:
    """Return the first column of a query on a service's database."""
    database = node.database(service)
    try:
        with database.read() as connection:
            return list(connection.execute(query).scalars())
    except DatabaseUnavailable:
        database.close()  # an outage ended the connections that were kept open
        with database.read() as connection:
            return list(connection.execute(query).scalars())


def wait_until_settled(node: Node, deadline: float = 120.0) -> None:
    """Wait until every event was sent and took effect, and nothing waits."""
    unsent = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None))
    waiting = sa.select(sa.func.count()).select_from(delivery).where(delivery.c.state != "parked")

    def unsettled() -> dict[str, tuple[int, ...]]:
        found = {
            service: (*rows(node, service, unsent), *rows(node, service, waiting), _lacking(node, service))
            for service in SERVICE_NAMES
        }
        return {service: numbers for service, numbers in found.items() if any(numbers)}

    try:
        wait_until(lambda: not unsettled(), "every event took effect", deadline)
    except TimeoutError as error:
        raise TimeoutError(f"{error}; (unsent, waiting, not taken): {unsettled()}") from None
    for service in SERVICE_NAMES:
        events = {event for producer in _producers(service) for event in _events(node, producer, service)}
        assert events == set(rows(node, service, TAKEN)), f"{service} took other events than were sent to it"


def _lacking(node: Node, subscriber: str) -> int:
    """Return by how many the events for a service outnumber those that it took."""
    count = sa.select(sa.func.count()).select_from
    sent = sum(
        rows(node, producer, count(outbox).where(outbox.c.aggregate.in_(SUBSCRIPTIONS[subscriber])))[0]
        for producer in _producers(subscriber)
    )
    return sent - rows(node, subscriber, count(inbox))[0]


def _producers(subscriber: str) -> set[str]:
    return {aggregate.split(".")[0] for aggregate in SUBSCRIPTIONS[subscriber]}


def _events(node: Node, producer: str, subscriber: str) -> list[str]:
    query = sa.select(outbox.c.event_id).where(outbox.c.aggregate.in_(SUBSCRIPTIONS[subscriber]))
    return rows(node, producer, query)


def broken_links(node: Node) -> dict[str, audit.BrokenLink]:
    """Return the first bad entry of each audit log that does not hold."""
    broken = {}
    for service in SERVICE_NAMES:
        with node.database(service).snapshot() as connection:
            link = audit.verify(connection)
        if link:
            broken[service] = link
    return broken


def actions(node: Node, service: str, action: str) -> list[str]:
    """Return the subjects of which the audit log of a service tells this action, each as often as it does."""
    subjects = sa.select(tables.audit.c.subject).where(tables.audit.c.action == action)
    return rows(node, service, subjects)


PERSONS = sa.select(registration.person.c.id)
ENCOUNTERS = sa.select(registration.encounter.c.id)
SAFEGUARDS = sa.select(registration.safeguard.c.id)
KNOWN_PERSONS = sa.select(readmission.person.c.person_id)
KNOWN_SAFEGUARDS = sa.select(readmission.safeguard.c.safeguard_id)
CASES = sa.select(readmission.case.c.case_id)
SUBMITTED = sa.select(readmission.step.c.case_id).where(readmission.step.c.step == "submit")
CASE_NUMBERS = sa.select(readmission.case.c.number)
TAKEN = sa.select(inbox.c.event_id)
PARKED = sa.select(delivery.c.id)
