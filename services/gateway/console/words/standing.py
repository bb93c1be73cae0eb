"""Words for the pages of a case, whose turn it is, and what happened between offices."""

from flask_babel import lazy_gettext as _l

TABLES = {
    "case_page": {
        "case": _l("Case"),
        "application": _l("Application"),
        "evidence": _l("Evidence"),
        "preview": _l("Preview"),
        "verification": _l("Identity and documents"),
        "case_records": _l("Decisions"),
        "journey": _l("Transfer"),
        "observations": _l("Monitoring"),
    },
    "turn": {
        "ours": _l("Ours"),
        "theirs": _l("The other side is to act"),
        "nobody": _l("Nobody's: the case is over"),
    },
    "urgency": {
        "overdue": _l("Overdue"),
        "today": _l("Due today"),
        "week": _l("Within seven days"),
        "later": _l("Later"),
        "none": _l("No date runs"),
    },
    "escalation_event": {
        "raised": _l("Brought before a superior"),
        "seen": _l("The superior has seen to it"),
    },
    "office_event": {
        "offered": _l("Offered to another office"),
        "accepted": _l("The other office took the case over"),
        "rejected": _l("The other office did not take the case"),
        "withdrawn": _l("The offer to another office was withdrawn"),
    },
}
