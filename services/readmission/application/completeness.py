"""What an application still lacks before it can be sent, each thing with the article that asks for it.

`missing` stops the sending. `advised` does not: texts ask for these things as far as possible.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.law.arrangement import Arrangement
from limen.law.evidence import EvidenceCode
from limen.work import Work
from services.readmission import law
from services.readmission.application.catalogue import FREE_TEXT, texts_of
from services.readmission.application.guard import speaks_of_protection
from services.readmission.application.values import values_of
from services.readmission.evidence import records
from services.readmission.evidence.kinds import Annex, annex_of, why_not
from services.readmission.evidence.scan import Scan

Lack = dict[str, str]

#: document type as registration or an officer writes it -> kind of evidence
_DOCUMENTS = {"P": EvidenceCode.PASSPORT, "I": EvidenceCode.IDENTITY_CARD}
#: words in an arrangement's `application_content` -> what they ask for: a field, or a kind of evidence
_ASKED_FIELDS = {"place of birth": "birth_place", "last residence": "last_residence_requested", "sex": "sex"}
_ASKED_EVIDENCE = {"photograph": EvidenceCode.PHOTOGRAPH, "fingerprint": EvidenceCode.BIOMETRIC_DATA}
#: how a case runs when evidence must be shown; a transit or a mere notice has other conditions
_WITH_EVIDENCE = ("application", "accelerated", "airport")


@dataclass(frozen=True)
class Completeness:
    """What an application lacks: items with `field`, `detail` and `reference`."""

    missing: list[Lack]
    advised: list[Lack]

    def as_dict(self) -> dict[str, Any]:
        """Return both lists, JSON-safe."""
        return {"missing": self.missing, "advised": self.advised}


def missing_before_sending(work: Work, row: sa.Row[Any]) -> list[Lack]:
    """Return what stops the sending of an application."""
    return check(work, row).missing


def check(work: Work, row: sa.Row[Any]) -> Completeness:
    """Compare the application of a case with what its arrangement asks for."""
    arrangement = law.arrangement_of(work.runtime, row)
    values, evidence = values_of(work, row), records.of_case(work, row)
    content = _reference(arrangement, row, "application_content")
    missing = [*_particulars(values, row, content), *_words(values, evidence), *_files(evidence)]
    advised = list(_advised(arrangement, row, values, evidence))
    if getattr(row, "procedure", "application") in _WITH_EVIDENCE:
        annex = annex_of(arrangement, row)
        # Nobody can be held to an annex that nobody could read: then it is advised only.
        lacks = missing if annex.lists else advised
        lacks += _evidence(arrangement, row, annex, values, evidence)
        advised += _dates(annex, evidence)
    return Completeness(missing, advised)


def _particulars(values: Mapping[str, Any], row: sa.Row[Any], content: str) -> Iterator[Lack]:
    if not (values.get("family_names") or values.get("given_names")):
        yield _lack("family_names", "a name is required", content)
    if not values.get("birth_date"):
        yield _lack("birth_date", "a birth date is required, estimated if need be", content)
    claimed = values.get("current_nationality", [])
    if row.category == "own_national" and row.requested_state not in claimed:
        yield _lack("current_nationality", f"must include {row.requested_state}", content)


def _words(values: Mapping[str, Any], evidence: list[dict[str, Any]]) -> Iterator[Lack]:
    detail = "seems to speak of asylum, health or protection, which is never sent: take it out"
    for name in FREE_TEXT:
        if speaks_of_protection(values.get(name, "")):
            yield _lack(name, detail, "")
    for item in evidence:
        if speaks_of_protection(item.get("description", "")):
            yield _lack(f"evidence.{item['kind']}", detail, "")


def _files(evidence: list[dict[str, Any]]) -> Iterator[Lack]:
    for item in evidence:
        states = {Scan(file["scan"]) for file in item["files"]}
        if states & {Scan.WAITING, Scan.HELD}:
            yield _lack(f"evidence.{item['kind']}", "a file waits for the virus scanner, or is held", "")
        if Scan.INFECTED in states:
            yield _lack(f"evidence.{item['kind']}", "a file was infected: take this evidence out", "")


def _evidence(
    arrangement: Arrangement,
    row: sa.Row[Any],
    annex: Annex,
    values: Mapping[str, Any],
    evidence: list[dict[str, Any]],
) -> Iterator[Lack]:
    """Name the annex when nothing that is shown counts under it, unless an interview is asked for instead."""
    shown = [*evidence, *_document(values, row)]
    if values.get("interview_requested") or any(_counts(annex, item) for item in shown):
        return
    name, interview = f"evidence.{annex.subject.value}", _reference(arrangement, row, "interview")
    instead = f"; or ask for an interview ({interview})" if interview else ""
    if annex.lists:
        places = " or ".join(
            f"{item.strength.value.replace('_', ' ')} ({item.reference})" for item in annex.lists
        )
        yield _lack(name, f"nothing shown is {places}{instead}", annex.lists[0].reference)
    else:
        detail = f"nothing is shown, and the evidence annex of {arrangement.id} is not verified{instead}"
        yield _lack(name, detail, _reference(arrangement, row, "application_content"))


def _counts(annex: Annex, item: Mapping[str, Any]) -> bool:
    if not annex.lists or annex.is_open:
        return True
    return any(why_not(entry, *_days(item)) is None for _, entry in annex.places_of(item["kind"]))


def _document(values: Mapping[str, Any], row: sa.Row[Any]) -> Iterator[dict[str, Any]]:
    """Yield the requested state's own travel document of the form: it is evidence of nationality."""
    kind = _DOCUMENTS.get(str(values.get("document_type", ""))[:1])
    issuer = values.get("document_issuing_authority")
    if (
        row.category == "own_national"
        and kind
        and values.get("document_number")
        and issuer == row.requested_state
    ):
        yield {
            "kind": kind.value,
            "issued_on": values.get("document_issue_date"),
            "valid_until": values.get("document_validity"),
        }


