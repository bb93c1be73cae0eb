"""Words for time limits, their starts, categories of person and safeguards."""

from flask_babel import lazy_gettext as _l

TABLES = {
    "limit": {
        "submit": _l("Time to send the application"),
        "reply": _l("Time for the reply"),
        "transfer": _l("Time for the transfer"),
        "advance_notice": _l("Notice before the transfer"),
        "readmission_in_error": _l("Time to take back a person readmitted in error"),
    },
    "limit_ended": {
        "met": _l("Met"),
        "recomputed": _l("Replaced by a new computation"),
        "void": _l("Ended with the case"),
    },
    "milestone": {
        "knowledge": _l("The authority learned of the unlawful stay"),
        "entry": _l("The person entered"),
        "apprehension": _l("The person was apprehended"),
        "receipt": _l("The application was received"),
        "receipt_confirmed": _l("Receipt of the application was confirmed"),
        "registered": _l("The requested authority registered the application"),
        "request": _l("A request was made"),
        "document_request": _l("A travel document was requested"),
        "reply": _l("The reply was given"),
        "reply_received": _l("The reply arrived"),
        "expiry": _l("The time to reply ran out"),
        "interview": _l("The interview took place"),
        "document_issued": _l("The travel document was issued"),
        "document_expired": _l("The travel document expired"),
        "return": _l("The person was handed over"),
        "planned_transfer": _l("The transfer is planned"),
        "planned_transit": _l("The transit is planned"),
        "transit_reply": _l("The transit was answered"),
        "invoice": _l("The invoice arrived"),
        "obstacle_ceased": _l("The obstacle ceased"),
    },
    "verified": {
        "full_text": _l("read in the full official text"),
        "excerpt": _l("read in an excerpt of the text"),
        "secondary": _l("read in an official secondary source, not in the text itself"),
    },
    "category": {
        "own_national": _l("National of the requested state"),
        "third_country_national": _l("National of a third country"),
        "stateless": _l("Stateless person"),
        "former_state_national": _l("Former national of a predecessor state"),
    },
    "safeguard": {
        "asylum_claim": _l("An asylum claim is pending"),
        "suspensive_appeal": _l("An appeal with suspensive effect is pending"),
        "unaccompanied_child": _l("Unaccompanied child without a best-interests decision"),
        "trafficking_indication": _l("Indication of trafficking: recovery and reflection period"),
        "unfit_to_travel": _l("The person is not fit to travel"),
        "national_rule": _l("A rule of national law stands against it"),
    },
    "safeguard_state": {
        "raised": _l("In force"),
        "end_proposed": _l("In force; one officer proposes its end"),
        "ended": _l("Ended"),
    },
}
