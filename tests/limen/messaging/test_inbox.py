"""Taking events, without a bus: each takes effect once and in order, on SQLite and on PostgreSQL."""

import itertools
import json
import threading

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from limen.errors import DatabaseUnavailable
from limen.ids import new_id
from limen.messaging import inbox
from limen.messaging.contracts import BrokenContract
from limen.messaging.inbox import receive, receive_again, retry_ready
from limen.messaging.settle import Outcome
from limen.messaging.waiting import Waiting
from limen.storage import audit
from limen.storage.tables import audit as audit_table
from limen.storage.tables import bus_cursor, delivery, inbox_stream, outbox
from limen.storage.tables import inbox as inbox_table
from tests.limen.messaging.kit import RAISED, count, effect, effects_of, event_of, safeguard, waiting_rows


def bodies(record: str, *versions: int) -> list[bytes]:
    return [event_of(record, version).encode() for version in versions]


def test_events_of_several_records_share_a_transaction(readmission):
    records = [new_id() for _ in range(5)]
    messages = [body for record in records for body in bodies(record, 1, 2)]
    assert receive(readmission, messages) == [Outcome.APPLIED] * 10
    assert sorted(effects_of(readmission)) == sorted(itertools.product(records, (1, 2)))


def test_one_failing_event_does_not_take_the_others_of_its_transaction_with_it(readmission, effects):
    good, bad = [new_id() for _ in range(4)], new_id()
    effects.failing.add(bad)
    outcomes = receive(readmission, [event_of(record, 1).encode() for record in [*good[:2], bad, *good[2:]]])
    assert sorted(outcomes) == [Outcome.APPLIED] * 4 + [Outcome.RETRY]
    assert sorted(effects_of(readmission)) == sorted((record, 1) for record in good)


def test_within_a_transaction_events_are_put_in_order(readmission):
    record = new_id()
    assert receive(readmission, bodies(record, 3, 1, 2)) == [Outcome.APPLIED] * 3
    assert effects_of(readmission) == [(record, 1), (record, 2), (record, 3)]


def test_a_repetition_changes_nothing(readmission):
    (body,) = bodies(record := new_id(), 1)
    assert receive(readmission, [body]) == [Outcome.APPLIED]
    assert receive(readmission, [body, body]) == [Outcome.DUPLICATE] * 2
    assert effects_of(readmission) == [(record, 1)]
    assert count(readmission, delivery) == 0


def test_a_repetition_of_an_event_that_waits_changes_nothing(readmission, effects):
    effects.failing.add(failing := new_id())
    (early,) = bodies(new_id(), 2)
    (retry,) = bodies(failing, 1)
    assert receive(readmission, [early]) + receive(readmission, [retry]) == [Outcome.EARLY, Outcome.RETRY]
    assert receive(readmission, [early, retry]) == [Outcome.DUPLICATE] * 2
    assert count(readmission, delivery) == 2


def forgery_of(body: bytes) -> bytes:
    """The same id with other content."""
    return body.replace(b"asylum_claim", b"none_at_all!")


def test_the_same_id_with_other_content_is_parked_and_raises_an_alarm(readmission):
    (body,) = bodies(record := new_id(), 1)
    receive(readmission, [body])
    with capture_logs() as logs:
        assert receive(readmission, [forgery_of(body)]) == [Outcome.FORGED]
    (row,) = waiting_rows(readmission)
    event_id = json.loads(body)["id"]
    assert row.error == f"Forged: forged repetition of event {event_id}"
    assert effects_of(readmission) == [(record, 1)]
    (alarm,) = [entry for entry in logs if entry["event"] == "event.forged"]
    assert (alarm["log_level"], alarm["event_id"]) == ("error", event_id)
    assert count(readmission, audit_table, audit_table.c.action == "event.forged") == 1


def test_a_forgery_of_an_event_that_waits_is_no_repetition_either(readmission):
    (body,) = bodies(new_id(), 2)
    receive(readmission, [body])
    assert receive(readmission, [forgery_of(body)]) == [Outcome.FORGED]
    assert [row.body for row in waiting_rows(readmission)] == [forgery_of(body)]
    assert [row.body for row in waiting_rows(readmission, "early")] == [body]


