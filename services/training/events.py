"""Training events: who came from where, who taught, and what the countries shared."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, Invalid, NotFound
from limen.ids import new_id
from limen.work import Work
from services.training.models import (
    certificate,
    delegation,
    event,
    feedback,
    good_practice,
    module,
    support_package,
    trainer,
)

_ABOUT = (
    "venue",
    "country",
    "mission_from",
    "mission_to",
    "organisers",
    "donors",
    "project",
    "sdgs",
    "languages",
    "package",
    "source",
    "note",
)


def add_event(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Add an event with its delegations and trainers. Delegations must add up to the participants."""
    _check(work, new)
    event_id = new_id()
    work.execute(
        event.insert().values(
            event_id=event_id,
            **{name: new[name] for name in ("code", "title", "kind", "curriculum", "participants")},
            held_from=str(new["held_from"]),
            held_to=str(new["held_to"]),
            about={name: _plain(new[name]) for name in _ABOUT if name in new},
            version=1,
            created_at=now(),
        )
    )
    for item in new["delegations"]:
        work.execute(delegation.insert().values(delegation_id=new_id(), event_id=event_id, **item))
    for item in new["trainers"]:
        work.execute(trainer.insert().values(trainer_id=new_id(), event_id=event_id, person=item))
    work.record("training_event.added", event_id, code=new["code"], participants=new["participants"])
    return event_view(work, event_id)


def add_good_practice(work: Work, event_id: str, new: Mapping[str, Any]) -> dict[str, Any]:
    """Keep an experience that a country shared in a session."""
    event_row(work, event_id)
    values = {**new, "practice_id": new_id(), "event_id": event_id, "created_at": now()}
    work.execute(good_practice.insert().values(values))
    work.record("good_practice.added", values["practice_id"], event=event_id)
    return values


def event_row(work: Work, event_id: str) -> Mapping[str, Any]:
    """Return an event, or raise NotFound."""
    row = work.execute(sa.select(event).where(event.c.event_id == event_id)).mappings().first()
    if row is None:
        raise NotFound("There is no such training event.")
    return dict(row)


def event_view(work: Work, event_id: str) -> dict[str, Any]:
    """Return an event with everything that belongs to it."""
    row = event_row(work, event_id)
    return {
        **line(row),
        **row["about"],
        "location": f"/api/v1/training/events/{event_id}",
        "delegations": _of(work, delegation, event_id),
        "trainers": [item["person"] for item in _of(work, trainer, event_id)],
        "feedback": _of(work, feedback, event_id),
        "good_practices": _of(work, good_practice, event_id),
        "certificates": _of(work, certificate, event_id),
        "modules": _modules(work, row),
    }


def line(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event as a list shows it."""
    return {name: row[name] for name in row if name not in ("about", "created_at")}


def lines(rows: Any) -> list[dict[str, Any]]:
    """Return several events as a list shows them."""
    return [{**line(row), "venue": row["about"].get("venue", "")} for row in rows]


def _of(work: Work, table: sa.Table, event_id: str) -> list[dict[str, Any]]:
    key = next(iter(table.primary_key))
    query = sa.select(table).where(table.c.event_id == event_id).order_by(key)
    return [dict(row) for row in work.execute(query).mappings()]


def _modules(work: Work, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    query = sa.select(module.c.code, module.c.edition, module.c.title).where(
        module.c.curriculum == row["curriculum"]
    )
    return [dict(item) for item in work.execute(query.order_by(module.c.code, module.c.edition)).mappings()]


def _check(work: Work, new: Mapping[str, Any]) -> None:
    errors = []
    counted = sum(item["participants"] for item in new["delegations"])
    if new["delegations"] and counted != new["participants"]:
        detail = f"the delegations add up to {counted}, not to {new['participants']}"
        errors.append({"pointer": "#/delegations", "detail": detail})
    first, last = new["held_from"].earliest, new["held_to"].latest
    if first and last and last < first:
        errors.append({"pointer": "#/held_to", "detail": "must not lie before held_from"})
    package = new.get("package")
    if (
        package
        and not work.execute(sa.select(support_package).where(support_package.c.code == package)).first()
    ):
        errors.append({"pointer": "#/package", "detail": "is not the code of a support package"})
    if errors:
        raise Invalid(errors=errors)
    if work.execute(sa.select(event.c.event_id).where(event.c.code == new["code"])).first():
        raise Conflict(f"The event {new['code']} is already there.")


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)
