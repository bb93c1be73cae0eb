"""The envelope of every event: CloudEvents 1.0 in its structured JSON form.

Extension attributes: `aggregate` names the kind of record, `aggregateversion` its gap-free version
(from 1), `traceparent` the W3C trace. `subject` is the record's id.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from limen.clock import from_rfc3339, now, rfc3339
from limen.errors import LimenError
from limen.ids import is_id, new_id

MEDIA_TYPE = "application/cloudevents+json"
_REQUIRED = ("specversion", "id", "type", "source", "subject", "time", "aggregateversion", "data")
#: what a database column holds at most
_LARGEST_VERSION = 2**31 - 1
#: the forms of the attributes that are written as text
FORMS = {
    "type": re.compile(r"limen(\.[a-z][a-z-]{0,39}){3}\.v[1-9][0-9]?"),
    "source": re.compile(r"/nodes/[^/\s]{1,100}/[a-z]{1,40}"),
    "subject": re.compile(r"[A-Za-z0-9._:-]{1,64}"),
}
_WRITTEN_TRACEPARENT = re.compile(r'"traceparent":"([0-9a-f-]{55})"}$')
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class Undecodable(LimenError):
    """The message is not an event of ours: it is no CloudEvent, or an attribute breaks its form."""


@dataclass(frozen=True)
class Event:
    """One thing that happened to one record (the aggregate)."""

    id: str
    type: str
    source: str
    time: str
    aggregate_id: str
    version: int
    data: Mapping[str, Any]
    traceparent: str = ""

    @property
    def aggregate(self) -> str:
        """Return the kind of record, for example `registration.person`."""
        return aggregate_of(self.type)

    @property
    def producer(self) -> str:
        """Return the service that sent the event, as its source says."""
        return self.source.rpartition("/")[2]

    @property
    def routing_key(self) -> str:
        """Return the topic, for example `registration.person.registered.v1`."""
        return self.type.removeprefix("limen.")

    def encode(self) -> bytes:
        """Write the event as CloudEvents structured JSON."""
        attributes: dict[str, Any] = {
            "specversion": "1.0",
            "id": self.id,
            "type": self.type,
            "source": self.source,
            "subject": self.aggregate_id,
            "time": self.time,
            "datacontenttype": "application/json",
            "dataschema": f"urn:limen:event:{self.routing_key}",
            "aggregate": self.aggregate,
            "aggregateversion": self.version,
            "data": dict(self.data),
        }
        if self.traceparent:
            attributes["traceparent"] = self.traceparent
        return json.dumps(attributes, ensure_ascii=False, separators=(",", ":")).encode()


def aggregate_of(event_type: str) -> str:
    """Return `registration.person` for `limen.registration.person.registered.v1`."""
    return ".".join(event_type.split(".")[1:3])


def new_event(
    source: str,
    event_type: str,
    aggregate_id: str,
    version: int,
    data: Mapping[str, Any],
    traceparent: str = "",
    event_id: str | None = None,
) -> Event:
    """Make an event that happens now."""
    return Event(
        event_id or new_id(), event_type, source, rfc3339(now()), aggregate_id, version, data, traceparent
    )


def decode(body: bytes) -> Event:
    """Read an event; `Undecodable` says what is wrong without showing the content."""
    attributes = _attributes(body)
    if attributes["specversion"] != "1.0":
        raise Undecodable("specversion must be 1.0")
    if not isinstance(attributes["id"], str) or not is_id(attributes["id"]):
        raise Undecodable("id must be a UUID in lower case")
    for name, form in FORMS.items():
        if not isinstance(attributes[name], str) or not form.fullmatch(attributes[name]):
            raise Undecodable(f"{name} must match {form.pattern}")
    _check_time(attributes["time"])
    version = attributes["aggregateversion"]
    if type(version) is not int or not 1 <= version <= _LARGEST_VERSION:
        raise Undecodable(f"aggregateversion must be a whole number from 1 to {_LARGEST_VERSION}")
    if not isinstance(attributes["data"], dict):
        raise Undecodable("data must be a JSON object")
    traceparent = str(attributes.get("traceparent", ""))
    return Event(
        attributes["id"],
        attributes["type"],
        attributes["source"],
        attributes["time"],
        attributes["subject"],
        version,
        attributes["data"],
        traceparent if _TRACEPARENT.fullmatch(traceparent) else "",
    )


def _attributes(body: bytes) -> dict[str, Any]:
    try:
        attributes = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Undecodable("the body is not JSON") from error
    if not isinstance(attributes, dict):
        raise Undecodable("the body is not a JSON object")
    missing = [name for name in _REQUIRED if name not in attributes]
    if missing:
        raise Undecodable(f"attributes are missing: {', '.join(missing)}")
    return attributes


def _check_time(text: Any) -> None:
    try:
        from_rfc3339(text)
    except (TypeError, ValueError) as error:
        raise Undecodable("time must be RFC 3339 with an offset") from error


def traceparent_in(envelope: str) -> str:
    """Return the trace context of an event as `encode` wrote it, without reading all of it; else empty."""
    found = _WRITTEN_TRACEPARENT.search(envelope)
    return found[1] if found else ""


def digest(body: bytes) -> str:
    """Return the SHA-256 of an event's bytes, which tells a repetition from a forgery."""
    return hashlib.sha256(body).hexdigest()
