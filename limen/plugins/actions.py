"""The actions that rules and training requirements can speak about.

The list is closed: a rule for a misspelt action would never run, and nobody would notice.
A service that adds an action adds it here.
"""

from limen.plugins.names import did_you_mean

ACTIONS = {
    "registration.register": "an officer records an encounter with a person",
    "protection_screening": "an officer screens a person for needs of protection",
    "readmission.open": "a readmission case is opened",
    "readmission.submit": "an application is sent to the requested state",
    "readmission.receive": "the requested state records that it received an application",
    "readmission.verify": "the requested state examines an application",
    "readmission.accept": "the requested state agrees to readmit",
    "readmission.refuse": "the requested state refuses in writing",
    "readmission.plan_transfer": "day, point and escort of a transfer are set",
    "readmission.transfer": "a person is handed over",
    "readmission.suspend": "a case is put on hold",
    "readmission.withdraw": "the requesting state takes its application back",
    "readmission.close": "a case is closed",
}

#: what sends something about a person to another state, or the person: held while a country cannot be asked
CONSEQUENTIAL = frozenset(
    {"readmission.submit", "readmission.accept", "readmission.plan_transfer", "readmission.transfer"}
)


def check_action(action: str) -> str:
    """Return `action`; ValueError names the nearest known one when it is not in the list."""
    if action not in ACTIONS:
        raise ValueError(f"there is no action {action!r}{did_you_mean(action, ACTIONS)}")
    return action
