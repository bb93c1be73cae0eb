"""What officers and administrators send to the gateway and what they get back."""

from marshmallow import fields, validate

from limen.web.pagination import Page, PageArguments
from limen.web.policy import ROLES
from limen.web.schemas import CountryCode, Identifier, Schema, WholeNumber, personal

_Role = fields.String(validate=validate.OneOf(ROLES))
_Post = fields.String(validate=validate.Regexp(r"^[A-Z0-9-]{2,20}$", error="Must be the code of a post."))


class Credentials(Schema):
    """Sign in with a local account; `code` is the six digits of the second factor, where there is one."""

    account = fields.String(required=True, validate=validate.Length(1, 80))
    password = personal(fields.String(required=True, load_only=True, validate=validate.Length(1, 200)))
    code = personal(fields.String(load_only=True, load_default="", validate=validate.Length(0, 12)))


class Token(Schema):
    """An access token for the Authorization header, as `Bearer <access_token>`."""

    access_token = personal(fields.String())
    token_type = fields.String()
    expires_in = fields.Integer(metadata={"description": "seconds"})


class Me(Schema):
    """Who is signed in."""

    account = fields.String()
    name = fields.String()
    roles = fields.List(fields.String())
    posts = fields.List(fields.String())
    country = fields.String()
    agency = fields.String()


class NewAccount(Schema):
    """Make a local account."""

    login = fields.String(
        required=True,
        validate=validate.Regexp(
            r"^[a-z0-9][a-z0-9._-]{1,79}$", error="Small letters, digits and . _ - only."
        ),
    )
    name = fields.String(required=True, validate=validate.Length(1, 120))
    password = personal(fields.String(required=True, load_only=True, validate=validate.Length(12, 200)))
    roles = fields.List(_Role, required=True, validate=validate.Length(1, len(ROLES)))
    posts = fields.List(_Post, load_default=list, validate=validate.Length(0, 40))
    country = CountryCode()
    agency = fields.String(validate=validate.Length(0, 80))


class AccountChange(Schema):
    """Change an account; what is left out stays as it is."""

    name = fields.String(validate=validate.Length(1, 120))
    password = personal(fields.String(load_only=True, validate=validate.Length(12, 200)))
    roles = fields.List(_Role, validate=validate.Length(1, len(ROLES)))
    posts = fields.List(_Post, validate=validate.Length(0, 40))
    agency = fields.String(validate=validate.Length(0, 80))
    disabled = fields.Boolean()
    unlock = fields.Boolean()


class Account(Schema):
    """An account as an administrator sees it."""

    account_id = Identifier()
    login = fields.String()
    name = fields.String()
    roles = fields.List(fields.String())
    posts = fields.List(fields.String())
    country = fields.String()
    agency = fields.String()
    disabled = fields.Boolean()
    locked = fields.Boolean()
    second_factor = fields.Boolean()
    version = WholeNumber()


class AccountPage(Page):
    """A page of accounts."""

    items = fields.List(fields.Nested(Account))


class AccountFilter(PageArguments):
    """Which accounts to list."""


class SecondFactor(Schema):
    """The secret of a second factor, shown this one time."""

    secret = personal(fields.String())
    address = personal(fields.String())


class ServiceHealth(Schema):
    """How one service fares. `parts` holds what each part says of itself: `status` and its figures."""

    service = fields.String()
    status = fields.String(
        validate=validate.OneOf(("ready", "degraded", "unavailable", "unreachable")),
    )
    degraded = fields.List(fields.String())
    parts = fields.Dict(keys=fields.String(), values=fields.Dict())


class NodeHealth(Schema):
    """How all services of the node fare."""

    items = fields.List(fields.Nested(ServiceHealth))
