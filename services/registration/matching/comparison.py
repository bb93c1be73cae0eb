"""Comparing two persons, field by field, with the reasons in words."""

from collections.abc import Iterable
from heapq import nlargest
from itertools import product

from rapidfuzz.distance import OSA

from limen.codes import Sex
from limen.partial_dates import PartialDate
from services.registration.matching import weights
from services.registration.matching.likeable import Kind, Likeable, Likeness, Ranked, Reason
from services.registration.matching.name_likeness import compare_names

#: In shorter numbers one character is too much of the whole.
_SHORTEST_NUMBER_WITH_A_SLIP = 6
_COMPARED_SEXES = frozenset((Sex.MALE, Sex.FEMALE))
#: Estimated birth years are off by this much.
_NEAR_YEARS = 2


def compare(query: Likeable, candidate: Likeable) -> Likeness:
    """Return how likely two records are of one person. What either record lacks is not compared."""
    found = (
        _compare_numbers(query, candidate),
        compare_names(query, candidate),
        _compare_births(query.birth, candidate.birth),
        _compare_sexes(query.sex, candidate.sex),
        _compare_nationalities(query, candidate),
    )
    reasons = tuple([reason for reason in found if reason])
    weight = weights.PRIOR + sum([reason.weight for reason in reasons])
    return Likeness(weights.probability(weight), weight, reasons)


def rank(
    query: Likeable, candidates: Iterable[Likeable], *, limit: int = 10, threshold: float = 0.5
) -> tuple[Ranked, ...]:
    """Return the likeliest candidates whose score reaches the threshold, the likeliest first."""
    ranked = (Ranked(candidate, compare(query, candidate)) for candidate in candidates)
    likely = (one for one in ranked if one.likeness.score >= threshold)
    return tuple(nlargest(limit, likely, key=lambda one: one.likeness.weight))


def _compare_numbers(query: Likeable, candidate: Likeable) -> Reason | None:
    """The best agreement of any document of one with any of the other; other numbers say nothing."""
    best: Reason | None = None
    for mine, theirs in product(query.folded_numbers, candidate.folded_numbers):
        reason = _compare_documents(*mine, *theirs)
        if reason and (best is None or reason.weight > best.weight):
            best = reason
    return best


def _compare_documents(issuer: str, number: str, other_issuer: str, other_number: str) -> Reason | None:
    same_issuer = issuer == other_issuer or not issuer or not other_issuer
    if number == other_number:
        if same_issuer:
            return Reason("document_number", "same", "Same document number", weights.NUMBER_SAME)
        text = f"Same document number, but issued by {issuer} and {other_issuer}"
        return Reason("document_number", "similar", text, weights.NUMBER_SAME_OTHER_ISSUER)
    long_enough = min(len(number), len(other_number)) >= _SHORTEST_NUMBER_WITH_A_SLIP
    if same_issuer and long_enough and OSA.distance(number, other_number, score_cutoff=1) == 1:
        text = f"Document number differs in one place: {number} / {other_number}"
        return Reason("document_number", "similar", text, weights.NUMBER_ONE_CHARACTER_OFF)
    return None


def _compare_births(one: PartialDate | None, two: PartialDate | None) -> Reason | None:
    if one is None or two is None or one.year is None or two.year is None:
        return None
    if _only_year(one) or _only_year(two):
        return _compare_years(one, two)
    if one == two and one.day:
        return Reason("birth", "same", f"Same birth date: {one}", weights.BIRTH_SAME_DAY)
    kind, text, weight = _compare_days(one, two)
    return Reason("birth", kind, f"{text}: {one} / {two}", weight)


def _compare_days(one: PartialDate, two: PartialDate) -> tuple[Kind, str, float]:
    if one.day is None or two.day is None:
        if (one.year, one.month) == (two.year, two.month):
            return "partly", "Same month of birth", weights.BIRTH_SAME_MONTH
    elif (one.year, one.month, one.day) == (two.year, two.day, two.month):
        return "swapped", "Birth date has day and month swapped", weights.BIRTH_SWAPPED
    else:
        other = one.year != two.year, one.month != two.month, one.day != two.day
        if sum(other) == 1:
            part = ("year", "month", "day")[other.index(True)]
            return "similar", f"Birth date differs in the {part} only", weights.BIRTH_ONE_PART_OFF
    return "differs", "Birth date differs", weights.BIRTH_DIFFERS


def _compare_years(one: PartialDate, two: PartialDate) -> Reason:
    kind: Kind
    apart = abs((one.year or 0) - (two.year or 0))
    if apart == 0:
        kind, text, weight = "partly", "Same year of birth", weights.BIRTH_SAME_YEAR
    elif apart <= _NEAR_YEARS:
        kind, text, weight = "similar", "Years of birth are near", weights.BIRTH_NEAR_YEAR
    else:
        kind, text, weight = "differs", "Year of birth differs", weights.BIRTH_DIFFERS
    return Reason("birth", kind, f"{text}: {one} / {two}", weight)


def _only_year(birth: PartialDate) -> bool:
    """1 January stands in many documents where the day was not known."""
    return birth.month is None or (birth.month, birth.day) == (1, 1)


def _compare_sexes(one: Sex, two: Sex) -> Reason | None:
    """Only M and F are compared: who is neither on one document may be either on another."""
    if one not in _COMPARED_SEXES or two not in _COMPARED_SEXES:
        return None
    if one is two:
        return Reason("sex", "same", "Same sex", weights.SEX_SAME)
    return Reason("sex", "differs", f"Sex differs: {one.marker} / {two.marker}", weights.SEX_DIFFERS)


def _compare_nationalities(query: Likeable, candidate: Likeable) -> Reason | None:
    if not query.nationalities or not candidate.nationalities:
        return None
    shared = set(query.nationalities).intersection(candidate.nationalities)
    if shared:
        text = f"Same nationality: {', '.join(sorted(shared))}"
        return Reason("nationality", "same", text, weights.NATIONALITY_SHARED)
    text = f"Nationality differs: {', '.join(query.nationalities)} / {', '.join(candidate.nationalities)}"
    return Reason("nationality", "differs", text, weights.NATIONALITY_DIFFERS)
