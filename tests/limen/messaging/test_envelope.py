"""The envelope: what is written can be read, and nothing else is."""

import json

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event

from limen.messaging.envelope import MEDIA_TYPE, Undecodable, decode, digest, traceparent_in
from tests.limen.messaging.kit import RAISED, event_of

RECORD = "01a200dd-b7a3-73f6-9d75-196158a7ace6"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def attributes(**changes) -> dict:
    return json.loads(event_of(RECORD, 1, traceparent=TRACE).encode()) | changes


def refusal(body: bytes) -> str:
    with pytest.raises(Undecodable) as raised:
        decode(body)
    return raised.value.detail


def test_an_event_survives_the_journey():
    event = event_of(RECORD, 3, traceparent=TRACE)
    assert decode(event.encode()) == event


def test_an_event_is_a_cloudevent():
    event = event_of(RECORD, 1)
    read = from_structured_event(HTTPMessage({"content-type": MEDIA_TYPE}, event.encode()))
    assert (read.get_id(), read.get_type(), read.get_subject()) == (event.id, RAISED, RECORD)
    assert read.get_extension("aggregateversion") == 1
    assert read.get_extension("aggregate") == "registration.safeguard"


def test_the_topic_and_the_producer_come_from_type_and_source():
    event = event_of(RECORD, 1)
    assert event.routing_key == "registration.safeguard.raised.v1"
    assert event.producer == "registration"


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"[" * 100_000, b'{"a": 1e9999999' + b"9" * 5000])
def test_what_is_not_json_is_undecodable(body):
    assert refusal(body) == "the body is not JSON"


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b"1"])
def test_what_is_no_object_is_undecodable(body):
    assert refusal(body) == "the body is not a JSON object"


def test_every_missing_attribute_is_named():
    assert refusal(b'{"specversion": "1.0", "id": "x"}') == (
        "attributes are missing: type, source, subject, time, aggregateversion, data"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("specversion", "0.3"),
        ("id", "1"),
        ("id", RECORD.upper()),
        ("id", 7),
        ("type", "limen.registration.safeguard.raised"),
        ("type", "limen.registration.safeguard.raised.v0"),
        ("type", "limen.registration.safeguard." + "a" * 41 + ".v1"),
        ("source", "registration"),
        ("subject", ""),
        ("subject", "Anna Maria"),
        ("subject", "a" * 65),
        ("subject", "a\n"),
        ("time", "2026-03-06T08:00:00"),
        ("time", 0),
        ("aggregateversion", 0),
        ("aggregateversion", True),
        ("aggregateversion", "1"),
        ("aggregateversion", 2**31),
        ("data", []),
    ],
)
def test_an_attribute_out_of_form_is_named_without_its_value(name, value):
    said = refusal(json.dumps(attributes(**{name: value})).encode())
    assert said.startswith(name)
    assert "Anna" not in said


@pytest.mark.parametrize("trace", ["", "x", TRACE.upper(), None])
def test_a_trace_context_out_of_form_is_left_out(trace):
    assert decode(json.dumps(attributes(traceparent=trace)).encode()).traceparent == ""


def test_the_trace_context_is_found_without_reading_the_whole_event():
    assert traceparent_in(event_of(RECORD, 1, traceparent=TRACE).encode().decode()) == TRACE
    assert traceparent_in(event_of(RECORD, 1).encode().decode()) == ""


def test_a_trace_context_within_the_data_is_not_taken_for_the_event_s():
    event = event_of(RECORD, 1, data={"note": f'"traceparent":"{TRACE}"}}'})
    assert traceparent_in(event.encode().decode()) == ""


def test_one_changed_byte_changes_the_digest():
    body = event_of(RECORD, 1).encode()
    assert digest(body) == digest(bytes(body))
    assert digest(body) != digest(body.replace(b"asylum_claim", b"asylum_claiM"))
