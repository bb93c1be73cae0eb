"""Words for roles, health and waiting messages."""

from flask_babel import lazy_gettext as _l

TABLES = {
    "role": {
        "border_officer": _l("Border officer"),
        "shift_leader": _l("Shift leader"),
        "readmission_officer": _l("Readmission officer"),
        "protection_officer": _l("Protection officer"),
        "trainer": _l("Trainer"),
        "administrator": _l("Administrator"),
        "monitor": _l("Independent monitor"),
        "return_monitor": _l("Forced-return monitor"),
    },
    "service": {
        "registration": _l("Registration"),
        "readmission": _l("Readmission"),
        "training": _l("Training"),
        "gateway": _l("Gateway"),
    },
    "health": {
        "ready": _l("In order"),
        "degraded": _l("Works, with parts that do not"),
        "unavailable": _l("Does not work"),
        "unreachable": _l("Does not answer"),
    },
    "part": {
        "database": _l("Database"),
        "messaging": _l("Messages between services"),
        "plugins": _l("Country plugins"),
    },
    "part_status": {
        "up": _l("In order"),
        "degraded": _l("Something is wrong"),
        "down": _l("Down"),
    },
    "rule_outcome": {
        "satisfied": _l("Nothing stands against it"),
        "blocks": _l("Stops the step"),
        "holds": _l("Holds the case until somebody has decided"),
        "requires_evidence": _l("Asks for evidence first"),
        "warns": _l("To be borne in mind"),
    },
    "plugin_health": {
        "answers": _l("Answers"),
        "failing": _l("Has failed since the start: an administrator has to look at it"),
        "at_rest": _l("Took too long and is left alone for now: an administrator has to look at it"),
        "left_out": _l("Left out in safe mode: the cases of its country are held"),
    },
    "plugin_subject": {
        "names": _l("Names"),
        "languages": _l("Languages"),
        "authorities": _l("Authorities"),
        "calendar": _l("Working days"),
        "identity_numbers": _l("Identity numbers"),
        "documents": _l("Documents"),
        "legal_rules": _l("Rules of law"),
        "safeguards": _l("Safeguards"),
        "sources": _l("Sources"),
        "translations": _l("Translations"),
        "arrangements": _l("Agreements"),
        "training_requirements": _l("Training requirements"),
    },
    "fact": {
        "unsent": _l("Messages not sent yet"),
        "oldest_unsent_seconds": _l("Seconds that the oldest has waited"),
        "early": _l("Messages that wait for an earlier one"),
        "retry": _l("Messages that are tried again"),
        "parked": _l("Messages that wait for an administrator"),
        "problems": _l("What is wrong"),
        "loaded": _l("Loaded"),
        "failing": _l("Failing"),
        "reason": _l("Reason"),
    },
}
