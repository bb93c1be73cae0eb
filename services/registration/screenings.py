"""Screening for needs of protection: who may do it is the country's law, what was found is sealed."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from limen.clock import now, today
from limen.errors import NotFound
from limen.ids import new_id
from limen.law.safeguards import Safeguard
from limen.web.policy import require_post
from limen.work import Work
from services.registration import persons, qualifications, rules, safeguards
from services.registration.models import encounter as encounter_table
from services.registration.models import screening as table

_SEALED = "screening.sealed:{}"
#: what screenings that were recorded earlier do not have
_NOTHING = {"referred_to": ""}


class Outcome(StrEnum):
    """What a screening led to. An indication opens a referral; it never labels a person."""

    NO_INDICATION = "no_indication"
    REFERRED = "referred"
    REFERRAL_DECLINED = "referral_declined"


#: The groups of specific needs, after UNHCR's codes of 2009 (IOM 030 - FOM 030/2009), and two more that
#: a first line must be able to record.
NEEDS = {
    "CR": "child at risk",
    "DS": "disability",
    "ER": "older person at risk",
    "FU": "family unity",
    "LP": "specific legal and physical protection needs",
    "PG": "pregnant or lactating",
    "SC": "unaccompanied or separated child",
    "SM": "serious medical condition",
    "SP": "single parent",
    "SV": "sexual or gender-based violence",
    "TR": "torture",
    "WR": "woman at risk",
    "asylum_intention": "the person wants to ask for asylum",
    "trafficking_indication": "an indication of trafficking",
}

#: needs that protect a person from being sent, from the moment that a screening finds them
PROTECTING = {
    "asylum_intention": Safeguard.ASYLUM_CLAIM,
    "trafficking_indication": Safeguard.TRAFFICKING_INDICATION,
    "SC": Safeguard.UNACCOMPANIED_CHILD,
}


def record(work: Work, encounter_id: str, found: dict[str, Any]) -> dict[str, Any]:
    """Record a screening by an officer whose certificates allow it today. What was found is sealed.

    Who wants to ask for asylum, may be a victim of trafficking or is a child alone is protected at once.
    """
    row = work.execute(
        sa.select(encounter_table.c.person_id, encounter_table.c.post, encounter_table.c.kind).where(
            encounter_table.c.id == encounter_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound("there is no such encounter")
    require_post(work, row.post)
    certificates = qualifications.require(work, rules.SCREEN)
    raised = _protect(work, row.person_id, found)
    fields = work.runtime.vault.fields_of(work.connection, row.person_id)
    screening = {
        "id": new_id(),
        "encounter_id": encounter_id,
        "person_id": row.person_id,
        "screened_at": now(),
        "screened_by": work.actor.id,
        "certificates": " ".join(certificates),
    }
    sealed = fields.seal(_SEALED.format(screening["id"]), found)
    work.execute(table.insert().values(**screening, sealed=sealed))
    work.record(
        "screening.recorded",
        screening["id"],
        encounter=encounter_id,
        certificates=certificates,
    )
    person = persons.load(work, row.person_id)
    findings = rules.findings_of(work, rules.SCREEN, row.kind, person, today())
    told = {"findings": [finding.as_dict() for finding in findings], "safeguards": raised}
    return {**_answer(screening), **told}


def _protect(work: Work, person_id: str, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Raise the safeguards that the needs call for and that do not protect the person already.

    The notes become their statement, which protection officers read.
    """
    present = safeguards.present(work, person_id)
    kinds = [PROTECTING[need] for need in dict.fromkeys(found["needs"]) if need in PROTECTING]
    return [
        safeguards.raise_safeguard(work, person_id, kind, found["notes"], None)
        for kind in kinds
        if kind not in present
    ]


def of_encounter(work: Work, encounter_id: str) -> list[dict[str, Any]]:
    """Return the screenings of an encounter with what was found, for those who may read it."""
    rows = work.execute(
        sa.select(table).where(table.c.encounter_id == encounter_id).order_by(table.c.id)
    ).mappings()
    screenings = [dict(row) for row in rows]
    fields = work.runtime.vault.fields_of_many(work.connection, {row["person_id"] for row in screenings})
    return [
        {
            **_answer(row),
            **_NOTHING,
            **fields[row["person_id"]].open(_SEALED.format(row["id"]), row["sealed"]),
        }
        for row in screenings
        if row["person_id"] in fields
    ]


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "encounter_id", "person_id", "screened_at", "screened_by")
    return {**{name: row[name] for name in names}, "certificates": row["certificates"].split()}