def test_each_of_several_forgeries_is_kept(readmission):
    (body,) = bodies(new_id(), 1)
    receive(readmission, [body])
    others = [body.replace(b"asylum_claim", text) for text in (b"first", b"second", b"first")]
    for other in others:
        receive(readmission, [other])
    assert [row.body for row in waiting_rows(readmission)] == others[:2]


def test_another_event_for_a_version_that_took_effect_is_suspicious(readmission):
    record = new_id()
    receive(readmission, bodies(record, 1))
    assert receive(readmission, bodies(record, 1)) == [Outcome.PARKED]
    (row,) = waiting_rows(readmission)
    assert row.error == "OutOfTurn: version 1 took effect as another event"
    assert effects_of(readmission) == [(record, 1)]


def test_the_first_event_of_a_record_must_be_its_first_version(readmission):
    record = new_id()
    assert receive(readmission, bodies(record, 2)) == [Outcome.EARLY]
    assert effects_of(readmission) == []
    receive(readmission, bodies(record, 1))
    assert effects_of(readmission) == [(record, 1), (record, 2)]


def test_a_thousand_early_events_go_on_one_after_the_other(readmission):
    record = new_id()
    receive(readmission, bodies(record, *range(2, 1002)))
    receive(readmission, bodies(record, 1))
    assert effects_of(readmission) == [(record, version) for version in range(1, 1002)]


def test_effect_audit_inbox_and_cursor_commit_together_or_not_at_all(readmission, effects):
    effects.failing.add(record := new_id())

    def also(connection):
        connection.execute(bus_cursor.insert(), {"producer": "registration", "position": 7})

    receive(readmission, bodies(record, 1), also)
    assert [count(readmission, table) for table in (effect, audit_table, inbox_table)] == [0, 0, 0]
    assert count(readmission, bus_cursor) == 1  # the message is dealt with: it waits for its next attempt
    effects.failing.clear()
    retry_when_due(readmission)
    assert [count(readmission, table) for table in (effect, audit_table, inbox_table)] == [1, 1, 1]


def retry_when_due(readmission) -> None:
    with readmission.database.write() as connection:
        connection.execute(delivery.update().values(due_at=None))
    for row in waiting_rows(readmission, "retry"):
        receive_again(readmission, Waiting(*row))


def test_a_follow_up_event_bears_the_trace_of_its_cause(readmission, handlers):
    def tell_on(work, event):
        case = dict.fromkeys(("person_id", "requesting_state", "requested_state", "category"), "x")
        record = new_id()
        data = {"case_id": record, "arrangement": "x", **case}
        work.publish("limen.readmission.case.opened.v1", record, data)

    handlers[RAISED] = tell_on
    traces = [f"00-{number:032x}-{number:016x}-01" for number in (1, 2)]
    receive(readmission, [event_of(new_id(), 1, traceparent=trace).encode() for trace in traces])
    with readmission.database.read() as connection:
        sent = connection.scalars(sa.select(outbox.c.envelope)).all()
    assert sorted(json.loads(envelope)["traceparent"] for envelope in sent) == traces
    assert count(readmission, inbox_table) == 2


def test_what_one_handler_adds_the_next_one_of_the_transaction_can_read(readmission, handlers):
    seen = []

    def note(work, event):
        seen.append(work.execute(sa.select(sa.func.count()).select_from(effect)).scalar_one())
        work.add(effect, {"aggregate_id": event.aggregate_id, "version": event.version})

    handlers[RAISED] = note
    receive(readmission, bodies(new_id(), 1, 2, 3))
    assert seen == [0, 1, 2]


def test_the_audit_chain_holds_over_events_that_share_a_transaction(readmission):
    receive(readmission, [event_of(new_id(), 1).encode() for _ in range(20)])
    with readmission.database.read() as connection:
        assert audit.verify(connection) is None
    assert count(readmission, audit_table) == 20


