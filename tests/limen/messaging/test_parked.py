"""What an administrator may do with parked events, and what it leaves in the audit log."""

import pytest
import sqlalchemy as sa

from limen.errors import IllegalStep, Invalid, NotFound
from limen.ids import new_id
from limen.messaging import parked
from limen.messaging.contracts import Contract, EventData, all_contracts
from limen.messaging.inbox import receive, retry_ready
from limen.runtime import Runtime
from limen.storage.tables import audit, delivery
from limen.work import system_actor, unit_of_work
from tests.limen.messaging.kit import count, effects_of, event_of, waiting_rows

UNKNOWN = "limen.registration.safeguard.forgotten.v1"


def within(runtime: Runtime, step, *arguments, **options):
    with unit_of_work(runtime, system_actor("administrator")) as work:
        return step(work, *arguments, **options)


def audited(runtime: Runtime) -> list[str]:
    with runtime.database.read() as connection:
        return list(connection.scalars(sa.select(audit.c.action).order_by(audit.c.sequence)))


def park_failing(runtime: Runtime, effects, record: str, *versions: int) -> sa.Row:
    """Let the handler fail for version 1 until it is parked; later versions wait. Return the parked row."""
    effects.failing.add(record)
    receive(runtime, [event_of(record, version).encode() for version in versions])
    while waiting_rows(runtime, "retry"):
        with runtime.database.write() as connection:
            connection.execute(delivery.update().values(due_at=waiting_rows(runtime, "retry")[0].received_at))
        retry_ready(runtime)
    effects.failing.clear()
    return waiting_rows(runtime)[0]


def test_a_parked_event_is_listed_with_its_error_but_without_its_body(readmission, effects):
    row = park_failing(readmission, effects, record := new_id(), 1)
    (shown,) = within(readmission, parked.list_waiting)
    assert shown["id"] == row.id
    assert (shown["aggregate_id"], shown["version"], shown["state"]) == (record, 1, "parked")
    assert shown["error"].startswith("KeyError in ")
    assert "body" not in shown
    assert shown["received_at"].endswith("Z")


def test_a_list_has_pages(readmission):
    receive(readmission, [b"one", b"two", b"three"])
    first = within(readmission, parked.list_waiting, limit=2)
    rest = within(readmission, parked.list_waiting, limit=2, after=first[-1]["id"])
    assert [len(first), len(rest)] == [2, 1]
    assert len({shown["id"] for shown in first + rest}) == 3


def test_events_that_wait_otherwise_are_listed_apart(readmission):
    receive(readmission, [event_of(new_id(), 2).encode()])
    assert len(within(readmission, parked.list_waiting, "early")) == 1
    assert within(readmission, parked.list_waiting) == []
    with pytest.raises(Invalid, match="state must be one of early, retry, parked"):
        within(readmission, parked.list_waiting, "lost")


def test_reading_a_body_is_audited(readmission):
    receive(readmission, [b"no event \xff"])
    (row,) = waiting_rows(readmission)
    assert "body" not in within(readmission, parked.show, row.id)
    assert audited(readmission) == []
    assert within(readmission, parked.show, row.id, with_body=True)["body"] == "no event \\xff"
    assert audited(readmission) == ["event.body_read"]


def test_what_is_no_event_has_no_event_s_names(readmission):
    receive(readmission, [b"no event"])
    (shown,) = within(readmission, parked.list_waiting)
    assert [shown[name] for name in ("event_id", "type", "aggregate_id", "version")] == [None] * 4


def test_a_replayed_event_takes_effect_with_its_followers(readmission, effects):
    row = park_failing(readmission, effects, record := new_id(), 1, 2, 3)
    assert within(readmission, parked.replay, row.id)["state"] == "retry"
    retry_ready(readmission)
    assert effects_of(readmission) == [(record, 1), (record, 2), (record, 3)]
    assert count(readmission, delivery) == 0
    assert "event.replayed" in audited(readmission)


