"""What stands against taking a line over: every rule is asked before anything is written."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Any

from limen.errors import Invalid, NotFound
from limen.law.errors import NoArrangementInForce
from limen.law.safeguards import Action, Safeguard
from limen.work import Work
from services.readmission import law
from services.readmission.decisions.protection import check_period, codes
from services.readmission.imports.history import Problems, of_days, of_follows, of_state, problem
from services.readmission.imports.states import DAYS, day_of, taken
from services.readmission.offices.register import require_not_closed
from services.readmission.persons import particulars_of, running_safeguards
from services.readmission.procedures import check_choice
from services.readmission.safeguards import explained
from services.readmission.steps import STEPS


def problems_of(
    work: Work, line: Mapping[str, Any], earlier: Mapping[str, Mapping[str, Any]], *, needs_person: bool
) -> Problems:
    """Return what stands against a line: `pointer` is the field, `detail` the rule. Empty: nothing does.

    `earlier`: the cases that the line may follow, by reference: those imported before, and earlier lines.
    """
    if line["requesting_state"] == line["requested_state"]:
        return [problem("requested_state", "must differ from the requesting state")]
    found = [*of_days(line), *_of_person(work, line, needs_person), *of_state(work, line)]
    found += _told(lambda: require_not_closed(work, line["office"], "office"))
    found += _of_arrangement(work, line)
    found += of_follows(line, earlier)
    return found + _of_safeguards(work, line) + _of_protection(work, line)


def _of_person(work: Work, line: Mapping[str, Any], needed: bool) -> Problems:
    if "person_id" in line:
        try:
            particulars_of(work, line["person_id"])
        except NotFound as error:
            return [problem("person_id", error.detail)]
    elif needed:
        return [problem("person_id", "is required: the person must be registered first")]
    elif not line.get("surname"):
        return [problem("surname", "is required where no person_id is given")]
    return []


def _of_arrangement(work: Work, line: Mapping[str, Any]) -> Problems:
    pair = (line["requesting_state"], line["requested_state"])
    try:
        arrangement = law.find_arrangement(work.runtime, *pair, line["opened_on"], line["category"])
    except NoArrangementInForce as error:
        return [problem("requested_state", error.detail)]
    found = _told(lambda: check_choice(arrangement, line))
    row = SimpleNamespace(
        requesting_state=pair[0],
        requested_state=pair[1],
        category=line["category"],
        state="draft",
        arrangement=arrangement.id,
    )
    against = law.against(work.runtime, row, law.OPENING)
    return found + [problem("category", f"{each.reason} ({each.reference})") for each in against]


def _of_safeguards(work: Work, line: Mapping[str, Any]) -> Problems:
    """Name codes that nobody knows. What protects a person is never left out for another fault of a line."""
    row = SimpleNamespace(**{name: line[name] for name in ("requesting_state", "requested_state")})
    known = list(dict.fromkeys([*map(str, Safeguard), *codes(work.runtime, row)]))
    found: Problems = []
    if line.get("safeguards") and not line.get("safeguards_basis"):
        found.append(problem("safeguards_basis", "is required: article and law, or the file it stands in"))
    for code in line.get("safeguards", ()):
        if code not in known:
            found.append(problem("safeguards", f"{code}: must be one of {', '.join(known)}"))
            continue
        since = line.get("safeguards_since") or line["opened_on"]
        found += [
            problem("safeguards_until", item["detail"])
            for item in _told(partial(check_period, code, since, line.get("safeguards_until")))
        ]
    return found


def _of_protection(work: Work, line: Mapping[str, Any]) -> Problems:
    """Refuse the history of a transfer that a safeguard forbade then: a line is no way round the gate."""
    row = SimpleNamespace(**{name: line[name] for name in ("requesting_state", "requested_state")})
    first, last = line.get("safeguards_since") or line["opened_on"], line.get("safeguards_until")
    protected = [(code, first, last or date.max) for code in line.get("safeguards", ())]
    for item in running_safeguards(work, line["person_id"]) if "person_id" in line else ():
        until = date.fromisoformat(item.until) if item.until else date.max
        protected.append((item.safeguard, date.fromisoformat(item.since[:10]), until))
    crossed = {
        DAYS[name][0]: day_of(line, name) for name in taken(line).steps if STEPS[name].guarded == "transfer"
    }
    found: Problems = []
    for code, first, last in protected:
        words, _law, blocks = explained(work.runtime, row, code)
        found += [
            problem(column, f"must lie before {first.isoformat()}, since when a safeguard stands: {words}")
            for column, day in crossed.items()
            if day and first <= day <= last and Action.TRANSFER in blocks
        ]
    return found


def _told(check: Callable[[], None]) -> Problems:
    try:
        check()
    except Invalid as error:
        return list(error.errors)
    return []
