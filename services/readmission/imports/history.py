"""What stands against the history that a line tells: its state, its days, the case that it follows."""

from collections.abc import Mapping
from typing import Any

from limen.clock import today
from limen.errors import Invalid
from limen.work import Work
from services.readmission.imports.schemas import MOMENTS
from services.readmission.imports.states import DAYS, DAYS_BESIDE, exists, lacking, steps_of
from services.readmission.procedures import role_of

Problems = list[dict[str, str]]


def of_days(line: Mapping[str, Any]) -> Problems:
    """Name days that have not come."""
    days = ("opened_on", "safeguards_since", *MOMENTS, *DAYS_BESIDE)
    return [
        problem(name, "must not lie in the future")
        for name in days
        if line.get(name) and line[name] > today() and not name.startswith("planned_")
    ]


def of_state(work: Work, line: Mapping[str, Any]) -> Problems:
    """Name what a line lacks for its state, a state that its procedure has not, and days out of order."""
    state = line["state"]
    try:
        role = role_of(work.runtime.settings.country, line)
    except Invalid as error:
        return list(error.errors)
    found = [problem(column, rule) for column, rule in lacking(line, role).items()]
    for told in (state, line.get("closed_from", "draft")):
        if not exists(told, line["procedure"], role):
            detail = f"the {role} side has no state {told} in the procedure {line['procedure']}"
            found.append(problem("state", detail))
    return found + _of_order(line, role)


def _of_order(line: Mapping[str, Any], role: str) -> Problems:
    """Name days that lie before those of the steps before them."""
    found: Problems = []
    last, day = "opened_on", line["opened_on"]
    for name in steps_of(line, role):
        for column in DAYS[name]:
            if line.get(column) and line[column] < day:
                found.append(problem(column, f"must not lie before {last}"))
            elif line.get(column):
                last, day = column, line[column]
    return found


def of_follows(line: Mapping[str, Any], earlier: Mapping[str, Mapping[str, Any]]) -> Problems:
    """Name a case to follow that is not there, is of somebody else or led to no hand-over."""
    if "follows" not in line:
        return []
    first = earlier.get(line["follows"])
    if first is None:
        return [problem("follows", "must be the reference of a case imported before, or of an earlier line")]
    by = next((name for name in ("person_id", "person_reference") if name in line and name in first), None)
    registered = by is None and "person_id" in first and "person_reference" in line  # asked again when known
    same = registered or (by is not None and line[by] == first[by])
    if not same or not first.get("return_on"):
        return [problem("follows", "must be a case of this person with a recorded hand-over")]
    return []


def problem(field: str, detail: str) -> dict[str, str]:
    """Return what stands against a line, at its column."""
    return {"pointer": f"#/{field}", "detail": detail}
