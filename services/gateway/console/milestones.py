"""The form for a moment from which the law counts."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, validators

from services.gateway.console.forms import Form
from services.gateway.console.officers import may
from services.gateway.console.words import choices


class MilestoneForm(Form):
    """What happened, and on which day."""

    kind = SelectField(_l("What happened"), [validators.InputRequired(_l("Choose what happened."))])
    on = DateField(_l("Day"), [validators.InputRequired(_l("Enter the day."))])

    @classmethod
    def of_case(cls, *, sent: bool, version: Any = "") -> "MilestoneForm":
        """Return the form with its choices."""
        form = cls("milestone", sent=sent, version=version)
        form.kind.choices = [("", ""), *choices("milestone")]
        return form


def milestone_form(case: Mapping[str, Any], tried: Form | None) -> MilestoneForm | None:
    """Return the form for a case, the refused one where there is one; None where the officer may not."""
    if not may("readmission.case.move"):
        return None
    if isinstance(tried, MilestoneForm):
        return tried
    return MilestoneForm.of_case(sent=False, version=case["version"])
