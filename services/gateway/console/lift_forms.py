"""The forms with which two persons together lift a safeguard for one case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField, validators

from limen.web.policy import PERMISSIONS
from services.gateway.console.forms import Form
from services.gateway.console.officers import may, officer
from services.gateway.console.words import choices


def _reasons(label: Any) -> Any:
    return TextAreaField(
        label,
        [
            validators.InputRequired(_l("Give the reasons.")),
            validators.Length(20, 4000, _l("Give the reasons in at least 20 characters.")),
        ],
    )


class LiftRequestForm(Form):
    """Ask that a safeguard no longer block a case."""

    reasons = _reasons(_l("Why the safeguard should not stop this case"))


class LiftDecisionForm(Form):
    """Decide on what another person asked."""

    decision = RadioField(_l("Your decision"), [validators.InputRequired(_l("Decide."))])
    reasons = _reasons(_l("Reasons for your decision"))


@dataclass(frozen=True)
class LiftForms:
    """The forms of a case by the id of the safeguard (to ask) and of the request (to decide)."""

    to_ask: Mapping[str, LiftRequestForm]
    to_decide: Mapping[str, LiftDecisionForm]


def request_form(safeguard_id: str, *, sent: bool) -> LiftRequestForm:
    """Return the form to ask for the lift of one safeguard."""
    return LiftRequestForm(f"ask-{safeguard_id}", sent=sent)


def decision_form(lift_id: str, *, sent: bool) -> LiftDecisionForm:
    """Return the form to decide on one request."""
    form = LiftDecisionForm(f"decide-{lift_id}", sent=sent)
    form.decision.choices = choices("decision")
    return form


def lift_forms(case: Mapping[str, Any], tried: Form | None) -> LiftForms:
    """Return the forms that the officer may send, the refused one among them."""
    asked = {item["safeguard_id"] for item in case["lifts"] if item["state"] != "rejected"}
    to_ask: dict[str, Any] = {
        item["safeguard_id"]: request_form(item["safeguard_id"], sent=False)
        for item in case["safeguards"]
        if item["safeguard_id"] not in asked and may("readmission.lift.request")
    }
    to_decide: dict[str, Any] = {
        item["lift_id"]: decision_form(item["lift_id"], sent=False)
        for item in case["lifts"]
        if item["state"] == "requested" and _second(item)
    }
    for forms in (to_ask, to_decide):
        for name, form in forms.items():
            if tried is not None and tried._prefix == form._prefix:
                forms[name] = tried
    return LiftForms(to_ask, to_decide)


def _second(lift: Mapping[str, Any]) -> bool:
    """Tell whether the officer can be the second person: somebody else, in another role."""
    deciding = PERMISSIONS["readmission.lift.approve"].roles & officer().roles
    return lift["requested_by"] != officer().id and bool(deciding - set(lift["requested_roles"]))
