"""`/api/v1/readmission/cases/{case_id}/rule-traces` and `/api/v1/readmission/unanswered-rules`."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.pagination import PageArguments, paginate
from limen.web.policy import require_post
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.traces import keeping, schemas
from services.readmission.traces.tables import rule_trace

blp = Blueprint(
    "readmission-traces", "/api/v1/readmission", description="What national law was asked about a case"
)


@blp.route("/cases/<uuid:case_id>/rule-traces")
class CaseRuleTraces(MethodView):
    """Every rule that was asked about a case."""

    @blp.query(schemas.RuleTracePage, permission="readmission.case.read", arguments=PageArguments)
    def get(self, work: Work, wanted: dict[str, Any], case_id: str) -> dict[str, Any]:
        """List what each rule was told and answered, refused steps included, the newest first."""
        require_post(work, case_row(work, case_id).office)
        traces = keeping.traces_of(case_id)
        return paginate(work, traces, wanted, rule_trace.c.trace_id, descending=True, items=keeping.shown)


@blp.route("/unanswered-rules")
class UnansweredRules(MethodView):
    """Rules that a plugin did not answer."""

    @blp.query(schemas.UnansweredPage, permission="node.health.read", arguments=PageArguments)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List the steps that were held because a plugin failed, took too long or was left out."""
        return paginate(work, keeping.unanswered(), wanted, rule_trace.c.trace_id, descending=True)
