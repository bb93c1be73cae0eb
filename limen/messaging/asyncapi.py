"""The AsyncAPI 3 document of all events, made from the contracts."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields

from limen.messaging.contracts import Contract, Sealed, all_contracts, subscribers_of
from limen.messaging.envelope import FORMS, MEDIA_TYPE

_SCHEMAS = "#/components/schemas"
_REQUIRED = ("specversion", "id", "source", "type", "subject", "time", "aggregateversion", "data")


def document() -> dict[str, Any]:
    """Return the document: a channel and a message for each event, an operation for each who has part in it.

    Addresses are the routing keys of the topic exchange. In the embedded shape the same events pass through
    the outbox.
    """
    contracts = all_contracts()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Limen events",
            "version": version("limen"),
            "description": "Events between the services of a node: CloudEvents 1.0 in structured JSON.",
        },
        "defaultContentType": MEDIA_TYPE,
        "channels": {_key(contract): _channel(contract) for contract in contracts.values()},
        "operations": _operations(contracts),
        "components": {
            "messages": {_key(contract): _message(contract) for contract in contracts.values()},
            "schemas": {"Envelope": _envelope(), **_schemas(contracts)},
        },
    }


def _key(contract: Contract) -> str:
    """Return the name of a contract as keys of the document may be written."""
    return contract.name.removeprefix("limen.").replace(".", "_")


def _channel(contract: Contract) -> dict[str, Any]:
    key = _key(contract)
    return {
        "address": contract.name.removeprefix("limen."),
        "messages": {key: {"$ref": f"#/components/messages/{key}"}},
    }


def _operations(contracts: Mapping[str, Contract]) -> dict[str, Any]:
    operations = {}
    for contract in contracts.values():
        channel = {"$ref": f"#/channels/{_key(contract)}"}
        operations[f"{contract.producer}_sends_{_key(contract)}"] = {"action": "send", "channel": channel}
        for service in subscribers_of(contract.name):
            operations[f"{service}_receives_{_key(contract)}"] = {"action": "receive", "channel": channel}
    return operations


def _message(contract: Contract) -> dict[str, Any]:
    own = {
        "properties": {
            "type": {"const": contract.name},
            "data": {"$ref": f"{_SCHEMAS}/{contract.schema.__name__}"},
        }
    }
    message = {
        "name": contract.name,
        "summary": contract.summary,
        "contentType": MEDIA_TYPE,
        "payload": {"allOf": [{"$ref": f"{_SCHEMAS}/Envelope"}, own]},
    }
    if contract.sealed:
        message["x-sealed"] = {"$ref": f"{_SCHEMAS}/{contract.sealed.__name__}"}
    return message


def _envelope() -> dict[str, Any]:
    formed = {name: {"type": "string", "pattern": f"^{form.pattern}$"} for name, form in FORMS.items()}
    return {
        "type": "object",
        "required": list(_REQUIRED),
        "properties": {
            **formed,
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": {"const": "application/json"},
            "dataschema": {"type": "string", "format": "uri"},
            "aggregate": {"type": "string"},
            "aggregateversion": {"type": "integer", "minimum": 1},
            "traceparent": {"type": "string"},
            "data": {"type": "object"},
        },
    }


def _schemas(contracts: Mapping[str, Contract]) -> dict[str, Any]:
    """Return the JSON schemas of all data. Each has a name of its own: ValueError where two share one."""
    plugin = MarshmallowPlugin()
    spec = APISpec("Limen events", "1", "3.1.0", plugins=[plugin])
    converter: Any = plugin.converter
    converter.add_attribute_function(_describe_sealed)
    used = {schema for each in contracts.values() for schema in (each.schema, each.sealed) if schema}
    if len({schema.__name__ for schema in used}) < len(used):
        raise ValueError("Two schemas of events have the same name.")
    for schema in sorted(used, key=lambda schema: schema.__name__):
        if schema.__name__ not in spec.components.schemas:
            spec.components.schema(schema.__name__, schema=schema)
    return dict(sorted(spec.components.schemas.items()))


def _describe_sealed(_converter: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    if isinstance(field, Sealed):
        return {"contentEncoding": "base64", "description": "The personal part, sealed by the sending node."}
    return {}
