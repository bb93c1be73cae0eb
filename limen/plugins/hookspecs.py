"""Every hook that a plugin can answer; `docs/country-plugins.md` shows each one at work.

What a hook hands over is data that holds for every day: dates are inside it, so a node asks once.
The host checks each answer against the annotation here, and asks a country's own plugin only.
"""

from collections.abc import Mapping

from limen.law.arrangement import Arrangement
from limen.plugins.fields import PersonField
from limen.plugins.identity import IdentityNumber
from limen.plugins.markers import hookspec
from limen.plugins.profile import CountryProfile
from limen.plugins.registers import RegistryCheck
from limen.plugins.rules import Rule
from limen.plugins.safeguards import NationalSafeguard
from limen.plugins.training import TrainingRequirement

# The bodies are empty, and that is what a specification is.
# mypy: disable-error-code="empty-body"


@hookspec
def country_profile() -> CountryProfile:
    """Return what this country is called, speaks and writes, its authorities and its working days."""


@hookspec
def identity_numbers() -> list[IdentityNumber]:
    """Return the kinds of number that this country gives to persons, each with its check and its mask."""


@hookspec
def arrangements() -> list[Arrangement]:
    """Return the readmission agreements and protocols that this plugin carries."""


@hookspec
def legal_rules() -> list[Rule]:
    """Return this country's rules on the steps of a case, each with its article and its dates."""


@hookspec
def safeguards() -> list[NationalSafeguard]:
    """Return the safeguards that national law adds to the core's; none can be taken away."""


@hookspec
def person_fields() -> list[PersonField]:
    """Return the fields that this country records about a person beside the common ones."""


@hookspec
def training_requirements() -> list[TrainingRequirement]:
    """Return what an officer must have learned, and since when, before doing something."""


@hookspec
def registry_checks() -> list[RegistryCheck]:
    """Return the registers of this country that a node may ask about a person, and how to ask each one."""


@hookspec
def console_catalogues() -> Mapping[str, str]:
    """Return the catalogues of the console that this country brings: the path of a `.po` file by language."""


@hookspec
def document_texts(language: str) -> Mapping[str, str]:
    """Return the texts of printed documents in a language (ISO 639) by key, empty where there are none."""
