"""The manifest of a group return: who travels, who waits for a place, who was taken off and why.

Whoever travels has a transfer of its own, so planning asks the safeguard gate and the rules of both states
for each person. A place that becomes free goes to whoever waits longest and may travel.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from limen.clock import now, rfc3339, today
from limen.errors import Conflict, IllegalStep, Invalid, SafeguardPresent
from limen.ids import new_id
from limen.work import Work
from services.readmission import law
from services.readmission.cases import case_row
from services.readmission.groups.models import group_return, manifest_entry
from services.readmission.persons import fields_of
from services.readmission.records import one, set_values, told
from services.readmission.safeguards import check_safeguards, protections_of
from services.readmission.transfers import planning
from services.readmission.transfers.ahead import transfer_ahead
from services.readmission.transfers.family import apart
from services.readmission.worklists.escalating import bring_before

STATES: Final = ("planned", "departed", "cancelled")
#: states of an entry that is still to travel
TRAVELLING: Final = ("on", "waiting")
#: why somebody is taken off -> why the transfer is called off, where it is not the group itself
_CODES: Final = {"safeguard": "safeguard", "rule_of_law": "legal_stay"}


def plan_group(work: Work, new: Mapping[str, Any]) -> str:
    """Plan a group return with a number of places; return its id."""
    if new["departs_on"] < today():
        raise Invalid(errors=[{"pointer": "#/departs_on", "detail": "must not lie in the past"}])
    group_id = new_id()
    work.execute(
        group_return.insert().values(
            group_id=group_id, state="planned", planned_by=work.actor.id, planned_at=now(), version=1, **new
        )
    )
    work.record("group.planned", group_id, places=new["places"])
    return group_id


def add(work: Work, group_id: str, new: Mapping[str, Any]) -> None:
    """Put cases on the manifest, families in one go; who finds no place waits for one.

    A safeguard of one of them refuses all: nobody is put on a list quietly without the others.
    """
    group = planned_group(work, group_id)
    free = places_free(work, group)
    wanted = list(dict.fromkeys(new["case_ids"]))
    with work.as_they_are():
        for case_id in wanted:
            _check_fits(work, group, case_id)
            state = "on" if free > 0 else "waiting"
            if state == "on":
                _plan_transfer(work, group, case_id, new, wanted)
            _add_entry(work, group, case_id, state, new, wanted)
            free -= 1
    _changed(work, group, "extended", cases=len(wanted))


def remove(work: Work, entry_id: str) -> str:
    """Take a case off at an officer's wish; return the id of the group."""
    found = one(work, manifest_entry, entry_id, "place on a manifest")
    group = planned_group(work, found.group_id)
    if found.state not in TRAVELLING:
        raise Conflict("The case is off the manifest already.")
    with work.as_they_are():
        take_off(work, group, found, "cancelled_by_officer")
        fill(work, group)
    _changed(work, group, "rebuilt", why="cancelled_by_officer")
    return str(group.group_id)


def cancel(work: Work, group_id: str, reason: str) -> None:
    """Call the group return off, and with it the transfer of everybody on it."""
    group = planned_group(work, group_id)
    with work.as_they_are():
        for entry in entries_of(work, group_id, TRAVELLING):
            take_off(work, group, entry, "group_cancelled")
    set_values(work, group_return, group_id, state="cancelled", reason=reason)
    _changed(work, group, "cancelled")


def depart(work: Work, group_id: str, at: Any) -> None:
    """Ask the gate once more for each person, then let the group depart; who may not travel stays behind."""
    group = planned_group(work, group_id)
    if at > now():
        raise Invalid(errors=[{"pointer": "#/at", "detail": "must not lie in the future"}])
    with work.as_they_are():
        for entry in entries_of(work, group_id, ("waiting",)):
            take_off(work, group, entry, "no_place")
        for entry in entries_of(work, group_id, ("on",)):
            why = stopped(work, entry) or stopped_by_law(work, entry.case_id)
            if why:
                take_off(work, group, entry, why)
            else:
                set_values(work, manifest_entry, entry.entry_id, state="departed")
                told(work, case_row(work, entry.case_id), "group", "departed", group=group_id, at=rfc3339(at))
    set_values(work, group_return, group_id, state="departed", departed_at=at)
    _changed(work, group, "departed")


def rebuild(work: Work, group_id: str) -> bool:
    """Take off whoever may not travel any more, tell the officer in charge, and give the places on.

    Return whether anything changed.
    """
    group = one(work, group_return, group_id, "group return", lock=True)
    if group.state != "planned":
        return False
    gone = {}
    for entry in entries_of(work, group_id, TRAVELLING):
        why = stopped(work, entry)
        if why:
            take_off(work, group, entry, why)
            bring_before(work, case_row(work, entry.case_id), "off_group", group.planned_by)
            gone[entry.entry_id] = why
    if gone:
        fill(work, group)
        _changed(work, group, "rebuilt", why=",".join(sorted(set(gone.values()))), taken_off=len(gone))
    return bool(gone)


