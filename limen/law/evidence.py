"""Evidence as the annexes of the agreements list it, coded, so that an application can be checked.

A list belongs to a subject (what is to be shown) and a strength (what the requested state must make of it).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from limen.law.cited import plain
from limen.law.levels import Level
from limen.law.time_limit import Quantity


class Subject(StrEnum):
    """What the evidence is to show."""

    NATIONALITY = "nationality"
    #: the conditions under which a third-country national or stateless person is taken back
    THIRD_COUNTRY = "third_country"
    #: former nationality of a predecessor state
    FORMER_STATE = "former_state"


class Strength(StrEnum):
    """How strong the evidence is."""

    PROOF = "proof"
    PRIMA_FACIE = "prima_facie"
    #: neither: it only obliges the requested state to start a check
    STARTS_CHECK = "starts_check"


class Effect(StrEnum):
    """What the requested state must make of the evidence."""

    NO_FURTHER_CHECK = "no_further_check"
    ESTABLISHED_UNLESS_DISPROVED = "established_unless_disproved"
    STARTS_CHECK = "starts_check"


class EvidenceCode(StrEnum):
    """The kinds of evidence that the agreements read so far name."""

    PASSPORT = "passport"
    DIPLOMATIC_OR_SERVICE_PASSPORT = "diplomatic_or_service_passport"
    LAISSEZ_PASSER = "laissez_passer"
    OTHER_TRAVEL_DOCUMENT = "other_travel_document"
    IDENTITY_CARD = "identity_card"
    TEMPORARY_IDENTITY_CARD = "temporary_identity_card"
    MILITARY_IDENTITY_CARD = "military_identity_card"
    SERVICE_BOOK = "service_book"
    SEAMAN_BOOK = "seaman_book"
    CONSULAR_CARD = "consular_card"
    CONSULAR_REGISTRATION = "consular_registration"
    INTERNATIONAL_ADMINISTRATION_DOCUMENT = "international_administration_document"
    PREDECESSOR_STATE_DOCUMENT = "predecessor_state_document"
    CITIZENSHIP_CERTIFICATE = "citizenship_certificate"
    BIRTH_CERTIFICATE = "birth_certificate"
    CIVIL_STATUS_DOCUMENT = "civil_status_document"
    DRIVING_LICENCE = "driving_licence"
    COMPANY_PASS = "company_pass"  # noqa: S105 - a card of an employer, not a secret
    OTHER_OFFICIAL_DOCUMENT = "other_official_document"
    OTHER_OFFICIAL_PHOTO_DOCUMENT = "other_official_photo_document"
    OTHER_DOCUMENT = "other_document"
    COPY = "copy"
    EXPIRED_DOCUMENT = "expired_document"
    BIOMETRIC_DATA = "biometric_data"
    DNA_TEST = "dna_test"
    VISA_SYSTEM_RECORD = "visa_system_record"
    REGISTER_CHECK = "register_check"
    LANGUAGE = "language"
    LANGUAGE_TEST = "language_test"
    INTERVIEW_RESULT = "interview_result"
    WITNESS_STATEMENT = "witness_statement"
    OWN_STATEMENT = "own_statement"
    VISA = "visa"
    RESIDENCE_PERMIT = "residence_permit"
    ENTRY_OR_EXIT_STAMP = "entry_or_exit_stamp"
    ENTRY_OR_EXIT_RECORD = "entry_or_exit_record"
    TRAVEL_TICKET = "travel_ticket"
    PASSENGER_LIST = "passenger_list"
    NAMED_BILL_OR_CERTIFICATE = "named_bill_or_certificate"
    TRAVEL_AGENCY_OR_GUIDE = "travel_agency_or_guide"
    PHOTOGRAPH = "photograph"
    AUTHORITY_STATEMENT = "authority_statement"
    INTERCEPTION_REPORT = "interception_report"
    INTERNATIONAL_ORGANISATION_INFORMATION = "international_organisation_information"
    COMPANION_STATEMENT = "companion_statement"
    COURT_OR_ADMINISTRATIVE_STATEMENT = "court_or_administrative_statement"
    PLACE_OF_BIRTH_OR_RESIDENCE = "place_of_birth_or_residence"


@dataclass(frozen=True)
class EvidenceItem:
    """One item of an annex. `issued_until` is the first day no longer accepted; None: the text is silent."""

    code: EvidenceCode
    words: str
    reference: str
    requested: frozenset[str] = frozenset()
    issued_from: date | None = None
    issued_until: date | None = None
    expired: str | None = None
    max_expired: Quantity | None = None
    note: str | None = None


@dataclass(frozen=True)
class EvidenceList:
    """A list of an annex: for one subject, of one strength."""

    subject: Subject
    strength: Strength
    reference: str
    source: str
    verified: Level
    items: tuple[EvidenceItem, ...]
    exhaustive: bool | None = None
    effect: Effect | None = None
    note: str | None = None

    def items_for(self, requested: str) -> tuple[EvidenceItem, ...]:
        """Return the items that hold when `requested` is the requested state."""
        return tuple(item for item in self.items if not item.requested or requested in item.requested)

    def as_dict(self) -> dict[str, Any]:
        """Return the list with its citation, JSON-safe."""
        items = [
            {**vars(item), "max_expired": item.max_expired and vars(item.max_expired)} for item in self.items
        ]
        return plain({**vars(self), "items": items})  # type: ignore[no-any-return]
