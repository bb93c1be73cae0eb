"""The AsyncAPI 3 document of all events, made from the contracts."""

import json
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from limen.messaging.contracts import SUBSCRIPTIONS, Contract, all_contracts, subscribers_of
from limen.messaging.envelope import MEDIA_TYPE, aggregate_of


def render() -> str:
    """Return the document as text."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def document() -> dict[str, Any]:
    """Return the document: a channel for each kind of record, a message for each event."""
    spec = APISpec(title="Limen", version="1", openapi_version="3.1.0", plugins=[MarshmallowPlugin()])
    messages = {contract.name: _message(spec, contract) for contract in all_contracts().values()}
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for contract in all_contracts().values():
        aggregate = aggregate_of(contract.name)
        channel = channels.setdefault(
            aggregate,
            {
                "address": f"{aggregate}.#",
                "description": f"Events of {aggregate}, each with the record's gap-free version.",
                "messages": {},
            },
        )
        channel["messages"][contract.name] = {"$ref": f"#/components/messages/{contract.name}"}
    for aggregate in channels:
        reference = {"channel": {"$ref": f"#/channels/{aggregate}"}}
        operations[f"{aggregate}.send"] = {"action": "send", **reference}
    for service, aggregates in SUBSCRIPTIONS.items():
        for aggregate in aggregates:
            reference = {"channel": {"$ref": f"#/channels/{aggregate}"}}
            operations[f"{service}.receives.{aggregate}"] = {"action": "receive", **reference}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Events of a Limen node",
            "version": "1",
            "description": "CloudEvents 1.0 in structured JSON over one topic exchange, limen.events.",
        },
        "defaultContentType": MEDIA_TYPE,
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": messages,
            "schemas": spec.to_dict().get("components", {}).get("schemas", {}),
        },
    }


def _message(spec: APISpec, contract: Contract) -> dict[str, Any]:
    name = contract.schema.__name__
    if name not in spec.components.schemas:
        spec.components.schema(name, schema=contract.schema)
    message = {
        "name": contract.name,
        "title": contract.summary,
        "contentType": MEDIA_TYPE,
        "payload": {"$ref": f"#/components/schemas/{name}"},
        "x-subscribers": subscribers_of(contract.name),
    }
    if contract.sealed:
        sealed = contract.sealed.__name__
        if sealed not in spec.components.schemas:
            spec.components.schema(sealed, schema=contract.sealed)
        message["x-sealed"] = {"$ref": f"#/components/schemas/{sealed}"}
    return message
