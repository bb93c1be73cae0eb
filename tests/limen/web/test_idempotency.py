"""A POST with an Idempotency-Key takes effect once, however often and from wherever it is sent."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from limen.storage.tables import audit, idempotency
from limen.web.idempotency import KEPT_FOR, PRUNING
from tests.limen.web.conftest import Desk
from tests.limen.web.desk import visit

KEY = {"Idempotency-Key": "0190a000-0000-7000-8000-0000000000aa"}
BODY = {"post": "AL-HANI", "visitor": "ERIKSSON"}


def count(client: Desk, table: sa.Table) -> int:
    with client.runtime.database.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_the_same_key_and_body_give_the_first_answer_again_and_one_effect(each_client: Desk) -> None:
    first = each_client("POST", "visits", json=BODY, headers=KEY)
    again = each_client("POST", "visits", json=BODY, headers=KEY)
    assert first.status_code == again.status_code == 201
    assert first.data == again.data
    for name in ("Location", "ETag", "Content-Type", "Cache-Control"):
        assert first.headers[name] == again.headers[name]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert (count(each_client, visit), count(each_client, audit)) == (1, 1)


def test_each_answer_has_its_own_request_id_also_when_it_is_given_again(client: Desk) -> None:
    first = client("POST", "visits", json=BODY, headers=KEY)
    again = client("POST", "visits", json=BODY, headers=KEY)
    assert first.headers["X-Request-ID"] != again.headers["X-Request-ID"]
    assert len(again.headers.getlist("X-Request-ID")) == 1


def test_the_same_key_with_another_body_is_422(each_client: Desk) -> None:
    each_client("POST", "visits", json=BODY, headers=KEY)
    answer = each_client("POST", "visits", json={**BODY, "party": 2}, headers=KEY)
    assert (answer.status_code, answer.json["type"]) == (422, "urn:limen:problem:idempotency-key-reused")
    assert count(each_client, visit) == 1


def test_the_same_key_at_another_address_is_422(client: Desk) -> None:
    client("POST", "visits", json=BODY, headers=KEY)
    assert client("POST", "hello", headers=KEY).status_code == 422


def test_two_officers_may_use_the_same_key(client: Desk) -> None:
    other = client.as_(roles=frozenset({"border_officer"}), posts=frozenset({"AL-HANI"}))
    client("POST", "visits", json=BODY, headers=KEY)
    assert "Idempotent-Replayed" not in other("POST", "visits", json=BODY, headers=KEY).headers
    assert count(client, visit) == 2


def test_a_key_may_be_quoted_as_the_draft_writes_it(client: Desk) -> None:
    client("POST", "visits", json=BODY, headers=KEY)
    quoted = {"Idempotency-Key": f'"{KEY["Idempotency-Key"]}"'}
    assert client("POST", "visits", json=BODY, headers=quoted).headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("key", ["", "short", "a" * 129, "with space", '"half-quoted', "naïve-key-1"])
def test_a_malformed_key_is_422_and_named(client: Desk, key: str) -> None:
    answer = client("POST", "visits", json=BODY, headers={"Idempotency-Key": key.encode().decode("latin1")})
    assert (answer.status_code, answer.json["errors"][0]["header"]) == (422, "Idempotency-Key")


def test_a_route_can_insist_on_a_key(client: Desk) -> None:
    answer = client("POST", "hello")
    assert answer.json["errors"] == [
        {"header": "Idempotency-Key", "detail": "Must be sent with this request."}
    ]
    assert client("POST", "hello", headers=KEY).status_code == 200


def test_a_failed_request_does_not_use_up_its_key(client: Desk) -> None:
    assert client("POST", "visits", json={**BODY, "post": "AL-KAPSH"}, headers=KEY).status_code == 403
    assert client("POST", "visits", json=BODY, headers=KEY).status_code == 201


def test_the_same_request_from_many_threads_takes_effect_once(each_client: Desk) -> None:
    start = threading.Barrier(6)

    def send(_: int) -> Any:
        client = Desk(each_client.app)
        start.wait(10)
        return client("POST", "visits", json=BODY, headers=KEY)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 5
    assert count(each_client, visit) == 1


def test_an_answer_is_kept_for_a_day_and_then_the_key_is_free_again(each_client: Desk) -> None:
    each_client("POST", "visits", json=BODY, headers=KEY)
    _age(each_client, KEPT_FOR - timedelta(minutes=1))
    again = each_client("POST", "visits", json={**BODY, "party": 2}, headers=KEY)
    assert again.status_code == 422
    _age(each_client, timedelta(minutes=2))
    fresh = each_client("POST", "visits", json={**BODY, "party": 2}, headers=KEY)
    assert (fresh.status_code, fresh.json["party"]) == (201, 2)
    replay = each_client("POST", "visits", json={**BODY, "party": 2}, headers=KEY)
    assert replay.data == fresh.data


def test_pruning_forgets_what_is_older_than_a_day_and_nothing_else(each_client: Desk) -> None:
    each_client("POST", "visits", json=BODY, headers=KEY)
    _age(each_client, KEPT_FOR + timedelta(minutes=1))
    each_client("POST", "visits", json=BODY, headers={"Idempotency-Key": "another-key"})
    PRUNING.run(each_client.runtime)
    assert count(each_client, idempotency) == 1


def test_nothing_readable_is_kept(client: Desk) -> None:
    client("POST", "visits", json=BODY, headers=KEY)
    with client.runtime.database.read() as connection:
        kept = repr(dict(connection.execute(sa.select(idempotency)).mappings().one()))
    assert "ERIKSSON" not in kept
    assert KEY["Idempotency-Key"] not in kept


def test_a_kept_answer_opens_only_with_the_key_that_the_client_sent(client: Desk) -> None:
    other = {"Idempotency-Key": "another-key"}
    client("POST", "visits", json=BODY, headers=KEY)
    with client.runtime.database.read() as connection:
        sealed = connection.execute(sa.select(idempotency.c.body)).scalar_one()
    client("POST", "visits", json=BODY, headers=other)
    with client.runtime.database.write() as connection:
        connection.execute(idempotency.update().values(body=sealed))
    assert client("POST", "visits", json=BODY, headers=KEY).status_code == 201
    assert client("POST", "visits", json=BODY, headers=other).status_code == 500


def _age(client: Desk, by: timedelta) -> None:
    """Let the kept answers be older."""
    with client.runtime.database.write() as connection:
        for row in connection.execute(sa.select(idempotency.c.key, idempotency.c.created_at)).all():
            older = idempotency.update().where(idempotency.c.key == row.key)
            connection.execute(older.values(created_at=row.created_at - by))