def _advised(
    arrangement: Arrangement, row: sa.Row[Any], values: Mapping[str, Any], evidence: list[dict[str, Any]]
) -> Iterator[Lack]:
    kinds = {item["kind"] for item in evidence}
    for fact in arrangement.facts_about("application_content", row.category, row.requested_state):
        said = " ".join(texts_of(fact))
        for words, name in _ASKED_FIELDS.items():
            if words in said and not values.get(name):
                yield _lack(name, "is asked for as far as possible", fact.reference)
        for words, kind in _ASKED_EVIDENCE.items():
            if words in said and kind not in kinds:
                yield _lack(f"evidence.{kind.value}", "is asked for as far as possible", fact.reference)


def _dates(annex: Annex, evidence: list[dict[str, Any]]) -> Iterator[Lack]:
    for item in evidence:
        for listed, entry in annex.places_of(item["kind"]):
            reason = why_not(entry, *_days(item))
            if reason:
                strength = listed.strength.value.replace("_", " ")
                yield _lack(f"evidence.{item['kind']}", f"{reason} ({strength})", entry.reference)


def _days(item: Mapping[str, Any]) -> tuple[date | None, date | None]:
    issued, valid = item.get("issued_on"), item.get("valid_until")
    return (date.fromisoformat(issued) if issued else None, date.fromisoformat(valid) if valid else None)


def _reference(arrangement: Arrangement, row: sa.Row[Any], fact: str) -> str:
    found = arrangement.facts_about(fact, row.category, row.requested_state)
    return found[0].reference if found else ""


def _lack(field: str, detail: str, reference: str) -> Lack:
    shown = f"{detail} ({reference})" if reference and reference not in detail else detail
    return {"field": field, "detail": shown, "reference": reference}
