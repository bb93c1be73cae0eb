"""Keeping what each rule answered, also when its answer is why the step was refused."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.ids import new_id
from limen.plugins.evaluate import CORE_CODES, Evaluation
from limen.work import Work
from services.readmission.traces.tables import rule_trace


def keep_traces(
    work: Work,
    case_id: str,
    action: str,
    facts: Mapping[str, Any],
    on: date,
    evaluations: Iterable[Evaluation],
    *,
    opening: bool = False,
) -> None:
    """Record every rule that was asked about a step of a case, whatever becomes of the step.

    A refused `opening` leaves no case behind, and so no trace of it either; the refusal names the rules.
    """
    asked = {"case_id": case_id, "action": action, "on_day": on.isoformat(), "facts": _json(dict(facts))}
    rows = [{**asked, **_row(item), "asked_by": work.actor.id, "asked_at": now()} for item in evaluations]
    if rows and opening:
        _insert(work, case_id, rows)
    elif rows:
        work.keep(lambda kept: _insert(kept, case_id, rows))


def _insert(work: Work, case_id: str, rows: list[dict[str, Any]]) -> None:
    work.execute(rule_trace.insert(), rows)
    silent = sorted({row["plugin"] for row in rows if not row["answered"]})
    if silent:
        work.record("plugin.unanswered", case_id, plugins=silent)


def traces_of(case_id: str) -> sa.Select[Any]:
    """Return the query for what was asked about a case. Keyset: `trace_id`."""
    return sa.select(rule_trace).where(rule_trace.c.case_id == case_id)


def unanswered() -> sa.Select[Any]:
    """Return the query for what plugins did not answer, over all cases. Keyset: `trace_id`."""
    return sa.select(rule_trace).where(sa.not_(rule_trace.c.answered))


def shown(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return traces with their findings and facts as data."""
    return [
        {**row, "findings": json.loads(row["findings"]), "facts": json.loads(row["facts"])} for row in rows
    ]


def _row(item: Evaluation) -> dict[str, Any]:
    return {
        "trace_id": new_id(),
        "country": item.country,
        "plugin": item.plugin,
        "plugin_version": item.version,
        "plugin_digest": item.digest,
        "rule": item.rule,
        "title": item.title[:300],
        "reference": item.reference[:300],
        "source": item.source[:120],
        "outcome": item.outcome,
        "answered": not any(finding.code in CORE_CODES for finding in item.findings),
        "findings": _json([finding.as_dict() for finding in item.findings]),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
