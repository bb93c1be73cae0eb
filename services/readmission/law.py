"""What binds a case: its arrangement, the calendars of both sides, the node's readings and national rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.clock import today
from limen.errors import Conflict, IllegalStep
from limen.law.arrangement import Arrangement
from limen.law.calendars import Calendars, WorkingDays
from limen.law.errors import CalendarUnknown
from limen.law.findings import Finding, FindingKind
from limen.law.library import Library
from limen.law.readings import Readings
from limen.law.time_limit import FirstDay, OnNonWorkingDay
from limen.plugins.evaluate import evaluations
from limen.runtime import Runtime
from limen.work import Work
from services.readmission.traces.keeping import keep_traces

#: the action that begins a case
OPENING = "readmission.open"


def library_of(runtime: Runtime) -> Library:
    """Return the library of agreements that the node's plugins bring, read once per process."""
    return runtime.once(
        "library", lambda: Library(entry.arrangement for entry in runtime.plugins.arrangements())
    )


def find_arrangement(
    runtime: Runtime, requesting: str, requested: str, on: date, category: str
) -> Arrangement:
    """Return the arrangement in force for the pair, or raise with the pairs and dates that exist."""
    return library_of(runtime).find(requesting, requested, on, category)


def arrangement_of(runtime: Runtime, row: sa.Row[Any]) -> Arrangement:
    """Return the arrangement that a case was opened under, with the protocols of that day over it."""
    found = find_arrangement(
        runtime, row.requesting_state, row.requested_state, row.opened_at.date(), row.category
    )
    if found.id != row.arrangement:
        raise Conflict(
            f"The case stands under {row.arrangement}; the library of this node now finds {found.id}."
        )
    return found


def readings_of(runtime: Runtime) -> Readings:
    """Return how this node reads what a text leaves open."""
    settings = runtime.settings
    return Readings(FirstDay(settings.reading_first_day), OnNonWorkingDay(settings.reading_non_working_day))


def calendars_of(runtime: Runtime, requesting: str, requested: str) -> Calendars:
    """Return the calendars of both sides, each computed once per process."""
    return Calendars(_calendar(runtime, requesting), _calendar(runtime, requested))


def _calendar(runtime: Runtime, country: str) -> WorkingDays:
    calendar = runtime.plugins.country(country).profile.calendar
    if calendar is None:
        raise CalendarUnknown(f"No calendar of {country} is known: working days cannot be counted.")
    return calendar


def check_rules(work: Work, row: sa.Row[Any], action: str) -> list[dict[str, str]]:
    """Ask the rules of both states' plugins. What stops is raised; warnings are returned for the timeline.

    Every rule that was asked is kept as a trace of the case, also where it stops the step.
    """
    states = (row.requesting_state, row.requested_state)
    facts, on = _facts(row), today()
    asked = evaluations(work.runtime.plugins, states, action, facts, on)
    keep_traces(work, row.case_id, action, facts, on, asked, opening=action == OPENING)
    findings = [finding for item in asked for finding in item.findings]
    stopping = [finding for finding in findings if _stops(finding, action)]
    if stopping:
        raise IllegalStep(
            "A rule of national law stands against this step: " + "; ".join(f.reason for f in stopping),
            missing=[
                {"field": f.code, "detail": f"{f.reason} ({f.reference}; {f.plugin})"} for f in stopping
            ],
            findings=[finding.as_dict() for finding in findings],
        )
    return [finding.as_dict() for finding in findings]


def against(runtime: Runtime, row: Any, action: str) -> list[Finding]:
    """Return what the rules of both states would stop an action with, without doing or keeping anything."""
    states = (row.requesting_state, row.requested_state)
    asked = evaluations(runtime.plugins, states, action, _facts(row), today())
    return [finding for item in asked for finding in item.findings if _stops(finding, action)]


def _stops(finding: Finding, action: str) -> bool:
    """Tell whether a finding stops the action. A case that is held may be opened: it waits as a draft."""
    return finding.kind is FindingKind.BLOCKS if action == OPENING else finding.kind.stops


def _facts(row: Any) -> Mapping[str, Any]:
    """What a rule is told about a case: states, category and state of the case, nothing personal."""
    return {
        "requesting_state": row.requesting_state,
        "requested_state": row.requested_state,
        "category": row.category,
        "state": row.state,
        "arrangement": row.arrangement,
    }
