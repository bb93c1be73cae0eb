"""The fields that say who a person is: a machine-readable zone, particulars as declared, or both."""

from typing import Any, ClassVar, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, validators

from services.gateway.console.countries import CountryField, country_choices, nationality_choices
from services.gateway.console.forms import Form
from services.gateway.console.words import choices

#: fields of forms with particulars that are no particulars themselves
_BESIDE: Final = frozenset({"mrz", "document_verified", "post", "kind", "at", "person_id", "proof"})
_NOTHING: Final = (None, "", "0", False)
_NATIONALITIES: Final = ("nationality_1", "nationality_2", "nationality_3")


class ParticularsForm(Form):
    """What is known of a person without a machine-readable zone; what is not known stays empty."""

    places: ClassVar = {
        "declared/names/0/surname": "surname",
        "declared/names/0/given_names": "given_names",
        "declared/names": "aliases",
        "declared/birth_date": "birth_year",
        "declared/sex": "sex",
        "declared/nationalities": "nationality_1",
        "declared/birth_place": "birth_place",
        "declared/documents/0/number": "document_number",
        "declared/documents/0/issuing_state": "document_state",
        "declared/documents": "document_type",
        "declared/identity_numbers/0/number": "identity_number",
        "declared/identity_numbers": "identity_number_state",
        "declared/proof": "proof",
    }

    surname = StringField(_l("Surname"))
    given_names = StringField(_l("Given names"))
    aliases = TextAreaField(_l("Other names that the person goes by"))
    birth_day = StringField(_l("Day"))
    birth_month = StringField(_l("Month"))
    birth_year = StringField(_l("Year"))
    birth_estimated = BooleanField(_l("The birth date is an estimate"))
    sex = RadioField(_l("Sex"), [validators.Optional()], default="0")
    nationality_1 = CountryField(_l("Nationality"), [validators.Optional()])
    nationality_2 = CountryField(_l("Second nationality"), [validators.Optional()])
    nationality_3 = CountryField(_l("Third nationality"), [validators.Optional()])
    birth_place = StringField(_l("Place of birth"))
    document_type = SelectField(_l("Kind of document"), [validators.Optional()])
    document_state = CountryField(_l("State that issued it"), [validators.Optional()])
    document_number = StringField(_l("Number of the document"))
    identity_number_state = CountryField(_l("State that gave it"), [validators.Optional()])
    identity_number = StringField(_l("Identity number"))
    proof = SelectField(_l("How well this is supported"), default="declared")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.sex.choices = choices("sex")
        self.proof.choices = choices("proof")
        self.document_type.choices = [("", _("None")), *choices("document")]
        self.document_state.choices = country_choices()
        self.identity_number_state.choices = country_choices()
        for name in _NATIONALITIES:
            self[name].choices = nationality_choices()

    def validate_given_names(self, field: Any) -> None:
        """A person with a single name has it as surname."""
        if field.data and not self.surname.data:
            raise validators.ValidationError(_("A person with a single name has it as surname."))

    def validate_birth_year(self, field: Any) -> None:
        """A day needs its month, a month its year, and each is a number."""
        day, month, year = (part.data.strip() for part in (self.birth_day, self.birth_month, field))
        if (day or month) and not year:
            raise validators.ValidationError(
                _("A month or day needs its year. Where only the age is known, enter the year of birth.")
            )
        if day and not month:
            raise validators.ValidationError(_("A day needs its month."))
        if not all(part.isdecimal() for part in (day, month, year) if part) or (year and len(year) != 4):
            raise validators.ValidationError(
                _("Use numbers, and four digits for the year, for example 12 8 1974.")
            )

    @property
    def has_particulars(self) -> bool:
        """Tell whether particulars were entered, so that the page must not fold them away."""
        particulars = (field for field in self if field.short_name not in _BESIDE)
        return any(field.errors or field.data not in _NOTHING for field in particulars)

    def declared(self) -> dict[str, Any]:
        """Return the particulars as registration takes them; empty where nothing was entered."""
        given: dict[str, Any] = {
            "names": self._names(),
            "birth_date": self._birth_date(),
            "sex": int(self.sex.data or 0),
            "nationalities": list(
                dict.fromkeys(self[name].data for name in _NATIONALITIES if self[name].data)
            ),
            "birth_place": self.birth_place.data.strip(),
            "documents": self._documents(),
            "identity_numbers": self._identity_numbers(),
        }
        known = {name: value for name, value in given.items() if value}
        return {**known, "proof": self.proof.data} if known else {}

    def _names(self) -> list[dict[str, Any]]:
        names = []
        if self.surname.data.strip():
            names.append({"surname": self.surname.data.strip(), "given_names": self.given_names.data.strip()})
        for line in self.aliases.data.splitlines():
            surname, _comma, given_names = line.partition(",")
            if line.strip():
                alias = {"surname": surname.strip(), "given_names": given_names.strip(), "alias": True}
                names.append(alias)
        return names

    def _birth_date(self) -> dict[str, Any]:
        day, month, year = (part.data.strip() for part in (self.birth_day, self.birth_month, self.birth_year))
        if not year:
            return {}
        parts = [year, month and f"{int(month):02d}", day and f"{int(day):02d}"]
        return {"date": "-".join(part for part in parts if part), "estimated": self.birth_estimated.data}

    def _documents(self) -> list[dict[str, Any]]:
        parts = {
            "type": self.document_type.data,
            "issuing_state": self.document_state.data,
            "number": self.document_number.data.strip(),
        }
        given = {name: value for name, value in parts.items() if value}
        return [given] if given else []

    def _identity_numbers(self) -> list[dict[str, Any]]:
        parts = {
            "issuing_state": self.identity_number_state.data,
            "number": self.identity_number.data.strip(),
        }
        given = {name: value for name, value in parts.items() if value}
        return [given] if given else []


class IdentityForm(ParticularsForm):
    """A machine-readable zone as typed or scanned, particulars, or both."""

    places: ClassVar = {**ParticularsForm.places, "mrz": "mrz", "document_verified": "document_verified"}

    mrz = TextAreaField(_l("Machine-readable zone"))
    document_verified = BooleanField(_l("I inspected the document and found it genuine"))

    def identity(self) -> dict[str, Any]:
        """Return zone and particulars as registration takes them."""
        zone: dict[str, Any] = {}
        if self.mrz.data.strip():
            zone = {"mrz": self.mrz.data, "document_verified": self.document_verified.data}
        elif self.document_verified.data:
            zone = {"document_verified": True}  # registration says that the zone is missing
        declared = self.declared()
        return {**zone, "declared": declared} if declared else zone
