"""One OpenAPI 3.1 document of all services, at `/api/v1/openapi.json`.

Schemas of two services may bear the same name, so each bears its service's name here
(`registration.PersonAnswer`). What `limen.web` gives to all of them stays as it is, once.
"""

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any, Final

from limen.service import SERVICE_NAMES, load_service
from limen.web.openapi import document

#: schemas of `limen.web` itself, the same in every service
_SHARED: Final = frozenset({"Problem", "ProblemError"})
_SCHEMAS: Final = "#/components/schemas/"


def merged(services: Iterable[str] = SERVICE_NAMES) -> dict[str, Any]:
    """Return the document of these services, as JSON-ready data."""
    paths: dict[str, Any] = {}
    tags: list[Any] = []
    components: dict[str, dict[str, Any]] = {}
    for name in services:
        single = _renamed(document(load_service(name)), name)
        paths |= single["paths"]
        tags += single.get("tags", [])
        for kind, items in single["components"].items():
            named = {_name(name, key) if kind == "schemas" else key: item for key, item in items.items()}
            _add(components.setdefault(kind, {}), named)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Limen", "version": version("limen")},
        "tags": tags,
        "paths": paths,
        "components": components,
    }


def _add(known: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, item in more.items():
        if known.setdefault(name, item) != item:
            raise ValueError(f"two services mean different things by the component {name!r}")


def _renamed(value: Any, service: str) -> Any:
    """Return a part of a document with every reference to a schema renamed."""
    if isinstance(value, list):
        return [_renamed(item, service) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _SCHEMAS + _name(service, item.removeprefix(_SCHEMAS))
        if key == "$ref" and isinstance(item, str) and item.startswith(_SCHEMAS)
        else _renamed(item, service)
        for key, item in value.items()
    }


def _name(service: str, schema: str) -> str:
    return schema if schema in _SHARED else f"{service}.{schema}"
