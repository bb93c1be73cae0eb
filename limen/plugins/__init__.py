"""Everything that an author of a plugin imports: `from limen.plugins import hookimpl, CountryProfile, ...`.

The core's side is in `limen.plugins.host` (load and ask) and `limen.plugins.evaluate` (rules about a step),
the author's test kit in `limen.plugins.testing`.
"""

from limen.law.arrangement import Arrangement, Source
from limen.law.calendars import Calendar, Change, Override, WorkingDays
from limen.law.findings import Finding, FindingKind
from limen.law.levels import Level
from limen.law.loading import load_arrangement, load_directory
from limen.law.parameters import Parameter, load_parameters
from limen.law.safeguards import Action, Safeguard
from limen.law.yaml_files import read_yaml
from limen.plugins.actions import ACTIONS
from limen.plugins.authorities import Authority, Task
from limen.plugins.counterparts import default_profile
from limen.plugins.country_files import CountryFiles, load_country
from limen.plugins.declared_rules import load_rules
from limen.plugins.documents import Document
from limen.plugins.facts import READMISSION_FACTS, Facts
from limen.plugins.fields import PersonField, Sensitivity
from limen.plugins.identity import IdentityNumber, mask_all_but_last
from limen.plugins.markers import hookimpl
from limen.plugins.profile import CountryProfile, DatedName
from limen.plugins.published_calendar import PublishedCalendar
from limen.plugins.registers import RegisterAnswer, RegisterQuestion, RegistryCheck
from limen.plugins.rules import Rule
from limen.plugins.safeguards import NationalSafeguard, SafeguardLaw
from limen.plugins.training import TrainingRequirement

__all__ = [
    "ACTIONS",
    "READMISSION_FACTS",
    "Action",
    "Arrangement",
    "Authority",
    "Calendar",
    "Change",
    "CountryFiles",
    "CountryProfile",
    "DatedName",
    "Document",
    "Facts",
    "Finding",
    "FindingKind",
    "IdentityNumber",
    "Level",
    "NationalSafeguard",
    "Override",
    "Parameter",
    "PersonField",
    "PublishedCalendar",
    "RegisterAnswer",
    "RegisterQuestion",
    "RegistryCheck",
    "Rule",
    "Safeguard",
    "SafeguardLaw",
    "Sensitivity",
    "Source",
    "Task",
    "TrainingRequirement",
    "WorkingDays",
    "default_profile",
    "hookimpl",
    "load_arrangement",
    "load_country",
    "load_directory",
    "load_parameters",
    "load_rules",
    "mask_all_but_last",
    "read_yaml",
]
