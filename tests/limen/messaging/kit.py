"""Two services for the tests: registration sends safeguards, readmission takes them."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from limen.config import Settings
from limen.messaging.envelope import Event, new_event
from limen.plugins.host import PluginHost
from limen.runtime import Runtime
from limen.service import Service, Timer
from limen.storage import tables
from limen.storage.audit import GENESIS
from limen.storage.database import Database
from limen.storage.vault import Vault, new_master_key
from limen.work import Work, system_actor, unit_of_work

RAISED = "limen.registration.safeguard.raised.v1"
ENDED = "limen.registration.safeguard.ended.v1"

_metadata = sa.MetaData()
#: what the subscriber's handler wrote, in the order of commit for one record
effect = sa.Table(
    "effect",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("aggregate_id", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    # no unique constraint: that nothing takes effect twice is for the inbox to ensure
)


def create_tables(database: Database) -> None:
    """Make an empty service's database."""
    with database.write() as connection:
        tables.metadata.create_all(connection)
        _metadata.create_all(connection)
        connection.execute(tables.audit_head.insert(), {"id": 1, "sequence": 0, "digest": GENESIS})


@dataclass
class Effects:
    """The subscriber's handler: notes each event; fails for the records named in `failing`."""

    failing: set[str] = field(default_factory=set)
    attempts: int = 0

    def __call__(self, work: Work, event: Event) -> None:
        self.attempts += 1
        work.execute(effect.insert(), {"aggregate_id": event.aggregate_id, "version": event.version})
        work.record("effect.noted", event.aggregate_id, version=event.version)
        if event.aggregate_id in self.failing:
            raise KeyError("Anna Maria ERIKSSON")  # personal data, which no error text may show


MASTER_KEY = new_master_key()


def open_service(
    name: str, url: str, *, handlers=None, timers: tuple[Timer, ...] = (), **settings
) -> Runtime:
    """Open the runtime of a service on its own database."""
    return Runtime(
        settings=Settings(master_key=MASTER_KEY, token_public_keys="{}", **settings),
        service=Service(name=name, title=name, handlers=handlers or {}, timers=timers),
        database=Database(url),
        vault=Vault(MASTER_KEY, name),
        plugins=PluginHost(),
    )


def safeguard(record: str) -> dict[str, str]:
    """The data of a safeguard event."""
    return {"safeguard_id": record, "person_id": record, "safeguard": "asylum_claim", "since": "2026-03-06"}


def publish(registration: Runtime, *records: str) -> list[Event]:
    """Raise a safeguard for each record named, all in one transaction."""
    with unit_of_work(registration, system_actor("test")) as work:
        return [work.publish(RAISED, record, safeguard(record)) for record in records]


def event_of(record: str, version: int, **changes) -> Event:
    """An event made by hand, for what an honest outbox would never send."""
    event_type = changes.pop("event_type", RAISED)
    data = changes.pop("data", safeguard(record))
    return new_event("/nodes/node/registration", event_type, record, version, data, **changes)


def effects_of(readmission: Runtime) -> list[tuple[str, int]]:
    """What took effect: (record, version) in order."""
    with readmission.database.read() as connection:
        rows = connection.execute(sa.select(effect.c.aggregate_id, effect.c.version).order_by(effect.c.id))
        return [tuple(row) for row in rows]


def count(runtime: Runtime, table: sa.Table, *conditions) -> int:
    """How many rows a table has."""
    with runtime.database.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*conditions))


def unsent(runtime: Runtime) -> int:
    """How many events wait to be sent."""
    return count(runtime, tables.outbox, tables.outbox.c.sent_at.is_(None))


def waiting_rows(runtime: Runtime, state: str = "parked") -> list[sa.Row]:
    """The rows of `delivery` in a state, oldest first."""
    query = sa.select(tables.delivery).where(tables.delivery.c.state == state).order_by(tables.delivery.c.id)
    with runtime.database.read() as connection:
        return connection.execute(query).all()
