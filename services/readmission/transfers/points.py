"""The border crossing points of an arrangement."""

from typing import Any

import sqlalchemy as sa

from limen.errors import IllegalStep
from limen.work import Work
from services.readmission import law

#: what stands in place of the article where the two authorities agreed on a point of their own
AGREED = "agreed between the authorities"
#: ... and where the text names no point
NOT_LISTED = "the arrangement names no crossing point"


def points_of(work: Work, row: sa.Row[Any]) -> list[dict[str, str]]:
    """Return the points that the text names for the two states: state, name and article."""
    arrangement = law.arrangement_of(work.runtime, row)
    facts = arrangement.facts_about("border_crossing_points", row.category, row.requested_state)
    states = {row.requesting_state.lower(), row.requested_state.lower()}
    return [
        {"state": (fact.code or "").upper(), "place": str(name), "reference": fact.reference}
        for fact in facts
        if fact.code is None or fact.code in states
        for name in (fact.value if isinstance(fact.value, list | tuple) else [fact.value])
    ]


def reference_of(work: Work, row: sa.Row[Any], place: str, *, agreed: bool) -> str:
    """Return the article that names a point, or that the authorities agreed on it.

    IllegalStep for a point that the text does not name and nobody agreed on.
    """
    points = points_of(work, row)
    for point in points:
        if point["place"].casefold() == place.strip().casefold():
            return point["reference"]
    if agreed:
        return AGREED
    if not points:
        return NOT_LISTED
    names = "; ".join(point["place"] for point in points)
    raise IllegalStep(
        "The arrangement does not name this crossing point.",
        missing=[
            {
                "field": "place",
                "detail": f"must be one of: {names}; or place_agreed says that the authorities agreed on it",
            }
        ],
    )
