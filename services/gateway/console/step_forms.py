"""The steps of a case as small forms, each with exactly the fields that the step needs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DateTimeLocalField,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)

from services.gateway.console.forms import Form, plain
from services.gateway.console.officers import may
from services.gateway.console.words import TABLES, choices, say

#: step -> action of `limen.law.safeguards`, for the steps that a safeguard can block
GUARDED: Final = {
    "submit": "submit",
    "notify": "submit",
    "give_information": "submit",
    "plan_transfer": "plan_transfer",
    "hand_over": "transfer",
    "depart": "transfer",
    "take_back": "transfer",
}
#: step, field -> label, where the general one would leave open what is meant
_LABELS: Final = {
    ("confirm_receipt", "on"): _l("Day of receipt"),
    ("verify", "on"): _l("Day on which verification began"),
    ("accept", "on"): _l("Day of the acceptance"),
    ("refuse", "on"): _l("Day of the refusal"),
    ("refuse", "reason"): _l("Reason as given in writing"),
    ("receive", "on"): _l("Day of receipt"),
    ("receive_notification", "on"): _l("Day of receipt"),
    ("request_information", "reason"): _l("What is asked for"),
    ("give_information", "reason"): _l("What was given"),
    ("return_for_completion", "reason"): _l("What is missing"),
    ("extend_reply", "on"): _l("Day of the request, notice or agreement"),
}


@dataclass(frozen=True)
class StepForm:
    """A step that can be tried. `blocked_by`: the safeguards that refuse it now, in words.

    A step without a form is taken on the page of the transfer.
    """

    name: str
    form: Form | None
    blocked_by: list[str]
    title: str
    is_possible: bool = True


def _needed(kind: Callable[..., Any], label: Any, **options: Any) -> Callable[[Any], Any]:
    required = [validators.InputRequired(_l("This is needed."))]
    return lambda own_label: kind(own_label or label, required, **options)


_FIELDS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "on": _needed(DateField, _l("Day")),
    "at": _needed(DateTimeLocalField, _l("Moment"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    "code": _needed(SelectField, _l("Coded reason")),
    "reason": _needed(TextAreaField, _l("Reason in writing")),
    "place": _needed(StringField, _l("Border crossing point")),
    "assistance": _needed(SelectField, _l("Assistance with the return")),
}


def step_forms(case: Mapping[str, Any], tried: Form | None) -> list[StepForm]:
    """Return the steps that the officer may try; the refused form among them, with what was typed."""
    if not may("readmission.case.move"):
        return []
    found = [
        _shown(case, item, tried)
        for item in case["possible_steps"]
        if GUARDED.get(item["step"]) != "transfer" or may("readmission.case.transfer", case["office"])
    ]
    names = [item.name for item in found]
    if tried is not None and isinstance(tried, _StepFields) and tried.step not in names:
        found.insert(0, StepForm(tried.step, tried, [], _title(case, tried.step), is_possible=False))
    return found


def sent_form(step: str, sent: Iterable[str]) -> "_StepFields":
    """Return the form of a step that an officer sent, with the fields that were sent."""
    names = [name for name in _FIELDS if f"{step}-{name}" in sent]
    return _form(step, names, sent=True)


def body_of(form: "_StepFields") -> dict[str, Any]:
    """Return the step as readmission takes it."""
    given = {field.short_name: plain(field.data) for field in form if field.data not in (None, "")}
    return {"step": form.step, **given}


class _StepFields(Form):
    """The form of one step; its fields are added for each step."""

    step = ""


def _shown(case: Mapping[str, Any], item: Mapping[str, Any], tried: Form | None) -> StepForm:
    step = item["step"]
    sends = case["role"] == "requesting"  # the other side records what it was sent
    guarded = GUARDED.get(step) if sends or GUARDED.get(step) != "submit" else None
    blocked = [
        each["words"] for each in case["safeguards"] if not each["lifted"] and guarded in each["blocks"]
    ]
    if isinstance(tried, _StepFields) and tried.step == step:
        return StepForm(step, tried, blocked, _title(case, step))
    if item["through"]:
        return StepForm(step, None, blocked, _title(case, step))
    names = [need["field"] for need in item["needs"]]
    form = _form(step, names, sent=False, version=case["version"])
    return StepForm(step, form, blocked, _title(case, step))


def _title(case: Mapping[str, Any], step: str) -> str:
    """Return what a step is called on the side of this node."""
    asked = case["role"] == "requested" and step in TABLES["take_when_asked"]
    return say("take_when_asked" if asked else "take", step)


def _form(step: str, names: Iterable[str], *, sent: bool, version: Any = "") -> _StepFields:
    fields: dict[str, Any] = {name: _FIELDS[name](_LABELS.get((step, name))) for name in names}
    form: _StepFields = type("StepFields", (_StepFields,), {"step": step, **fields})(
        step, sent=sent, version=version
    )
    if "code" in form:
        form["code"].choices = [("", ""), *choices("refusal")]
    if "assistance" in form:
        form["assistance"].choices = [("", ""), *choices("assistance")]
    return form
