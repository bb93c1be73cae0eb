"""How a case goes: the procedures, as one table, and which of them an arrangement offers.

A procedure decides which steps exist (`Step.of`), which time limits run, and under which procedure of the
text they are looked up. Who the person is stands apart from it: the category, and the ground, which is one
of the arrangement's own codes of scope (own national, former national, spouse, child, holder of a visa ...).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from limen.errors import Invalid
from limen.law.arrangement import Arrangement
from limen.law.categories import Category
from limen.law.time_limit import Procedure, TimeLimit

REQUESTING: Final = "requesting"
REQUESTED: Final = "requested"
ROLES: Final = (REQUESTING, REQUESTED)

_DOCUMENT_LIMITS = (
    "travel_document",
    "travel_document_validity",
    "travel_document_renewal",
    "entry_visa",
    "entry_visa_validity",
)
_APPLICATION_LIMITS = (
    "submit",
    "reply",
    "register_check",
    "interview",
    "interview_report",
    "nationality_objection",
    *_DOCUMENT_LIMITS,
    "transfer",
    "advance_notice",
    "readmission_in_error",
    "cost_payment",
)


@dataclass(frozen=True)
class CaseProcedure:
    """One way for a case to go.

    `watches`: the time limits that run. `law`: the procedure of the text that they stand under; the general
    limit holds where the text has none of its own. `offered_by`: limits or facts of which an arrangement must
    have one; empty: always offered. `milestones`: what a step records in place of its ordinary milestone.
    `needs_moment`: a milestone without which nothing can be sent. `turned`: it is the state that took the
    person over which asks, so the text's requested state is the requesting one here.
    """

    name: str
    title: str
    watches: tuple[str, ...]
    law: Procedure = Procedure.NORMAL
    offered_by: tuple[str, ...] = ()
    categories: tuple[Category, ...] = tuple(Category)
    milestones: Mapping[str, str] = field(default_factory=dict)
    needs_moment: str = ""
    turned: bool = False


PROCEDURES: Final[Mapping[str, CaseProcedure]] = {
    item.name: item
    for item in (
        CaseProcedure("application", "Application and reply", _APPLICATION_LIMITS),
        CaseProcedure(
            "accelerated", "Accelerated procedure near the border", _APPLICATION_LIMITS, Procedure.ACCELERATED
        ),
        CaseProcedure(
            "airport", "Accelerated procedure at an airport", _APPLICATION_LIMITS, Procedure.AIRPORT
        ),
        CaseProcedure(
            "written_notification",
            "Written notification without an application",
            ("advance_notice", *_DOCUMENT_LIMITS, "transfer", "readmission_in_error", "cost_payment"),
            Procedure.WRITTEN_NOTIFICATION,
            offered_by=("application_not_needed",),
        ),
        CaseProcedure(
            "transit",
            "Transit through the requested state",
            ("transit_application", "transit_reply", "transit_execution", "cost_payment"),
            offered_by=("transit_reply", "transit_execution", "transit_application", "transit_conditions"),
            categories=(Category.THIRD_COUNTRY_NATIONAL, Category.STATELESS),
            milestones={
                "reply": "transit_reply",
                "reply_received": "transit_reply",
                "planned_transfer": "planned_transit",
            },
        ),
        CaseProcedure(
            "readmission_in_error",
            "Take-back of a person readmitted in error",
            ("readmission_in_error", "cost_payment"),
            offered_by=("readmission_in_error",),
            needs_moment="return",
            turned=True,
        ),
        CaseProcedure("voluntary", "Voluntary compliance with the return decision", _DOCUMENT_LIMITS),
    )
}

#: procedures in which something is sent that the other state answers
ANSWERED: Final = ("application", "accelerated", "airport", "transit", "readmission_in_error")
#: those after whose hand-over it may turn out that the person was taken over in error
READMITTING: Final = ("application", "accelerated", "airport", "written_notification")


def offered(
    arrangement: Arrangement, category: str, requesting: str, requested: str
) -> dict[str, tuple[str, ...]]:
    """Return the procedures that an arrangement offers for a category: name -> articles that offer it."""
    found = {}
    for name, item in PROCEDURES.items():
        if category not in item.categories:
            continue
        articles = _articles(arrangement, item, category, requesting if item.turned else requested)
        if articles or not (item.offered_by or item.law is not Procedure.NORMAL):
            found[name] = articles
    return found


def _articles(
    arrangement: Arrangement, item: CaseProcedure, category: str, requested: str
) -> tuple[str, ...]:
    """Return the articles that offer a procedure: its facts, and the limits that stand under it."""
    facts = [
        fact.reference
        for name in item.offered_by
        for fact in arrangement.facts_about(name, category, requested)
    ]
    limits = [
        limit.reference
        for name in (item.offered_by if item.law is Procedure.NORMAL else item.watches)
        for limit in arrangement.variants(name, category, requested)
        if limit.procedure is item.law
    ]
    return tuple(dict.fromkeys([*facts, *limits]))


def grounds(arrangement: Arrangement, category: str, requested: str) -> dict[str, tuple[str, str]]:
    """Return the grounds of an arrangement for taking a person of a category back: code -> article, words."""
    scope = arrangement.facts_about("scope", category, requested)
    return {fact.code: (fact.reference, str(fact.value)) for fact in scope if fact.code}


def variants(arrangement: Arrangement, category: str, requested: str) -> dict[str, str]:
    """Return the special circumstances for which a text has limits of their own: code -> articles."""
    found: dict[str, dict[str, None]] = {}
    for layer in arrangement.layers:
        for name in layer.time_limits:
            for limit in arrangement.variants(name, category, requested):
                if limit.variant:
                    found.setdefault(limit.variant, {})[limit.reference] = None
    return {code: "; ".join(articles) for code, articles in sorted(found.items())}


def limit_in(arrangement: Arrangement, row: Any, name: str) -> TimeLimit | None:
    """Return a time limit for a case: under its procedure and variant first, then the general one.

    `row` needs the states, category, procedure and variant of a case.
    """
    chosen = PROCEDURES[row.procedure]
    asked = row.requesting_state if chosen.turned else row.requested_state
    for law in dict.fromkeys((chosen.law, Procedure.NORMAL)):
        for variant in dict.fromkeys((row.variant, None)):
            found = arrangement.time_limit(name, row.category, asked, law, variant)
            if found:
                return found
    return None


def check_choice(arrangement: Arrangement, new: Mapping[str, Any]) -> None:
    """Refuse a procedure, ground or variant that the arrangement does not have; say which it has."""
    asked = "requesting_state" if PROCEDURES[new["procedure"]].turned else "requested_state"
    arguments = (arrangement, new["category"], new[asked])
    known = {
        "procedure": offered(arrangement, new["category"], new["requesting_state"], new["requested_state"]),
        "ground": grounds(*arguments),
        "variant": variants(*arguments),
    }
    errors = [
        {
            "pointer": f"#/{name}",
            "detail": f"{arrangement.id} has none of that name for this category; it has "
            + (", ".join(choices) or "none"),
        }
        for name, choices in known.items()
        if new.get(name) and new[name] not in choices
    ]
    if errors:
        raise Invalid(errors=errors)


def role_of(country: str, new: Mapping[str, Any]) -> str:
    """Return which side the node is on in a new case: that of its country, or the one that was given."""
    own = {new["requesting_state"]: REQUESTING, new["requested_state"]: REQUESTED}.get(country)
    given = new.get("role")
    if own and given and given != own:
        raise Invalid(errors=[{"pointer": "#/role", "detail": f"this node is that of {country}: {own}"}])
    return own or given or REQUESTING
