"""What officers send to the work lists and what they get back."""

from marshmallow import fields, validate

from limen.law.categories import Category
from limen.web.pagination import Page, PageArguments
from limen.web.schemas import CountryCode, Identifier, Moment, Schema, personal
from services.readmission.steps import STATES
from services.readmission.worklists.escalating import CAUSES
from services.readmission.worklists.queries import COUNTED_TO, TABS

_OFFICE = validate.Length(1, 40)


class Criteria(Schema):
    """What a work list is narrowed to: codes only, never a person."""

    tab = fields.String(validate=validate.OneOf(list(TABS)))
    state = fields.String(validate=validate.OneOf(STATES))
    counterpart = CountryCode()
    category = fields.String(validate=validate.OneOf([item.value for item in Category]))
    office = fields.String(validate=_OFFICE)


class CountArguments(Criteria):
    """Narrow the counts as a list is narrowed; `tab` has no meaning here."""

    class Meta(Schema.Meta):
        exclude = ("tab",)


class Counts(Schema):
    """How many cases each list holds, and how many matters wait for the officer."""

    open = fields.Integer()
    overdue = fields.Integer()
    today = fields.Integer()
    week = fields.Integer()
    waiting = fields.Integer()
    counted_to = fields.Integer(
        metadata={"description": f"a count of {COUNTED_TO} says: so many or more; no list is counted further"}
    )
    escalations = fields.Integer(metadata={"description": "brought to a superior, and not seen to yet"})
    offers = fields.Integer(metadata={"description": "cases offered to offices in the officer's reach"})


class NewFilter(Schema):
    """Keep a filter under a name. The name is seen by its owner alone."""

    name = fields.String(required=True, validate=validate.Length(1, 60))
    criteria = fields.Nested(Criteria, required=True)


class FilterAnswer(Schema):
    """A filter that an officer keeps."""

    filter_id = Identifier()
    name = fields.String()
    criteria = fields.Nested(Criteria)


class FilterList(Schema):
    """The filters of the officer who asks."""

    items = fields.List(fields.Nested(FilterAnswer))


class NewEscalation(Schema):
    """Bring a case before a superior by hand."""

    reason = personal(fields.String(required=True, validate=validate.Length(10, 4000)))


class EscalationFilter(PageArguments):
    """Narrow the list of escalations."""

    state = fields.String(
        load_default="open",
        validate=validate.OneOf(("open", "seen")),
        metadata={"description": "open: nobody has seen to it, and the case goes on; seen: all others"},
    )


class EscalationAnswer(Schema):
    """A case that was brought before a superior: why, when, to whom, and who has seen to it."""

    escalation_id = Identifier()
    case_id = Identifier()
    number = fields.String()
    cause = fields.String(metadata={"description": f"one of {', '.join(CAUSES)}"})
    limit = fields.String(allow_none=True)
    due = fields.String(allow_none=True)
    office = fields.String()
    superior = fields.String(metadata={"description": "an account, or `role:` and a role"})
    raised_by = fields.String()
    raised_at = Moment()
    reason = personal(fields.String())
    seen_by = fields.String(allow_none=True)
    seen_at = Moment(allow_none=True)


class EscalationPage(Page):
    """A page of escalations, the oldest first."""

    items = fields.List(fields.Nested(EscalationAnswer))


class NewFeed(Schema):
    """Make a calendar of due dates that needs no sign-in; optionally of one office alone."""

    office = fields.String(validate=_OFFICE)


class FeedAnswer(Schema):
    """A calendar of due dates. The address with its secret is shown this one time."""

    feed_id = Identifier()
    office = fields.String(allow_none=True)
    made_at = Moment()
    ends_at = Moment()
    revoked_at = Moment(allow_none=True)


class NewFeedAnswer(FeedAnswer):
    """A new calendar, with the address that a calendar program subscribes to."""

    address = fields.String(metadata={"description": "path and secret; keep it as you keep a password"})


class FeedList(Schema):
    """The calendars of the officer who asks."""

    items = fields.List(fields.Nested(FeedAnswer))


class FeedArguments(Schema):
    """The secret of a calendar."""

    token = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9_-]{20,100}$"))
