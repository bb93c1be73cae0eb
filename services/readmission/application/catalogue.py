"""The fields of the common readmission application, in the order and with the numbers of the usual annex.

Each field says as which kinds of data an agreement may let it be communicated (`data_allowed` in the
arrangement's file). An arrangement whose annex has a shorter form lists its fields in `application_fields`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from limen.law.arrangement import Arrangement, Fact

IDENTIFY = "information_needed_to_identify"
CONDITIONS = ("information_needed_to_check_conditions", "information_needed_to_check")
FAMILY = ("names_of_spouse_and_children", "names_of_other_close_relatives", IDENTIFY)

CIVIL_STATUS = ("single", "married", "divorced", "widowed", "registered_partnership")
SEXES = ("female", "male", "unspecified")


@dataclass(frozen=True)
class FormField:
    """One field. `kind`: text, long, date (EDTF), day, choice, states, persons or yes.

    `data`: the kinds of data of which one must be allowed; none: it says nothing about the person.
    """

    name: str
    place: str
    kind: str
    data: tuple[str, ...]
    choices: tuple[str, ...] = ()
    longest: int = 200

    @property
    def section(self) -> str:
        """The letter of its section."""
        return self.place[0]


FIELDS: Sequence[FormField] = (
    FormField("family_names", "A1", "text", ("family_names",)),
    FormField("given_names", "A1", "text", ("given_names",)),
    FormField("former_names", "A2", "text", ("former_names",)),
    FormField("birth_date", "A3", "date", ("birth_date",)),
    FormField("birth_place", "A3", "text", ("birth_place",)),
    FormField("sex", "A4", "choice", ("sex",), SEXES),
    FormField("physical_description", "A4", "long", (IDENTIFY,), longest=600),
    FormField("other_names", "A5", "text", ("other_names", "aliases", "nicknames", "pseudonyms")),
    FormField("current_nationality", "A6", "states", ("current_nationality",)),
    FormField("former_nationality", "A6", "states", ("former_nationality",)),
    FormField("language", "A6", "text", (IDENTIFY,)),
    FormField("civil_status", "A7", "choice", ("civil_status",), CIVIL_STATUS),
    FormField("last_residence_requested", "A8", "text", ("last_residences", IDENTIFY)),
    FormField("last_residence_requesting", "A9", "text", CONDITIONS),
    FormField("spouse", "B1", "persons", FAMILY),
    FormField("children", "C1", "persons", FAMILY),
    FormField("document_type", "E1", "text", ("document_type", "document_number"), longest=60),
    FormField("document_number", "E1", "text", ("document_number",), longest=60),
    FormField("document_issue_date", "E1", "day", ("document_issue_date",)),
    FormField("document_place_of_issue", "E1", "text", ("document_place_of_issue",)),
    FormField("document_issuing_authority", "E1", "text", ("document_issuing_authority",)),
    FormField("document_validity", "E1", "day", ("document_validity",)),
    FormField("permits", "E2", "text", ("residence_permits", "visas", *CONDITIONS), longest=600),
    FormField(
        "itinerary",
        "E3",
        "long",
        ("itineraries", "stopovers", "places_of_stay", "places_of_transit", "lodgings"),
        longest=2000,
    ),
    FormField("interview_requested", "F1", "yes", ()),
    FormField("observations", "F2", "long", (IDENTIFY, *CONDITIONS), longest=2000),
)
BY_NAME: Mapping[str, FormField] = {field.name: field for field in FIELDS}

#: texts in an officer's own words, in which something that must not leave could stand
FREE_TEXT = ("physical_description", "permits", "itinerary", "observations")


def fields_of(arrangement: Arrangement, category: str, requested: str) -> tuple[FormField, ...]:
    """Return the fields of the form: those of the arrangement's annex where its file lists them, else all."""
    listed = arrangement.facts_about("application_fields", category, requested)
    names = {name for fact in listed for name in texts_of(fact)}
    return tuple(field for field in FIELDS if not names or field.name in names)


def texts_of(fact: Fact) -> list[str]:
    """Return the value of a fact as texts, be it one or several."""
    return [fact.value] if isinstance(fact.value, str) else [str(item) for item in fact.value]
