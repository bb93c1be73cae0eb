"""The AsyncAPI 3 document of all events."""

import json

from limen.messaging.asyncapi import document


def render() -> str:
    """Return the document as text."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
