"""Safeguards that readmission itself raises and ends: what can be raised here, and by which facts it ends.

Asylum claims belong to registration and appeals to their record (`recording`); everything else that protects
a person can be raised here by one officer at once. It ends by its own facts only, which a protection officer
records, or with the last day of its period. What registration raised may end by its facts here as well.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa

from limen.clock import now, rfc3339, today
from limen.errors import Conflict, Invalid, NotFound
from limen.ids import new_id
from limen.law.safeguards import Safeguard
from limen.plugins.errors import PluginFailed
from limen.runtime import Runtime
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.decisions.sealing import opened, sealed
from services.readmission.decisions.tables import safeguard_fact
from services.readmission.models import safeguard
from services.readmission.persons import fields_of, safeguard_noted
from services.readmission.records import not_later_than_today
from services.readmission.safeguards import explained, with_entered

_OF_A_RULE = (("rule_fulfilled",),)

#: safeguard -> what ends it: any of these lists, all of a list. Codes of national law: `rule_fulfilled`.
ENDS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    Safeguard.UNACCOMPANIED_CHILD: (("best_interests_decision", "reception_confirmed"),),
    Safeguard.TRAFFICKING_INDICATION: (("identification_concluded",),),
    Safeguard.UNFIT_TO_TRAVEL: (("fit_to_travel_certificate",),),
    Safeguard.FAMILY_SEPARATION: (("family_transferred_together",), ("family_unity_decision",)),
    Safeguard.LAWFUL_STAY: (("stay_ended",),),
    Safeguard.NATIONAL_RULE: _OF_A_RULE,
    Safeguard.ASYLUM_CLAIM: (),
    Safeguard.SUSPENSIVE_APPEAL: (),
}
FACTS: Final = tuple(dict.fromkeys(fact for ways in ENDS.values() for way in ways for fact in way))
#: where those safeguards are recorded that are not raised here
ELSEWHERE: Final[Mapping[str, str]] = {
    Safeguard.ASYLUM_CLAIM: "an asylum claim is recorded at registration, at once and by any officer",
    Safeguard.SUSPENSIVE_APPEAL: "an appeal is recorded with the decisions of the case",
}
#: safeguard -> the shortest period for which any node lets it be raised, and after which article
SHORTEST: Final[Mapping[str, tuple[int, str]]] = {
    Safeguard.TRAFFICKING_INDICATION: (30, "Council of Europe Convention 197, art. 13(1)"),
}
_WORDS = "safeguard_fact.words"


def insert(
    work: Work, person_id: str, code: str, since: date, *, until: date | None = None, basis: str = ""
) -> str:
    """Protect a person from now on, in every case; return the safeguard's id."""
    safeguard_id = new_id()
    values = {
        "safeguard_id": safeguard_id,
        "person_id": person_id,
        "safeguard": str(code),
        "since": rfc3339(now()) if since == today() else f"{since.isoformat()}T00:00:00.000Z",
        "until": until.isoformat() if until else None,
        "raised_by": work.actor.id,
        "basis": basis,
    }
    work.execute(safeguard.insert().values(values))
    work.publish("limen.readmission.safeguard.raised.v1", safeguard_id, values, new=True)
    safeguard_noted(work, person_id, "raised", safeguard_id, str(code), basis)
    return safeguard_id


def raise_safeguard(work: Work, case_id: str, new: Mapping[str, Any]) -> str:
    """Raise a safeguard for the person of a case, in every case of the person; return its id."""
    row = case_row(work, case_id)
    code = new["safeguard"]
    if code in ELSEWHERE:
        raise Invalid(errors=[{"pointer": "#/safeguard", "detail": ELSEWHERE[code]}])
    known = codes(work.runtime, row)
    if code not in known:
        detail = f"must be one of {', '.join(known)}"
        raise Invalid(errors=[{"pointer": "#/safeguard", "detail": detail}])
    since = min(new.get("since") or today(), today())  # no protection is refused for a clock that runs ahead
    check_period(code, since, new.get("until"))
    return insert(work, row.person_id, code, since, until=new.get("until"), basis=new["basis"])


