"""The outbox as the relay sees it: what waits to be sent, and marking what was. PostgreSQL only.

Never read by `position > last`: positions are given before the commit, so that a slower transaction's
row appears below rows that were read already. What is on its way is left out by name instead.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from limen.clock import now
from limen.storage.tables import outbox


class Unsent(NamedTuple):
    """An event that waits to be sent."""

    position: int
    event_id: str
    type: str
    envelope: str


def _listed(name: str, kind: Any) -> sa.BindParameter[Any]:
    # One array parameter: the statement stays the same for any number of values, and is prepared once.
    return sa.bindparam(name, type_=ARRAY(kind))


_FIRST_UNSENT = (
    sa.select(outbox.c.position, outbox.c.event_id, outbox.c.type, outbox.c.envelope)
    .where(
        outbox.c.sent_at.is_(None),
        outbox.c.position != sa.all_(_listed("in_flight", sa.BigInteger)),
        outbox.c.type != sa.all_(_listed("held", sa.String)),
    )
    .order_by(outbox.c.position)
    .limit(sa.bindparam("limit_", type_=sa.Integer))
)
_MARK = (
    outbox.update()
    .where(outbox.c.position == sa.any_(_listed("positions", sa.BigInteger)))
    .values(sent_at=sa.bindparam("moment"))
)


def first_unsent(
    connection: sa.Connection, limit: int, in_flight: Collection[int] = (), held: Collection[str] = ()
) -> list[Unsent]:
    """Return the first unsent events; `in_flight` positions and `held` event types are left out."""
    values = {"limit_": limit, "in_flight": list(in_flight), "held": list(held)}
    return [Unsent(*row) for row in connection.execute(_FIRST_UNSENT, values)]


def mark_sent(connection: sa.Connection, positions: Collection[int]) -> None:
    """Note that these events need not be sent again."""
    connection.execute(_MARK, {"positions": list(positions), "moment": now()})
