"""Interviews over HTTP."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.policy import require_post
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.interviews import interviews, schemas

blp = Blueprint("readmission-interviews", "/api/v1/readmission", description="Interviews")


@blp.route("/cases/<uuid:case_id>/interviews")
class Interviews(MethodView):
    """The interviews of a case."""

    @blp.query(schemas.InterviewList, permission="readmission.case.read", audited="interviews.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the interviews of a case, the oldest first."""
        require_post(work, case_row(work, case_id).office)
        return interviews.interviews_view(work, case_id)

    @blp.command(
        schemas.NewInterview,
        schemas.InterviewList,
        status=201,
        permission="readmission.case.move",
        if_match=True,
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Ask for an interview; where the arrangement gives it a limit, the limit starts."""
        interviews.request(work, case_id, new)
        return interviews.interviews_view(work, case_id)


@blp.route("/interviews/<uuid:interview_id>/schedule")
class InterviewSchedule(MethodView):
    """When, where and with which interpreter."""

    @blp.command(schemas.Schedule, schemas.InterviewList, permission="readmission.case.move", if_match=True)
    def post(self, work: Work, given: dict[str, Any], interview_id: str) -> dict[str, Any]:
        """Fix the appointment."""
        return interviews.interviews_view(work, interviews.schedule(work, interview_id, given))


@blp.route("/interviews/<uuid:interview_id>/held")
class InterviewHeld(MethodView):
    """That it took place."""

    @blp.command(schemas.Held, schemas.InterviewList, permission="readmission.case.move", if_match=True)
    def post(self, work: Work, given: dict[str, Any], interview_id: str) -> dict[str, Any]:
        """Record the day of the interview; the limit for its report starts."""
        return interviews.interviews_view(work, interviews.hold(work, interview_id, given))


@blp.route("/interviews/<uuid:interview_id>/report")
class InterviewReport(MethodView):
    """What came out of it."""

    @blp.command(schemas.Report, schemas.InterviewList, permission="readmission.case.move", if_match=True)
    def post(self, work: Work, given: dict[str, Any], interview_id: str) -> dict[str, Any]:
        """Record outcome and report."""
        return interviews.interviews_view(work, interviews.report(work, interview_id, given))


@blp.route("/interviews/<uuid:interview_id>/cancellation")
class InterviewCancellation(MethodView):
    """That it will not take place."""

    @blp.command(
        schemas.Cancellation, schemas.InterviewList, permission="readmission.case.move", if_match=True
    )
    def post(self, work: Work, given: dict[str, Any], interview_id: str) -> dict[str, Any]:
        """Call the interview off, with the reason."""
        return interviews.interviews_view(work, interviews.cancel(work, interview_id, given))
