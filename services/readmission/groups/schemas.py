"""What officers send about group returns and what they get back."""

from marshmallow import fields, validate

from limen.web.pagination import Page, PageArguments
from limen.web.schemas import CountryCode, Identifier, Moment, Schema, WholeNumber, personal
from services.readmission.groups.manifest import STATES
from services.readmission.schemas import PersonName
from services.readmission.transfers.planning import NEEDS
from services.readmission.transfers.schemas import MEANS


class NewGroup(Schema):
    """Plan a group return."""

    name = fields.String(required=True, validate=validate.Length(1, 60))
    requesting_state = CountryCode(required=True)
    requested_state = CountryCode(required=True)
    departs_on = fields.Date(required=True)
    place = fields.String(required=True, validate=validate.Length(1, 120))
    place_agreed = fields.Boolean(load_default=False)
    means = fields.String(required=True, validate=validate.OneOf(MEANS))
    itinerary = fields.String(validate=validate.Length(1, 200))
    places = WholeNumber(1, 500, required=True)


class AddCases(Schema):
    """Put cases on the manifest; a family is best put on in one go."""

    case_ids = fields.List(Identifier(), required=True, validate=validate.Length(1, 50))
    needs = fields.List(fields.String(validate=validate.OneOf(NEEDS)), load_default=list)
    family_reason = personal(fields.String(validate=validate.Length(20, 4000)))


class GroupCallOff(Schema):
    """Why a group return is called off."""

    reason = fields.String(required=True, validate=validate.Length(1, 400))


class Departure(Schema):
    """When the group departed."""

    at = Moment(required=True)


class GroupFilter(PageArguments):
    """Narrow the list of group returns."""

    state = fields.String(validate=validate.OneOf(STATES))


class GroupLine(Schema):
    """A group return in a list."""

    group_id = Identifier()
    name = fields.String()
    requesting_state = fields.String()
    requested_state = fields.String()
    departs_on = fields.Date()
    place = fields.String()
    means = fields.String()
    itinerary = fields.String(allow_none=True)
    places = fields.Integer()
    state = fields.String()
    on = fields.Integer()
    waiting = fields.Integer()
    free = fields.Integer()
    version = fields.Integer()


class GroupPage(Page):
    """A page of group returns, the nearest first."""

    items = fields.List(fields.Nested(GroupLine))


class ManifestLine(Schema):
    """A case on a manifest. `gate` is asked anew at each look; `off_why` says why it was taken off."""

    entry_id = Identifier()
    case_id = Identifier()
    number = fields.String()
    state = fields.String()
    case_state = fields.String()
    gate = fields.String()
    off_why = fields.String(allow_none=True)
    off_at = Moment(allow_none=True)
    added_by = fields.String()
    added_at = Moment()
    person = fields.Nested(PersonName, allow_none=True)


class GroupAnswer(GroupLine):
    """A group return with its manifest."""

    place_agreed = fields.Boolean()
    reason = fields.String(allow_none=True)
    departed_at = Moment(allow_none=True)
    planned_by = fields.String()
    planned_at = Moment()
    manifest = fields.List(fields.Nested(ManifestLine))
