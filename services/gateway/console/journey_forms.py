"""The forms of a transfer: planning it, what happened at the border, signatures, costs."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, validators

from services.gateway.console.actions import Codes, Listed, ManyCodes, body_of
from services.gateway.console.coded import currency_choices
from services.gateway.console.forms import Form
from services.gateway.console.return_fields import NEEDED, day, line, moment, words

_ESCORTS = 3


class PlanTransfer(Form):
    """Day, crossing point, means, escorts and what an escort must see to."""

    places = {"escorts": "escort_1_role"}  # noqa: RUF012

    on = day(_l("Planned day"))
    place = SelectField(_l("Border crossing point"), choices=[], validate_choice=False)
    other_place = line(_l("Another point, agreed between the authorities"), needed=False)
    means = Codes(_l("Means of transport"), "means", NEEDED)
    itinerary = line(_l("Flight, train or road"), 200, needed=False)
    escort_1_role = Codes(_l("First escort"), "escort_role")
    escort_1_name = line(_l("Name of the first escort, where the other side must be told"), needed=False)
    escort_2_role = Codes(_l("Second escort"), "escort_role")
    escort_2_name = line(_l("Name of the second escort"), needed=False)
    escort_3_role = Codes(_l("Third escort"), "escort_role")
    escort_3_name = line(_l("Name of the third escort"), needed=False)
    needs = ManyCodes(_l("What an escort must see to"), "need")
    with_family = BooleanField(_l("Plan the family for the same day and point"))
    family_reason = words(_l("Why the family travels apart, where it does"), least=20, needed=False)


def plan_body(form: Form) -> dict[str, Any]:
    """Return the plan as readmission takes it."""
    typed = body_of(form)
    numbers = range(1, _ESCORTS + 1)
    escorts = [
        {"role": typed.pop(f"escort_{number}_role"), "full_name": typed.pop(f"escort_{number}_name", None)}
        for number in numbers
        if f"escort_{number}_role" in typed
    ]
    for number in numbers:
        typed.pop(f"escort_{number}_name", None)
    other = typed.pop("other_place", None)
    if other:
        typed |= {"place": other, "place_agreed": True}
    named = [{name: value for name, value in item.items() if value} for item in escorts]
    return {**typed, "escorts": named}


class CallOff(Form):
    """Why a transfer is called off."""

    code = Codes(_l("Coded reason"), "call_off", NEEDED)
    reason = words(_l("Reason in writing"))


class Border(Form):
    """What happened at the border. Fields of the refusal stay empty after a hand-over."""

    places = {"delivered_by": "delivered_by__full_name", "received_by": "received_by__full_name"}  # noqa: RUF012

    outcome = Codes(_l("What happened"), "handover_outcome", NEEDED)
    at = moment(_l("The moment at which it happened"))
    place = line(_l("Border crossing point"))
    delivered_by__full_name = line(_l("Delivered by: name"))
    delivered_by__function = line(_l("Delivered by: function"))
    delivered_by__authority = line(_l("Delivered by: authority"))
    received_by__full_name = line(_l("Received by: name"), needed=False)
    received_by__function = line(_l("Received by: function"), needed=False)
    received_by__authority = line(_l("Received by: authority"), needed=False)
    refusal_code = Codes(_l("Refused: coded reason"), "border_refusal")
    reason = words(_l("Refused: reason in writing"), needed=False)
    follows = Codes(_l("Refused: what follows"), "follows")
    assistance = Codes(_l("Assistance with the return"), "assistance")
    remarks = words(_l("Remarks"), needed=False)


class SignedByHand(Form):
    """Who signed for the other side, on paper or at the desk."""

    places = {"by_hand": "by_hand__full_name"}  # noqa: RUF012

    by_hand__full_name = line(_l("Name"))
    by_hand__function = line(_l("Function"))
    by_hand__authority = line(_l("Authority"))


class Kept(Form):
    """A signature that was kept apart."""

    places = {"": "kept"}  # noqa: RUF012

    kept = HiddenField()


class LinkFamily(Form):
    """Another case of the family."""

    other_case_id = StringField(
        _l("Address or id of the other case"),
        [NEEDED],
        filters=[lambda text: (text or "").strip("/ ").split("/")[-1]],
    )
    relation = Codes(_l("Relation"), "relation", NEEDED)


class AddCost(Form):
    """A cost."""

    kind = Codes(_l("Kind of cost"), "cost_kind", NEEDED)
    amount = StringField(
        _l("Amount, for example 1250.00"),
        [
            NEEDED,
            validators.Regexp(
                r"^\d{1,12}(\.\d{1,4})?$", message=_l("A number with a point, for example 1250.00.")
            ),
        ],
    )
    currency = Listed(_l("Currency"), currency_choices, NEEDED)
    borne_by = Codes(_l("Borne by"), "bearer", NEEDED)
    article = line(_l("Under which article"))
    incurred_on = day(_l("Day of the cost"))
    invoiced_on = day(_l("Day of the invoice"), needed=False)
