"""Rules of Utopia on the steps of a readmission case (invented)."""

from datetime import date
from functools import cache
from pathlib import Path

from limen.plugins import Facts, Finding, FindingKind, Level, Parameter, Rule, hookimpl, load_parameters


@cache
def parameters() -> dict[str, Parameter]:
    """Return the dated numbers of Utopia's law by name."""
    return load_parameters(Path(__file__).with_name("parameters.yaml"))


def stateless_person(facts: Facts) -> list[Finding]:
    """Utopia takes back a stateless person only on proof of residence; what others do is their law."""
    if facts["requested_state"] != "QU" or facts["category"] != "stateless":
        return []
    return [
        RESIDENCE_HISTORY.finding(
            FindingKind.REQUIRES_EVIDENCE, "Proof that the person lived in Utopia must come with it."
        )
    ]


def transport_is_paid(facts: Facts) -> list[Finding]:
    """Utopia pays for the transport up to an amount that changed over time, when it is the one that sends."""
    if facts["requesting_state"] != "QU":
        return []
    amount = parameters()["transport_allowance"].value_on(facts["on"])
    return [TRANSPORT.finding(FindingKind.WARNS, f"Utopia pays at most {amount} talents for the transport.")]


def minister_consents(facts: Facts) -> list[Finding]:
    """Under the old act the minister consented to each transfer."""
    return [CONSENT.finding(FindingKind.HOLDS, "The Minister of the Interior must consent to the transfer.")]


RESIDENCE_HISTORY = Rule(
    code="residence-history",
    title="Stateless persons need proof of residence",
    citation="Readmission Act, art. 6(1)",
    source="readmission-act",
    verified=Level.FULL_TEXT,
    valid_from=date(2019, 1, 1),
    actions=frozenset({"readmission.submit"}),
    check=stateless_person,
)
TRANSPORT = Rule(
    code="transport-allowance",
    title="Transport is paid up to an amount",
    citation="Readmission Act, art. 9(2)",
    source="readmission-act",
    verified=Level.FULL_TEXT,
    valid_from=date(2019, 1, 1),
    actions=frozenset({"readmission.plan_transfer"}),
    check=transport_is_paid,
)
CONSENT = Rule(
    code="consent-of-minister",
    title="The minister consents to each transfer",
    citation="Border Act, art. 21",
    source="border-act",
    verified=Level.FULL_TEXT,
    valid_from=date(2004, 5, 1),
    valid_to=date(2018, 12, 31),  # repealed by the Readmission Act, art. 30
    actions=frozenset({"readmission.transfer"}),
    check=minister_consents,
)


@hookimpl
def legal_rules() -> list[Rule]:
    """Return the rules in force, and the repealed one, under which old cases stand."""
    return [RESIDENCE_HISTORY, TRANSPORT, CONSENT]
