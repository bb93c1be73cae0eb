"""Entering a limit by hand: only where the library has no verified one, and always with its source."""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from marshmallow import ValidationError

from limen.clock import now
from limen.errors import Conflict, Invalid
from limen.ids import new_id
from limen.law.loading import flat
from limen.work import Work
from services.readmission import deadlines, law
from services.readmission.cases import case_row, milestones_of
from services.readmission.entered_limits.missing import missing_limits
from services.readmission.entered_limits.reading import limit_of_text
from services.readmission.entered_limits.tables import entered
from services.readmission.moving import touch
from services.readmission.procedures import PROCEDURES, limit_in
from services.readmission.records import changing
from services.readmission.timeline.writing import note


def enter(work: Work, case_id: str, new: Mapping[str, Any]) -> None:
    """Record a limit that an officer read elsewhere; the engine counts it from the milestones of the case.

    Raises Conflict where the arrangement gives a verified limit of that name, or the case never watches it.
    """
    row = changing(work, case_id)
    name = new["limit"]
    if name not in PROCEDURES[row.procedure].watches:
        watched = ", ".join(PROCEDURES[row.procedure].watches)
        raise Conflict(
            f"A case in the procedure {row.procedure} does not watch {name}. It watches {watched}."
        )
    verified = limit_in(law.arrangement_of(work.runtime, row), row, name)
    if verified is not None:
        raise Conflict(
            f"{verified.arrangement} gives {name} in {verified.reference}: "
            "a limit is entered by hand only where none is verified."
        )
    text = {key: value for key, value in new.items() if key != "limit" and value is not None}
    limit = _checked(name, text)
    values = {
        "entered_id": new_id(),
        "case_id": case_id,
        "limit": name,
        "text": json.dumps(text, ensure_ascii=False, sort_keys=True),
        "entered_by": work.actor.id,
        "entered_at": now(),
    }
    work.execute(entered.insert().values(values))
    basis = f"{limit.reference} ({limit.source})"
    note(work, row, "limit", "entered", basis=basis, limit=name, amount=str(limit.amount))
    work.record("deadline.entered", case_id, limit=name, reference=limit.reference, source=limit.source)
    deadlines.start(work, row, name, milestones_of(work, case_id))
    deadlines.refresh(work, case_id)
    touch(work, row)


def limits_view(work: Work, case_id: str) -> dict[str, Any]:
    """Return the limits that a case watches without a verified value, and what was entered for them."""
    row = case_row(work, case_id)
    arrangement = law.arrangement_of(work.runtime, row)
    query = sa.select(entered).where(entered.c.case_id == case_id).order_by(entered.c.entered_id)
    items = [{**item, "text": json.loads(item["text"])} for item in work.execute(query).mappings()]
    return {
        "version": row.version,
        "arrangement": arrangement.id,
        "items": [_shown(item) for item in items],
        "missing": missing_limits(work, row),
        "not_verified": [line for layer in arrangement.layers for line in layer.not_verified],
    }


def _shown(item: Mapping[str, Any]) -> dict[str, Any]:
    amount = limit_of_text(item["limit"], item["text"]).amount
    return {
        **item,
        "amount": str(amount),
        "reference": item["text"]["reference"],
        "source": item["text"]["source"],
    }


def _checked(name: str, text: dict[str, Any]) -> Any:
    try:
        return limit_of_text(name, text)
    except ValidationError as error:
        raise Invalid(
            errors=[
                {"pointer": "#/" + field.replace(".", "/"), "detail": rule}
                for field, rule in flat(error.messages)
            ]
        ) from None
