"""The app that every service starts from, and how its routes are declared."""

from limen.web.blueprint import Blueprint
from limen.web.pagination import Page, PageArguments, paginate
from limen.web.policy import PUBLIC, SIGNED_IN, posts_in_reach, require_post
from limen.web.schemas import (
    CountryCode,
    Identifier,
    Moment,
    PartialDateField,
    Schema,
    WholeNumber,
    personal,
)

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "Blueprint",
    "CountryCode",
    "Identifier",
    "Moment",
    "Page",
    "PageArguments",
    "PartialDateField",
    "Schema",
    "WholeNumber",
    "paginate",
    "personal",
    "posts_in_reach",
    "require_post",
]
