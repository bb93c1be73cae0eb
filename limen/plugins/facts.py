"""What a rule is told about a case. Nothing here says who the person is, and no rule needs to know."""

from collections.abc import Mapping
from typing import Any

Facts = Mapping[str, Any]

#: what every rule on a `readmission.` action can count on
READMISSION_FACTS = {
    "on": "the day that is asked about, a date",
    "requesting_state": "the state that asks, alpha-2",
    "requested_state": "the state that is asked to take the person back, alpha-2",
    "category": "own_national, third_country_national, stateless or former_state_national",
    "state": "where the case stands before the step, for example draft",
    "arrangement": "the id of the arrangement under which the case was opened",
}

#: what every rule on `registration.register` and `protection_screening` can count on; such a rule tells the
#: officer and never stops the record
REGISTRATION_FACTS = {
    "on": "the day of the encounter, a date",
    "country": "the country of the node, alpha-2",
    "kind": "entry, exit, refused_entry, apprehension_green_border, transfer_in or other",
    "nationalities": "the states whose nationality is claimed, alpha-2, sorted",
    "has_document": "whether a document of the person is known, true or false",
}
