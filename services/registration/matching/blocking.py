"""Blocking keys: texts that two records of one person are likely to have in common.

Whoever stores them stores them as keyed hashes: in the clear they tell names and birth dates.
"""

from itertools import combinations, pairwise

from limen.partial_dates import PartialDate
from services.registration.matching.likeable import Likeable
from services.registration.matching.names import NamePart

#: Estimated birth years are off by a year or two: who has only a year writes the years around it too.
_NEAR_YEARS = (-1, 0, 1)


def blocking_keys(person: Likeable) -> set[str]:
    """Return the keys under which a person is stored and searched. Two share one if they share

    - `doc`: a document number, look-alike characters as one;
    - `names`: two parts of a name, in any order, by their sound;
    - `year`: the year of birth, or nearly where the day is not known, and one part of a name;
    - `day`: the day and month of birth, in any order, and one part of a name, whatever the year;
    - `date`: the date of birth, day and month in any order, and the first sound of one part of a name;
    - `name`: the only part of a name, for a person whose year of birth is not known.

    1 January counts as a day that is not known. A person without name and document has no key.
    """
    keys = {f"doc:{number}" for _, number in person.folded_numbers}
    for _, parts in person.folded_names:
        keys |= _name_keys(parts)
        keys |= _birth_keys(person.birth, parts)
    return keys


def _name_keys(parts: tuple[NamePart, ...]) -> set[str]:
    skeletons = [part.skeletons for part in parts]
    if len(parts) > 2:
        # Ali Reza Karimi and Alireza Karimi
        skeletons += [one.joined(two).skeletons for one, two in pairwise(parts)]
    return {
        f"names:{min(one, two)}+{max(one, two)}"
        for some, others in combinations(skeletons, 2)
        for one in some
        for two in others
    }


def _birth_keys(birth: PartialDate | None, parts: tuple[NamePart, ...]) -> set[str]:
    every = {skeleton for part in parts for skeleton in part.skeletons}
    if birth is None or birth.year is None:
        return {f"name:{one}" for one in every} if len(parts) == 1 else set()
    if birth.month is None or birth.day is None or (birth.month, birth.day) == (1, 1):
        return {f"year:{birth.year + off}:{one}" for off in _NEAR_YEARS for one in every}
    low, high = sorted((birth.month, birth.day))
    return (
        {f"year:{birth.year}:{one}" for one in every}
        | {f"day:{low}-{high}:{one}" for one in every}
        | {f"date:{birth.year}-{low}-{high}:{one[0]}" for one in every}
    )
