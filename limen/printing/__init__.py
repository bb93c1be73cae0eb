"""Printing: a Typst template becomes a tagged PDF (PDF/UA-1) that a screen reader can follow.

A template lies in the folder `templates` of the package that prints it and stands on the shared page::

    #import "/page.typ": *
    #show: printed.with(title: "Transfer of " + given.number)
    = Transfer of #isolated(given.number)

    from limen.printing import Attachment, printed

    pdf = printed(
        "services.readmission.application",      # whose template: a package with a folder `templates`
        "form.typ",
        "en",                                    # language of the document, BCP 47
        attachments=[Attachment("case.json", content, "The same, machine-readable")],
        number="BA-2026-000012",                 # every other keyword is a value: `given.number`
    )

Values are plain data. They reach the template as JSON and never as its source, so that nothing that a person
typed is markup. Two languages stand side by side, with what nobody translated shown as such and not guessed::

    #import "/two_languages.typ": *              // uses the value `both`
    #lines("surname")

    both = two_languages(LABELS, "de", "sr-Latn")     # LABELS: {key: {language: text}}, with English

A page uses the packaged fonts and opens no file but the shared templates. Without the fonts every call raises
`PrintingUnavailable` (503); `missing_parts()` says what is missing, and `limen doctor` repeats it.
"""

from limen.printing.availability import PrintingUnavailable, missing_parts
from limen.printing.documents import Attachment, printed
from limen.printing.languages import base_of, direction_of, language_name
from limen.printing.wording import Label, Texts, TwoLanguages, Wording, two_languages

__all__ = [
    "Attachment",
    "Label",
    "PrintingUnavailable",
    "Texts",
    "TwoLanguages",
    "Wording",
    "base_of",
    "direction_of",
    "language_name",
    "missing_parts",
    "printed",
    "two_languages",
]
