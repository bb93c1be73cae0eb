"""The AsyncAPI document says what the contracts say."""

import json

import pytest
from jsonschema import Draft202012Validator, ValidationError

from limen.ids import new_id
from limen.messaging import asyncapi
from limen.messaging.asyncapi import document
from limen.messaging.contracts import SUBSCRIPTIONS, Contract, EventData, all_contracts
from tests.limen.messaging.kit import RAISED, event_of


def resolved(whole: dict, reference: str) -> dict:
    found = whole
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def references(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if "$ref" in part else []
        return own + [each for value in part.values() for each in references(value)]
    return [each for value in part for each in references(value)] if isinstance(part, list) else []


def test_every_contract_has_a_channel_a_message_and_a_sender():
    made = document()
    addresses = {channel["address"] for channel in made["channels"].values()}
    assert addresses == {name.removeprefix("limen.") for name in all_contracts()}
    assert {message["name"] for message in made["components"]["messages"].values()} == set(all_contracts())
    senders = [name for name, each in made["operations"].items() if each["action"] == "send"]
    assert len(senders) == len(all_contracts())


def test_every_subscription_is_an_operation():
    receivers = {
        (name.partition("_receives_")[0], each["channel"]["$ref"].rpartition("/")[2])
        for name, each in document()["operations"].items()
        if each["action"] == "receive"
    }
    assert receivers == {
        (service, contract.name.removeprefix("limen.").replace(".", "_"))
        for service, aggregates in SUBSCRIPTIONS.items()
        for contract in all_contracts().values()
        if ".".join(contract.name.split(".")[1:3]) in aggregates
    }


def test_every_reference_leads_somewhere():
    made = json.loads(json.dumps(document()))
    assert references(made)
    for reference in references(made):
        assert resolved(made, reference)


def validator(name: str) -> Draft202012Validator:
    made = document()
    message = made["components"]["messages"][name.removeprefix("limen.").replace(".", "_")]
    return Draft202012Validator({**message["payload"], "components": made["components"]})


def test_an_event_as_it_is_sent_keeps_its_schema():
    sent = json.loads(event_of(new_id(), 1).encode())
    validator(RAISED).validate(sent)


@pytest.mark.parametrize(
    "change", [{"aggregateversion": 0}, {"subject": "not an id"}, {"type": "x"}, {"data": {"person_id": 7}}]
)
def test_what_breaks_the_contract_breaks_the_schema(change):
    sent = json.loads(event_of(new_id(), 1).encode()) | change
    with pytest.raises(ValidationError):
        validator(RAISED).validate(sent)


def test_a_sealed_part_is_described_but_stays_a_text():
    made = document()
    message = made["components"]["messages"]["registration_person_registered_v1"]
    assert "surname" in resolved(made, message["x-sealed"]["$ref"])["properties"]
    data = made["components"]["schemas"]["PersonRegistered"]["properties"]
    assert data["sealed"]["type"] == "string"
    assert data["sealed"]["contentEncoding"] == "base64"


def test_two_schemas_of_one_name_are_refused(monkeypatch):
    """Else the document would hold one of them, whichever came first."""
    twin = Contract(
        "limen.training.certificate.twin.v1", type("PersonRegistered", (EventData,), {"__doc__": "A twin."})
    )
    monkeypatch.setattr(asyncapi, "all_contracts", lambda: {**all_contracts(), twin.name: twin})
    with pytest.raises(ValueError, match="same name"):
        document()
