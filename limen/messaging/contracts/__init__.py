"""The contracts of all events: what each carries, who sends it and who subscribes.

A service may send only what stands here, and a subscriber gets only what passes the schema.
A field named `sealed` holds the personal part, sealed by the node (`limen.storage.vault`). The field
named after the aggregate (`person_id` for `registration.person`) repeats the event's subject, so that
two kinds of records cannot share one count of versions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from limen.errors import LimenError
from limen.messaging.envelope import Event, aggregate_of


class UnknownEvent(LimenError):
    """No contract names this type of event in this version."""


class BrokenContract(LimenError):
    """The event does not keep its contract."""


class EventData(Schema):
    """What an event carries: every field named, nothing else allowed."""

    class Meta:
        unknown = RAISE


class Sealed(fields.String):
    """The personal part of an event, sealed by the sending node."""


@dataclass(frozen=True)
class Contract:
    """One type of event in one version; `name` is the CloudEvents type."""

    name: str
    schema: type[EventData]
    #: schema of the opened personal part, if there is one
    sealed: type[EventData] | None = None

    @property
    def producer(self) -> str:
        """Return the service that sends it."""
        return self.name.split(".")[1]

    @property
    def summary(self) -> str:
        """Return the first line of the schema's docstring."""
        return (self.schema.__doc__ or "").strip().splitlines()[0]


@cache
def all_contracts() -> Mapping[str, Contract]:
    """Return every contract by its type."""
    from limen.messaging.contracts import readmission, registration, training

    return {c.name: c for module in (registration, readmission, training) for c in module.CONTRACTS}


#: The aggregates that each service subscribes to. A subscriber gets all events of an aggregate,
#: because only then are its versions without a gap.
SUBSCRIPTIONS: Mapping[str, tuple[str, ...]] = {
    "registration": ("training.certificate", "readmission.safeguard"),
    "readmission": ("registration.person", "registration.safeguard"),
    "training": (),
    "gateway": (),
}


@cache
def subscribers_of(event_type: str) -> tuple[str, ...]:
    """Return the services that get events of this type."""
    aggregate = aggregate_of(event_type)
    return tuple(service for service, aggregates in SUBSCRIPTIONS.items() if aggregate in aggregates)


def check(event: Event) -> Mapping[str, Any]:
    """Return the event's data when it keeps its contract; the error names fields, never their values."""
    contract = all_contracts().get(event.type)
    if contract is None:
        raise UnknownEvent(f"no contract for {event.type}")
    if event.producer != contract.producer:
        raise BrokenContract(f"{event.type}: only {contract.producer} may send it, not {event.producer}")
    schema = _schema(contract.schema)
    try:
        schema.load(dict(event.data))
    except ValidationError as error:
        raise BrokenContract(f"{event.type}: {_fields_named(schema, error)}") from error
    subject = f"{event.aggregate.rpartition('.')[2]}_id"
    if event.data.get(subject) != event.aggregate_id:
        raise BrokenContract(f"{event.type}: the subject must be the field {subject}")
    return event.data


@cache
def _schema(schema: type[EventData]) -> EventData:
    return schema()


def _fields_named(schema: EventData, error: ValidationError) -> str:
    """Name the fields that are wrong; a name that we do not know may itself be personal data."""
    wrong = {str(name) for name in error.messages_dict}
    named = sorted(wrong & schema.fields.keys())
    unknown = len(wrong - schema.fields.keys())
    parts = ["fields " + ", ".join(named)] if named else []
    parts += [f"{unknown} fields that the contract does not name"] if unknown else []
    return " and ".join(parts)
