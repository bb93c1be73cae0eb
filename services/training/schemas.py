"""What trainers send to training and what they get back."""

from typing import Any

from marshmallow import fields, validate

from limen.web.pagination import Page, PageArguments
from limen.web.schemas import CountryCode, Identifier, Moment, PartialDateField, Schema, WholeNumber

KINDS = ("training_of_trainers", "course", "workshop", "study_tour", "exercise")

_CODE = validate.Regexp(r"^[A-Za-z0-9][A-Za-z0-9-]{1,39}$", error="Letters, digits and hyphens, 2 to 40.")


def _text(longest: int, **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.Length(1, longest), **kwargs)


def _texts(most: int = 40, longest: int = 400) -> fields.List[Any]:
    return fields.List(_text(longest), validate=validate.Length(0, most))


class NewModule(Schema):
    """Add a course module, or its next edition: then `answers` names the feedback that asked for it."""

    code = fields.String(required=True, validate=_CODE)
    title = _text(200, required=True)
    curriculum = fields.String(required=True, validate=_CODE)
    objectives = _texts()
    lessons = _texts()
    materials = _texts()
    languages = _texts(20, 20)
    source = _text(200)
    answers = fields.List(Identifier(), validate=validate.Length(0, 100))


class Module(Schema):
    """A course module in one edition."""

    module_id = Identifier()
    code = fields.String()
    edition = fields.Integer()
    title = fields.String()
    curriculum = fields.String()
    objectives = fields.List(fields.String())
    lessons = fields.List(fields.String())
    materials = fields.List(fields.String())
    languages = fields.List(fields.String())
    source = fields.String()
    created_at = Moment()


class ModulePage(Page):
    """A page of modules, every edition."""

    items = fields.List(fields.Nested(Module))


class NewPackage(Schema):
    """Add a training support package."""

    code = fields.String(required=True, validate=_CODE)
    title = _text(200, required=True)
    authors = _texts()
    modules = fields.List(fields.String(validate=_CODE), required=True, validate=validate.Length(1, 100))


class Package(Schema):
    """A support package as it was added: codes of its modules."""

    package_id = Identifier()
    code = fields.String()
    title = fields.String()
    authors = fields.List(fields.String())
    modules = fields.List(fields.String())
    created_at = Moment()


class PackagePage(Page):
    """A page of support packages."""

    items = fields.List(fields.Nested(Package))


class Delegation(Schema):
    """Who came from one country; `split_known` is false where the numbers of each agency are not known."""

    country = CountryCode(required=True)
    agencies = fields.List(_text(120), required=True, validate=validate.Length(1, 20))
    participants = WholeNumber(1, 10_000, required=True)
    split_known = fields.Boolean(required=True)


class Trainer(Schema):
    """Who taught. `name` is left out where the report names nobody."""

    name = _text(120)
    title = _text(200)
    organisation = _text(120, required=True)
    scope = fields.String(required=True, validate=validate.OneOf(("national", "international")))
    roles = _texts(10, 200)


