"""Words for work lists, escalations, handing over, and statistics."""

from flask_babel import lazy_gettext as _l

TABLES = {
    "tab": {
        "open": _l("All open"),
        "overdue": _l("Overdue"),
        "today": _l("Due today"),
        "week": _l("Within seven days"),
        "waiting": _l("The other side is to act"),
    },
    "cause": {
        "overdue": _l("Overdue"),
        "approaching": _l("Nobody has acted and the date is near"),
        "officer": _l("Brought up by an officer"),
        "off_group": _l("Taken off a group return: the person may not travel"),
        "on_the_way": _l("Protected after the group departed: nobody may hand the person over"),
    },
    "offer": {
        "offered": _l("Offered, not yet decided"),
        "accepted": _l("Accepted"),
        "rejected": _l("Rejected"),
        "withdrawn": _l("Withdrawn"),
    },
    "statistics_side": {
        "requesting": _l("Requests that we made"),
        "requested": _l("Requests that we received"),
    },
    "statistics_table": {
        "counterpart": _l("By state"),
        "month": _l("By month"),
        "category": _l("By category of person"),
        "sex": _l("By sex"),
        "age_group": _l("By age group"),
        "reason": _l("Refusals by reason"),
        "days_taken": _l("Days taken, by state"),
    },
    "statistics_column": {
        "requests": _l("Requests"),
        "accepted": _l("Accepted"),
        "accepted_by_silence": _l("Accepted by silence"),
        "refused": _l("Refused"),
        "refused_by_silence": _l("Refused by silence"),
        "information_requested": _l("Information requested"),
        "deferred": _l("Reply deferred"),
        "unanswered": _l("No reply in time"),
        "notified": _l("Written notifications"),
        "transferred": _l("Transferred"),
        "departed": _l("Departed voluntarily"),
        "called_off": _l("Called off"),
        "turned_back": _l("Refused at the border"),
        "taken_back": _l("Taken back"),
        "withdrawn": _l("Withdrawn"),
        "reply_median": _l("Receipt to reply, median"),
        "reply_p90": _l("Receipt to reply, nine in ten within"),
        "transfer_median": _l("Reply to transfer, median"),
        "transfer_p90": _l("Reply to transfer, nine in ten within"),
    },
    "statistics_sex": {
        "male": _l("Male"),
        "female": _l("Female"),
        "other": _l("Neither (X)"),
        "unknown": _l("Not known"),
    },
}
