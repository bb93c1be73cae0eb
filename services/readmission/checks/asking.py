"""Asking a register: the officer asks, the worker calls the country's adapter, the answer is kept.

The adapter runs outside of any transaction, so that a slow register keeps nobody from working. What it
raises, or a wait beyond the limit for plugins, holds the check under the plugin's name; nothing is guessed.
"""

from typing import Any

import sqlalchemy as sa

from limen.clock import now, today
from limen.errors import Conflict, NotFound
from limen.ids import new_id
from limen.plugins.country import Country
from limen.plugins.errors import PluginFailed
from limen.plugins.registers import RegistryCheck
from limen.runtime import Runtime
from limen.work import Work, system_actor, unit_of_work
from services.readmission.cases import case_row
from services.readmission.checks.models import registry_check
from services.readmission.persons import particulars_of
from services.readmission.records import changed, changing, happened, of_case, one, set_values

#: why a register is asked
PURPOSES = ("before_application", "to_reply", "before_transfer", "to_correct_data")
STATES = ("waiting", "answered", "held")


def registers_of(runtime: Runtime, row: sa.Row[Any]) -> list[dict[str, Any]]:
    """Return the registers that may be asked about the person of a case: those of the two states, today.

    A plugin that cannot even say which registers it has is named in place of them.
    """
    return [found for country in _states(runtime, row) for found in _registers(country)]


def ask(work: Work, case_id: str, country: str, register: str, purpose: str) -> str:
    """Have a register asked; the answer comes soon, by the worker. Return the id of the check."""
    row = changing(work, case_id)
    found = _register(work.runtime, row, country, register)
    check_id = new_id()
    told = ",".join(sorted(found.needs))
    work.execute(
        registry_check.insert().values(
            check_id=check_id,
            case_id=case_id,
            country=country,
            register=register,
            question=found.question.value,
            purpose=purpose,
            told=told,
            citation=found.citation[:200],
            state="waiting",
            asked_by=work.actor.id,
            asked_at=now(),
        )
    )
    changed(
        work,
        row,
        "registry",
        "asked",
        basis=found.citation,
        check=check_id,
        country=country,
        register=register,
        told=told,
        purpose=purpose,
    )
    return check_id


def ask_again(work: Work, check_id: str) -> str:
    """Have a register asked once more whose check is held. Return the id of the case."""
    found = one(work, registry_check, check_id, "registry check")
    row = changing(work, found.case_id)
    if found.state != "held":
        raise Conflict(f"The check is {found.state}; only one that is held can be asked again.")
    set_values(work, registry_check, check_id, state="waiting", held_by=None, held_why=None)
    changed(work, row, "registry", "asked_again", check=check_id, register=found.register)
    return str(row.case_id)


def checks_view(work: Work, case_id: str) -> dict[str, Any]:
    """Return the checks of a case, and the registers that can be asked."""
    row = case_row(work, case_id)
    items = [{**item, "told": item["told"].split(",")} for item in of_case(work, registry_check, case_id)]
    return {"items": items, "registers": registers_of(work.runtime, row), "version": row.version}


def ask_waiting(runtime: Runtime) -> None:
    """Ask the register that waits longest; the worker's timer calls it again and again."""
    query = sa.select(registry_check.c.check_id).where(registry_check.c.state == "waiting")
    with runtime.database.read() as connection:
        check_id = connection.execute(query.order_by(registry_check.c.check_id).limit(1)).scalar()
    if check_id is None:
        return
    with unit_of_work(runtime, system_actor("registers")) as work:
        check = one(work, registry_check, check_id, "registry check")
        row = case_row(work, check.case_id)
        known = particulars_of(work, row.person_id)
    values = (
        {"held_by": "", "held_why": "person_erased"}
        if known["erased"]
        else _asked(runtime, row, check, known)
    )
    with unit_of_work(runtime, system_actor("registers")) as work:
        _keep(work, check_id, values)


def _asked(runtime: Runtime, row: sa.Row[Any], check: sa.Row[Any], known: dict[str, Any]) -> dict[str, Any]:
    """Return the answer, or who holds the check and why."""
    try:
        register = _register(runtime, row, check.country, check.register)
        answer = runtime.plugins.country(check.country).ask_register(register, _particulars(known))
    except PluginFailed as failure:
        return {"held_by": failure.plugin, "held_why": type(failure.cause).__name__[:60]}
    except NotFound:
        return {"held_by": runtime.plugins.country(check.country).plugin or "", "held_why": "register_gone"}
    return {"answer": answer.value}


def _keep(work: Work, check_id: str, values: dict[str, Any]) -> None:
    check = one(work, registry_check, check_id, "registry check")
    row = case_row(work, check.case_id, lock=True)
    if check.state != "waiting":
        return
    state = "answered" if "answer" in values else "held"
    set_values(work, registry_check, check_id, state=state, answered_at=now(), **values)
    if state == "answered" and check.country == row.requested_state:
        happened(work, row, "register_checked", today().isoformat())
    changed(work, row, "registry", state, check=check_id, register=check.register, **values)


def _particulars(known: dict[str, Any]) -> dict[str, str]:
    """Return the particulars that a register may be told, as texts; what is not known is empty."""
    document = known.get("document") or {}
    return {
        "surname": known["surname"],
        "given_names": known["given_names"],
        "birth_date": known["birth_date"] or "",
        "sex": str(known["sex"]),
        "document_type": document.get("type", ""),
        "document_issuing_state": document.get("issuing_state", ""),
        "document_number": document.get("number", ""),
    }


def _states(runtime: Runtime, row: sa.Row[Any]) -> list[Country]:
    states = dict.fromkeys((row.requested_state, row.requesting_state))
    return [runtime.plugins.country(state) for state in states]


def _registers(country: Country) -> list[dict[str, Any]]:
    try:
        found = [item for item in country.registry_checks() if item.in_force(today())]
    except PluginFailed as failure:
        return [{"country": country.alpha2, "failed": failure.plugin}]
    return [
        {
            "country": country.alpha2,
            "register": item.code,
            "title": item.title,
            "question": item.question.value,
            "told": sorted(item.needs),
            "citation": item.citation,
        }
        for item in found
    ]


def _register(runtime: Runtime, row: sa.Row[Any], country: str, code: str) -> RegistryCheck:
    for state in _states(runtime, row):
        if state.alpha2 == country:
            for item in state.registry_checks():
                if item.code == code and item.in_force(today()):
                    return item
    raise NotFound(f"No register {code} of {country} can be asked in this case: no plugin brings one.")
