"""The safeguards of the core: what protects a person from being sent, whatever a plugin or a screen says.

Only that a safeguard is present crosses into readmission, never why.
The instruments named here are why the list exists; each case stands under its own law, which the country's
plugin brings or an officer enters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """The steps of a readmission case that a safeguard can block."""

    SUBMIT = "submit"
    PLAN_TRANSFER = "plan_transfer"
    TRANSFER = "transfer"


class Safeguard(StrEnum):
    """A circumstance that blocks sending and transfer."""

    ASYLUM_CLAIM = "asylum_claim"
    SUSPENSIVE_APPEAL = "suspensive_appeal"
    UNACCOMPANIED_CHILD = "unaccompanied_child"
    TRAFFICKING_INDICATION = "trafficking_indication"
    UNFIT_TO_TRAVEL = "unfit_to_travel"
    FAMILY_SEPARATION = "family_separation"
    LAWFUL_STAY = "lawful_stay"
    NATIONAL_RULE = "national_rule"

    @property
    def plain_name(self) -> str:
        """Return the safeguard as an officer reads it."""
        return RULES[self].plain_name


@dataclass(frozen=True)
class SafeguardRule:
    """A safeguard's name, the steps that it blocks, and the convention after which the core has it.

    `after` is never the law of one country. None: the states regulate it in laws of their own.
    """

    plain_name: str
    blocks: frozenset[Action]
    after: str | None = None


_EVERY_STEP = frozenset(Action)

RULES: dict[Safeguard, SafeguardRule] = {
    Safeguard.ASYLUM_CLAIM: SafeguardRule(
        "an asylum claim is pending",
        _EVERY_STEP,
        "1951 Convention relating to the Status of Refugees, art. 33(1)",
    ),
    Safeguard.SUSPENSIVE_APPEAL: SafeguardRule("an appeal with suspensive effect is pending", _EVERY_STEP),
    Safeguard.UNACCOMPANIED_CHILD: SafeguardRule(
        "an unaccompanied child without a best-interests decision and confirmed reception",
        _EVERY_STEP,
        "Convention on the Rights of the Child, art. 3",
    ),
    Safeguard.TRAFFICKING_INDICATION: SafeguardRule(
        "an indication of trafficking, within the recovery and reflection period",
        _EVERY_STEP,
        "Council of Europe Convention 197, arts. 10(2) and 13",
    ),
    Safeguard.UNFIT_TO_TRAVEL: SafeguardRule("the person is not fit to travel", _EVERY_STEP),
    Safeguard.FAMILY_SEPARATION: SafeguardRule(
        "the transfer would separate a family",
        _EVERY_STEP,
        "International Covenant on Civil and Political Rights, arts. 17 and 23(1)",
    ),
    Safeguard.LAWFUL_STAY: SafeguardRule(
        "the person's stay is lawful",
        _EVERY_STEP,
        "International Covenant on Civil and Political Rights, art. 13",
    ),
    Safeguard.NATIONAL_RULE: SafeguardRule("a rule of national law stands against it", _EVERY_STEP),
}


def blocking(safeguards: Iterable[Safeguard | str], action: Action | str) -> list[Safeguard]:
    """Return those of `safeguards` that block `action`, in the order of the list above, each once.

    An unknown safeguard or action raises ValueError: a name that nobody knows must never let a step pass.
    """
    step = Action(action)
    present = {Safeguard(item) for item in safeguards}
    return [item for item in Safeguard if item in present and step in RULES[item].blocks]
