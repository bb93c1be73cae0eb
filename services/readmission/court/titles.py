"""What an entry of the record is called, in English: codes become words that a court can read."""

from collections.abc import Mapping
from typing import Any

from services.readmission.steps import STEPS

#: moments whose code alone would leave open what happened
_MOMENTS = {
    "knowledge": "The authority learned of the unlawful stay",
    "entry": "The person entered",
    "apprehension": "The person was apprehended",
    "receipt": "The application was received",
    "receipt_confirmed": "Receipt of the application was confirmed",
    "registered": "The requested authority registered the application",
    "request": "A request was made",
    "document_request": "A travel document was requested",
    "reply": "The reply was given",
    "reply_received": "The reply arrived",
    "expiry": "The time to reply ran out",
    "interview": "The interview took place",
    "return": "The person was handed over",
    "planned_transfer": "The transfer is planned",
    "planned_transit": "The transit is planned",
    "invoice": "The invoice arrived",
}
_NAMED = {
    ("step", "open"): "Case opened",
    ("escalation", "raised"): "Brought before a superior",
    ("escalation", "seen"): "The superior has seen to it",
    ("office", "offered"): "Offered to another office",
    ("office", "accepted"): "The other office took the case over",
    ("office", "rejected"): "The other office did not take the case",
    ("office", "withdrawn"): "The offer to another office was withdrawn",
}
#: kind of entry -> what it is about: the fact that names it, and how the words begin
_ABOUT = {
    "limit": ("limit", "Time limit"),
    "extension": ("limit", "Extension of the time limit"),
    "obstacle": ("limit", "Obstacle to the time limit"),
    "safeguard": ("safeguard", "Safeguard"),
    "lift": ("safeguard", "Lift of the safeguard"),
}


def title_of(kind: str, what: str, facts: Mapping[str, Any], role: str) -> str:
    """Return the title of an entry of the timeline. `role`: the side of the node, which some steps follow."""
    if kind == "step" and what in STEPS:
        return STEPS[what].title_for(role)
    if kind == "milestone":
        return f"Recorded: {_MOMENTS.get(what) or in_words(what)}"
    if (kind, what) in _NAMED:
        return _NAMED[kind, what]
    if kind in _ABOUT:
        fact, begin = _ABOUT[kind]
        about = f" ({in_words(facts[fact])})" if facts.get(fact) else ""
        return f"{begin}{about}: {what.removeprefix('lift_').replace('_', ' ')}"
    return in_words(what)


def in_words(code: str) -> str:
    """Return a code as words that begin with a capital."""
    return code.replace("_", " ").capitalize()
