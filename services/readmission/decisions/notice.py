"""The notice of a decision for the person whom it concerns: what is recorded, in two languages."""

from limen.errors import NotFound
from limen.plugins.texts import document_texts, own_first
from limen.printing import printed, two_languages
from limen.web.files import File
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.decisions.recording import decisions_of
from services.readmission.persons import particulars_of

#: what the page says of a decision
_TOLD = ("kind", "on", "until", "suspensive", "authority", "basis", "reason", "outcome", "ended")


def notice_pdf(work: Work, case_id: str, decision_id: str, *, language: str, beside: str) -> File:
    """Print the notice in the person's language, beside it in the officer's (BCP 47)."""
    row = case_row(work, case_id)
    found = {item["decision_id"]: item for item in decisions_of(work, row)}
    if decision_id not in found:
        raise NotFound("there is no such decision in this case")
    countries = own_first(work.runtime.plugins, work.runtime.settings.country)
    content = printed(
        "services.readmission.decisions",
        "notice.typ",
        language,
        both=two_languages(document_texts(countries, [language, beside]), language, beside),
        number=row.number,
        person=particulars_of(work, row.person_id),
        item={name: found[decision_id][name] for name in _TOLD},
    )
    return File(content, "application/pdf", f"{row.number}-notice.pdf")
