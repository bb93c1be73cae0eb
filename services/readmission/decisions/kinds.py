"""The kinds of decision about the person of a case, as one table: what each needs, and what it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from limen.law.safeguards import Safeguard


@dataclass(frozen=True)
class Kind:
    """A kind of decision.

    `needs`: fields that must be given beside the day and the legal basis. `outcomes`: how it can end.
    `raises`: the safeguard that it raises where it is suspensive; `frees`: the outcomes that end it again.
    `holds_transfer`: nobody is transferred against their will until its last day has passed.
    `replaces`: a new one ends an earlier one of these kinds.
    """

    name: str
    title: str
    needs: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ("revoked",)
    raises: Safeguard | None = None
    frees: tuple[str, ...] = ()
    holds_transfer: bool = False
    replaces: tuple[str, ...] = ()


KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("return_decision", "a return decision", ("authority",), ("revoked", "annulled")),
        Kind(
            "voluntary_departure",
            "a period for voluntary departure",
            ("until",),
            ("complied", "revoked"),
            holds_transfer=True,
            replaces=("voluntary_departure",),
        ),
        Kind("entry_ban", "an entry ban", ("until",), ("revoked", "suspended", "annulled")),
        Kind(
            "appeal",
            "an appeal",
            ("suspensive",),
            ("dismissed", "withdrawn", "allowed"),
            raises=Safeguard.SUSPENSIVE_APPEAL,
            # an appeal that was allowed goes on protecting: the decision against which it went has fallen
            frees=("dismissed", "withdrawn"),
        ),
    )
}

OUTCOMES: Final = tuple(dict.fromkeys(outcome for kind in KINDS.values() for outcome in kind.outcomes))
