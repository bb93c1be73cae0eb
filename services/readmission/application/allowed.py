"""What an arrangement allows to be communicated: its fact `data_allowed`, and what is never communicated."""

from dataclasses import dataclass

import sqlalchemy as sa

from limen.law.arrangement import Arrangement
from services.readmission.application.catalogue import FormField, texts_of

#: no text makes us send these, not even one that allows it
NEVER = frozenset({"health", "asylum", "protection", "religion", "ethnic_origin", "political_opinion"})

#: the particulars that every agreement of the library allows; all that is sent where nobody could verify more
LEAST = frozenset({"family_names", "given_names", "birth_date", "birth_place", "sex", "current_nationality"})
LEAST_DOCUMENT = frozenset({"document_number", "document_validity", "document_issue_date"})


@dataclass(frozen=True)
class Allowance:
    """The kinds of data that may leave, each with its article; `verified`: the text was read."""

    kinds: dict[str, str]
    verified: bool

    def reference_of(self, field: FormField) -> str | None:
        """Return the article that allows a field, or None; empty for one that needs none."""
        if not field.data:
            return ""
        return next((self.kinds[kind] for kind in field.data if kind in self.kinds), None)

    def allows(self, *kinds: str) -> bool:
        """Tell whether one of these kinds of data may leave."""
        return any(kind in self.kinds for kind in kinds)


def allowance_of(arrangement: Arrangement, row: sa.Row[tuple[object, ...]]) -> Allowance:
    """Return what the arrangement of a case allows to be communicated about its person."""
    facts = arrangement.facts_about("data_allowed", row.category, row.requested_state)
    if not facts:
        return Allowance(dict.fromkeys(sorted(LEAST | LEAST_DOCUMENT), ""), verified=False)
    kinds = {kind: fact.reference for fact in facts for kind in texts_of(fact) if kind not in NEVER}
    return Allowance(kinds, verified=True)
