"""What is compared of a person, and what a comparison says."""

from dataclasses import dataclass
from dataclasses import field as attribute
from functools import cached_property
from typing import Literal, NamedTuple

from limen.codes import Sex
from limen.partial_dates import PartialDate
from services.registration.matching.names import NamePart, name_parts

Field = Literal["document_number", "name", "birth", "sex", "nationality"]
Kind = Literal["same", "sounds_same", "similar", "swapped", "partly", "differs"]


@dataclass(frozen=True)
class Likeable:
    """The part of a person's data by which the same person is found.

    `names` are full names, aliases included, in any script and order of parts. `nationalities` are country
    codes. `document_numbers` are pairs of issuer (country code, or empty if not known) and number. What is
    empty, None or NOT_KNOWN is missing and never counts against anybody. `reference` is the caller's own, for
    example an id. The representation shows nobody.
    """

    names: tuple[str, ...] = attribute(default=(), repr=False)
    birth: PartialDate | None = attribute(default=None, repr=False)
    sex: Sex = attribute(default=Sex.NOT_KNOWN, repr=False)
    nationalities: tuple[str, ...] = attribute(default=(), repr=False)
    document_numbers: tuple[tuple[str, str], ...] = attribute(default=(), repr=False)
    reference: str = ""

    @cached_property
    def folded_names(self) -> tuple[tuple[str, tuple[NamePart, ...]], ...]:
        """Each name that has a letter, as printed and in parts."""
        folded = ((name, name_parts(name)) for name in self.names)
        return tuple((name, parts) for name, parts in folded if parts)

    @cached_property
    def folded_numbers(self) -> tuple[tuple[str, str], ...]:
        """Issuer and number, in capitals and figures only, with look-alikes as one: O and 0, I and 1."""
        folded = ((issuer, fold_number(number)) for issuer, number in self.document_numbers)
        return tuple((issuer, number) for issuer, number in folded if number)


_ONE_FORM = str.maketrans("OISZB", "01528")


def fold_number(number: str) -> str:
    """Return a document number as it survives typing: capitals, no spaces, look-alikes as figures."""
    return "".join(filter(str.isalnum, number.upper())).translate(_ONE_FORM)


class Reason(NamedTuple):
    """Why two persons may or may not be one. `text` is for the screen and holds personal data: never log it.

    `weight` is what the reason adds, in bits: 1 doubles the odds, -1 halves them. The representation shows
    nobody.
    """

    field: Field
    kind: Kind
    text: str
    weight: float

    def __repr__(self) -> str:
        return f"Reason(field={self.field!r}, kind={self.kind!r}, weight={self.weight:.1f})"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two records are of one person: `score` from 0 to 1, `weight` in bits, and the reasons."""

    score: float
    weight: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its likeness to the query."""

    candidate: Likeable
    likeness: Likeness
