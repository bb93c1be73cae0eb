"""Comparing names part by part, in any order, across spellings and scripts."""

from functools import cache
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import Indel

from services.registration.matching import weights
from services.registration.matching.likeable import Kind, Likeable, Reason
from services.registration.matching.names import NamePart, name_parts

#: Spellings nearer than this are slips of one name; skeletons, being short, must be nearer.
_SIMILAR, _SIMILAR_SKELETONS = 0.78, 0.85
#: Spellings further apart than this have a skeleton in common by chance.
_CHANCE = 0.45
_TEXTS: dict[Kind, str] = {
    "same": "Same name",
    "swapped": "Same name parts in another order",
    "sounds_same": "Name sounds the same",
    "similar": "Name is similar",
    "partly": "Name is partly the same, but one part differs",
    "differs": "Name differs",
}


class _Agreement(NamedTuple):
    """How two names, or two parts of names, agree."""

    weight: float
    kind: Kind


_SAME = _Agreement(weights.PART_SAME, "same")
_SAME_COMMON = _Agreement(weights.PART_SAME_COMMON, "same")
_SOUNDS_SAME = _Agreement(weights.PART_SOUNDS_SAME, "sounds_same")
_SOUNDS_SAME_COMMON = _Agreement(weights.PART_SOUNDS_SAME_COMMON, "sounds_same")
_SIMILAR_PARTS = _Agreement(weights.PART_SIMILAR, "similar")


def compare_names(query: Likeable, candidate: Likeable) -> Reason | None:
    """Return the best agreement of any name of one with any name of the other; None if one has no name."""
    best: tuple[_Agreement, str, str] | None = None
    for (printed, parts), (other_printed, other_parts) in product(query.folded_names, candidate.folded_names):
        agreement = _compare_whole(parts, other_parts)
        if best is None or agreement.weight > best[0].weight:
            best = agreement, printed, other_printed
    if best is None:
        return None
    (weight, kind), printed, other_printed = best
    shown = printed if printed == other_printed else f"{printed} / {other_printed}"
    return Reason("name", kind, f"{_TEXTS[kind]}: {shown}", weight)


def _compare_whole(parts: tuple[NamePart, ...], others: tuple[NamePart, ...]) -> _Agreement:
    agreement = _match_parts(parts, others)
    if len(parts) != len(others) and agreement.kind in ("similar", "partly", "differs"):
        # Ali Reza Karimi and Alireza Karimi
        joined, joined_others = _join_neighbours(parts, others), _join_neighbours(others, parts)
        if len(joined) + len(joined_others) < len(parts) + len(others):
            return max(agreement, _match_parts(joined, joined_others))
    return agreement


def _match_parts(parts: tuple[NamePart, ...], others: tuple[NamePart, ...]) -> _Agreement:
    """Give each part of the shorter name the best free part of the longer; more parts there say nothing."""
    short, long = (parts, others) if len(parts) <= len(others) else (others, parts)
    agreeing = sorted(
        (-agreement.weight, place, other_place, agreement.kind)
        for place, part in enumerate(short)
        for other_place, other in enumerate(long)
        if (agreement := _compare_parts(part, other))
    )
    weight = 0.0
    taken: dict[int, int] = {}
    kind: Kind = "differs"
    for bits, place, other_place, kind_of_part in agreeing:
        if place not in taken and other_place not in taken.values():
            taken[place] = other_place
            weight -= bits
            kind = kind_of_part  # the last is the least
    weight = min(weight, weights.MOST_FOR_NAMES)
    if len(taken) < len(short):
        missing = len(short) - len(taken) if taken else 1
        return _Agreement(weight + missing * weights.PART_DIFFERS, "partly" if taken else "differs")
    in_order = all(taken[place] < taken[place + 1] for place in range(len(short) - 1))
    return _Agreement(weight, "swapped" if kind == "same" and not in_order else kind)


def _compare_parts(one: NamePart, two: NamePart) -> _Agreement | None:
    """Return how two parts agree, or None."""
    if one.folded == two.folded and one.vowels == two.vowels:
        return _SAME_COMMON if _is_common(one) else _SAME
    meet = not one.skeletons.isdisjoint(two.skeletons)
    if one.vowels and two.vowels:
        likeness = Indel.normalized_similarity(one.folded, two.folded)
        meet = meet and likeness >= _CHANCE
        similar = likeness >= _SIMILAR
    else:
        pairs = product(one.skeletons, two.skeletons)
        similar = meet or any(Indel.normalized_similarity(*pair) >= _SIMILAR_SKELETONS for pair in pairs)
    if meet:
        return _SOUNDS_SAME_COMMON if _is_common(one) else _SOUNDS_SAME
    return _SIMILAR_PARTS if similar else None


def _join_neighbours(parts: tuple[NamePart, ...], others: tuple[NamePart, ...]) -> tuple[NamePart, ...]:
    """Join two neighbouring parts where the other name has them as one."""
    for place in range(len(parts) - 1):
        joined = parts[place].joined(parts[place + 1])
        found = [_compare_parts(joined, other) for other in others]
        if any(agreement and agreement.kind != "similar" for agreement in found):
            return (*parts[:place], joined, *parts[place + 2 :])
    return parts


def _is_common(part: NamePart) -> bool:
    return not _common_skeletons().isdisjoint(part.skeletons)


@cache
def _common_skeletons() -> frozenset[str]:
    return frozenset(skeleton for part in name_parts(weights.COMMON_NAMES) for skeleton in part.skeletons)
