"""What the codes of the services are called on the pages. A test holds each table to its service's list."""

from collections.abc import Mapping
from typing import Any, Final

from services.gateway.console.words import (
    application,
    calculating,
    case,
    law,
    node,
    person,
    problems,
    records,
    reporting,
    returns,
    standing,
    training,
)

TABLES: Final[Mapping[str, Mapping[str, Any]]] = {
    **application.TABLES,
    **calculating.TABLES,
    **case.TABLES,
    **law.TABLES,
    **node.TABLES,
    **person.TABLES,
    **problems.TABLES,
    **records.TABLES,
    **reporting.TABLES,
    **returns.TABLES,
    **standing.TABLES,
    **training.TABLES,
}


def say(table: str, code: str | int | None) -> str:
    """Return the words for a code; a code that no table has is shown as it is, without underscores."""
    if code is None or code == "":
        return ""
    found = TABLES[table].get(str(code))
    return str(found) if found is not None else str(code).replace("_", " ")


def choices(table: str) -> list[tuple[str, str]]:
    """Return a table as the choices of a form's field."""
    return [(code, str(words)) for code, words in TABLES[table].items()]
