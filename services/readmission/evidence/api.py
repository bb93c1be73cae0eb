"""Evidence over HTTP: `/api/v1/readmission/cases/{case_id}/evidence`."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.files import File, Uploaded
from limen.web.policy import require_post
from limen.work import Work
from services.readmission import law
from services.readmission.cases import case_row
from services.readmission.evidence import attachments, records, schemas
from services.readmission.evidence.content import ALLOWED
from services.readmission.evidence.kinds import annex_of

blp = Blueprint("readmission-evidence", "/api/v1/readmission", description="Evidence of a case, with files")


@blp.route("/cases/<uuid:case_id>/evidence")
class CaseEvidence(MethodView):
    """The evidence of a case."""

    @blp.query(schemas.EvidenceList, permission="readmission.evidence.read", audited="evidence.listed")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the evidence of a case, and the kinds that the arrangement's annexes name."""
        row = case_row(work, case_id)
        require_post(work, row.office)
        annex = annex_of(law.arrangement_of(work.runtime, row), row)
        settings = work.runtime.settings
        return {
            "items": records.of_case(work, row),
            "annex": annex.as_dict(),
            "scanner": bool(settings.scan_command),
            "largest": settings.attachment_limit,
        }

    @blp.command(
        schemas.NewEvidence,
        schemas.EvidenceAnswer,
        status=201,
        permission="readmission.evidence.add",
        if_match=True,
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Add a means of evidence; files are attached to it afterwards."""
        return records.add(work, case_id, new)


@blp.route("/cases/<uuid:case_id>/evidence/<uuid:evidence_id>")
class OneEvidence(MethodView):
    """One means of evidence."""

    @blp.command(None, None, permission="readmission.evidence.add", if_match=True)
    def delete(self, work: Work, case_id: str, evidence_id: str) -> None:
        """Take a means of evidence out of an application that was not sent; its files are deleted."""
        records.remove(work, case_id, evidence_id)


@blp.route("/cases/<uuid:case_id>/evidence/<uuid:evidence_id>/files")
class EvidenceFiles(MethodView):
    """The files of a means of evidence."""

    @blp.upload(schemas.EvidenceAnswer, permission="readmission.evidence.add")
    def post(self, work: Work, uploaded: Uploaded, case_id: str, evidence_id: str) -> dict[str, Any]:
        """Attach a file, judged by its content, never by its name."""
        return attachments.attach(work, case_id, evidence_id, uploaded)


@blp.route("/cases/<uuid:case_id>/evidence/<uuid:evidence_id>/files/<uuid:file_id>")
class EvidenceFile(MethodView):
    """One file."""

    @blp.download(*ALLOWED, permission="readmission.evidence.read", audited="evidence.file_read")
    def get(self, work: Work, case_id: str, evidence_id: str, file_id: str) -> File:
        """Download a file as it was attached, once the virus scanner let it pass."""
        return attachments.give(work, case_id, evidence_id, file_id)
