"""Every service shows its waiting messages and its audit log, to those alone who may see them."""

from typing import Any

import pytest
import sqlalchemy as sa

from limen.ids import new_id
from limen.messaging import waiting
from limen.messaging.waiting import State
from limen.storage.tables import delivery
from tests.limen.web.conftest import Desk

ADMINISTRATOR = {"id": "administrator", "roles": frozenset({"administrator"})}
MONITOR = {"id": "monitor", "roles": frozenset({"monitor"})}


@pytest.fixture
def administrator(each_client: Desk) -> Desk:
    return each_client.as_(**ADMINISTRATOR)


def park(desk: Desk, number: int = 1) -> list[str]:
    """Park messages that are no events, and return their ids in order."""
    with desk.runtime.database.write() as connection:
        for _ in range(number):
            waiting.keep(connection, new_id().encode(), None, State.PARKED, error="it is no event")
    with desk.runtime.database.read() as connection:
        return list(connection.execute(sa.select(delivery.c.id).order_by(delivery.c.id)).scalars())


def actions(desk: Desk) -> list[Any]:
    answer = desk("GET", "node/audit")
    assert answer.status_code == 200, answer.json
    return [(entry["actor"], entry["action"]) for entry in answer.json["items"]]


def test_parked_messages_are_listed_with_their_error_page_by_page(administrator: Desk) -> None:
    ids = park(administrator, 3)
    first = administrator("GET", "node/events?limit=2").json
    assert [item["id"] for item in first["items"]] == ids[:2]
    assert first["items"][0]["error"] == "it is no event"
    rest = administrator("GET", f"node/events?limit=2&after={first['next']}").json
    assert ([item["id"] for item in rest["items"]], rest["next"]) == (ids[2:], None)


def test_the_body_of_a_message_is_shown_only_where_it_is_asked_for_and_audited(administrator: Desk) -> None:
    (waiting_id,) = park(administrator)
    assert "body" not in administrator("GET", f"node/events/{waiting_id}").json
    assert "event.body_read" not in dict(map(reversed, actions(administrator)))
    assert len(administrator("GET", f"node/events/{waiting_id}/body").json["body"]) == 36
    assert ("administrator", "event.body_read") in actions(administrator)


def test_a_message_is_replayed_and_stands_in_the_audit_log(administrator: Desk) -> None:
    (waiting_id,) = park(administrator)
    answer = administrator("POST", f"node/events/{waiting_id}/replay")
    assert (answer.status_code, answer.json["state"]) == (200, "retry")
    assert ("administrator", "event.replayed") in actions(administrator)


def test_a_message_is_given_up_only_with_a_reason(administrator: Desk) -> None:
    (waiting_id,) = park(administrator)
    path = f"node/events/{waiting_id}/discard"
    assert administrator("POST", path, json={}).json["errors"][0]["pointer"] == "#/reason"
    assert administrator("POST", path, json={"reason": "sent by mistake"}).status_code == 204
    assert administrator("GET", f"node/events/{waiting_id}").status_code == 404


@pytest.mark.parametrize("role", ["border_officer", "readmission_officer", "protection_officer", "monitor"])
def test_messages_are_for_administrators_alone(each_client: Desk, role: str) -> None:
    (waiting_id,) = park(each_client)
    officer = each_client.as_(roles=frozenset({role}))
    assert officer("GET", "node/events").status_code == 403
    assert officer("POST", f"node/events/{waiting_id}/replay").status_code == 403


def test_the_monitor_reads_the_audit_log_newest_first_and_stands_in_it(each_client: Desk) -> None:
    each_client.record()
    each_client.record()
    monitor = each_client.as_(**MONITOR)
    found = monitor("GET", "node/audit?limit=1").json
    assert [entry["action"] for entry in found["items"]] == ["visit.recorded"]
    before = monitor("GET", f"node/audit?after={found['next']}").json
    assert all(entry["sequence"] < found["items"][0]["sequence"] for entry in before["items"])
    assert ("monitor", "audit.read") in actions(monitor)


def test_the_audit_log_can_be_narrowed_to_one_record(each_client: Desk) -> None:
    wanted = each_client.record().json["visit_id"]
    each_client.record()
    found = each_client.as_(**MONITOR)("GET", f"node/audit?subject={wanted}").json["items"]
    assert [entry["subject"] for entry in found] == [wanted]


def test_a_border_officer_does_not_read_the_audit_log(each_client: Desk) -> None:
    assert each_client("GET", "node/audit").status_code == 403


def test_nobody_reads_without_a_token(each_client: Desk) -> None:
    for path in ("node/audit", "node/events"):
        assert each_client.as_nobody()("GET", path).status_code == 401
