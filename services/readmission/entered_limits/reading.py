"""Reading limits that were entered by hand, as the engine counts them."""

import json
from dataclasses import replace

import sqlalchemy as sa

from limen.law.levels import Entered, Level
from limen.law.schemas import load_time_limit
from limen.law.time_limit import TimeLimit
from limen.work import Work
from services.readmission.entered_limits.tables import entered


def entered_limit(work: Work, case_id: str, name: str) -> TimeLimit | None:
    """Return the limit of that name as it was last entered for a case, or None."""
    query = sa.select(entered.c.text).where(entered.c.case_id == case_id, entered.c.limit == name)
    text = work.execute(query.order_by(entered.c.entered_id.desc()).limit(1)).scalar()
    return limit_of_text(name, json.loads(text)) if text else None


def limit_of_text(name: str, text: dict[str, object]) -> TimeLimit:
    """Return an entered limit. It is marked as entered by hand and stands in no arrangement.

    Raises marshmallow's ValidationError where the rules of the data format are broken.
    """
    loaded = load_time_limit(name, {**text, "verified": Level.SECONDARY.value})
    return replace(loaded, verified=Entered.BY_HAND)
