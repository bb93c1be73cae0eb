"""The English sentences of an explanation, one for each kind of step; `explanation.py` brings the facts."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from limen.law.readings import Assumption

Facts = Mapping[str, Any]

_EVENTS = {
    "knowledge": "the authority learned of the unlawful stay",
    "entry": "the person entered",
    "apprehension": "the person was apprehended",
    "receipt": "the application was received",
    "receipt_confirmed": "receipt of the application was confirmed",
    "registered": "the requested authority registered the application",
    "request": "the request was made",
    "document_request": "the document was requested",
    "reply": "the approval was given",
    "reply_received": "the approval arrived",
    "expiry": "the time to reply ran out",
    "interview": "the interview took place",
    "document_issued": "the document was issued",
    "document_expired": "the document expired",
    "return": "the person was handed over",
    "planned_transfer": "the transfer is planned",
    "planned_transit": "the transit is planned",
    "transit_reply": "the transit was answered",
    "invoice": "the invoice arrived",
    "obstacle_ceased": "the obstacle ceased",
    "unstated": "the event took place",
}
#: what data files write where a source reports a rule without its place
_NO_PLACE = "Place not read"
_UPON = {
    "request": " upon request",
    "reasoned_request": " upon a reasoned request",
    "notice": " by notice of the requested state",
    "agreement": " by agreement of both sides",
    "unstated": "",
}
#: what a sentence says that something is not said by: a text, or what was read of it
WHOLE_TEXT, READ_IN_PART = "The text", "What was read"
_SILENCE = {
    "consent": "If the last day passes without an answer, the text takes that as consent.",
    "none": "If the last day passes without an answer, nothing follows from it: the text says so.",
    "refusal": "If the last day passes without an answer, that counts as a refusal.",
    "nationality_only": "If the last day passes without an answer, nationality counts as established.",
    "unstated": "{text} does not say what follows when no answer comes: silence is not consent.",
}
_ABOUT = {
    "first_day": "{text} does not say whether the day of the event counts",
    "day": '{text} says only "days" and not which',
    "on_non_working_day": "{text} does not say what happens to a last day that is not a working day",
    "calendar_of": "{text} does not say whose weekend and holidays count",
    "start": "{text} does not say from which event the period runs",
}
_READINGS = {
    "excluded": "it was not counted",
    "included": "it was counted",
    "stays": "the last day stayed",
    "rolls_forward": "the last day was moved to a working day",
    "calendar_day": "calendar days were counted",
    "working_day": "working days were counted",
    "requesting": "those of the requesting state were taken",
    "requested": "those of the requested state were taken",
    "both": "those of both states were taken",
}
_OTHERWISE = {
    "excluded": "Not counting it",
    "included": "Counting it",
    "stays": "Leaving it",
    "rolls_forward": "Moving it to a working day",
    "calendar_day": "Counting calendar days",
    "working_day": "Counting working days",
    "requesting": "Taking those of the requesting state",
    "requested": "Taking those of the requested state",
    "both": "Taking those of both states",
}


def day_in_words(day: date | datetime) -> str:
    """Return "Friday 6 March 2026", and for a moment also its hour in UTC."""
    text = f"{day:%A} {day.day} {day:%B} {day.year}"
    return f"{text}, {day:%H:%M} UTC" if isinstance(day, datetime) else text


def event_in_words(event: str) -> str:
    """Return what happened, for example "the application was received"."""
    return _EVENTS.get(event, _EVENTS["unstated"])


def place_in_words(reference: str, arrangement: str) -> str:
    """Return where a rule stands: "Art. 10(2) of CH-BA"; also where a secondary source leaves it out."""
    if not arrangement:
        return reference
    if reference == _NO_PLACE:
        return f"{arrangement}, at a place that the source does not name"
    return f"{reference} of {arrangement}"


def assumption_in_words(made: Assumption, text: str = WHOLE_TEXT) -> str:
    """Return an assumption with who decided it and what the other readings give; `text` is what is silent."""
    silent = _ABOUT[made.about].format(text=text)
    if made.about == "start":
        day = "that was given" if made.taken == "unstated" else f"on which {event_in_words(made.taken)}"
        return f"{silent}; the day {day} was taken."
    said = f"{silent}; by {made.decided_by}, {_READINGS[made.taken]}."
    for reading, due in made.others:
        same = "the same last day" if due == made.due else f"the last day {day_in_words(due)}"
        said += f" {_OTHERWISE[reading]} gives {same}."
    return said


def _days(days: Any) -> str:
    return "; ".join(
        day_in_words(item.day) + ("" if item.why == f"{item.day:%A}" else f" ({item.why})") for item in days
    )


def _start(facts: Facts) -> str:
    what, day = event_in_words(facts["event"]), day_in_words(facts["day"])
    text = f"It must be done before {day}, when {what}." if facts["before"] else f"On {day} {what}."
    if "moment" in facts:
        text += f" {day_in_words(facts['moment'])} lies on that day in the time zone {facts['time_zone']}."
    return text


def _first_day(facts: Facts) -> str:
    counted = "counts" if facts["included"] else "does not count"
    return f"The day of the event {counted}: counting begins with {day_in_words(facts['day'])}."


def _counted(facts: Facts) -> str:
    one = facts["quantity"].value == 1
    verb = ("leads" if one else "lead") if facts["before"] else ("ends" if one else "end")
    text = f"{facts['quantity']} {'counted back ' + verb + ' to' if facts['before'] else verb + ' on'}"
    note = {
        "month": ", the day with the same number",
        "month_included": ", the day before the one with the same number",
        "short_month": ", the last day of a month that has no day with that number",
        "calendar_day": "; weekends and holidays within count",
        "working_day": "",
        "weekday": "; Saturdays count, Sundays and holidays do not",
        "hour": "",
    }[facts["how"]]
    return f"{text} {day_in_words(facts['day'])}{note}."


def _skipped(facts: Facts) -> str:
    return f"Not counted, because {facts['authority']} does not work then: {_days(facts['days'])}."


def _extension(facts: Facts) -> str:
    how = {
        "by": f"by {facts['quantity']}",
        "to_total": f"to {facts['quantity']} in all",
        "time_needed": "by the time that the obstacle lasted",
        "until_obstacle_ceases": "until the obstacle ended"
        + (f" and {facts['quantity']} more" if facts["quantity"] else ""),
    }[facts["how"]]
    text = f"The limit is extended {how}{_UPON[facts['upon']]} ({facts['reference']})"
    if facts.get("ended"):
        text += f"; the obstacle lasted from {day_in_words(facts['began'])} to {day_in_words(facts['ended'])}"
    return f"{text}: it then ends on {day_in_words(facts['day'])}."


def _moved(facts: Facts) -> str:
    way = "moves back" if facts["before"] else "moves"
    return (
        f"{facts['authority']} does not work on {_days(facts['days'])}; "
        f"the last day {way} to {day_in_words(facts['day'])}."
    )


def _stays(facts: Facts) -> str:
    return f"{facts['authority']} does not work on {_days(facts['days'])}; the last day stays all the same."


def _due(facts: Facts) -> str:
    until = (
        "" if isinstance(facts["day"], datetime) else f", until its end in the time zone {facts['time_zone']}"
    )
    return f"So the last {'moment' if not until else 'day'} is {day_in_words(facts['day'])}{until}."


def _source(facts: Facts) -> str:
    place = place_in_words(facts["reference"], facts["arrangement"])
    return f"Legal basis: {place} ({facts['source']}; {facts['verified']})."


WORDS: dict[str, Callable[[Facts], str]] = {
    "start": _start,
    "first_day": _first_day,
    "counted": _counted,
    "skipped": _skipped,
    "extension": _extension,
    "plus": lambda facts: f"{facts['quantity']} more, as the text says: until {day_in_words(facts['day'])}.",
    "latest": lambda facts: (
        f"It never ends later than {facts['quantity']} from the event: {day_in_words(facts['day'])}."
    ),
    "moved": _moved,
    "stays": _stays,
    "due": _due,
    "within_km": lambda facts: (
        f"It holds only for a person found within {facts['kilometres']} km, as the text draws the zone."
    ),
    "promptly": lambda facts: 'The text also says "without delay": the last day is the outer limit.',
    "at_least": lambda facts: "The text gives this as the least: it may end later, not earlier.",
    "silence": lambda facts: _SILENCE[facts["effect"]].format(text=facts["text"]),
    "late": lambda facts: "After the last day there is no duty to take the person back: the text says so.",
    "estimated": lambda facts: (
        f"The date of these holidays is an estimate and may move the result: {_days(facts['days'])}."
    ),
    "source": _source,
    "calendar": lambda facts: (
        f"Working days are those of {facts['authority']} (calendar {facts['version']})."
    ),
}
