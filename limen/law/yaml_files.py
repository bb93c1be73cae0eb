"""Reads YAML of legal data strictly.

YAML 1.1 reads `NO` (Norway) as false, the key `on` as true, and lets the second of two equal keys win.
A lawyer's file must mean what it says, so none of this happens here.
"""

from pathlib import Path
from typing import Any

import yaml

from limen.law.errors import LawDataInvalid

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_Base):  # type: ignore[misc]
    """The safe loader with `true` and `false` as the only booleans, and without duplicate keys."""


_StrictLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"
    ]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int) and not hasattr(key, "isoformat"):
            raise yaml.constructor.ConstructorError(None, None, f"unusable key {key!r}", key_node.start_mark)
        if key in result:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} occurs twice", key_node.start_mark
            )
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path) -> dict[Any, Any]:
    """Return the mapping in a YAML file. Raises LawDataInvalid that names the file and the line."""
    try:
        data = yaml.load(path.read_bytes(), Loader=_StrictLoader)  # noqa: S506 - derived from the safe loader
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise LawDataInvalid(path.name, [("", " ".join(str(error).split()))]) from error
    if not isinstance(data, dict):
        raise LawDataInvalid(path.name, [("", "must be a mapping of names to values")])
    return data
