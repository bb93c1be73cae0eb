"""The record of a case for a court, over HTTP."""

import json
from typing import Any

from flask.views import MethodView

from limen.printing import Attachment, printed
from limen.web.blueprint import Blueprint
from limen.web.files import File
from limen.web.policy import require_post
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.court import schemas
from services.readmission.court.printing import for_paper
from services.readmission.court.record import record_of

blp = Blueprint("readmission-court", "/api/v1/readmission", description="The record of a case for a court")


@blp.route("/cases/<uuid:case_id>/court-record")
class Record(MethodView):
    """The record as data."""

    @blp.query(schemas.CourtRecord, permission="readmission.case.read", audited="case.printed")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """Tell who did what, when and on which legal basis, why each date is so, and how to check it."""
        require_post(work, case_row(work, case_id).office)
        return record_of(work, case_id)


@blp.route("/cases/<uuid:case_id>/court-record.pdf")
class RecordPrinted(MethodView):
    """The record on paper."""

    @blp.download("application/pdf", permission="readmission.case.read", audited="case.printed")
    def get(self, work: Work, case_id: str) -> File:
        """Give the record as PDF, with the same as JSON inside."""
        require_post(work, case_row(work, case_id).office)
        record = record_of(work, case_id)
        shown = schemas.CourtRecord().dump(record)
        inside = json.dumps(shown, ensure_ascii=False, indent=1).encode()
        pdf = printed(
            "services.readmission.court",
            "record.typ",
            "en",
            attachments=[Attachment("record.json", inside, "The same record, for machines")],
            **for_paper(shown),
        )
        return File(pdf, "application/pdf", f"{record['case']['number']}-record.pdf")
