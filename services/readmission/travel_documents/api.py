"""Travel documents over HTTP."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.policy import require_post
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.travel_documents import documents, schemas

blp = Blueprint("readmission-documents", "/api/v1/readmission", description="Travel documents for the return")


@blp.route("/cases/<uuid:case_id>/travel-documents")
class TravelDocuments(MethodView):
    """The travel documents of a case."""

    @blp.query(
        schemas.TravelDocumentList, permission="readmission.case.read", audited="travel_documents.read"
    )
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the travel documents of a case, with warnings about their validity."""
        require_post(work, case_row(work, case_id).office)
        return documents.documents_view(work, case_id)

    @blp.command(
        schemas.NewDocument,
        schemas.TravelDocumentList,
        status=201,
        permission="readmission.case.move",
        if_match=True,
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Ask for a travel document, or for another one in place of one that ends."""
        documents.request(work, case_id, new)
        return documents.documents_view(work, case_id)


@blp.route("/travel-documents/<uuid:document_id>/issue")
class DocumentIssue(MethodView):
    """That the document is there."""

    @blp.command(schemas.Issue, schemas.TravelDocumentList, permission="readmission.case.move", if_match=True)
    def post(self, work: Work, given: dict[str, Any], document_id: str) -> dict[str, Any]:
        """Record that the document was issued, and until when it is valid."""
        return documents.documents_view(work, documents.issue(work, document_id, given))


@blp.route("/travel-documents/<uuid:document_id>/refusal")
class DocumentRefusals(MethodView):
    """That the document will not come."""

    @blp.command(
        schemas.DocumentRefusal, schemas.TravelDocumentList, permission="readmission.case.move", if_match=True
    )
    def post(self, work: Work, given: dict[str, Any], document_id: str) -> dict[str, Any]:
        """Record that the authority refused the document."""
        return documents.documents_view(work, documents.refuse(work, document_id, given))