def record_fact(work: Work, row: sa.Row[Any], safeguard_id: str, new: Mapping[str, Any]) -> None:
    """Record a fact that a safeguard ends by; when all that it needs are there, it ends."""
    query = sa.select(safeguard).where(
        safeguard.c.safeguard_id == safeguard_id, safeguard.c.person_id == row.person_id
    )
    found = work.execute(query.with_for_update()).first()
    if found is None:
        raise NotFound("This safeguard does not protect the person of this case.")
    if found.ended:
        raise Conflict("This safeguard has ended already.")
    ways = ENDS.get(found.safeguard, _OF_A_RULE)
    wanted = tuple(dict.fromkeys(fact for way in ways for fact in way))
    if new["fact"] not in wanted:
        detail = f"must be one of {', '.join(wanted)}" if wanted else ELSEWHERE[found.safeguard]
        raise Invalid(errors=[{"pointer": "#/fact", "detail": detail}])
    not_later_than_today("on", new["on"])
    recorded = {item.fact for item in _facts(work, [safeguard_id])}
    if new["fact"] in recorded:
        raise Conflict("This fact is recorded already.")
    work.execute(
        safeguard_fact.insert().values(
            fact_id=new_id(),
            safeguard_id=safeguard_id,
            fact=new["fact"],
            on=new["on"].isoformat(),
            basis=new["basis"],
            words=sealed(work, found, _WORDS, new.get("reason")),
            recorded_by=work.actor.id,
            recorded_at=now(),
        )
    )
    safeguard_noted(work, found.person_id, new["fact"], safeguard_id, found.safeguard, new["basis"])
    if any(recorded | {new["fact"]} >= set(way) for way in ways):
        end(work, safeguard_id, basis=new["basis"])


def end(work: Work, safeguard_id: str, *, basis: str) -> None:
    """Let a safeguard end, because its fact is there; registration, where safeguards are kept, is told."""
    found = work.execute(sa.select(safeguard).where(safeguard.c.safeguard_id == safeguard_id)).one()
    if found.ended:
        return
    moment = rfc3339(now())
    work.execute(safeguard.update().where(safeguard.c.safeguard_id == safeguard_id).values(ended=moment))
    told = {
        "safeguard_id": safeguard_id,
        "person_id": found.person_id,
        "ended": moment,
        "ended_by": work.actor.id,
        "facts": [item.fact for item in _facts(work, [safeguard_id])],
        "basis": basis,
    }
    work.publish("limen.readmission.safeguard.ended.v1", safeguard_id, told)
    safeguard_noted(work, found.person_id, "ended", safeguard_id, found.safeguard, basis)


def safeguards_of(work: Work, row: sa.Row[Any]) -> list[dict[str, Any]]:
    """Return every safeguard of the person of a case, ended or not, with its facts and those still needed."""
    query = sa.select(safeguard).where(safeguard.c.person_id == row.person_id)
    rows = work.execute(query.order_by(safeguard.c.since)).mappings().all()
    fields = fields_of(work, row.person_id)
    facts = _facts(work, [item["safeguard_id"] for item in rows])
    answer = []
    for item in rows:
        own = [fact for fact in facts if fact.safeguard_id == item["safeguard_id"]]
        ways = ENDS.get(item["safeguard"], _OF_A_RULE)
        words, law, _blocks = explained(work.runtime, row, item["safeguard"])
        answer.append(
            {
                **item,
                "words": words,
                "basis": with_entered(item["basis"], law),
                "running": item["ended"] is None
                and not (item["until"] and item["until"] < today().isoformat()),
                "facts": [{**fact._mapping, "reason": opened(fields, _WORDS, fact.words)} for fact in own],
                "ends_by": [[fact for fact in way if fact not in {f.fact for f in own}] for way in ways],
            }
        )
    return answer


def codes(runtime: Runtime, row: sa.Row[Any]) -> list[str]:
    """Return the codes of what can be raised here: the core's, and those of the states' own law."""
    found = [item.value for item in Safeguard if item not in ELSEWHERE]
    for country in dict.fromkeys((runtime.settings.country, row.requesting_state, row.requested_state)):
        try:
            known = runtime.plugins.country(country).safeguards() if country else ()
        except PluginFailed:
            continue
        found += [item.code for item in known if item.in_force(today())]
    return list(dict.fromkeys(found))


def check_period(code: str, since: date, until: date | None) -> None:
    """Refuse a period that is shorter than the law lets it be."""
    if code not in SHORTEST:
        return
    days, article = SHORTEST[code]
    if until is None or until < since + timedelta(days=days):
        detail = (
            f"the last day of the period is needed, at least {days} days after its beginning; "
            f"every node keeps to that, after the {article}, whatever shorter period national law allows"
        )
        raise Invalid(errors=[{"pointer": "#/until", "detail": detail}])


def _facts(work: Work, safeguard_ids: Iterable[str]) -> list[sa.Row[Any]]:
    query = sa.select(safeguard_fact).where(safeguard_fact.c.safeguard_id.in_(list(safeguard_ids)))
    return list(work.execute(query.order_by(safeguard_fact.c.fact_id)))
