"""What cannot take effect is parked with its error, blocks nobody, and an administrator deals with it."""

from __future__ import annotations

import re
from contextlib import closing
from typing import Any

import pika
import pytest

from limen.clock import now, rfc3339
from limen.ids import new_id
from limen.messaging.envelope import new_event
from limen.messaging.inbox import DELAYS
from limen.messaging.rabbit.topology import Topology
from limen.storage.tables import delivery, outbox
from services.readmission.models import safeguard
from tests.e2e.journey import SOON
from tests.e2e.nodes import HostNode, Node
from tests.e2e.site import Site
from tests.rig.waiting import wait_until

RAISED = "limen.registration.safeguard.raised.v1"

#: type of the event (None: it is no event) -> how its error begins
BAD = {
    "cannot be decoded": (None, "Undecodable: the body is not JSON"),
    "is of an unknown type": ("limen.registration.safeguard.vanished.v1", "UnknownEvent: "),
    "is of an unknown version": ("limen.registration.safeguard.raised.v9", "UnknownEvent: "),
}


def body_of(safeguard_id: str, event_type: str = RAISED) -> str:
    """Write an event of registration that readmission has not seen."""
    told = {"safeguard_id": safeguard_id, "person_id": new_id(), "safeguard": "asylum_claim"}
    data = {**told, "since": rfc3339(now())}
    return new_event("/nodes/proof-node/registration", event_type, safeguard_id, 1, data).encode().decode()


def deliver(node: Node, *bodies: str) -> None:
    """Have the node's bus carry bodies to readmission, in this order."""
    if isinstance(node, HostNode):
        with closing(pika.BlockingConnection(pika.URLParameters(node.broker_url))) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            for body in bodies:
                key = RAISED.removeprefix("limen.")
                channel.basic_publish(Topology().events, key, body.encode(), mandatory=True)
        return
    row = {"type": "by hand", "aggregate": "registration.safeguard", "version": 1, "created_at": now()}
    with node.database("registration").write() as connection:
        for body in bodies:
            values = {**row, "event_id": new_id(), "aggregate_id": new_id(), "envelope": body}
            connection.execute(outbox.insert(), values)


def known(node: Node, safeguard_id: str) -> bool:
    """Tell whether a safeguard took effect in readmission."""
    query = safeguard.select().where(safeguard.c.safeguard_id == safeguard_id)
    with node.database("readmission").read() as connection:
        return connection.execute(query).first() is not None


def parked(site: Site) -> dict[str, Any] | None:
    """Return the only message that readmission has parked, if there is one."""
    items = site.administrator.get("readmission/node/events")["items"]
    assert len(items) < 2, items
    return items[0] if items else None


def limen(site: Site, *arguments: str) -> str:
    """Run `limen events` as an administrator at the node's machine; return what it prints, without spaces."""
    done = site.node.limen("events", *arguments)
    assert done.returncode == 0, done.stderr
    return re.sub(r"\s", "", done.stdout)


@pytest.mark.parametrize("kind", BAD)
def test_a_message_that_means_nothing_is_parked_blocks_nobody_and_is_given_up_at_the_shell(
    site: Site, kind: str
):
    event_type, error = BAD[kind]
    after = new_id()
    deliver(site.node, body_of(new_id(), event_type) if event_type else "no event at all", body_of(after))
    wait_until(lambda: known(site.node, after), "the next message took effect", SOON)
    item = wait_until(lambda: parked(site), "the message is parked", SOON)
    assert item["error"].startswith(error)
    assert item["id"] in limen(site, "list")
    limen(site, "replay", item["id"])  # a node that understands it by now would take it
    again = wait_until(lambda: parked(site), "it was tried again", SOON)
    assert (again["id"], again["error"]) == (item["id"], item["error"])
    limen(site, "discard", item["id"], "--reason", "Somebody typed it by hand.")
    assert parked(site) is None


def test_a_message_whose_handler_fails_is_parked_blocks_nobody_and_takes_effect_once_the_cause_is_mended(
    site: Site,
):
    """The cause is a row that stands in the way. Minutes pass by moving the moment of the next attempt."""
    failing, after = new_id(), new_id()
    in_the_way = {"safeguard_id": failing, "person_id": new_id(), "safeguard": "x", "since": rfc3339(now())}
    database = site.node.database("readmission")
    with database.write() as connection:
        connection.execute(safeguard.insert(), in_the_way)
    deliver(site.node, body_of(failing), body_of(after))
    wait_until(lambda: known(site.node, after), "the next message took effect", SOON)
    of_it = delivery.c.aggregate_id == failing

    def waits() -> bool:
        last_attempt = {"attempt": len(DELAYS), "due_at": now()}
        retried = delivery.update().where(of_it, delivery.c.state == "retry").values(last_attempt)
        with database.write() as connection:
            return connection.execute(retried).rowcount == 1

    wait_until(waits, "the message waits for its next attempt", SOON)
    item = wait_until(lambda: parked(site), "the message is parked", SOON)
    assert (item["attempt"], item["aggregate_id"]) == (len(DELAYS) + 1, failing)
    assert item["error"].startswith("IntegrityError in ")
    with database.write() as connection:
        connection.execute(safeguard.delete().where(safeguard.c.safeguard_id == failing))
    limen(site, "replay", item["id"])
    wait_until(lambda: known(site.node, failing), "the message took effect", SOON)
    assert parked(site) is None
