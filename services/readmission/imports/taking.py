"""Taking cases over: each with its safeguards first, its history and limits, and told as taken over.

One request is one transaction: a line that cannot be taken over leaves nothing of the others either.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from limen.clock import now, rfc3339
from limen.errors import Invalid
from limen.work import Work
from services.readmission.cases import Past, case_row, open_case
from services.readmission.decisions import protection
from services.readmission.earlier import follow_earlier
from services.readmission.imports.checking import problems_of
from services.readmission.imports.history import Problems
from services.readmission.imports.retelling import retell
from services.readmission.imports.schemas import PERSON
from services.readmission.imports.tables import case_import
from services.readmission.models import case, milestone
from services.readmission.persons import running_safeguards

_OF_CASE = (
    "person_id",
    "requesting_state",
    "requested_state",
    "category",
    "office",
    "procedure",
    "role",
    "ground",
    "variant",
)


def take_over(work: Work, given: Mapping[str, Any]) -> dict[str, Any]:
    """Check every line, and take those over that are not here yet. Invalid names line, field and rule."""
    lines, source, only_check = given["lines"], given["source"], given["check_only"]
    there = _there(work, lines)
    fresh = [line for line in lines if line["reference"] not in there]
    _check(work, lines, there, needs_person=not only_check)
    taken: dict[str, Mapping[str, Any]] = {}
    for line in () if only_check else fresh:
        taken[line["reference"]] = _take_over(work, source, line, {**there, **taken})
    if taken:
        work.record("cases.imported", source, count=len(taken))
    items = [_outcome(line, there, taken) for line in lines]
    return {"items": items, "imported": len(taken), "there_already": len(lines) - len(fresh)}


def digest_of(line: Mapping[str, Any]) -> str:
    """Return the digest of what a line says of its case; what it says of the person is not part of it."""
    said = {name: str(value) for name, value in line.items() if name not in (*PERSON, "person_id")}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _there(work: Work, lines: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return what was imported before of the cases of the lines, and of those that they follow."""
    wanted = {line[name] for line in lines for name in ("reference", "follows") if name in line}
    handed_over = sa.and_(milestone.c.case_id == case.c.case_id, milestone.c.kind == "return")
    query = (
        sa.select(case_import, case.c.number, case.c.person_id, milestone.c.moment.label("return_on"))
        .join(case, case.c.case_id == case_import.c.case_id)
        .outerjoin(milestone, handed_over)
        .where(case_import.c.reference.in_(wanted))
    )
    return {row["reference"]: dict(row) for row in work.execute(query).mappings()}


def _check(
    work: Work,
    lines: Sequence[Mapping[str, Any]],
    there: Mapping[str, Mapping[str, Any]],
    *,
    needs_person: bool,
) -> None:
    often = {name for name, count in Counter(line["reference"] for line in lines).items() if count > 1}
    earlier, errors = dict(there), []
    for number, line in enumerate(lines):
        found: Problems = []
        if line["reference"] not in there:
            found = problems_of(work, line, earlier, needs_person=needs_person)
            earlier[line["reference"]] = line
        if line["reference"] in often:
            found.append({"pointer": "#/reference", "detail": "must not stand in two lines"})
        errors += [{**item, "pointer": f"#/lines/{number}{item['pointer'][1:]}"} for item in found]
    if errors:
        raise Invalid(errors=errors)


def _take_over(
    work: Work, source: str, line: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    _protect(work, line)
    told = {"source": source, "reference": line["reference"], "reason": line.get("remarks")}
    new = {name: line[name] for name in _OF_CASE if name in line}
    if "follows" in line:
        new["follows"] = known[line["follows"]]["case_id"]
    past = Past(
        line["state"],
        line["opened_on"],
        {name: value for name, value in told.items() if value},
        line.get("assistance"),
    )
    opened = open_case(work, new, past)
    case_id = opened["case_id"]
    follow_earlier(work, case_id, new)
    retell(work, case_row(work, case_id), source, line)
    work.execute(
        case_import.insert().values(
            reference=line["reference"],
            case_id=case_id,
            source=source,
            digest=digest_of(line),
            imported_by=work.actor.id,
            imported_at=now(),
        )
    )
    work.publish("limen.readmission.case.moved.v1", case_id, _moved(case_id, line["state"]))
    return {"case_id": case_id, "number": opened["number"]}


def _protect(work: Work, line: Mapping[str, Any]) -> None:
    """Raise what protects the person before the case is there; what runs already is not raised twice."""
    running = {item.safeguard for item in running_safeguards(work, line["person_id"])}
    for code in dict.fromkeys(line.get("safeguards", ())):
        if code not in running:
            since = line.get("safeguards_since") or line["opened_on"]
            until, basis = line.get("safeguards_until"), line["safeguards_basis"]
            protection.insert(work, line["person_id"], code, since, until=until, basis=basis)


def _moved(case_id: str, state: str) -> dict[str, str]:
    return {
        "case_id": case_id,
        "step": "import",
        "from_state": "draft",
        "to_state": state,
        "at": rfc3339(now()),
    }


def _outcome(
    line: Mapping[str, Any],
    there: Mapping[str, Mapping[str, Any]],
    taken: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    reference = line["reference"]
    if reference in there:
        known = {name: there[reference][name] for name in ("case_id", "number")}
        differs = there[reference]["digest"] != digest_of(line)
        return {"reference": reference, "outcome": "there_already", "differs": differs, **known}
    outcome = "imported" if reference in taken else "can_be_imported"
    none = {"case_id": None, "number": None}
    return {"reference": reference, "outcome": outcome, "differs": False, **taken.get(reference, none)}
