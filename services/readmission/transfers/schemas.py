"""What officers send about transfers, families and costs, and what they get back."""

from babel.numbers import list_currencies
from marshmallow import fields, validate

from limen.web.pagination import Page, PageArguments
from limen.web.schemas import Identifier, Moment, Schema, personal
from services.readmission.states import CALL_OFF_REASONS
from services.readmission.transfers.costs import BEARERS, KINDS
from services.readmission.transfers.family import RELATIONS
from services.readmission.transfers.planning import ESCORT_ROLES, NEEDS, STATES

MEANS = ("air", "road", "rail", "sea", "foot")
_AMOUNT = validate.Regexp(
    r"^[0-9]{1,12}(\.[0-9]{1,4})?\Z", error="Must be a decimal number as text, for example 1250.00."
)


class Escort(Schema):
    """One escort: the role, and the name where the other side must be told it."""

    role = fields.String(required=True, validate=validate.OneOf(ESCORT_ROLES))
    full_name = personal(fields.String(validate=validate.Length(1, 120)))


class NewTransfer(Schema):
    """Plan the transfer of a case, and with `with_family` that of its family on the same day."""

    on = fields.Date(required=True)
    place = fields.String(required=True, validate=validate.Length(1, 120))
    place_agreed = fields.Boolean(load_default=False)
    means = fields.String(required=True, validate=validate.OneOf(MEANS))
    itinerary = fields.String(validate=validate.Length(1, 200))
    escorts = fields.List(fields.Nested(Escort), load_default=list, validate=validate.Length(max=20))
    needs = fields.List(
        fields.String(validate=validate.OneOf(NEEDS)), load_default=list, validate=validate.Length(max=20)
    )
    with_family = fields.Boolean(load_default=False)
    family_reason = personal(fields.String(validate=validate.Length(20, 4000)))


class OnDay(Schema):
    """The day on which something happened."""

    on = fields.Date(required=True)


class CallOff(Schema):
    """Why a transfer is called off: a code, and what happened in writing."""

    code = fields.String(required=True, validate=validate.OneOf(list(CALL_OFF_REASONS)))
    reason = personal(fields.String(required=True, validate=validate.Length(1, 4000)))


class Point(Schema):
    """A crossing point that the arrangement names."""

    state = fields.String()
    place = fields.String()
    reference = fields.String()


class RelativeOfCase(Schema):
    """A case of the family, and where its person will travel."""

    case_id = Identifier()
    number = fields.String()
    state = fields.String()
    relation = fields.String()
    planned_on = fields.Date(allow_none=True)
    place = fields.String(allow_none=True)


class TransferWarning(Schema):
    """Something that an officer must be warned of."""

    code = fields.String()
    detail = fields.String()


class TransferLine(Schema):
    """A transfer without anything about the person."""

    transfer_id = Identifier()
    case_id = Identifier()
    number = fields.String()
    group_id = fields.String(allow_none=True)
    state = fields.String()
    planned_on = fields.Date()
    place = fields.String()
    place_reference = fields.String()
    means = fields.String()
    itinerary = fields.String(allow_none=True)
    escort_count = fields.Integer()
    escort_roles = fields.List(fields.String())
    notice_on = fields.Date(allow_none=True)
    ended_why = fields.String(allow_none=True)


class TransferAnswer(TransferLine):
    """A transfer of a case."""

    needs = fields.List(fields.String())
    escort_names = personal(fields.List(fields.String(allow_none=True), allow_none=True))
    family_reason = personal(fields.String(allow_none=True))
    planned_by = fields.String()
    planned_at = Moment()


class TransferList(Schema):
    """The transfers of a case, with crossing points, family and warnings."""

    items = fields.List(fields.Nested(TransferAnswer))
    points = fields.List(fields.Nested(Point))
    family = fields.List(fields.Nested(RelativeOfCase))
    apart = fields.List(fields.Nested(RelativeOfCase))
    warnings = fields.List(fields.Nested(TransferWarning))
    version = fields.Integer()


class TransferFilter(PageArguments):
    """Narrow the list of transfers."""

    state = fields.String(validate=validate.OneOf(STATES))


class TransferPage(Page):
    """A page of transfers, the nearest first."""

    items = fields.List(fields.Nested(TransferLine))


class NewFamilyLink(Schema):
    """Two cases of one family."""

    other_case_id = Identifier(required=True)
    relation = fields.String(required=True, validate=validate.OneOf(RELATIONS))


class SheetDocument(Schema):
    """The travel document that lasts longest."""

    kind = fields.String()
    valid_until = fields.Date()


class EscortSheet(Schema):
    """What an escort must know, and nothing else."""

    number = fields.String()
    requesting_state = fields.String()
    requested_state = fields.String()
    surname = personal(fields.String())
    given_names = personal(fields.String())
    birth_date = personal(fields.String(allow_none=True))
    sex = fields.Integer()
    nationalities = personal(fields.List(fields.String()))
    planned_on = fields.Date()
    place = fields.String()
    means = fields.String()
    itinerary = fields.String(allow_none=True)
    escort_count = fields.Integer()
    escort_roles = fields.List(fields.String())
    needs = fields.List(fields.String())
    travel_document = fields.Nested(SheetDocument, allow_none=True)
    travels_with = fields.List(fields.String())


class NewCost(Schema):
    """A cost of a case. `article`: under which article who bears it."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    amount = fields.String(required=True, validate=_AMOUNT)
    currency = fields.String(
        required=True, validate=validate.OneOf(sorted(list_currencies()), error="Must be an ISO 4217 code.")
    )
    borne_by = fields.String(required=True, validate=validate.OneOf(BEARERS))
    article = fields.String(required=True, validate=validate.Length(1, 120))
    incurred_on = fields.Date(required=True)
    invoiced_on = fields.Date()


class CostAnswer(Schema):
    """A cost."""

    cost_id = Identifier()
    kind = fields.String()
    amount = fields.String()
    currency = fields.String()
    borne_by = fields.String()
    article = fields.String()
    incurred_on = fields.Date()
    invoiced_on = fields.Date(allow_none=True)
    paid_on = fields.Date(allow_none=True)
    recorded_by = fields.String()
    recorded_at = Moment()


class CostSum(Schema):
    """What one side bears in one currency."""

    borne_by = fields.String()
    currency = fields.String()
    amount = fields.String()


class CostRule(Schema):
    """What the arrangement says of costs."""

    reference = fields.String()
    words = fields.String()


class CostList(Schema):
    """The costs of a case, their sums, and what the text says."""

    items = fields.List(fields.Nested(CostAnswer))
    sums = fields.List(fields.Nested(CostSum))
    rules = fields.List(fields.Nested(CostRule))
    version = fields.Integer()
