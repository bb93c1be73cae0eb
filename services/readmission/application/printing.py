"""The printed application: two languages side by side, laid out like the usual annex, its data inside."""

from collections.abc import Mapping
from typing import Any

from limen.codes import UnknownCode, country_name
from limen.printing import Attachment, Texts, TwoLanguages, printed, two_languages
from services.readmission.application.catalogue import FIELDS, FormField
from services.readmission.application.languages import labels
from services.readmission.application.outgoing import canonical

SECTIONS = ("A", "B", "C", "D", "E", "F")
PACKAGE = "services.readmission.application"

#: what is told of a means of evidence, and its label
_DETAILS = {
    "number": "document_number",
    "issued_on": "document_issue_date",
    "issued_at": "document_place_of_issue",
    "issued_by": "document_issuing_authority",
    "valid_until": "document_validity",
}
_OF_A_PERSON = ("family_names", "given_names", "birth_date", "birth_place")


def application_pdf(
    document: Mapping[str, Any],
    first: str,
    second: str,
    *,
    sha256: str,
    sent_at: str = "",
    texts: Texts | None = None,
) -> bytes:
    """Return the form of an outgoing document; without `sent_at` it says that it was not sent.

    `first` and `second` are BCP 47 tags, `texts` the labels (without them: our own).
    The document itself is inside as `application.json`.
    """
    both = two_languages(texts or labels(), first, second)
    return printed(
        PACKAGE,
        "form.typ",
        first,
        attachments=[
            Attachment("application.json", canonical(document), "The application, machine-readable")
        ],
        both=both,
        case=document["case"],
        arrangement=document["arrangement"],
        category=document["category"],
        sender={"state": _state_names(document["requesting_state"], both), "lines": document["from"]},
        recipient={"state": _state_names(document["requested_state"], both), "lines": document["to"]},
        sections=[{"letter": letter, "fields": _fields(letter, document, both)} for letter in SECTIONS],
        evidence=[_evidence(item) for item in document["evidence"]],
        sha256=sha256,
        sent_on=sent_at[:10],
    )


def _fields(letter: str, document: Mapping[str, Any], both: TwoLanguages) -> list[dict[str, Any]]:
    """Return the fields of a section, each with its value in lines."""
    return [
        {"name": field.name, "place": field.place, "lines": _lines(field, document["person"], both)}
        for field in FIELDS
        if field.section == letter
    ]


def _lines(field: FormField, person: Mapping[str, Any], both: TwoLanguages) -> list[str]:
    """Return a value as lines of the form: choices and states in both languages, persons one a line."""
    value = person.get(field.name)
    if value in (None, "", []):
        return []
    if field.kind == "states":
        return [_state_names(code, both) for code in value]
    if field.kind == "choice":
        return [_in_both(f"choice_{value}", both)]
    if field.kind == "yes":
        return [_in_both("answer_yes" if value else "answer_no", both)]
    if field.kind == "persons":
        return [", ".join(item[part] for part in _OF_A_PERSON if item.get(part)) for item in value]
    return str(value).splitlines()


def _evidence(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a means of evidence; a file is named with the beginning of its digest."""
    return {
        "kind": item["kind"],
        "annex": [place["reference"] for place in item["annex"]],
        "details": [(label, item[name]) for name, label in _DETAILS.items() if name in item],
        "description": item.get("description", ""),
        "files": [{"name": file["name"], "digest": file["sha256"][:16]} for file in item["files"]],
    }


def _in_both(key: str, both: TwoLanguages) -> str:
    return " / ".join(dict.fromkeys(str(label) for label in both(key)))


def _state_names(code: str, both: TwoLanguages) -> str:
    """Return a state's name in both languages, once where they are the same."""
    languages = (both.first.language, both.second.language)
    return " / ".join(dict.fromkeys(_state(code, language) for language in languages))


def _state(code: str, language: str) -> str:
    for tag in (language.replace("-", "_"), language.split("-")[0], "en"):
        try:
            return country_name(code, tag)
        except UnknownCode:
            continue
    return code
