"""One unit of work: state, audit entries and events that commit together or not at all.

HTTP requests and events meet here: both make a `Work` and hand it to the same handlers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import structlog

from limen.errors import LimenError, VersionStale
from limen.ids import new_id
from limen.messaging import contracts, outbox
from limen.messaging.envelope import Event, new_event
from limen.storage import rows
from limen.storage.audit import AuditEntry, append
from limen.storage.tables import outbox as outbox_table
from limen.storage.tables import outbox_stream

if TYPE_CHECKING:
    from limen.runtime import Runtime

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in officer, or a part of the node (`system:<name>`)."""

    id: str
    name: str = ""
    roles: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    country: str = ""
    agency: str = ""

    def has_role(self, *roles: str) -> bool:
        """Tell whether the actor holds one of the roles."""
        return not self.roles.isdisjoint(roles)


def system_actor(name: str) -> Actor:
    """Return the actor for what the node does by itself."""
    return Actor(id=f"system:{name}")


@dataclass
class Work:
    """A transaction in progress. Make it with `unit_of_work`, never by hand."""

    runtime: "Runtime"
    connection: sa.Connection
    actor: Actor
    request_id: str = ""
    traceparent: str = ""
    purpose: str = ""
    expected_version: int | None = None
    #: permission of the HTTP route; empty when the node itself acts
    permission: str = ""
    version_checked: bool = False
    _rows: dict[sa.Table, list[Mapping[str, Any]]] = field(default_factory=dict)
    _events: list[Event] = field(default_factory=list)
    _audit: list[AuditEntry] = field(default_factory=list)
    _kept: list[Callable[["Work"], None]] = field(default_factory=list)

    def execute(self, statement: sa.Executable, parameters: Any = None) -> sa.CursorResult[Any]:
        """Run a statement in this transaction."""
        return self.connection.execute(statement, parameters)

    def add(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Insert a row when the work is done, together with all others: until then nobody can read it.

        For the busiest routes; it saves most of what single inserts cost. All rows of a table name the same
        columns, and tables are added in the order that their foreign keys need.
        """
        self._rows.setdefault(table, []).append(row)

    def record(self, action: str, subject: str, **detail: Any) -> None:
        """Add an audit entry: ids and codes only, never personal data."""
        self._audit.append(AuditEntry(self.actor.id, action, subject, self.purpose, detail, self.request_id))

    def keep(self, effect: Callable[["Work"], None]) -> None:
        """Have `effect` done in this work; where the work is refused, in one of its own after the rollback.

        For what must be known of a refusal too, such as the rule that led to it. `effect` writes and records
        only what it brings with it, for it may be done twice.
        """
        effect(self)
        self._kept.append(effect)

    def publish(
        self,
        event_type: str,
        aggregate_id: str,
        data: Mapping[str, Any],
        sealed: Mapping[str, Any] | None = None,
        *,
        new: bool = False,
    ) -> Event:
        """Tell other services what happened. `sealed` is the personal part, which leaves encrypted.

        `new`: the record came to be in this work and nothing was told of it yet, so no version is looked up.
        """
        event_id = new_id()
        if sealed is not None:
            data = {**data, "sealed": self.runtime.vault.seal_for_event(event_id, sealed)}
        version = 1 if new else outbox.next_version(self.connection, aggregate_id)
        if new:
            self.add(outbox_stream, {"aggregate_id": aggregate_id, "version": version})
        source = f"/nodes/{self.runtime.settings.node}/{self.runtime.service.name}"
        event = new_event(source, event_type, aggregate_id, version, data, self.traceparent, event_id)
        contracts.check(event)
        self._events.append(event)
        return event

    def opened(self, event: Event) -> dict[str, Any]:
        """Open the personal part of an event that arrived."""
        return self.runtime.vault.open_from_event(event.id, event.data["sealed"])

    def check_version(self, version: int) -> None:
        """Refuse to change a record that somebody else changed since the client read it."""
        self.version_checked = True
        if self.expected_version is not None and self.expected_version != version:
            raise VersionStale(
                f"the record is at version {version}, you sent {self.expected_version}", version=version
            )

    @contextmanager
    def as_they_are(self) -> Iterator[None]:
        """Change records within that the client did not read: the version it sent is that of another one."""
        expected, self.expected_version = self.expected_version, None
        try:
            yield
        finally:
            self.expected_version = expected

    def flush(self) -> None:
        """Write the rows that `add` collected, so that what follows in this transaction can read them."""
        if self._rows:
            rows.insert(self.connection, self._rows)
            self._rows = {}

    def finish(self) -> None:
        """Write what was collected. Called by `unit_of_work` just before the commit."""
        for row in outbox.rows_of(self._events):
            self.add(outbox_table, row)
        if self._events:
            outbox.notify(self.connection)
        if self._audit:
            append(self.connection, self._audit, self._rows)
        else:
            self.flush()


@contextmanager
def unit_of_work(runtime: "Runtime", actor: Actor, **context: Any) -> Iterator[Work]:
    """Open a transaction; commit state, audit entries and events together, or roll all back."""
    kept: list[Callable[[Work], None]] = []
    try:
        with runtime.database.write() as connection:
            work = Work(runtime, connection, actor, **context, _kept=kept)
            yield work
            work.finish()
    except LimenError:
        if kept:
            _keep(runtime, actor, context, kept)
        raise
    if work._events:
        runtime.committed.set()


def _keep(
    runtime: "Runtime", actor: Actor, context: Mapping[str, Any], kept: Sequence[Callable[[Work], None]]
) -> None:
    """Do what must be done although the work was refused. The refusal is what the caller must hear of."""
    try:
        with runtime.database.write() as connection:
            work = Work(runtime, connection, actor, **{**context, "expected_version": None})
            for effect in kept:
                effect(work)
            work.finish()
    except LimenError as error:
        _log.error("refusal_not_kept", error=error.code)
