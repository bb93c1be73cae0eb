"""Sending a file of cases to a node through its public API, in passes.

First every line is checked by the node, and nothing is written. Then persons who are not registered are
registered; then the cases are taken over, part by part, each part whole or not at all. Whatever stops a pass,
the file can be sent again: what is there already is left as it is.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from limen.errors import LimenError, Unavailable
from services.readmission.imports.files import ImportRefused, Read
from services.readmission.imports.schemas import PERSON

#: sends a POST: path, body, idempotency key -> status and JSON answer
Send = Callable[[str, Any, str], tuple[int, Any]]
#: told after each part: the pass, and how many lines were done
Progress = Callable[[str, int], None]

CHECKING: Final = "checking"
REGISTERING: Final = "registering persons"
TAKING: Final = "taking cases over"
_PART: Final = 100
_PATIENCE: Final = 60.0  # seconds until an event about a person must have arrived


def send_file(
    lines: Sequence[Read], source: str, post: str, send: Send, progress: Progress
) -> dict[str, int]:
    """Send all lines. `post`: where persons are registered. Return how many were imported, or were there."""
    _once(lines)
    fresh = list(_fresh(lines, source, send, progress))
    persons: dict[str, str] = {}
    for item in fresh:
        _register(item, post, send, persons)
        progress(REGISTERING, 1)
    for part in parts_of(fresh):
        body = {"source": source, "lines": [_of_case(item, persons) for item in part]}
        _taken(send, part, body)
        progress(TAKING, len(part))
    return {"imported": len(fresh), "there_already": len(lines) - len(fresh)}


def _once(lines: Sequence[Read]) -> None:
    first: dict[Any, int] = {}
    problems = [
        f"line {item.number}, reference: must not stand in two lines (as in line {first[reference]})"
        for item in lines
        if first.setdefault(reference := item.columns.get("reference"), item.number) != item.number
    ]
    if problems:
        raise ImportRefused(problems=problems)


def _fresh(lines: Sequence[Read], source: str, send: Send, progress: Progress) -> Iterator[Read]:
    """Have every line checked; yield those that are not there yet. Raise with the problems of all lines."""
    problems: list[str] = []
    found: list[Read] = []
    for part in parts_of(lines):
        body = {"source": source, "check_only": True, "lines": [dict(item.columns) for item in part]}
        status, answer = send("/api/v1/readmission/imports", body, "")
        if status == 422 and answer.get("errors"):
            problems += _named(part, answer)
        elif status >= 400:
            raise _refused(answer)
        else:
            outcomes = zip(part, answer["items"], strict=True)
            found += [item for item, told in outcomes if told["outcome"] != "there_already"]
        progress(CHECKING, len(part))
    if problems:
        raise ImportRefused(problems=problems)
    yield from found


def _register(item: Read, post: str, send: Send, persons: dict[str, str]) -> None:
    """Register the person of a line where no line before has; keep the id under the person's reference."""
    columns = item.columns
    key = _person_key(columns)
    if "person_id" in columns or key in persons:
        return
    if not post:
        detail = "nobody is registered yet, so name the border post at which the person will be"
        raise ImportRefused(problems=[f"line {item.number}, person_id: {detail}"])
    body = {"post": post, "kind": "other", "declared": _declared(columns)}
    digest = hashlib.sha256(f"import {key}".encode()).hexdigest()[:40]
    status, answer = send("/api/v1/registration/encounters", body, digest)
    if status == 409:
        detail = "somebody very likely the same is registered already: find them and give the person_id"
        raise ImportRefused(problems=[f"line {item.number}, surname: {detail}"])
    if status >= 400:
        raise _refused(answer, f"line {item.number}: ")
    persons[key] = answer["person"]["id"]


def _taken(send: Send, part: Sequence[Read], body: Mapping[str, Any]) -> None:
    """Take a part over, as soon as readmission knows the persons of all its lines."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        status, answer = send("/api/v1/readmission/imports", body, "")
        if status < 400:
            return
        errors = answer.get("errors") or []
        waits = status == 422 and errors and all(e["pointer"].endswith("/person_id") for e in errors)
        if not waits or time.monotonic() > deadline:
            raise ImportRefused(problems=_named(part, answer) or [answer["detail"]])
        time.sleep(0.2)


def _declared(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns about a person as registration takes them."""
    name = {name: columns[name] for name in ("surname", "given_names") if name in columns}
    document = {
        "type": columns.get("document_type", "P"),
        "issuing_state": columns.get("document_issuing_state"),
        "number": columns.get("document_number"),
    }
    return {
        "names": [name],
        **({"birth_date": {"date": columns["birth_date"]}} if "birth_date" in columns else {}),
        **{name: columns[name] for name in ("sex", "nationalities") if name in columns},
        **({"documents": [document]} if all(document.values()) else {}),
    }


def _person_key(columns: Mapping[str, Any]) -> str:
    return str(columns.get("person_reference") or f"case {columns['reference']}")


def _of_case(item: Read, persons: Mapping[str, str]) -> dict[str, Any]:
    of_case = {name: value for name, value in item.columns.items() if name not in PERSON}
    return {"person_id": persons.get(_person_key(item.columns)), **of_case}


def _named(part: Sequence[Read], answer: Mapping[str, Any]) -> list[str]:
    """Write the errors of a part as `line 7, ground: rule`."""
    found = []
    for error in answer.get("errors") or ():
        _, _, number, *field = error["pointer"].split("/")
        found.append(f"line {part[int(number)].number}, {'/'.join(field)}: {error['detail']}")
    return found


def _refused(answer: Any, where: str = "") -> LimenError:
    detail = answer.get("detail", "") if isinstance(answer, dict) else ""
    errors = answer.get("errors") if isinstance(answer, dict) else None
    problems = [f"{where}{each['pointer']}: {each['detail']}" for each in errors or ()]
    if not detail and not problems:
        return Unavailable(f"{where}The node did not answer as it should.")
    return ImportRefused(f"{where}{detail}", problems=problems or [f"{where}{detail}"])


def parts_of(lines: Sequence[Read]) -> Iterator[Sequence[Read]]:
    """Give the lines in parts; a case that follows another stands in one part with it."""
    followed = {item.columns.get("reference"): item.columns.get("follows") for item in lines}
    chains: dict[Any, list[Read]] = {}
    for item in lines:
        first, seen = item.columns.get("reference"), set()
        while followed.get(first) in followed and first not in seen:
            seen.add(first)
            first = followed[first]
        chains.setdefault(first, []).append(item)
    part: list[Read] = []
    for chain in chains.values():
        if part and len(part) + len(chain) > _PART:
            yield part
            part = []
        part += chain
    if part:
        yield part
