"""The forms for asylum claims and for the end of a safeguard."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField, validators

from services.gateway.console.forms import Form
from services.gateway.console.officers import may, officer


class AsylumClaimForm(Form):
    """A person claims asylum. Nothing but that is needed."""

    statement = TextAreaField(_l("What the person said"), [validators.Optional()])


class EndForm(Form):
    """Why a safeguard no longer applies."""

    reason = TextAreaField(
        _l("Why it no longer applies"),
        [
            validators.InputRequired(_l("Give the reason.")),
            validators.Length(10, 4000, _l("Give the reason in at least 10 characters.")),
        ],
    )


def end_form(safeguard_id: str, *, sent: bool) -> EndForm:
    """Return the form to end one safeguard."""
    return EndForm(f"end-{safeguard_id}", sent=sent)


def end_forms(protection: Mapping[str, Any] | None, tried: Form | None) -> dict[str, Form]:
    """Return the forms that the officer may send, by the id of the safeguard."""
    if not protection or not may("registration.safeguard.end"):
        return {}
    found: dict[str, Form] = {
        item["id"]: end_form(item["id"], sent=False)
        for item in protection.get("safeguards", ())
        if item["state"] != "ended" and item["end_proposed_by"] != officer().id
    }
    if isinstance(tried, EndForm):
        found |= {name: tried for name in found if tried._prefix == f"end-{name}-"}
    return found
