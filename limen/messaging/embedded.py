"""The embedded bus: a subscriber reads each producer's outbox by cursor, in the same process.

The cursor moves in the transaction of the effect, so that kill -9 neither loses nor repeats an event.
Reading by `position > cursor` is right here and only here: SQLite has one writer, positions become
visible in their order.
"""

import threading
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from limen.clock import now
from limen.errors import StartRefused
from limen.messaging.contracts import SUBSCRIPTIONS
from limen.messaging.inbox import BATCH, receive
from limen.runtime import Runtime
from limen.storage.tables import bus_cursor, outbox

#: seconds after which a reader looks although nothing woke it
POLL_SECONDS = 1.0

# Built once: making a statement takes longer than running it.
_NEXT = (
    sa.select(outbox.c.position, outbox.c.envelope)
    .where(
        outbox.c.position > sa.bindparam("cursor"),
        outbox.c.aggregate.in_(sa.bindparam("aggregates", expanding=True)),
    )
    .order_by(outbox.c.position)
    .limit(BATCH)
)
_CURSOR = sa.select(bus_cursor.c.position).where(bus_cursor.c.producer == sa.bindparam("of"))
_INSERT_CURSOR = insert(bus_cursor).values(producer=sa.bindparam("of"), position=sa.bindparam("to"))
#: forward only: a second reader of the same outbox may be ahead
_MOVE_CURSOR = _INSERT_CURSOR.on_conflict_do_update(
    index_elements=["producer"],
    set_={"position": _INSERT_CURSOR.excluded.position},
    where=_INSERT_CURSOR.excluded.position > bus_cursor.c.position,
)


def run_reader(runtime: Runtime, peers: Mapping[str, Runtime], stop: threading.Event) -> None:
    """Bring a service the events it subscribes to, until `stop`. `peers`: the node's runtimes by service."""
    producers = {name: _embedded(peers[name]) for name in producers_of(runtime.service.name)}
    awake = threading.Event()
    with ExitStack() as stack:
        for producer in producers.values():
            stack.enter_context(producer.committed.into(awake))
        while not stop.is_set():
            awake.clear()  # before reading: what is committed from now on wakes us again
            if not sum(read(runtime, producer) for producer in producers.values()):
                awake.wait(POLL_SECONDS)


def producers_of(service: str) -> set[str]:
    """Return the services whose events a service subscribes to."""
    return {aggregate.split(".")[0] for aggregate in SUBSCRIPTIONS.get(service, ())}


def read(runtime: Runtime, producer: Runtime) -> int:
    """Take the next events of one producer; return how many there were."""
    name = producer.service.name
    wanted = {"cursor": _cursor(runtime, name), "aggregates": SUBSCRIPTIONS[runtime.service.name]}
    with producer.database.read() as connection:
        rows = connection.execute(_NEXT, wanted).all()
    if rows:
        also = partial(_move_cursor, producer=name, position=rows[-1].position)
        receive(runtime, [row.envelope.encode() for row in rows], also)
    return len(rows)


def mark_sent(producer: Runtime, peers: Mapping[str, Runtime]) -> None:
    """Mark the outbox rows that all subscribers have read, so that backlog and retention see them."""
    waits: sa.ColumnElement[bool] = outbox.c.sent_at.is_(None)
    with producer.database.read() as connection:
        if not connection.scalar(sa.select(sa.exists().where(waits))):
            return
    name = producer.service.name
    for subscriber, aggregates in SUBSCRIPTIONS.items():
        if name in producers_of(subscriber):
            position = _cursor(peers[subscriber], name)
            waits &= outbox.c.aggregate.not_in(aggregates) | (outbox.c.position <= position)
    with producer.database.write() as connection:
        connection.execute(outbox.update().where(waits).values(sent_at=now()))


def _cursor(runtime: Runtime, producer: str) -> int:
    with runtime.database.read() as connection:
        return connection.scalar(_CURSOR, {"of": producer}) or 0


def _move_cursor(connection: sa.Connection, producer: str, position: int) -> None:
    connection.execute(_MOVE_CURSOR, {"of": producer, "to": position})


def _embedded(producer: Runtime) -> Runtime:
    if not producer.database.is_sqlite:
        raise StartRefused("the embedded shape needs SQLite; with PostgreSQL set shape to host")
    return producer
