"""The readmission application: its form, what may be communicated, what is missing, and what was sent.

One catalogue of fields (`catalogue.py`) gives the form, the rules of its values, the JSON Schema and the
printed page. What leaves is put together from the fields that the arrangement's text allows, and from nothing
else (`outgoing.py`): asylum, health and protection data have no field here, so they cannot leave.

For other parts of readmission:

    outgoing.document_of(work, row)     what the other side would see now, and what is withheld
    sending.sent_of(work, row)      what was sent, each time with its hash
"""
