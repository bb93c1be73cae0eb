"""Synthetic persons: nobody who lives has these names together with these numbers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.services.registration.mrz_writer import Holder, write

_FIRST, _SECOND = "BDFGHKLMNPRSTVZ", "AEIOU"


@dataclass(frozen=True)
class Person:
    """A national of Bosnia and Herzegovina with a passport."""

    surname: str
    given_names: str
    birth_date: date
    document_number: str

    @property
    def zone(self) -> str:
        """The machine-readable zone of the passport, every check digit right."""
        holder = Holder(
            issuing_state="BIH",
            nationality="BIH",
            document_number=self.document_number,
            surname=self.surname,
            given_names=self.given_names,
            birth_date=f"{self.birth_date:%y%m%d}",
            expiry_date="340101",
        )
        return str(write("TD3", holder))

    @property
    def declared(self) -> dict[str, Any]:
        """What the person says, with the passport left at home."""
        return {
            "names": [{"surname": self.surname, "given_names": self.given_names}],
            "birth_date": {"date": self.birth_date.isoformat()},
            "nationalities": ["BA"],
            "documents": [{"type": "P", "issuing_state": "BA", "number": self.document_number}],
        }


def new_person(rng: random.Random | None = None) -> Person:
    """Make somebody whom no search takes for somebody else."""
    rng = rng or random.Random()
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(18_000))
    return Person(_name(rng, 5), _name(rng, 4), born, f"Q{rng.randrange(10**8):08d}")


def _name(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choice(_FIRST) + rng.choice(_SECOND) for _ in range(syllables))
