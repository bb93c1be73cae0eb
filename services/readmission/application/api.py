"""The application over HTTP: `/api/v1/readmission/cases/{case_id}/application`, its preview, its print."""

import json
from typing import Any

from flask.views import MethodView

from limen.clock import rfc3339
from limen.errors import Conflict
from limen.web.blueprint import Blueprint
from limen.web.files import File
from limen.web.policy import SIGNED_IN, require_post
from limen.work import Work
from services.readmission import law
from services.readmission.application import reading, schemas, sending, values
from services.readmission.application.form_schema import ApplicationValues, json_schema
from services.readmission.application.languages import labels_of, languages_of
from services.readmission.application.outgoing import document_of
from services.readmission.application.printing import application_pdf
from services.readmission.cases import case_row
from services.readmission.evidence.records import OPEN_STATES
from services.readmission.safeguards import check_sending

blp = Blueprint("readmission-application", "/api/v1/readmission", description="The readmission application")

SCHEMA_TYPE = "application/schema+json"


@blp.route("/application-form.json")
class ApplicationForm(MethodView):
    """The rules of the document that the other side gets."""

    @blp.download(SCHEMA_TYPE, permission=SIGNED_IN)
    def get(self, work: Work) -> File:
        """Return the JSON Schema of the common application."""
        content = json.dumps(json_schema(), ensure_ascii=False, indent=2).encode()
        return File(content, SCHEMA_TYPE, "application-form.json")


@blp.route("/cases/<uuid:case_id>/application")
class CaseApplication(MethodView):
    """The application of a case."""

    @blp.query(
        schemas.ApplicationAnswer, permission="readmission.application.read", audited="application.read"
    )
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """Show the form of the arrangement, its values, and what is missing before it can be sent."""
        row = case_row(work, case_id)
        require_post(work, row.office)
        return reading.application_view(work, row)

    @blp.command(
        ApplicationValues,
        schemas.ApplicationAnswer,
        permission="readmission.application.change",
        if_match=True,
    )
    def put(self, work: Work, given: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Replace what officers entered; the rest stays as registration knows it."""
        values.save(work, case_id, given)
        return reading.application_view(work, case_row(work, case_id))


@blp.route("/cases/<uuid:case_id>/preview")
class CasePreview(MethodView):
    """What the other side will see."""

    @blp.query(
        schemas.PreviewAnswer, permission="readmission.application.read", audited="application.previewed"
    )
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """Show exactly what would be sent now, and what is withheld and why."""
        row = case_row(work, case_id)
        require_post(work, row.office)
        return reading.preview_of(work, row)


@blp.route("/cases/<uuid:case_id>/sent")
class CaseSent(MethodView):
    """What was sent."""

    @blp.query(schemas.SentList, permission="readmission.application.read", audited="application.sent_read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """Show what was sent, each time with its hash."""
        row = case_row(work, case_id)
        require_post(work, row.office)
        return {"items": sending.sent_of(work, row)}


@blp.route("/cases/<uuid:case_id>/application.pdf")
class PrintedApplication(MethodView):
    """The application on paper."""

    @blp.download(
        "application/pdf",
        permission="readmission.application.read",
        arguments=schemas.PrintLanguages,
        audited="application.printed",
    )
    def get(self, work: Work, wanted: dict[str, Any], case_id: str) -> File:
        """Print the form in two languages: what was sent last, or what would be sent now."""
        row = case_row(work, case_id)
        require_post(work, row.office)
        arrangement = law.arrangement_of(work.runtime, row)
        first, second = languages_of(work.runtime, arrangement, row)
        first, second = wanted.get("first", first), wanted.get("second", second)
        sent = [] if row.state in OPEN_STATES else sending.sent_of(work, row)
        if sent:
            if sent[0]["document"] is None:
                raise Conflict("The data of this person were erased; nothing can be printed.")
            document, sha256, when = sent[0]["document"], sent[0]["sha256"], rfc3339(sent[0]["sent_at"])
        else:
            check_sending(work, row)  # paper is a way to send it too
            outgoing = document_of(work, row)
            document, sha256, when = outgoing.document, outgoing.sha256, ""
        texts = labels_of(work.runtime, (row.requesting_state, row.requested_state), (first, second))
        pdf = application_pdf(document, first, second, sha256=sha256, sent_at=when, texts=texts)
        return File(pdf, "application/pdf", f"{row.number}.pdf")