def test_attempts_grow_apart_until_the_event_is_parked(readmission, effects, monkeypatch):
    monkeypatch.setattr(inbox, "DELAYS", (1.0, 5.0, 30.0))
    monkeypatch.setattr(inbox.random, "uniform", lambda low, high: 1.0)
    effects.failing.add(record := new_id())
    receive(readmission, bodies(record, 1))
    delays = []
    while rows := waiting_rows(readmission, "retry"):
        delays.append(round((rows[0].due_at - inbox.now()).total_seconds()))
        receive_again(readmission, Waiting(*rows[0]))
    assert delays == [1, 5, 30]
    (row,) = waiting_rows(readmission)
    assert row.attempt == 4


def test_an_event_is_not_tried_again_before_its_time(readmission, effects, monkeypatch):
    monkeypatch.setattr(inbox, "DELAYS", (3600.0,))
    effects.failing.add(record := new_id())
    receive(readmission, bodies(record, 1))
    assert retry_ready(readmission) == 0


def test_an_early_event_goes_on_although_the_worker_died_after_the_one_before(readmission):
    record = new_id()
    receive(readmission, bodies(record, 2))
    with readmission.database.write() as connection:  # version 1 took effect, then the process was killed
        connection.execute(inbox_stream.update().values(version=1))
    assert retry_ready(readmission) == 1
    assert effects_of(readmission) == [(record, 2)]


def test_a_message_that_breaks_even_its_error_text_is_kept(readmission, handlers):
    def raise_oddly(work, event):
        raise BrokenContract("nul \0 and half a pair \ud800" + "x" * 10_000)

    handlers[RAISED] = raise_oddly
    receive(readmission, bodies(new_id(), 1))
    (row,) = waiting_rows(readmission, "retry")
    assert row.error.startswith("BrokenContract: nul  and half a pair ?xxx")
    assert len(row.error) == 500


def test_a_handler_that_loses_its_own_statement_is_at_fault_not_the_database(readmission, handlers):
    def fail_in_the_driver(work, event):
        raise DatabaseUnavailable()  # as a deadlock or a missing table would show; the database answers

    handlers[RAISED] = fail_in_the_driver
    assert receive(readmission, bodies(new_id(), 1)) == [Outcome.RETRY]


def test_while_the_database_is_away_nothing_is_taken(readmission, monkeypatch):
    def away():
        raise DatabaseUnavailable()

    monkeypatch.setattr(readmission.database, "ping", away)
    monkeypatch.setattr(inbox, "_settle_together", lambda *_: away())
    with pytest.raises(DatabaseUnavailable):
        receive(readmission, bodies(new_id(), 1))
    assert count(readmission, delivery) == 0


def test_one_event_delivered_to_many_threads_takes_effect_once(readmission):
    messages = bodies(record := new_id(), *range(1, 9))
    outcomes = []

    def take(own):
        outcomes.extend(each for body in own for each in receive(readmission, [body]))

    orders = [messages, messages[::-1], messages[4:] + messages[:4], messages]
    threads = [threading.Thread(target=take, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while retry_ready(readmission):
        pass
    assert effects_of(readmission) == [(record, version) for version in range(1, 9)]
    assert len(outcomes) == 32
    assert count(readmission, delivery) == 0


def test_workers_that_meet_on_the_same_records_do_not_wait_in_a_circle(readmission):
    records = [new_id() for _ in range(20)]
    first = [event_of(record, 1).encode() for record in records]
    second = [event_of(record, 2).encode() for record in reversed(records)]
    outcomes = []
    threads = [
        threading.Thread(target=lambda own: outcomes.extend(receive(readmission, own)), args=(own,))
        for own in (first, second)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while retry_ready(readmission):
        pass
    assert Outcome.RETRY not in outcomes
    assert sorted(effects_of(readmission)) == sorted(itertools.product(records, (1, 2)))


def test_data_of_the_wrong_kind_never_reach_a_handler(readmission, effects):
    record = new_id()
    data = safeguard(record) | {"since": ["2026-03-06"]}
    assert receive(readmission, [event_of(record, 1, data=data).encode()]) == [Outcome.PARKED]
    assert effects.attempts == 0