def test_a_replayed_event_that_fails_again_has_all_its_attempts_before_it(readmission, effects):
    row = park_failing(readmission, effects, record := new_id(), 1)
    within(readmission, parked.replay, row.id)
    effects.failing.add(record)
    retry_ready(readmission)
    (again,) = waiting_rows(readmission, "retry")
    assert again.attempt == 1


def test_an_unknown_event_takes_effect_when_it_is_replayed_after_an_upgrade(
    readmission, handlers, effects, monkeypatch
):
    record = new_id()
    receive(readmission, [event_of(record, 1, event_type=UNKNOWN).encode(), event_of(record, 2).encode()])
    (row,) = waiting_rows(readmission)

    class Forgotten(EventData):
        """What a later release knows."""

        class Meta:
            unknown = "include"

    handlers[UNKNOWN] = effects
    monkeypatch.setitem(all_contracts(), UNKNOWN, Contract(UNKNOWN, Forgotten))
    within(readmission, parked.replay, row.id)
    retry_ready(readmission)
    assert effects_of(readmission) == [(record, 1), (record, 2)]


def test_what_is_no_event_stays_parked_when_it_is_replayed(readmission):
    receive(readmission, [b"no event"])
    (row,) = waiting_rows(readmission)
    within(readmission, parked.replay, row.id)
    retry_ready(readmission)
    (again,) = waiting_rows(readmission)
    assert (again.id, again.body, again.error) == (row.id, row.body, row.error)


def test_a_discarded_event_lets_its_followers_go_on(readmission, effects):
    row = park_failing(readmission, effects, record := new_id(), 1, 2)
    within(readmission, parked.discard, row.id, "entered by hand")
    retry_ready(readmission)
    assert effects_of(readmission) == [(record, 2)]
    assert "event.discarded" in audited(readmission)


def test_a_discard_needs_a_reason(readmission):
    receive(readmission, [b"no event"])
    (row,) = waiting_rows(readmission)
    with pytest.raises(Invalid, match="a reason is required"):
        within(readmission, parked.discard, row.id, "  ")
    assert count(readmission, delivery) == 1


def test_only_a_parked_event_can_be_discarded(readmission):
    receive(readmission, [event_of(new_id(), 2).encode()])
    (row,) = waiting_rows(readmission, "early")
    with pytest.raises(IllegalStep):
        within(readmission, parked.discard, row.id, "away with it")
    assert count(readmission, delivery) == 1


def test_an_event_cannot_be_discarded_before_the_one_that_it_follows(readmission):
    record = new_id()
    receive(readmission, [event_of(record, 2, event_type=UNKNOWN).encode()])
    (row,) = waiting_rows(readmission)
    with pytest.raises(IllegalStep, match="version 1 of the record comes first"):
        within(readmission, parked.discard, row.id, "unknown")
    receive(readmission, [event_of(record, 1).encode(), event_of(record, 3).encode()])
    within(readmission, parked.discard, row.id, "unknown")
    retry_ready(readmission)
    assert effects_of(readmission) == [(record, 1), (record, 3)]


def test_discarding_a_forgery_does_not_move_the_record_on(readmission):
    record = new_id()
    (true_one, second) = (event_of(record, version) for version in (1, 2))
    receive(readmission, [true_one.encode()])
    forged = second.encode().replace(second.id.encode(), true_one.id.encode())
    receive(readmission, [forged])
    (row,) = waiting_rows(readmission)
    within(readmission, parked.discard, row.id, "forged")
    receive(readmission, [second.encode()])
    assert effects_of(readmission) == [(record, 1), (record, 2)]


def test_discarding_a_belated_event_changes_nothing_else(readmission):
    record = new_id()
    receive(readmission, [event_of(record, 1).encode()])
    receive(readmission, [event_of(record, 1).encode()])
    (row,) = waiting_rows(readmission)
    within(readmission, parked.discard, row.id, "sent twice under two ids")
    receive(readmission, [event_of(record, 2).encode()])
    assert effects_of(readmission) == [(record, 1), (record, 2)]


@pytest.mark.parametrize("step", [parked.show, parked.replay])
def test_a_message_that_is_not_there_is_not_found(readmission, step):
    with pytest.raises(NotFound):
        within(readmission, step, new_id())
