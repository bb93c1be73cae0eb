"""The embedded bus: what it has of its own beside what both buses guarantee (test_buses)."""

import threading

import pytest
import sqlalchemy as sa

from limen.errors import StartRefused
from limen.ids import new_id
from limen.messaging import embedded, inbox
from limen.storage.tables import bus_cursor
from limen.storage.tables import inbox as inbox_table
from limen.work import system_actor, unit_of_work
from tests.limen.messaging.kit import count, effects_of, open_service, publish, unsent
from tests.rig.waiting import wait_until


def test_the_cursor_moves_in_the_transaction_of_the_effect(embedded_bus, monkeypatch):
    publish(embedded_bus.registration, first := new_id())
    embedded.read(embedded_bus.readmission, embedded_bus.registration)

    def killed(connection, producer, position):
        raise KeyboardInterrupt  # as if the process died with the transaction open

    publish(embedded_bus.registration, second := new_id())
    with monkeypatch.context() as patched:
        patched.setattr(embedded, "_move_cursor", killed)
        with pytest.raises(KeyboardInterrupt):
            embedded.read(embedded_bus.readmission, embedded_bus.registration)
    assert effects_of(embedded_bus.readmission) == [(first, 1)]
    embedded.read(embedded_bus.readmission, embedded_bus.registration)
    assert effects_of(embedded_bus.readmission) == [(first, 1), (second, 1)]


def test_a_reader_that_is_behind_does_not_pull_the_cursor_back(embedded_bus):
    with embedded_bus.readmission.database.write() as connection:
        for position in (7, 3):
            embedded._move_cursor(connection, "registration", position)
        assert connection.scalar(sa.select(bus_cursor.c.position)) == 7


def test_events_that_nobody_subscribes_to_are_passed_over(embedded_bus):
    record = new_id()
    data = {"encounter_id": record, "person_id": record, "post": "BA-1", "kind": "entry", "at": "2026-03-06"}
    with unit_of_work(embedded_bus.registration, system_actor("test")) as work:
        work.publish("limen.registration.encounter.recorded.v1", record, data)
    assert embedded.read(embedded_bus.readmission, embedded_bus.registration) == 0
    embedded.mark_sent(embedded_bus.registration, embedded_bus._peers)
    assert unsent(embedded_bus.registration) == 0


def test_an_event_counts_as_sent_when_all_subscribers_have_read_it(embedded_bus):
    publish(embedded_bus.registration, new_id())
    embedded.mark_sent(embedded_bus.registration, embedded_bus._peers)
    assert unsent(embedded_bus.registration) == 1
    embedded.read(embedded_bus.readmission, embedded_bus.registration)
    embedded.mark_sent(embedded_bus.registration, embedded_bus._peers)
    assert unsent(embedded_bus.registration) == 0


def test_a_commit_wakes_the_reader(embedded_bus, monkeypatch):
    monkeypatch.setattr(embedded, "POLL_SECONDS", 3600.0)
    stop = threading.Event()
    reading = threading.Event()
    read = embedded.read

    def read_and_tell(*runtimes):
        number = read(*runtimes)
        reading.set()
        return number

    monkeypatch.setattr(embedded, "read", read_and_tell)
    arguments = (embedded_bus.readmission, embedded_bus._peers, stop)
    reader = threading.Thread(target=embedded.run_reader, args=arguments)
    reader.start()
    assert reading.wait(10)
    publish(embedded_bus.registration, new_id())
    wait_until(lambda: count(embedded_bus.readmission, inbox_table) == 1, "the event took effect")
    stop.set()
    embedded_bus.registration.committed.set()
    reader.join(10)
    assert not reader.is_alive()


def test_more_than_one_page_is_read_to_the_end(embedded_bus):
    publish(embedded_bus.registration, *(new_id() for _ in range(2 * inbox.BATCH + 1)))
    embedded_bus.start()
    wait_until(lambda: len(effects_of(embedded_bus.readmission)) == 2 * inbox.BATCH + 1, "all took effect")
    wait_until(lambda: unsent(embedded_bus.registration) == 0, "all count as sent")


def test_the_embedded_bus_refuses_postgresql(embedded_bus):
    elsewhere = open_service("registration", "postgresql://nobody@127.0.0.1:9/none")
    peers = {**embedded_bus._peers, "registration": elsewhere}
    with pytest.raises(StartRefused, match="the embedded shape needs SQLite"):
        embedded.run_reader(embedded_bus.readmission, peers, threading.Event())
