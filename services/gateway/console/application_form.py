"""The form of an application: its fields are those of the arrangement, as readmission lists them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from services.gateway.console.forms import Form
from services.gateway.console.words import say

_HINTS: Final = {
    "date": _l("For example 1990-04-17, or 1990-04 or 1990 where the rest is not known."),
    "day": _l("For example 2030-01-31."),
    "states": _l("Codes with a comma between them, for example BA, HR."),
    "persons": _l("One person a line: family names; given names; birth date; place of birth."),
}
_PERSON: Final = ("family_names", "given_names", "birth_date", "birth_place")


class ApplicationForm(Form):
    """The form of one application; its fields are added for each arrangement."""

    described: Mapping[str, Mapping[str, Any]]

    def hint(self, name: str) -> Any:
        """Return what helps to fill a field in."""
        return _HINTS.get(self.described[name]["kind"], "")

    def sections(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield the letters of the sections, each with its fields."""
        letters = dict.fromkeys(item["place"][0] for item in self.described.values())
        for letter in letters:
            yield letter, [self[name] for name, item in self.described.items() if item["place"][0] == letter]

    def body(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was entered: no empty field, and none that only repeats what registration knows."""
        found = {name: _value(item["kind"], self[name].data) for name, item in self.described.items()}
        return {
            name: value
            for name, value in found.items()
            if value not in (None, "", [], False)
            and (self.described[name]["entered"] or value != known.get(name))
        }


def application_form(application: Mapping[str, Any], *, sent: bool) -> ApplicationForm:
    """Return the form of an application, filled with its values or with what was sent."""
    described = {item["name"]: item for item in application["fields"]}
    fields = {name: _field(item) for name, item in described.items()}
    kind = type("ArrangedForm", (ApplicationForm,), {"described": described, **fields})
    values = {name: _text(item["kind"], application["values"].get(name)) for name, item in described.items()}
    form: ApplicationForm = kind(sent=sent, version=application["version"], **({} if sent else values))
    for name, item in described.items():
        if item["kind"] == "choice":
            form[name].choices = [("", ""), *((code, say("form_choice", code)) for code in item["choices"])]
    return form


def _field(item: Mapping[str, Any]) -> Any:
    label = say("form_field", item["name"])
    if item["kind"] == "yes":
        return BooleanField(label)
    if item["kind"] == "choice":
        return SelectField(label)
    if item["kind"] in ("long", "persons"):
        return TextAreaField(label)
    return StringField(label)


def _text(kind: str, value: Any) -> Any:
    """Turn a value of readmission into what the field shows."""
    if kind == "states":
        return ", ".join(value or [])
    if kind == "persons":
        lines = ["; ".join(item.get(part, "") for part in _PERSON) for item in value or []]
        return "\n".join(line.rstrip("; ") for line in lines)
    return value


def _value(kind: str, data: Any) -> Any:
    """Turn what a field holds into a value of readmission."""
    text = data.strip() if isinstance(data, str) else data
    if kind == "states":
        return [part.strip().upper() for part in (text or "").split(",") if part.strip()]
    if kind == "persons":
        return [_person(line) for line in (text or "").splitlines() if line.strip()]
    return text


def _person(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split(";")]
    return {name: part for name, part in zip(_PERSON, parts, strict=False) if part}