class NewEvent(Schema):
    """Add a training event with its delegations and trainers."""

    code = fields.String(required=True, validate=_CODE)
    title = _text(200, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    curriculum = fields.String(required=True, validate=_CODE)
    held_from = PartialDateField(required=True)
    held_to = PartialDateField(required=True)
    mission_from = PartialDateField()
    mission_to = PartialDateField()
    venue = _text(120, required=True)
    country = CountryCode(required=True)
    participants = WholeNumber(0, 100_000, required=True)
    delegations = fields.List(fields.Nested(Delegation), required=True, validate=validate.Length(0, 60))
    trainers = fields.List(fields.Nested(Trainer), load_default=list, validate=validate.Length(0, 60))
    organisers = _texts()
    donors = _texts()
    project = _text(400)
    sdgs = fields.List(WholeNumber(1, 17), validate=validate.Length(0, 17))
    languages = _texts(20, 20)
    package = fields.String(validate=_CODE)
    source = _text(400)
    note = _text(2000)


class EventLine(Schema):
    """A training event in a list."""

    event_id = Identifier()
    code = fields.String()
    title = fields.String()
    kind = fields.String()
    curriculum = fields.String()
    held_from = fields.String()
    held_to = fields.String()
    venue = fields.String()
    participants = fields.Integer()
    version = fields.Integer()


class EventFilter(PageArguments):
    """Which events to list."""

    curriculum = fields.String(validate=_CODE)


class EventPage(Page):
    """A page of training events."""

    items = fields.List(fields.Nested(EventLine))


class NewFeedback(Schema):
    """Say what should change in a module. `asked_by` is a delegation or an office, never a person's name."""

    module_code = fields.String(required=True, validate=_CODE)
    asked_by = _text(120, required=True)
    text = _text(4000, required=True)


class Feedback(Schema):
    """A request to change a module."""

    feedback_id = Identifier()
    event_id = Identifier()
    module_code = fields.String()
    asked_by = fields.String()
    text = fields.String()
    state = fields.String()
    answered_by_edition = fields.Integer(allow_none=True)
    created_at = Moment()


class NewGoodPractice(Schema):
    """Keep an experience that a country shared."""

    country = CountryCode(required=True)
    topic = _text(80, required=True)
    session = _text(120, required=True)
    text = _text(4000, required=True)


class GoodPractice(Schema):
    """An experience that a country shared."""

    practice_id = Identifier()
    event_id = Identifier()
    country = fields.String()
    topic = fields.String()
    session = fields.String()
    text = fields.String()
    created_at = Moment()


class NewCertificate(Schema):
    """Issue a certificate to an officer, named by account."""

    officer = fields.String(
        required=True,
        validate=validate.Regexp(r"^[a-z0-9][a-z0-9._@-]{1,79}$", error="Must be the account of an officer."),
    )
    issued_on = fields.Date()
    expires_on = fields.Date(required=True)


class Revocation(Schema):
    """Revoke a certificate."""

    reason = _text(500, required=True)


class Certificate(Schema):
    """A certificate of an officer; `valid` says whether it counts today."""

    certificate_id = Identifier()
    number = fields.String()
    officer = fields.String()
    curriculum = fields.String()
    event_id = Identifier()
    issued_on = fields.Date()
    expires_on = fields.Date()
    issued_by = fields.String()
    revoked_on = fields.Date(allow_none=True)
    valid = fields.Boolean()
    version = fields.Integer()


class CertificateFilter(PageArguments):
    """Which certificates to list."""

    officer = fields.String(validate=validate.Length(1, 120))
    curriculum = fields.String(validate=_CODE)


class CertificatePage(Page):
    """A page of certificates."""

    items = fields.List(fields.Nested(Certificate))


class ModuleLine(Schema):
    """A module of an event's curriculum."""

    code = fields.String()
    edition = fields.Integer()
    title = fields.String()


class Event(EventLine):
    """A training event with everything that belongs to it."""

    country = fields.String()
    mission_from = fields.String()
    mission_to = fields.String()
    organisers = fields.List(fields.String())
    donors = fields.List(fields.String())
    project = fields.String()
    sdgs = fields.List(fields.Integer())
    languages = fields.List(fields.String())
    package = fields.String()
    source = fields.String()
    note = fields.String()
    delegations = fields.List(fields.Nested(Delegation))
    trainers = fields.List(fields.Nested(Trainer))
    feedback = fields.List(fields.Nested(Feedback))
    good_practices = fields.List(fields.Nested(GoodPractice))
    certificates = fields.List(fields.Nested(Certificate))
    modules = fields.List(fields.Nested(ModuleLine))


class NewPoolMember(Schema):
    """Put an officer into a national pool of trainers."""

    country = CountryCode(required=True)
    officer = _text(120, required=True)
    agency = _text(120, required=True)
    qualification = _text(200, required=True)
    trained_at = Identifier()
    available = fields.Boolean()


class PoolCourse(Schema):
    """A course that a trainer of the pool held."""

    title = _text(200, required=True)
    held_from = fields.String(required=True, validate=validate.Regexp(r"^\d{4}(-\d\d(-\d\d)?)?$"))
    participants = WholeNumber(0, 10_000, required=True)


class PoolChange(Schema):
    """Say whether a trainer is available, or add a course that followed."""

    available = fields.Boolean()
    course = fields.Nested(PoolCourse)


class PoolMember(Schema):
    """A trainer of a national pool."""

    member_id = Identifier()
    country = fields.String()
    officer = fields.String()
    agency = fields.String()
    qualification = fields.String()
    trained_at = Identifier(allow_none=True)
    available = fields.Boolean()
    courses = fields.List(fields.Nested(PoolCourse))
    version = fields.Integer()


class PoolFilter(PageArguments):
    """Which pool to list."""

    country = CountryCode()


class PoolPage(Page):
    """A page of a pool."""

    items = fields.List(fields.Nested(PoolMember))
