"""Events: each keeps its contract, personal parts are sealed, and versions have no gap."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from limen.ids import new_id
from limen.messaging import contracts
from limen.messaging.contracts.registration import CONTRACTS
from limen.messaging.envelope import Event, decode
from limen.storage.tables import outbox
from tests.services.registration.conftest import (
    ADMINISTRATOR,
    ERIKSSON,
    PROTECTION,
    PROTECTION_2,
    Officer,
)


def told(officer: Officer) -> list[Event]:
    with officer.runtime.database.read() as connection:
        query = sa.select(outbox.c.envelope).order_by(outbox.c.position)
        return [decode(envelope.encode()) for envelope in connection.execute(query).scalars()]


def opened(officer: Officer, event: Event) -> dict[str, Any]:
    return officer.runtime.vault.open_from_event(event.id, event.data["sealed"])


def live(officer: Officer) -> None:
    """Do everything of which registration tells."""
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    officer.post(f"persons/{person}/claims", {"proof": "declared", "nationalities": ["SE"]}, If_Match='"1"')
    safeguard = officer.post(f"persons/{person}/asylum-claims", {}).get_json()["id"]
    for actor in (PROTECTION, PROTECTION_2):
        officer.as_(actor).post(f"safeguards/{safeguard}/end", {"reason": "The procedure is over."})
    officer.as_(ADMINISTRATOR).post(f"persons/{person}/erasure", {"reason": "retention_ended"})


def test_every_event_of_registration_is_told_and_keeps_its_contract(officer: Officer) -> None:
    live(officer)

    events = told(officer)
    assert {event.type for event in events} == {contract.name for contract in CONTRACTS}
    for event in events:
        contracts.check(event)


def test_the_sealed_part_keeps_its_contract(officer: Officer) -> None:
    live(officer)

    known = contracts.all_contracts()
    sealed = [event for event in told(officer) if "sealed" in event.data]
    assert sealed
    for event in sealed:
        schema = known[event.type].sealed
        assert schema is not None
        assert schema().validate(opened(officer, event)) == {}


def test_the_versions_of_each_record_have_no_gap(officer: Officer) -> None:
    live(officer)

    by_record: dict[str, list[int]] = {}
    for event in told(officer):
        by_record.setdefault(event.aggregate_id, []).append(event.version)
    assert all(versions == list(range(1, len(versions) + 1)) for versions in by_record.values())
    assert sorted(map(len, by_record.values())) == [1, 2, 3]  # encounter, safeguard, person


def test_a_registration_tells_of_person_and_encounter_on_records_of_their_own(officer: Officer) -> None:
    answer = officer.meets(mrz=ERIKSSON)

    registered, recorded = told(officer)
    assert registered.aggregate_id == answer["person"]["id"]
    assert recorded.aggregate_id == answer["encounter"]["id"]
    assert opened(officer, registered)["surname"] == "ERIKSSON"


def test_a_change_carries_all_particulars_anew(officer: Officer) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    officer.post(f"persons/{person}/claims", {"proof": "declared", "nationalities": ["SE"]}, If_Match='"1"')

    changed = opened(officer, told(officer)[-1])
    assert changed["document"]["number"] == "L898902C3"
    assert changed["nationalities"] == [{"country": "SE", "proof": "declared"}]


def test_a_claim_that_changes_no_particulars_is_not_told(officer: Officer) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    before = len(told(officer))
    officer.post(f"persons/{person}/claims", {"proof": "observed", "birth_place": "Zenith"}, If_Match='"1"')

    assert len(told(officer)) == before


def test_what_fails_is_not_told(officer: Officer) -> None:
    officer.meets(mrz=ERIKSSON)
    before = told(officer)
    officer.meets(mrz=ERIKSSON, expected=409)

    assert told(officer) == before


@pytest.mark.parametrize("value", ["ERIKSSON", "ANNA", "L898902C3", "1974-08-12", "Zenith"])
def test_no_personal_value_stands_in_an_event(officer: Officer, value: str) -> None:
    officer.meets(mrz=ERIKSSON, declared={"birth_place": "Zenith"})

    assert value not in json.dumps([dict(event.data) for event in told(officer)])


def test_the_events_of_one_trace_carry_it(officer: Officer) -> None:
    trace = new_id().replace("-", "")
    body = {"post": "AL-HANI-I-HOTIT", "kind": "entry", "mrz": ERIKSSON}
    officer.post("encounters", body, traceparent=f"00-{trace}-00f067aa0ba902b7-01")

    assert {event.traceparent.split("-")[1] for event in told(officer)} == {trace}
