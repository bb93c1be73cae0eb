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
