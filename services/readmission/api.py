"""Readmission over HTTP: `/api/v1/readmission`."""

from functools import partial
from typing import Any

from flask.views import MethodView

from limen.errors import IllegalStep
from limen.web.blueprint import Blueprint
from limen.web.pagination import paginate
from limen.web.policy import require, require_post
from limen.work import Work
from services.readmission import deadlines, lifts, moving, schemas, views
from services.readmission.cases import case_as_read, case_row, milestones_of, open_case
from services.readmission.earlier import follow_earlier
from services.readmission.models import case
from services.readmission.moving import set_milestone, take_step
from services.readmission.steps import STEPS, Step
from services.readmission.worklists.queries import work_list

#: steps with which a person crosses a border, for which officers at their own posts need a permission more
_TRANSFERS = frozenset(name for name, step in STEPS.items() if step.action == "readmission.transfer")

blp = Blueprint("readmission", "/api/v1/readmission", description="Readmission cases and their time limits")


@blp.route("/cases")
class Cases(MethodView):
    """The work list, and where a case begins."""

    @blp.query(
        schemas.CasePage,
        permission="readmission.case.read",
        arguments=schemas.CaseFilter,
        audited="cases.listed",
    )
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List cases, the one with the nearest due date first."""
        cases = work_list(work, wanted)
        named = partial(views.with_names, work)
        return paginate(work, cases, wanted, case.c.case_id, case.c.due_key, items=named)

    @blp.command(schemas.NewCase, schemas.CaseAnswer, status=201, permission="readmission.case.open")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Open a case as a draft under the arrangement in force between the two states."""
        opened = open_case(work, new)
        follow_earlier(work, opened["case_id"], new)
        return views.case_view(work, opened["case_id"])


@blp.route("/cases/<uuid:case_id>")
class CaseItem(MethodView):
    """One case."""

    @blp.query(schemas.CaseAnswer, permission="readmission.case.read", audited="case.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """Show a case with its person, safeguards, time limits and timeline."""
        require_post(work, case_row(work, case_id).office)
        return views.case_view(work, case_id)


@blp.route("/cases/<uuid:case_id>/steps")
class CaseSteps(MethodView):
    """The steps of a case."""

    @blp.command(
        schemas.StepTaken,
        schemas.CaseAnswer,
        permission="readmission.case.move",
        if_match=True,
    )
    def post(self, work: Work, given: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Take a step. A step that cannot be taken is a 409 that names what is missing."""
        name = given.pop("step")
        if STEPS[name].through:
            raise _other_route(STEPS[name])
        if name in _TRANSFERS:
            require(work.actor, "readmission.case.transfer", case_row(work, case_id).office)
        take_step(work, case_id, name, given)
        return views.case_view(work, case_id)


@blp.route("/cases/<uuid:case_id>/milestones")
class CaseMilestones(MethodView):
    """The moments from which the law counts."""

    @blp.command(schemas.NewMilestone, schemas.CaseAnswer, permission="readmission.case.move", if_match=True)
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Record a moment; the time limits that run from it are computed anew."""
        row = case_as_read(work, case_id)
        set_milestone(work, case_id, new["kind"], schemas.when(new))
        deadlines.start_from(work, row, new["kind"], milestones_of(work, case_id))
        moving.touch(work, row)
        return views.case_view(work, case_id)


@blp.route("/cases/<uuid:case_id>/deadlines")
class CaseDeadlines(MethodView):
    """The time limits of a case."""

    @blp.query(schemas.DeadlineList, permission="readmission.deadline.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """Show every time limit with its explanation: start, days counted and skipped, article, readings."""
        require_post(work, case_row(work, case_id).office)
        return {"items": deadlines.deadlines_of(work, case_id)}


@blp.route("/cases/<uuid:case_id>/lifts")
class CaseLifts(MethodView):
    """Requests to lift a safeguard for this case."""

    @blp.command(schemas.LiftRequest, schemas.LiftAnswer, status=201, permission="readmission.lift.request")
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Ask that a safeguard be lifted for this case; another person decides."""
        return lifts.request_lift(work, case_id, new["safeguard_id"], new["reasons"])


@blp.route("/lifts")
class Lifts(MethodView):
    """Every override of a safeguard, for independent monitoring."""

    @blp.query(
        schemas.LiftPage,
        permission="readmission.lift.read",
        arguments=schemas.LiftFilter,
        audited="lifts.listed",
    )
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List the requests to lift a safeguard, the newest first, with both persons and their reasons."""
        return lifts.all_lifts(work, wanted)


@blp.route("/lifts/<uuid:lift_id>/decision")
class LiftDecisions(MethodView):
    """The second person."""

    @blp.command(schemas.LiftDecision, schemas.LiftAnswer, permission="readmission.lift.approve")
    def post(self, work: Work, decision: dict[str, Any], lift_id: str) -> dict[str, Any]:
        """Approve or reject somebody else's request."""
        return lifts.decide_lift(work, lift_id, decision["decision"], decision["reasons"])


def _other_route(step: Step) -> IllegalStep:
    """Return the refusal of a step to which more belongs than its fields."""
    return IllegalStep(
        f"{step.title}: more belongs to this step; it is taken by POST {step.through}.",
        missing=[{"field": "step", "detail": f"is taken by POST {step.through}"}],
    )
