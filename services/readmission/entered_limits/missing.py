"""The limits that a case watches and its arrangement does not give: which, and why each is absent."""

from typing import Any

import sqlalchemy as sa

from limen.law.absent import Absence
from limen.law.time_limit import LIMITS
from limen.work import Work
from services.readmission import law
from services.readmission.entered_limits.tables import entered
from services.readmission.procedures import PROCEDURES, limit_in

_WEIGHT = list(Absence)


def missing_limits(work: Work, row: sa.Row[Any]) -> list[dict[str, Any]]:
    """Return each limit without a verified value, whether one was entered by hand, and why there is none.

    `why` is the reason that decides; `texts` has the reason of each text: the protocols and the agreement.
    """
    arrangement = law.arrangement_of(work.runtime, row)
    by_hand = set(work.execute(sa.select(entered.c.limit).where(entered.c.case_id == row.case_id)).scalars())
    found = []
    for name in PROCEDURES[row.procedure].watches:
        if limit_in(arrangement, row, name):
            continue
        texts = arrangement.absent(f"time_limits.{name}")
        found.append(
            {
                "limit": name,
                "meaning": LIMITS[name][1],
                "entered": name in by_hand,
                "why": max((item.why for item in texts), key=_WEIGHT.index),
                "texts": [
                    {
                        "arrangement": item.text,
                        "why": item.why,
                        "found": item.found,
                        "for_others": name in layer.time_limits,
                    }
                    for item, layer in zip(texts, arrangement.layers, strict=True)
                ],
            }
        )
    return found
