"""The states of a case, the codes of a refusal, and what the fields of a step mean."""

from collections.abc import Mapping

OPEN_STATES = (
    "draft",
    "notified",
    "submitted",
    "received",
    "under_verification",
    "information_requested",
    "deferred",
    "returned",
    "accepted",
    "tacitly_accepted",
    "refused",
    "transfer_planned",
    "turned_back",
    "handed_over",
    "error_claimed",
    "taken_back",
    "departed",
)
#: states in which a request has come to its end: refused, or the person has crossed. Only what follows from
#: that end still has a limit (`clocks.Clock.lasts`); in a final state nothing has.
ENDED_STATES = ("refused", "handed_over", "error_claimed", "taken_back", "departed")
FINAL_STATES = ("closed", "withdrawn")
STATES = (*OPEN_STATES, "suspended", *FINAL_STATES)

#: Coded reasons with which a requested state refuses; the reason in writing stands beside the code.
REFUSAL_REASONS: Mapping[str, str] = {
    "nationality_not_established": "The person's nationality of the requested state is not established",
    "entry_or_stay_not_proved": "Entry, stay or transit through the requested state is not proved",
    "no_obligation": "The arrangement does not oblige the requested state to readmit this person",
    "application_out_of_time": "The application came after its time limit",
    "application_incomplete": "The application was not completed when asked",
    "other_state_responsible": "Another state is responsible for the readmission",
    "right_of_residence": "The person has a right to stay in the requesting state",
    "identity_mismatch": "The person was found not to be the person named",
    "other": "Another reason, given in writing",
}

#: Coded reasons for which a planned transfer is called off; what happened stands beside the code in writing.
CALL_OFF_REASONS: Mapping[str, str] = {
    "absconded": "The person could not be found",
    "medical": "The person is not fit to travel",
    "legal_stay": "A court or an authority stayed the return",
    "safeguard": "A safeguard protects the person",
    "travel_document": "No valid travel document was there in time",
    "transport": "The flight, train or road was not available",
    "escort": "The escort was not available",
    "refused_by_carrier": "The carrier refused to take the person",
    "other_state": "The other state asked for it",
    "family": "The family would have been separated",
    "group": "The group return changed or was called off",
    "other": "Another reason, given in writing",
}

#: With which help a person returned. Monthly statistics ask for it beside voluntary departure and transfer.
ASSISTANCE: Mapping[str, str] = {
    "none": "No assistance",
    "travel": "The journey was paid",
    "cash": "Money",
    "in_kind": "Goods or services",
    "reintegration": "Support with reintegration after the return",
    "several": "More than one of these",
    "unknown": "Not known",
}

#: What each field that a step can need means to an officer.
FIELD_MEANINGS: Mapping[str, str] = {
    "on": "the day on which it happened",
    "at": "the moment at which it happened",
    "code": "the coded reason",
    "reason": "the reason in writing",
    "place": "the border crossing point",
    "means": "the means of transport",
    "assistance": "the assistance with the return",
}
