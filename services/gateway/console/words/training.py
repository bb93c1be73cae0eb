"""Words for training."""

from flask_babel import lazy_gettext as _l

TABLES = {
    "training_kind": {
        "training_of_trainers": _l("Training of trainers"),
        "course": _l("Course"),
        "workshop": _l("Workshop"),
        "study_tour": _l("Study tour"),
        "exercise": _l("Exercise"),
    },
    "scope": {
        "national": _l("National trainer"),
        "international": _l("International expert"),
    },
}
