"""Keyset pagination: `?after=<cursor>&limit=`, a `next` cursor in the body and a Link header.

A cursor holds only the id of the last record shown, so that no name or birth date by which a list is sorted
can stand in a URL; the value to go on from is looked up by that id.
"""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from marshmallow import fields, validate

from limen.errors import Invalid
from limen.web.schemas import Schema
from limen.work import Work

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200


class PageArguments(Schema):
    """Where a page starts and how long it is. Filters of a list inherit it."""

    after = fields.String(
        validate=validate.Regexp(r"^[A-Za-z0-9_-]{1,200}$"),
        metadata={"description": "the `next` of the page before"},
    )
    limit = fields.Integer(
        load_default=DEFAULT_LIMIT,
        validate=validate.Range(1, LARGEST_LIMIT),
        metadata={"description": "how many items a page holds at most"},
    )


class Page(Schema):
    """A page of a list. Inherit it and add `items`."""

    next = fields.String(
        allow_none=True, required=True, metadata={"description": "cursor of the next page; null on the last"}
    )


def paginate(
    work: Work,
    statement: sa.Select[Any] | Sequence[sa.Select[Any]],
    arguments: Mapping[str, Any],
    identifier: sa.ColumnElement[Any],
    sort: sa.ColumnElement[Any] | None = None,
    *,
    descending: bool = False,
    items: Callable[[Sequence[Any]], Iterable[Any]] = list,
) -> dict[str, Any]:
    """Run a select for one page and return `{"items": [...], "next": cursor or None}`.

    `statement` selects `identifier` and has no order and no limit. `sort` is a column of the same table
    that is never null (use `coalesce`); without it the list is in order of the identifier. `items` turns the
    page's rows into its items.
    Several selects of the same columns that share no row become one list: each reads from its own index no
    more than a page, which no single statement with OR does.
    """
    statements = [statement] if isinstance(statement, sa.Select) else statement
    key = [identifier] if sort is None else [sort, identifier]
    if "after" in arguments:
        here = _position(work, arguments["after"], key)
        row, cursor = sa.tuple_(*key), sa.tuple_(*here)
        statements = [part.where(row < cursor if descending else row > cursor) for part in statements]
    limit = arguments["limit"]
    order = [column.desc() if descending else column.asc() for column in key]
    rows: list[Any] = []
    for part in statements:
        rows += work.execute(part.order_by(*order).limit(limit + 1)).mappings().all()
    if len(statements) > 1:
        rows.sort(key=lambda row: [row[column] for column in key], reverse=descending)
    shown = rows[:limit]
    more = len(rows) > limit
    return {
        "items": list(items(shown)),
        "next": _encode(shown[-1][identifier]) if more else None,
    }


def _position(work: Work, cursor: str, key: list[sa.ColumnElement[Any]]) -> list[sa.ColumnElement[Any]]:
    identifier = key[-1]
    value = _decode(cursor, identifier)
    row = work.execute(sa.select(*key).where(identifier == value)).first()
    if row is None:
        raise _lost()
    return [sa.literal(part, column.type) for part, column in zip(row, key, strict=True)]


def _encode(identifier: Any) -> str:
    return base64.urlsafe_b64encode(str(identifier).encode()).decode().rstrip("=")


def _decode(cursor: str, identifier: sa.ColumnElement[Any]) -> Any:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        return identifier.type.python_type(text) if "\x00" not in text else None
    except (ValueError, binascii.Error) as error:
        raise _lost() from error


def _lost() -> Invalid:
    return Invalid(
        "The query parameters break their rules.",
        [{"parameter": "after", "detail": "This cursor leads nowhere any more; start again without it."}],
    )
