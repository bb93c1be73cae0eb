"""What stands against taking a line over: every rule is asked before anything is written."""

from collections.abc import Callable, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any

from limen.clock import today
from limen.errors import Invalid, NotFound
from limen.law.errors import NoArrangementInForce
from limen.law.safeguards import Safeguard
from limen.work import Work
from services.readmission import law
from services.readmission.decisions.protection import check_period, codes
from services.readmission.imports.schemas import MOMENTS
from services.readmission.imports.states import STATES, exists
from services.readmission.offices.register import require_not_closed
from services.readmission.persons import particulars_of
from services.readmission.procedures import check_choice, role_of

Problems = list[dict[str, str]]


def problems_of(work: Work, line: Mapping[str, Any], *, needs_person: bool) -> Problems:
    """Return what stands against a line: `pointer` is the field, `detail` the rule. Empty: nothing does."""
    if line["requesting_state"] == line["requested_state"]:
        return [_problem("requested_state", "must differ from the requesting state")]
    found = [*_of_days(line), *_of_person(work, line, needs_person), *_of_state(work, line)]
    found += _told(lambda: require_not_closed(work, line["office"], "office"))
    found += _of_arrangement(work, line)
    return found + _of_safeguards(work, line)


def _of_days(line: Mapping[str, Any]) -> Problems:
    days = ("opened_on", "safeguards_since", *MOMENTS)
    return [
        _problem(name, "must not lie in the future")
        for name in days
        if line.get(name) and line[name] > today() and not name.startswith("planned_")
    ]


def _of_person(work: Work, line: Mapping[str, Any], needed: bool) -> Problems:
    if "person_id" in line:
        try:
            particulars_of(work, line["person_id"])
        except NotFound as error:
            return [_problem("person_id", error.detail)]
    elif needed:
        return [_problem("person_id", "is required: the person must be registered first")]
    elif not line.get("surname"):
        return [_problem("surname", "is required where no person_id is given")]
    return []


def _of_state(work: Work, line: Mapping[str, Any]) -> Problems:
    state, taken = line["state"], STATES[line["state"]]
    try:
        role = role_of(work.runtime.settings.country, line)
    except Invalid as error:
        return list(error.errors)
    found = [
        _problem(f"{kind}_on", f"is required in the state {state}")
        for kind in taken.moments
        if not line.get(f"{kind}_on")
    ]
    if not exists(state, line["procedure"], role):
        detail = f"the {role} side has no such state in the procedure {line['procedure']}"
        found.append(_problem("state", detail))
    if state == "refused" and not line.get("refusal_code"):
        found.append(_problem("refusal_code", "is required in the state refused"))
    return found


def _of_arrangement(work: Work, line: Mapping[str, Any]) -> Problems:
    pair = (line["requesting_state"], line["requested_state"])
    try:
        arrangement = law.find_arrangement(work.runtime, *pair, line["opened_on"], line["category"])
    except NoArrangementInForce as error:
        return [_problem("requested_state", error.detail)]
    found = _told(lambda: check_choice(arrangement, line))
    row = SimpleNamespace(
        requesting_state=pair[0],
        requested_state=pair[1],
        category=line["category"],
        state="draft",
        arrangement=arrangement.id,
    )
    against = law.against(work.runtime, row, law.OPENING)
    return found + [_problem("category", f"{each.reason} ({each.reference})") for each in against]


def _of_safeguards(work: Work, line: Mapping[str, Any]) -> Problems:
    """Name codes that nobody knows. What protects a person is never left out for another fault of a line."""
    row = SimpleNamespace(**{name: line[name] for name in ("requesting_state", "requested_state")})
    known = list(dict.fromkeys([*map(str, Safeguard), *codes(work.runtime, row)]))
    found: Problems = []
    if line.get("safeguards") and not line.get("safeguards_basis"):
        found.append(_problem("safeguards_basis", "is required: article and law, or the file it stands in"))
    for code in line.get("safeguards", ()):
        if code not in known:
            found.append(_problem("safeguards", f"{code}: must be one of {', '.join(known)}"))
            continue
        since = line.get("safeguards_since") or line["opened_on"]
        found += [
            _problem("safeguards_until", item["detail"])
            for item in _told(partial(check_period, code, since, line.get("safeguards_until")))
        ]
    return found


def _told(check: Callable[[], None]) -> Problems:
    try:
        check()
    except Invalid as error:
        return list(error.errors)
    return []


def _problem(field: str, detail: str) -> dict[str, str]:
    return {"pointer": f"#/{field}", "detail": detail}
