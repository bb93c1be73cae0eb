"""Health tells the backlog and what waits, to people and to Prometheus."""

from datetime import timedelta

from prometheus_client import REGISTRY

from limen.clock import now
from limen.ids import new_id
from limen.messaging.health import facts
from limen.messaging.inbox import receive
from limen.storage import tables
from tests.limen.messaging.kit import event_of, publish


def gauge(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)


def test_a_service_with_nothing_to_do_is_up(readmission):
    assert facts(readmission) == {
        "status": "up",
        "problems": [],
        "unsent": 0,
        "oldest_unsent_seconds": 0.0,
        "early": 0,
        "retry": 0,
        "parked": 0,
    }


def test_a_fresh_backlog_is_told_but_is_no_problem(registration):
    publish(registration, new_id(), new_id())
    told = facts(registration)
    assert (told["status"], told["unsent"]) == ("up", 2)
    assert gauge("limen_outbox_unsent", service="registration") == 2


def test_events_that_wait_too_long_to_be_sent_are_a_problem(registration):
    publish(registration, new_id())
    with registration.database.write() as connection:
        connection.execute(tables.outbox.update().values(created_at=now() - timedelta(minutes=5)))
    told = facts(registration)
    assert (told["status"], told["problems"]) == ("degraded", ["events-unsent"])
    assert 299 < told["oldest_unsent_seconds"] < 400
    assert gauge("limen_outbox_oldest_unsent_seconds", service="registration") > 299


def test_events_that_wait_are_counted_by_state_and_parked_ones_are_a_problem(readmission, effects):
    effects.failing.add(failing := new_id())
    receive(readmission, [event_of(failing, 1).encode(), event_of(new_id(), 2).encode(), b"no event"])
    told = facts(readmission)
    assert [told[state] for state in ("early", "retry", "parked")] == [1, 1, 1]
    assert (told["status"], told["problems"]) == ("degraded", ["events-parked"])
    assert gauge("limen_events_waiting", service="readmission", state="parked") == 1
