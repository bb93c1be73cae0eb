"""Loading records from a data file through the public API, so that a file can do what an officer can.

    records:
      - to: training/events                 # path under /api/v1/
        as: event                           # name of the answer, for later records
        body: {...}
      - to: training/events/{event.event_id}/feedback
        body: {...}

Each record has an Idempotency-Key made from the file's content and its place in it: loading the same file
again gives the first answers again, and adds nothing.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from limen.errors import Invalid, LimenError

#: sends a POST: path, body, idempotency key -> status and JSON answer
Send = Callable[[str, Any, str], tuple[int, Any]]

_PLACE = re.compile(r"\{(\w+)\.(\w+)\}")


class RecordRefused(LimenError):
    """The node refused a record; the records before it are kept."""


def read_records(file: Path) -> tuple[list[dict[str, Any]], str]:
    """Return the records of a file and the digest of its content."""
    content = file.read_bytes()
    document = yaml.safe_load(content)
    if not isinstance(document, dict) or not isinstance(document.get("records"), list):
        raise Invalid(f"{file.name} must hold a list named `records`")
    for number, record in enumerate(document["records"], 1):
        if not isinstance(record, dict) or "to" not in record or "body" not in record:
            raise Invalid(f"{file.name}: record {number} needs `to` and `body`")
    return document["records"], hashlib.sha256(content).hexdigest()


def load_records(file: Path, send: Send) -> Iterator[tuple[str, Any]]:
    """Send the records of a file in order; yield each path and answer as it comes."""
    records, digest = read_records(file)
    answers: dict[str, Any] = {}
    for number, record in enumerate(records, 1):
        path = _filled(record["to"], answers)
        key = f"{digest[:32]}-{number}"
        status, answer = send(f"/api/v1/{path}", _filled(record["body"], answers), key)
        if status >= 400:
            raise RecordRefused(f"{file.name}: record {number} ({record['to']}): {_reason(answer)}")
        answers[record.get("as", str(number))] = answer
        yield record["to"], answer


def _filled(value: Any, answers: Mapping[str, Any]) -> Any:
    """Put answers of earlier records where `{name.field}` stands."""
    if isinstance(value, dict):
        return {key: _filled(item, answers) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, answers) for item in value]
    if isinstance(value, str):
        return _PLACE.sub(lambda match: str(answers[match[1]][match[2]]), value)
    return value


def _reason(answer: Any) -> str:
    if not isinstance(answer, dict):
        return "no reason given"
    details = [f"{e.get('pointer', e.get('parameter', ''))} {e['detail']}" for e in answer.get("errors", ())]
    return "; ".join([str(answer.get("detail", "")), *details])
