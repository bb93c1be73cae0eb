"""The forms for decisions, obstacles, extensions and safeguards of a case."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField, validators

from services.gateway.console.forms import Form
from services.gateway.console.words import choices, say

_NEEDED = validators.InputRequired(_l("This is needed."))
_MAY_BE_EMPTY = validators.Optional()


def _basis() -> Any:
    long_enough = validators.Length(3, 400, _l("From 3 to 400 characters."))
    return StringField(_l("Legal basis: article and law"), [_NEEDED, long_enough])


def _reason() -> Any:
    return TextAreaField(_l("Reasons"), [_MAY_BE_EMPTY, validators.Length(max=4000)])


class DecisionForm(Form):
    """A decision with its day and legal basis."""

    kind = SelectField(_l("Decision"), [_NEEDED])
    on = DateField(_l("Day of the decision"), [_NEEDED])
    until = DateField(_l("Last day of the period or ban"), [_MAY_BE_EMPTY])
    suspensive = SelectField(_l("Does the appeal suspend the return?"), [_MAY_BE_EMPTY])
    basis = _basis()
    authority = StringField(_l("Authority"), [_MAY_BE_EMPTY, validators.Length(max=200)])
    reason = _reason()


class DecisionEndForm(Form):
    """How a decision ended."""

    outcome = SelectField(_l("How did it end?"), [_NEEDED])
    on = DateField(_l("Day"), [_NEEDED])
    basis = _basis()
    reason = _reason()


class ObstacleForm(Form):
    """What stands in the way of a time limit."""

    kind = RadioField(_l("The obstacle is"), [_NEEDED])
    limit = SelectField(_l("Time limit that it hinders"), [_NEEDED])
    began = DateField(_l("First day"), [_NEEDED])
    claimed = DateField(_l("Day on which the extension was asked for, told or agreed"), [_MAY_BE_EMPTY])
    basis = _basis()
    reason = _reason()


class ObstacleChangeForm(Form):
    """What became of an obstacle."""

    ended = DateField(_l("Last day of the obstacle"), [_MAY_BE_EMPTY])
    claimed = DateField(_l("Day on which the extension was asked for, told or agreed"), [_MAY_BE_EMPTY])


class ExtensionForm(Form):
    """An extension upon request, notice or agreement."""

    limit = SelectField(_l("Time limit"), [_NEEDED])
    on = DateField(_l("Day of the request, notice or agreement"), [_MAY_BE_EMPTY])
    reason = _reason()


class SafeguardForm(Form):
    """What protects the person."""

    safeguard = SelectField(_l("The person is protected because"), [_NEEDED])
    until = DateField(_l("Last day of the recovery period"), [_MAY_BE_EMPTY])
    basis = StringField(_l("How it is known: report, certificate, article"), [_NEEDED])


class FactForm(Form):
    """A fact by which a safeguard ends."""

    fact = SelectField(_l("What is there now"), [_NEEDED])
    on = DateField(_l("Day"), [_NEEDED])
    basis = StringField(_l("Document: authority, number, article"), [_NEEDED])
    reason = _reason()


def decision_form(*, sent: bool, version: Any = "") -> DecisionForm:
    """Return the form for a new decision."""
    form = DecisionForm("decision", sent=sent, version=version)
    form.kind.choices = [("", ""), *choices("decision_kind")]
    form.suspensive.choices = [
        ("", ""),
        ("true", _l("Yes: it blocks sending and transfer")),
        ("false", _l("No")),
    ]
    return form


def decision_end_form(decision: Mapping[str, Any], *, sent: bool, version: Any = "") -> DecisionEndForm:
    """Return the form to end one decision."""
    form = DecisionEndForm(f"end-{decision['decision_id']}", sent=sent, version=version)
    form.outcome.choices = [("", ""), *((code, say("outcome", code)) for code in decision["outcomes"])]
    return form


def obstacle_form(*, sent: bool, version: Any = "") -> ObstacleForm:
    """Return the form for a new obstacle."""
    form = ObstacleForm("obstacle", sent=sent, version=version)
    form.kind.choices = choices("obstacle_kind")
    form.limit.choices = [("", ""), *choices("limit")]
    return form


def obstacle_change_form(obstacle_id: str, *, sent: bool, version: Any = "") -> ObstacleChangeForm:
    """Return the form for what became of one obstacle."""
    return ObstacleChangeForm(f"change-{obstacle_id}", sent=sent, version=version)


def extension_form(*, sent: bool, version: Any = "") -> ExtensionForm:
    """Return the form for an extension."""
    form = ExtensionForm("extension", sent=sent, version=version)
    form.limit.choices = [("", ""), *choices("limit")]
    return form


def safeguard_form(codes: list[str], *, sent: bool) -> SafeguardForm:
    """Return the form to raise a safeguard."""
    form = SafeguardForm("safeguard", sent=sent)
    form.safeguard.choices = [("", ""), *((code, say("safeguard", code)) for code in codes)]
    return form


def fact_form(safeguard: Mapping[str, Any], *, sent: bool) -> FactForm:
    """Return the form for a fact of one safeguard."""
    form = FactForm(f"fact-{safeguard['safeguard_id']}", sent=sent)
    facts = dict.fromkeys(fact for way in safeguard["ends_by"] for fact in way)
    form.fact.choices = [("", ""), *((code, say("safeguard_fact", code)) for code in facts)]
    return form


def body_of(form: Form) -> dict[str, Any]:
    """Return what was filled in as readmission takes it."""
    body = {field.short_name: field.data for field in form if field.data not in (None, "")}
    if "suspensive" in body:
        body["suspensive"] = body["suspensive"] == "true"
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in body.items()}
