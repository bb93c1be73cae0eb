"""The outbox: versions without a gap, a backlog that can be told, and no growth without end."""

import threading
from datetime import timedelta

import sqlalchemy as sa

from limen.clock import now
from limen.ids import new_id
from limen.messaging import outbox
from limen.storage import tables
from limen.work import system_actor, unit_of_work
from tests.limen.messaging.kit import count, publish, unsent


def test_versions_of_a_record_have_no_gap(registration):
    record, other = new_id(), new_id()
    events = publish(registration, record, other, record) + publish(registration, record)
    assert [event.version for event in events] == [1, 1, 2, 3]


def test_versions_have_no_gap_when_many_write_at_once_and_some_fail(registration):
    record = new_id()

    def write(number: int) -> None:
        try:
            with registration.database.write() as connection:
                outbox.next_version(connection, record)
                if number % 3 == 0:
                    raise RuntimeError("rolled back")
        except RuntimeError:
            pass

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (event,) = publish(registration, record)
    assert event.version == 9


def test_the_backlog_is_counted_with_the_age_of_its_oldest(registration):
    with registration.database.read() as connection:
        assert outbox.backlog(connection) == (0, None)
    before = now()
    publish(registration, new_id(), new_id())
    with registration.database.read() as connection:
        number, oldest = outbox.backlog(connection)
    assert number == 2
    assert before - timedelta(seconds=1) < oldest <= now()


def age(registration, days: int) -> None:
    with registration.database.write() as connection:
        sent = now() - timedelta(days=days)
        connection.execute(tables.outbox.update().values(sent_at=sent, created_at=sent))


def test_events_are_pruned_long_after_they_were_sent_and_never_before(registration):
    publish(registration, new_id(), new_id())
    age(registration, days=31)
    publish(registration, new_id())
    age_of_unsent = tables.outbox.update().where(tables.outbox.c.sent_at.is_(None))
    with registration.database.write() as connection:
        connection.execute(age_of_unsent.values(created_at=now() - timedelta(days=365)))
        assert outbox.prune(connection) == 2
    assert (count(registration, tables.outbox), unsent(registration)) == (1, 1)


def test_what_was_sent_about_an_erased_record_goes_at_once_and_what_is_unsent_still_goes_out(
    registration,
):
    erased, other = new_id(), new_id()
    publish(registration, erased, other)
    age(registration, days=0)
    with unit_of_work(registration, system_actor("test")) as work:
        work.publish("limen.registration.person.erased.v1", erased, {"person_id": erased})
    publish(registration, erased)
    with registration.database.write() as connection:
        assert outbox.prune(connection) == 1
        left = connection.execute(sa.select(tables.outbox.c.aggregate_id, tables.outbox.c.version)).all()
    assert sorted(left) == sorted([(other, 1), (erased, 2), (erased, 3)])


def test_a_position_is_never_given_again_after_pruning(registration):
    publish(registration, new_id())
    age(registration, days=31)
    with registration.database.write() as connection:
        (before,) = connection.scalars(sa.select(tables.outbox.c.position))
        outbox.prune(connection)
    publish(registration, new_id())
    with registration.database.read() as connection:
        (after,) = connection.scalars(sa.select(tables.outbox.c.position))
    assert after > before


def test_what_was_sent_since_a_moment_is_sent_once_more(registration):
    publish(registration, new_id(), new_id())
    age(registration, days=3)
    with registration.database.write() as connection:
        assert outbox.send_again(connection, now() - timedelta(days=2)) == 0
        assert outbox.send_again(connection, now() - timedelta(days=4)) == 2
    assert unsent(registration) == 2
