"""Safeguards: what protects a person from being sent, from the moment that it is known.

Raising one asks for nothing but sign-in and role: no certificate, no plugin, no post stands in its way.
Other services learn that it is there, never why. Two protection officers together end it: the first gives
the reason, the second agrees. Safeguards that readmission records with a case, and those that its facts end,
are kept here as well (`of_cases`), so that this is the one list of what protects a person.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from limen.clock import now, rfc3339, today
from limen.errors import IllegalStep, NotFound
from limen.ids import new_id
from limen.law.safeguards import Safeguard
from limen.storage.vault import PersonFields, Unreadable
from limen.work import Work
from services.registration.models import person as person_table
from services.registration.models import safeguard as table

_STATEMENT = "safeguard.statement:{}"
_END_REASON = "safeguard.end_reason:{}"

#: what a safeguard that was just raised here does not have
_UNENDED = {
    **dict.fromkeys(("end_proposed_by", "ended_at", "ended_by", "until")),
    **dict.fromkeys(("basis", "ended_facts", "ended_basis"), ""),
}

#: what an officer of the first line can see or be told, beside an asylum claim
SEEN_AT_THE_BORDER = (
    Safeguard.UNACCOMPANIED_CHILD,
    Safeguard.TRAFFICKING_INDICATION,
    Safeguard.UNFIT_TO_TRAVEL,
    Safeguard.FAMILY_SEPARATION,
    Safeguard.LAWFUL_STAY,
)


def raise_asylum_claim(work: Work, person_id: str, statement: str, at: datetime | None) -> dict[str, Any]:
    """Record that a person claims asylum. The statement is sealed, for protection officers only."""
    return raise_safeguard(work, person_id, Safeguard.ASYLUM_CLAIM, statement, at)


def raise_safeguard(
    work: Work, person_id: str, safeguard: Safeguard, statement: str, at: datetime | None
) -> dict[str, Any]:
    """Protect a person from now on; what was seen or said is sealed, for protection officers only.

    A moment in the future, from a clock that runs ahead, becomes now: no protection is refused for it.
    """
    safeguard_id, moment = new_id(), now()
    since = min(at or moment, moment)
    row = {
        "id": safeguard_id,
        "person_id": person_id,
        "kind": safeguard.value,
        "version": 1,
        "since": since,
        "raised_by": work.actor.id,
        "statement": _sealed_statement(work, person_id, safeguard_id, statement),
    }
    work.execute(table.insert().values(row))
    work.publish(
        "limen.registration.safeguard.raised.v1",
        safeguard_id,
        {
            "safeguard_id": safeguard_id,
            "person_id": person_id,
            "safeguard": row["kind"],
            "since": rfc3339(since),
        },
        new=True,
    )
    work.record("safeguard.raised", safeguard_id, person=person_id, safeguard=row["kind"])
    answer = _answer({**_UNENDED, **row})
    return {**answer, "location": f"/api/v1/registration/safeguards/{safeguard_id}"}


def end(work: Work, safeguard_id: str, reason: str) -> dict[str, Any]:
    """Propose to end a safeguard, or agree with a colleague who proposed it; only then does it end."""
    row = _row(work, sa.select(table).where(table.c.id == safeguard_id).with_for_update())
    work.check_version(row["version"])
    if row["ended_at"]:
        raise IllegalStep("the safeguard has ended already", safeguard=safeguard_id)
    if row["end_proposed_by"] == work.actor.id:
        missing = {"what": "second_officer", "detail": "another protection officer must agree"}
        raise IllegalStep("you proposed this yourself", [missing], safeguard=safeguard_id)
    if row["end_proposed_by"]:
        return _end(work, row, reason)
    return _propose_end(work, row, reason)


def of_person(work: Work, person_id: str, *, named: bool) -> dict[str, Any]:
    """Return whether a safeguard is present; which ones only when `named`, for protection officers."""
    _require_person(work, person_id)
    rows = work.execute(
        sa.select(table).where(table.c.person_id == person_id).order_by(table.c.id)
    ).mappings()
    items = [{**_answer(dict(row)), "law": _law(work, row["kind"])} for row in rows]
    present = any(item["state"] != "ended" for item in items)
    return {"present": present, "safeguards": items} if named else {"present": present}


def with_statement(work: Work, safeguard_id: str) -> dict[str, Any]:
    """Return a safeguard with what the person stated, and why it is to end."""
    row = _row(work, sa.select(table).where(table.c.id == safeguard_id))
    fields = work.runtime.vault.fields_of(work.connection, row["person_id"])
    statement = row["statement"] and fields.open(_STATEMENT.format(safeguard_id), row["statement"])["text"]
    return {**_answer(row), "statement": statement, "end_reasons": _reasons(fields, row)}


def _law(work: Work, kind: str) -> str:
    """Return where the law of the node's country regulates a safeguard of the core, empty where not read."""
    country = work.runtime.plugins.country(work.runtime.settings.country)
    return country.profile.law_in_words(kind, today())


