"""The printed application: two languages side by side, laid out like the usual annex, its data inside."""

from collections.abc import Mapping
from typing import Any

from limen.codes import UnknownCode, country_name
from limen.printing import Attachment, Texts, printed, two_languages
from services.readmission.application.catalogue import BY_NAME, FIELDS
from services.readmission.application.languages import labels
from services.readmission.application.outgoing import canonical

SECTIONS = ("A", "B", "C", "D", "E", "F")
PACKAGE = "services.readmission.application"


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
    wording = two_languages(texts or labels(), first, second)
    return printed(
        PACKAGE,
        "form.html",
        first,
        attachments=[
            Attachment("application.json", canonical(document), "The application, machine-readable")
        ],
        document=document,
        person=document["person"],
        sections=[(letter, [field for field in FIELDS if field.section == letter]) for letter in SECTIONS],
        both=wording,
        sha256=sha256,
        sent_at=sent_at,
        state_names=lambda code: _state_names(code, first, second),
        shown=lambda name: _shown(name, document["person"].get(name), first, second, wording),
        kind_label=lambda kind: wording(f"kind_{kind}") if f"kind_{kind}" in labels() else None,
    )


def _state_names(code: str, first: str, second: str) -> str:
    """Return a state's name in both languages, once where they are the same."""
    return " / ".join(dict.fromkeys(_state(code, language) for language in (first, second)))


def _state(code: str, language: str) -> str:
    for tag in (language.replace("-", "_"), language.split("-")[0], "en"):
        try:
            return country_name(code, tag)
        except UnknownCode:
            continue
    return code


def _shown(name: str, value: Any, first: str, second: str, wording: Any) -> list[str]:
    """Return a value as lines of the form: choices and states in both languages, persons one a line."""
    if value in (None, "", []):
        return []
    kind = BY_NAME[name].kind
    if kind == "states":
        return [_state_names(code, first, second) for code in value]
    if kind == "choice":
        return [" / ".join(dict.fromkeys(str(label) for label in wording(f"choice_{value}")))]
    if kind == "yes":
        return [
            " / ".join(dict.fromkeys(str(label) for label in wording("answer_yes" if value else "answer_no")))
        ]
    if kind == "persons":
        order = ("family_names", "given_names", "birth_date", "birth_place")
        return [", ".join(item[part] for part in order if item.get(part)) for item in value]
    return str(value).splitlines()
