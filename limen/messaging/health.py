"""How messaging fares, for `/health/ready`, the console and the metrics."""

from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.messaging import metrics, outbox
from limen.messaging.waiting import State
from limen.runtime import Runtime
from limen.storage.tables import delivery

#: seconds that the oldest unsent event may wait before messaging counts as degraded
PATIENCE_SECONDS = 30.0


def facts(runtime: Runtime) -> dict[str, Any]:
    """Return the backlog and what waits, and set the gauges; usable as a check of `limen.web.health`.

    `status` (up or degraded), `problems` (codes: events-unsent, events-parked), `unsent`,
    `oldest_unsent_seconds` (0 without a backlog), `early`, `retry`, `parked`. `DatabaseUnavailable` when
    nothing can be told.
    """
    service = runtime.service.name
    with runtime.database.read() as connection:
        unsent, oldest = outbox.backlog(connection)
        waiting = _waiting(connection)
    age = max(0.0, (now() - oldest).total_seconds()) if oldest else 0.0
    metrics.UNSENT.labels(service).set(unsent)
    metrics.UNSENT_AGE.labels(service).set(age)
    for state, count in waiting.items():
        metrics.WAITING.labels(service, state).set(count)
    problems = ["events-unsent"] if age > PATIENCE_SECONDS else []
    problems += ["events-parked"] if waiting[State.PARKED] else []
    return {
        "status": "degraded" if problems else "up",
        "problems": problems,
        "unsent": unsent,
        "oldest_unsent_seconds": round(age, 3),
        **waiting,
    }


def _waiting(connection: sa.Connection) -> dict[str, int]:
    query = sa.select(delivery.c.state, sa.func.count().label("rows")).group_by(delivery.c.state)
    counted = {row.state: row.rows for row in connection.execute(query)}
    return {str(state): counted.get(state, 0) for state in State}
