"""The texts that documents and messages are made of, in English; a country translates them by their key.

A text that a country lacks is shown in English and marked, never silently.
"""

TEXTS = {
    "application.title": "Readmission application",
    "application.to": "To",
    "application.from": "From",
    "application.person": "Particulars of the person",
    "application.evidence": "Evidence enclosed",
    "application.date": "Date",
    "application.signature": "Signature and stamp",
    "reply.accepted": "The application is accepted.",
    "reply.refused": "The application is refused for the reasons given.",
    "handover.title": "Record of hand-over",
    "handover.declaration": "The person named was handed over and received on this day and at this place.",
    "handover.handed_over_by": "Handed over by",
    "handover.received_by": "Received by",
    "message.transfer_announced": "The transfer is announced for the day and the crossing point stated.",
    "message.information_requested": "Further information is needed before the application can be answered.",
}
