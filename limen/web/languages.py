"""In which languages something is printed, in requests."""

from typing import Final

from marshmallow import fields, validate

from limen.web.schemas import Schema

#: a language of BCP 47, with its script where it has several
LANGUAGE: Final = validate.Regexp(
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?\Z", error="Must be a language such as de or sr-Latn."
)


class SheetLanguages(Schema):
    """The languages of a sheet for a person: theirs, and beside it the officer's."""

    language = fields.String(required=True, validate=LANGUAGE)
    beside = fields.String(load_default="en", validate=LANGUAGE)