def stopped(work: Work, entry: sa.Row[Any]) -> str | None:
    """Return why the person of an entry may not travel, as a code; None when nothing stands against it."""
    row = case_row(work, entry.case_id)
    if any(item.stops("transfer") or item.stops("plan_transfer") for item in protections_of(work, row)):
        return "safeguard"
    if entry.state == "on" and row.state != "transfer_planned":
        return "case_moved"
    return None


def stopped_by_law(work: Work, case_id: str) -> str | None:
    """Ask the rules of both states about the departure, as for every transfer; each answer is kept."""
    try:
        law.check_rules(work, case_row(work, case_id), "readmission.transfer")
    except IllegalStep:
        return "rule_of_law"
    return None


def take_off(work: Work, group: sa.Row[Any], entry: sa.Row[Any], why: str) -> None:
    """Take a case off, and call its transfer off when it is this group's."""
    set_values(work, manifest_entry, entry.entry_id, state="off", off_why=why, off_at=now())
    row = case_row(work, entry.case_id, lock=True)
    ahead = transfer_ahead(work, row.case_id)
    if ahead is not None and ahead.group_id == group.group_id:
        planning.end(work, row, f"group_{why}"[:30], _CODES.get(why, "group"))
        row = case_row(work, row.case_id)
    told(work, row, "group", "taken_off", group=group.group_id, why=why)


def fill(work: Work, group: sa.Row[Any]) -> None:
    """Give free places to those who wait, the longest first; whoever may not travel keeps waiting.

    So does whose person was erased: nothing can be sealed for them any more.
    """
    for entry in entries_of(work, group.group_id, ("waiting",)):
        if places_free(work, group) <= 0:
            return
        if fields_of(work, case_row(work, entry.case_id).person_id) is None:
            continue
        try:
            plan = json.loads(entry.plan)
            _plan_transfer(work, group, entry.case_id, plan, plan["along"])
        except (IllegalStep, SafeguardPresent):
            continue
        set_values(work, manifest_entry, entry.entry_id, state="on")


def places_free(work: Work, group: sa.Row[Any]) -> int:
    """Return how many places nobody has."""
    return int(group.places) - len(entries_of(work, group.group_id, ("on",)))


def entries_of(work: Work, group_id: str, states: Collection[str] = ()) -> Sequence[sa.Row[Any]]:
    """Return the entries of a manifest in the order in which they came, of some states or all."""
    query = sa.select(manifest_entry).where(manifest_entry.c.group_id == group_id)
    if states:
        query = query.where(manifest_entry.c.state.in_(states))
    return work.execute(query.order_by(manifest_entry.c.entry_id)).all()


def planned_group(work: Work, group_id: str) -> sa.Row[Any]:
    """Return a group that has not departed, locked, at the version that the officer read."""
    group = one(work, group_return, group_id, "group return", lock=True)
    work.check_version(group.version)
    if group.state != "planned":
        raise Conflict(f"The group return is {group.state}; its manifest is closed.")
    return group


def _check_fits(work: Work, group: sa.Row[Any], case_id: str) -> None:
    row = case_row(work, case_id, lock=True)
    pair = (group.requesting_state, group.requested_state)
    if (row.requesting_state, row.requested_state) != pair:
        detail = f"must be cases of {pair[0]} and {pair[1]}: {row.number} is not"
        raise Invalid(errors=[{"pointer": "#/case_ids", "detail": detail}])
    query = sa.select(manifest_entry.c.entry_id).where(
        manifest_entry.c.case_id == case_id, manifest_entry.c.state.in_(TRAVELLING)
    )
    if work.execute(query).first():
        raise Conflict(f"{row.number} is on a manifest already.")
    check_safeguards(work, row, "plan_transfer")


def _plan_transfer(
    work: Work, group: sa.Row[Any], case_id: str, plan: Mapping[str, Any], along: Collection[str]
) -> None:
    new = {
        "on": group.departs_on,
        "place": group.place,
        "place_agreed": group.place_agreed,
        "means": group.means,
        "itinerary": group.itinerary,
        "escorts": [],
        "needs": plan["needs"],
        "with_family": False,
        "family_reason": plan.get("family_reason"),
    }
    planning.plan(work, case_id, new, group.group_id, along=along)


def _add_entry(
    work: Work, group: sa.Row[Any], case_id: str, state: str, new: Mapping[str, Any], wanted: Sequence[str]
) -> None:
    """Add an entry. Who waits keeps in `along` also the relatives whose absence was given a reason."""
    reason = new.get("family_reason")
    left = apart(work, case_id, group.departs_on, group.place) if reason else []
    plan = {"needs": new["needs"], "along": [*wanted, *(item["case_id"] for item in left)]}
    work.execute(
        manifest_entry.insert().values(
            entry_id=new_id(),
            group_id=group.group_id,
            case_id=case_id,
            state=state,
            plan=json.dumps(plan),
            added_by=work.actor.id,
            added_at=now(),
        )
    )
    told(work, case_row(work, case_id), "group", f"put_{state}", words=reason or "", group=group.group_id)


def _changed(work: Work, group: sa.Row[Any], what: str, **facts: Any) -> None:
    version = group_return.c.version + 1
    work.execute(
        group_return.update().where(group_return.c.group_id == group.group_id).values(version=version)
    )
    work.record(f"group.{what}", group.group_id, **facts)
