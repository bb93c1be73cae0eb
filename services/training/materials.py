"""Modules and support packages: what is taught, in versions that remember who asked for the change."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, Invalid
from limen.ids import new_id
from limen.work import Work
from services.training.models import feedback, module, support_package

_CONTENT = ("objectives", "lessons", "materials", "languages", "source")


def add_module(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Add a module, or the next edition of one. `answers` names the feedback that asked for the change."""
    last = latest_edition(work, new["code"])
    edition = (last or 0) + 1
    if last and not new.get("answers"):
        raise Conflict(
            f"Module {new['code']} exists in edition {last}: a new edition names the feedback it answers."
        )
    values = {
        "module_id": new_id(),
        "code": new["code"],
        "edition": edition,
        "title": new["title"],
        "curriculum": new["curriculum"],
        "content": {name: new[name] for name in _CONTENT if name in new},
        "created_at": now(),
    }
    work.execute(module.insert().values(values))
    for index, feedback_id in enumerate(new.get("answers", ())):
        _answer(work, feedback_id, new["code"], edition, index)
    work.record("module.added", values["module_id"], code=new["code"], edition=edition)
    return module_view(values)


def _answer(work: Work, feedback_id: str, code: str, edition: int, index: int) -> None:
    answered = work.execute(
        feedback.update()
        .where(feedback.c.feedback_id == feedback_id, feedback.c.module_code == code)
        .values(state="answered", answered_by_edition=edition)
    )
    if answered.rowcount != 1:
        raise Invalid(
            errors=[{"pointer": f"#/answers/{index}", "detail": f"is no feedback on module {code}"}]
        )


def latest_edition(work: Work, code: str) -> int | None:
    """Return the newest edition of a module, or None when there is no such module."""
    query = sa.select(sa.func.max(module.c.edition)).where(module.c.code == code)
    return work.execute(query).scalar()


def module_view(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a module as trainers see it."""
    return {**{name: row[name] for name in row if name != "content"}, **row["content"]}


def module_views(rows: Any) -> list[dict[str, Any]]:
    """Return several modules."""
    return [module_view(row) for row in rows]


def add_package(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Add a training support package; every module that it names must be there."""
    errors = [
        {"pointer": f"#/modules/{index}", "detail": "is not the code of a module"}
        for index, code in enumerate(new["modules"])
        if latest_edition(work, code) is None
    ]
    if errors:
        raise Invalid(errors=errors)
    if work.execute(sa.select(support_package.c.code).where(support_package.c.code == new["code"])).first():
        raise Conflict(f"The support package {new['code']} is already there.")
    values = {**new, "package_id": new_id(), "created_at": now()}
    work.execute(support_package.insert().values(values))
    work.record("support_package.added", values["package_id"], code=new["code"])
    return values


def add_feedback(work: Work, event_id: str, new: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what was said about a module at an event; it stays open until an edition answers it."""
    if latest_edition(work, new["module_code"]) is None:
        raise Invalid(errors=[{"pointer": "#/module_code", "detail": "is not the code of a module"}])
    values = {
        **new,
        "feedback_id": new_id(),
        "event_id": event_id,
        "state": "open",
        "created_at": now(),
        "answered_by_edition": None,
    }
    work.execute(feedback.insert().values(values))
    work.record("feedback.added", values["feedback_id"], event=event_id, module=new["module_code"])
    return values