def present(work: Work, person_id: str) -> set[str]:
    """Return the kinds of the safeguards that protect the person now."""
    lasts = sa.or_(table.c.until.is_(None), table.c.until >= today().isoformat())
    query = sa.select(table.c.kind).where(table.c.person_id == person_id, table.c.ended_at.is_(None), lasts)
    return set(work.execute(query).scalars())


def _propose_end(work: Work, row: dict[str, Any], reason: str) -> dict[str, Any]:
    change = {
        "end_proposed_by": work.actor.id,
        "end_reason": _sealed_reasons(work, row, reason),
        "version": row["version"] + 1,
    }
    work.execute(table.update().where(table.c.id == row["id"]).values(change))
    work.record("safeguard.end.proposed", row["id"], person=row["person_id"])
    return _answer({**row, **change})


def _end(work: Work, row: dict[str, Any], reason: str) -> dict[str, Any]:
    moment = now()
    change = {
        "ended_at": moment,
        "ended_by": work.actor.id,
        "end_reason": _sealed_reasons(work, row, reason),
        "version": row["version"] + 1,
    }
    work.execute(table.update().where(table.c.id == row["id"]).values(change))
    data = {"safeguard_id": row["id"], "person_id": row["person_id"], "ended": rfc3339(moment)}
    work.publish("limen.registration.safeguard.ended.v1", row["id"], data)
    work.record("safeguard.ended", row["id"], person=row["person_id"], proposed_by=row["end_proposed_by"])
    return _answer({**row, **change})


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    """Return a safeguard without what was said."""
    names = ("id", "person_id", "version", "since", "raised_by", "end_proposed_by", "ended_at", "ended_by")
    of_cases = {name: row[name] for name in ("until", "basis", "ended_basis")}
    return {
        "safeguard": row["kind"],
        "state": _state(row),
        **{name: row[name] for name in names},
        **of_cases,
        "ended_facts": row["ended_facts"].split(),
    }


def _state(row: dict[str, Any]) -> str:
    if row["ended_at"] or (row["until"] and row["until"] < today().isoformat()):
        return "ended"
    return "end_proposed" if row["end_proposed_by"] else "raised"


def _sealed_statement(work: Work, person_id: str, safeguard_id: str, statement: str) -> bytes | None:
    try:
        fields = work.runtime.vault.fields_of(work.connection, person_id)
    except Unreadable:
        _require_person(work, person_id)
        raise
    return fields.seal(_STATEMENT.format(safeguard_id), {"text": statement}) if statement else None


def _sealed_reasons(work: Work, row: dict[str, Any], reason: str) -> bytes:
    fields = work.runtime.vault.fields_of(work.connection, row["person_id"])
    reasons = [*_reasons(fields, row), {"officer": work.actor.id, "reason": reason}]
    return fields.seal(_END_REASON.format(row["id"]), {"reasons": reasons})


def _reasons(fields: PersonFields, row: dict[str, Any]) -> list[dict[str, str]]:
    if row["end_reason"] is None:
        return []
    reasons: list[dict[str, str]] = fields.open(_END_REASON.format(row["id"]), row["end_reason"])["reasons"]
    return reasons


def _row(work: Work, query: sa.Select[Any]) -> dict[str, Any]:
    row = work.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("there is no such safeguard")
    return dict(row)


def _require_person(work: Work, person_id: str) -> None:
    if not work.execute(sa.select(person_table.c.id).where(person_table.c.id == person_id)).first():
        raise NotFound("there is no such person")
