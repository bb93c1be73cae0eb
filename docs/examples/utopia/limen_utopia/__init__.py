"""Utopia, a country that exists only as an example. Every law, office and number here is invented.

The host looks for hooks in this module, so each is imported here from the file about its subject.
"""

from limen_utopia.agreements import arrangements
from limen_utopia.documents import document_texts
from limen_utopia.numbers import identity_numbers
from limen_utopia.persons import person_fields
from limen_utopia.profile import country_profile
from limen_utopia.protection import safeguards
from limen_utopia.rules import legal_rules
from limen_utopia.training import training_requirements

__all__ = [
    "arrangements",
    "country_profile",
    "document_texts",
    "identity_numbers",
    "legal_rules",
    "person_fields",
    "safeguards",
    "training_requirements",
]
