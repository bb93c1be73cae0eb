"""Which kinds of evidence a case can show, from the annexes of its arrangement."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.clock import today
from limen.law.arrangement import Arrangement
from limen.law.categories import Category
from limen.law.evidence import EvidenceItem, EvidenceList, Strength, Subject

#: what evidence must show, by category of person; of several the first that the arrangement lists
SUBJECTS = {
    Category.OWN_NATIONAL: (Subject.NATIONALITY,),
    Category.THIRD_COUNTRY_NATIONAL: (Subject.THIRD_COUNTRY,),
    Category.STATELESS: (Subject.THIRD_COUNTRY,),
    Category.FORMER_STATE_NATIONAL: (Subject.FORMER_STATE, Subject.NATIONALITY),
}


@dataclass(frozen=True)
class Annex:
    """The lists that hold for a case, the strongest first. `subject` is what the evidence is to show."""

    subject: Subject
    requested: str
    lists: tuple[EvidenceList, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether the text says that its lists are not all that counts."""
        return any(item.exhaustive is False for item in self.lists)

    def places_of(self, kind: str) -> list[tuple[EvidenceList, EvidenceItem]]:
        """Return where the annexes name a kind of evidence."""
        return [
            (listed, item)
            for listed in self.lists
            for item in listed.items_for(self.requested)
            if item.code == kind
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return the kinds as an officer chooses among them, with the annex that names each."""
        kinds = [
            {
                "kind": item.code.value,
                "words": item.words,
                "strength": listed.strength.value,
                "reference": item.reference,
                "note": item.note or listed.note,
            }
            for listed in self.lists
            for item in listed.items_for(self.requested)
        ]
        return {"subject": self.subject.value, "verified": bool(self.lists), "kinds": kinds}


def annex_of(arrangement: Arrangement, row: sa.Row[Any]) -> Annex:
    """Return the evidence lists for a case; without lists where nobody could verify the annex."""
    subjects = SUBJECTS[Category(row.category)]
    for subject in subjects:
        found = [arrangement.evidence_list(subject, strength) for strength in Strength]
        lists = tuple(item for item in found if item)
        if lists:
            return Annex(subject, row.requested_state, lists)
    return Annex(subjects[0], row.requested_state, ())


def why_not(item: EvidenceItem, issued_on: date | None, valid_until: date | None) -> str | None:
    """Say why a document is not what an item of an annex names; None where its dates say nothing else."""
    if item.issued_from and issued_on and issued_on < item.issued_from:
        return f"counts only when issued from {item.issued_from} on"
    if item.issued_until and issued_on and issued_on >= item.issued_until:
        return f"counts only when issued before {item.issued_until}"
    if item.expired == "refused" and valid_until and valid_until < today():
        return "does not count once it has expired"
    return None
