"""What Utopia records about a person beside the common fields."""

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from limen.plugins import PersonField, Sensitivity, hookimpl

#: Utopia has fifty-four; these three are enough for an example
CITIES = ("Amaurot", "Anyder Mouth", "Polylerit Gate")


@hookimpl
def person_fields() -> list[PersonField]:
    """Return the home city and the citizen number."""
    return [
        PersonField(
            name="home_city",
            labels={"en": "Home city", "la": "Urbs patria"},
            field=fields.String(validate=OneOf(CITIES)),
            sensitivity=Sensitivity.PERSONAL,
            purpose="The city's magistrate confirms who the person is (Population Register Act, art. 8).",
        ),
        PersonField(
            name="citizen_number",
            labels={"en": "Citizen number", "la": "Numerus civis"},
            # no check digit here: a number is recorded as it stands on the document, right or wrong
            field=fields.String(validate=Length(max=20)),
            sensitivity=Sensitivity.IDENTIFIER,
            purpose="The register is asked by it (Population Register Act, art. 2).",
        ),
    ]
