"""Printing: a Jinja template becomes a tagged PDF (PDF/UA-1) that a screen reader can follow.

A template lies in the folder `templates` of the package that prints it and fills the shared page::

    {% extends "limen/page.html" %}
    {% block title %}Transfer of {{ number }}{% endblock %}
    {% block content %}<p>{{ reason | isolated }}</p>{% endblock %}

    from limen.printing import Attachment, printed

    pdf = printed(
        "services.readmission.application",      # whose template: a package with a folder `templates`
        "form.html",
        "en",                                    # language of the document, BCP 47
        attachments=[Attachment("case.json", content, "The same, machine-readable")],
        number="BA-2026-000012",                 # every other keyword is a value of the template
        reason="...",
    )

Two languages side by side, with what nobody translated shown as such instead of guessed::

    wording = two_languages(LABELS, "de", "sr-Latn")     # LABELS: {key: {language: text}}, with English
    printed(..., wording=wording)
    {{ wording.first("surname") }} {{ wording.second("surname") }}    {# <span lang=...>, marked if missing #}

Nothing is ever fetched: a page uses the packaged fonts and what the template itself holds, else it fails.
Without libpango or the packaged fonts every call raises `PrintingUnavailable` (503); `missing_parts()` says
what a machine lacks, and `limen doctor` repeats it.
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
