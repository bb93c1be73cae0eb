"""Border posts."""

from marshmallow import fields, validate

from limen.web.pagination import Page, PageArguments
from limen.web.schemas import Schema
from services.registration.posts import PostKind
from services.registration.schemas.identity import StateCode

POST_CODE = validate.Regexp(
    "^[A-Z0-9][A-Z0-9-]{1,19}$", error="Must be 2 to 20 capitals, digits and hyphens."
)


class Post(Schema):
    """A border post; `neighbour` is the state on the other side, where there is one."""

    code = fields.String(required=True, validate=POST_CODE)
    name = fields.String(required=True, validate=validate.Length(1, 120))
    country = StateCode(required=True)
    neighbour = StateCode(allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(PostKind)))
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(allow_none=True)


class PostFilter(PageArguments):
    """Which posts to list."""

    on = fields.Date(metadata={"description": "only posts in use on this day"})


class PostPage(Page):
    """Border posts by code."""

    items = fields.List(fields.Nested(Post), required=True)
