"""How an officer says who a person is: a machine-readable zone, particulars as declared, or both."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from limen.clock import today
from limen.codes import Sex, StateKind
from limen.partial_dates import PartialDate
from limen.web.schemas import CountryCode, PartialDateField, Schema, personal
from services.registration.claims import Proof
from services.registration.states import is_state, kind_of

LONGEST_NAME = 200
#: a zone has 90 characters; a scanner may send what stands around it, which is no reason to refuse it
LONGEST_ZONE = 4000


class StateCode(fields.String):
    """A country, or what a document prints where there is none: XXA, XXB, XXC, XXX, UNO and the like."""

    default_error_messages = {  # noqa: RUF012
        "state": "Must be an ISO 3166-1 alpha-2 code in capitals, XK, or ICAO's code for no country."
    }

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        code = super()._deserialize(value, attr, data, **kwargs)
        no_country = kind_of(code) not in (StateKind.COUNTRY, StateKind.UNKNOWN)
        if not (is_state(code) or no_country):
            raise self.make_error("state")
        return code


class Name(Schema):
    """A name in one script. A person with a single name has it as surname."""

    surname = personal(fields.String(required=True, validate=validate.Length(1, LONGEST_NAME)))
    given_names = personal(fields.String(validate=validate.Length(0, LONGEST_NAME)))
    script = fields.String(
        validate=validate.Regexp("^[A-Z][a-z]{3}$", error="Must be an ISO 15924 code such as Cyrl."),
        metadata={"description": "ISO 15924; found out from the letters when it is left out"},
    )
    alias = fields.Boolean(metadata={"description": "a name that the person also goes by"})


class BirthDate(Schema):
    """A birth date, as far as it is known. An estimate says so."""

    date = PartialDateField(required=True)
    estimated = fields.Boolean()

    @validates_schema
    def not_in_the_future(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a birth after today."""
        born: PartialDate = data["date"]
        if born.earliest and born.earliest > today():
            raise ValidationError("Must not lie in the future.", "date")


class Document(Schema):
    """A document that the person says to have, or shows without a machine-readable zone."""

    type = fields.String(
        required=True,
        validate=validate.Regexp(
            "^([A-Z][A-Z0-9]?|[a-z][a-z_]{2,39})$",
            error="Must be the type of ICAO 9303 (P, ID) or a word such as birth_certificate.",
        ),
    )
    issuing_state = StateCode(required=True)
    number = personal(fields.String(required=True, validate=validate.Length(1, 40)))
    expiry_date = PartialDateField(allow_none=True)


class IdentityNumber(Schema):
    """A number by which a state knows a person, as typed. One that breaks a rule is recorded too."""

    issuing_state = CountryCode(required=True)
    number = personal(fields.String(required=True, validate=validate.Length(1, 40)))


class Declared(Schema):
    """Particulars that do not come from a zone. What is not known is left out."""

    proof = fields.String(
        validate=validate.OneOf(list(Proof)), metadata={"description": "how well they are supported"}
    )
    names = personal(fields.List(fields.Nested(Name), validate=validate.Length(1, 20)))
    birth_date = personal(fields.Nested(BirthDate))
    sex = personal(fields.Integer(strict=True, validate=validate.OneOf(list(map(int, Sex)))))
    nationalities = personal(fields.List(StateCode(), validate=validate.Length(1, 10)))
    birth_place = personal(fields.String(validate=validate.Length(1, 200)))
    documents = personal(fields.List(fields.Nested(Document), validate=validate.Length(1, 10)))
    identity_numbers = personal(fields.List(fields.Nested(IdentityNumber), validate=validate.Length(1, 10)))
    additional = personal(
        fields.Dict(
            keys=fields.String(validate=validate.Regexp("^[a-z][a-z0-9_]{0,59}$")),
            values=fields.Raw(),
            validate=validate.Length(1, 50),
            metadata={"description": "fields of the country's plugin by name"},
        )
    )


class Identity(Schema):
    """A zone, particulars, or both: what both say is kept side by side."""

    mrz = personal(
        fields.String(
            validate=validate.Length(1, LONGEST_ZONE),
            metadata={
                "description": "the machine-readable zone as typed or scanned, with or without line breaks"
            },
        )
    )
    document_verified = fields.Boolean(
        metadata={"description": "an officer inspected the document and found it genuine"}
    )
    declared = fields.Nested(Declared)

    @validates_schema
    def something_is_known(self, data: dict[str, Any], **_: Any) -> None:
        """Ask for a zone or particulars, unless the person is named."""
        if not (data.get("mrz") or data.get("declared") or "person_id" in data):
            raise ValidationError("Send the machine-readable zone, declared particulars, or both.")
        if "document_verified" in data and not data.get("mrz"):
            raise ValidationError("Needs the machine-readable zone of the document.", "document_verified")
