"""The weights of a comparison, after Fellegi and Sunter: log2(m / u) for each outcome of each field.

m is how often the outcome occurs between two records of one person, u between records of two persons who meet
in a search. They are set by judgement, not learnt: there are no labelled border records that we may use.
They lean on three facts: people have several documents; a birth date that is not known is often written as
1 January or off by a year or two; relatives share names and nationality. What they find is measured by
`test_matching_recall.py`.
"""

from dataclasses import dataclass
from math import log2


@dataclass(frozen=True, slots=True)
class Odds:
    """How often an outcome occurs between records of one person (m) and of two (u)."""

    m: float
    u: float

    @property
    def bits(self) -> float:
        """The weight of the outcome."""
        return log2(self.m / self.u)


#: Before anything is compared: one in 2,048 of those who share a blocking key is the person searched for.
PRIOR = -11.0

# Document numbers. Another number says nothing: people have several documents, and new ones.
NUMBER_SAME = Odds(0.90, 1e-7).bits
NUMBER_SAME_OTHER_ISSUER = Odds(0.02, 1e-5).bits
NUMBER_ONE_CHARACTER_OFF = Odds(0.03, 1e-5).bits

# Each part of a name. Some are so common that they tell little.
PART_SAME = Odds(0.72, 0.004).bits
PART_SAME_COMMON = Odds(0.72, 0.03).bits
PART_SOUNDS_SAME = Odds(0.20, 0.005).bits
PART_SOUNDS_SAME_COMMON = Odds(0.20, 0.035).bits
PART_SIMILAR = Odds(0.06, 0.004).bits
PART_DIFFERS = Odds(0.015, 0.98).bits
#: More agreement than this in names alone proves no more: families share all but one part.
MOST_FOR_NAMES = 18.0

# Birth dates. u: one of 365 days of about 45 years.
BIRTH_SAME_DAY = Odds(0.80, 1 / (365 * 45)).bits
BIRTH_SAME_MONTH = Odds(0.90, 1 / (12 * 45)).bits
BIRTH_SAME_YEAR = Odds(0.85, 1 / 45).bits
BIRTH_SWAPPED = Odds(0.03, 1 / (365 * 45)).bits
BIRTH_ONE_PART_OFF = Odds(0.05, 0.006).bits
BIRTH_NEAR_YEAR = Odds(0.10, 4 / 45).bits
BIRTH_DIFFERS = Odds(0.02, 0.98).bits

SEX_SAME = Odds(0.98, 0.5).bits
SEX_DIFFERS = Odds(0.02, 0.5).bits

# At one border most people have one of a few nationalities.
NATIONALITY_SHARED = Odds(0.93, 0.20).bits
NATIONALITY_DIFFERS = Odds(0.07, 0.80).bits

#: Parts that one in about thirty people has, in the populations Limen serves.
COMMON_NAMES = (
    "Muhammad Ahmad Ali Hassan Hussein Abdullah Ibrahim Yusuf Mehmet Mustafa Omar Said Khan Shah "
    "Fatima Maryam Maria Amina Ivan Aleksandr"
)


def probability(weight: float) -> float:
    """Return the probability, from 0 to 1, that belongs to a weight in bits (prior included)."""
    return 1 / (1 + 2.0**-weight) if weight > -1000 else 0.0
