"""What a person can be found by: blind indexes of names with birth dates, and of document numbers.

The index holds keyed hashes only, so the database cannot be searched by name without the node's key.
A person has about twenty keys. They travel as one parameter, an array or JSON, because a parameter for each
would cost more than the search.
"""

import json
from collections.abc import Iterable, Set
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from limen.codes import Sex
from limen.partial_dates import PartialDate
from limen.work import Work
from services.registration import matching
from services.registration.claims import Claim, Kind, Statement, best_first
from services.registration.models import search_key as table

#: how many persons are opened and compared at most; those who share the most keys come first
MOST_COMPARED = 25
#: of a key that more persons have (a common name and year) only the latest are looked at
_MOST_A_KEY = 300

_ARRAY = sa.bindparam("keys", type_=postgresql.ARRAY(sa.String))
_JSON = sa.func.json_each(sa.bindparam("keys", type_=sa.String)).table_valued("value")
_PERSON = sa.bindparam("person_id", type_=sa.String)


def _most_shared(found: sa.FromClause) -> sa.Select[Any]:
    return (
        sa.select(found.c.person_id)
        .group_by(found.c.person_id)
        .order_by(sa.func.count().desc(), found.c.person_id.desc())
        .limit(MOST_COMPARED)
    )


def _on_postgresql() -> sa.Select[Any]:
    """Look up each key by itself: a plan made while the table was empty would read all of it."""
    wanted = sa.func.unnest(_ARRAY).table_valued("key", name="wanted").render_derived()
    holders = (
        sa.select(table.c.person_id)
        .where(table.c.key == wanted.c.key)
        .order_by(table.c.person_id.desc())
        .limit(_MOST_A_KEY)
        .lateral("holders")
    )
    return _most_shared(
        sa.select(holders.c.person_id).select_from(wanted.join(holders, sa.true())).subquery()
    )


_SHARING = {
    "postgresql": _on_postgresql(),
    "sqlite": _most_shared(
        sa.select(table.c.person_id).where(table.c.key.in_(sa.select(_JSON.c.value))).subquery()
    ),
}
_REMEMBER = {
    "postgresql": postgresql.insert(table)
    .from_select(["key", "person_id"], sa.select(sa.func.unnest(_ARRAY), _PERSON))
    .on_conflict_do_nothing(),
    "sqlite": sqlite.insert(table)
    # SQLite reads ON CONFLICT after a SELECT only where the SELECT has a WHERE
    .from_select(["key", "person_id"], sa.select(_JSON.c.value, _PERSON).where(sa.true()))
    .on_conflict_do_nothing(),
}


def likeable(statements: Iterable[Statement | Claim], reference: str = "") -> matching.Likeable:
    """Return what is compared: every name, nationality and document, the best birth date and sex."""
    values: dict[Kind, list[Any]] = {kind: [] for kind in Kind}
    for item in best_first(statements):
        values[item.kind].append(item.value)
    births, sexes = values[Kind.BIRTH_DATE], values[Kind.SEX]
    return matching.Likeable(
        names=tuple(
            f"{name['given_names']} {name['surname']}".strip()
            for name in (*values[Kind.NAME], *values[Kind.ALIAS])
        ),
        birth=PartialDate.parse(births[0]["date"]) if births else None,
        sex=Sex(sexes[0]["sex"]) if sexes else Sex.NOT_KNOWN,
        nationalities=tuple(item["code"] for item in values[Kind.NATIONALITY]),
        document_numbers=tuple((item["issuing_state"], item["number"]) for item in values[Kind.DOCUMENT]),
        reference=reference,
    )


def keys_of(work: Work, statements: Iterable[Statement | Claim]) -> set[str]:
    """Return the blind indexes for these statements, with every birth date that they name."""
    statements = list(statements)
    whole = likeable(statements)
    births = {PartialDate.parse(item.value["date"]) for item in statements if item.kind is Kind.BIRTH_DATE}
    variants = [replace(whole, birth=birth) for birth in births] if len(births) > 1 else [whole]
    keys = {key for variant in variants for key in matching.blocking_keys(variant)}
    return {work.runtime.vault.blind("search", key) for key in keys}


def persons_sharing(work: Work, keys: Set[str]) -> list[str]:
    """Return the ids of persons who share a key, those who share the most first."""
    if not keys:
        return []
    dialect = work.connection.dialect.name
    return list(work.execute(_SHARING[dialect], {"keys": _parameter(dialect, keys)}).scalars())


def remember(work: Work, person_id: str, keys: Set[str]) -> None:
    """Let a person be found by these blind indexes; those that are there already stay."""
    if keys:
        dialect = work.connection.dialect.name
        work.execute(_REMEMBER[dialect], {"keys": _parameter(dialect, keys), "person_id": person_id})


def _parameter(dialect: str, keys: Set[str]) -> Any:
    # in one order, so that two transactions that insert the same keys wait for each other and do not lock up
    return sorted(keys) if dialect == "postgresql" else json.dumps(sorted(keys))
