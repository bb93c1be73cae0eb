"""The envelope of every event: CloudEvents 1.0 in its structured JSON form.

Extension attributes: `aggregate` names the kind of record, `aggregateversion` its gap-free version
(from 1), `traceparent` the W3C trace. `subject` is the record's id.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from limen.clock import now, rfc3339
from limen.errors import LimenError
from limen.ids import new_id

MEDIA_TYPE = "application/cloudevents+json"
_REQUIRED = ("specversion", "id", "type", "source", "subject", "time", "aggregateversion", "data")


class Undecodable(LimenError):
    """The message is not an event of ours."""


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
    try:
        attributes = json.loads(body)
    except (ValueError, UnicodeDecodeError) as error:
        raise Undecodable("the body is not JSON") from error
    if not isinstance(attributes, dict):
        raise Undecodable("the body is not a JSON object")
    missing = [name for name in _REQUIRED if name not in attributes]
    if missing:
        raise Undecodable(f"attributes are missing: {', '.join(missing)}")
    if attributes["specversion"] != "1.0":
        raise Undecodable("specversion must be 1.0")
    texts = ("id", "type", "source", "subject", "time")
    wrong = [name for name in texts if not isinstance(attributes[name], str) or not attributes[name]]
    if wrong:
        raise Undecodable(f"attributes must be text: {', '.join(wrong)}")
    version = attributes["aggregateversion"]
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Undecodable("aggregateversion must be a whole number from 1")
    if not isinstance(attributes["data"], dict):
        raise Undecodable("data must be a JSON object")
    return Event(
        attributes["id"],
        attributes["type"],
        attributes["source"],
        attributes["time"],
        attributes["subject"],
        version,
        attributes["data"],
        str(attributes.get("traceparent", "")),
    )


def digest(body: bytes) -> str:
    """Return the SHA-256 of an event's bytes, which tells a repetition from a forgery."""
    return hashlib.sha256(body).hexdigest()
