"""Limits entered by hand over HTTP."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.policy import require_post
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.entered_limits import entering, schemas

blp = Blueprint("readmission-limits", "/api/v1/readmission", description="Time limits entered by hand")


@blp.route("/cases/<uuid:case_id>/limits")
class CaseLimits(MethodView):
    """Limits of a case that nobody could verify."""

    @blp.query(schemas.LimitList, permission="readmission.deadline.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the limits that are not verified for this case, and what was entered for them."""
        require_post(work, case_row(work, case_id).office)
        return entering.limits_view(work, case_id)

    @blp.command(
        schemas.NewLimit, schemas.LimitList, status=201, permission="readmission.case.move", if_match=True
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Enter a limit with its source. It is counted, and shown as entered by hand."""
        entering.enter(work, case_id, new)
        return entering.limits_view(work, case_id)
