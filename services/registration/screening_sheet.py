"""What a person is told before a protection screening: read out or handed over, in two languages.

The sentences say what this system does, and nothing of the law; what the node's national law says stands
below them with its article, in the words of the country's plugin.
"""

from typing import Final

from limen.clock import today
from limen.plugins.evaluate import evaluate
from limen.plugins.texts import document_texts, own_first
from limen.printing import printed, two_languages
from limen.web.files import File
from limen.work import Work
from services.registration.rules import SCREEN

_SAID: Final = tuple(
    f"screening.{key}" for key in ("opening", "say_so", "at_once", "kept_apart", "understand")
)
#: what a rule is told of a person whom nobody has asked yet
_NOTHING_KNOWN: Final = {"kind": None, "nationalities": [], "has_document": None}


def sheet_pdf(work: Work, *, language: str, beside: str) -> File:
    """Print the sheet in the person's language, beside it in the officer's (BCP 47)."""
    host, country = work.runtime.plugins, work.runtime.settings.country
    texts = document_texts(own_first(host, country), [language, beside])
    facts = {**_NOTHING_KNOWN, "country": country}
    findings = evaluate(host, [country], SCREEN, facts, today())
    content = printed(
        "services.registration",
        "screening_sheet.typ",
        language,
        both=two_languages(texts, language, beside),
        said=_SAID,
        findings=[(finding.reason, finding.reference) for finding in findings],
    )
    return File(content, "application/pdf", f"screening-{language}.pdf")
