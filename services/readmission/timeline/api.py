"""The timeline of a case over HTTP."""

from typing import Any

from flask.views import MethodView
from marshmallow import fields

from limen.web.blueprint import Blueprint
from limen.web.policy import require_post
from limen.web.schemas import Identifier, Moment, Schema, personal
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.timeline.reading import timeline_of

blp = Blueprint("readmission-timeline", "/api/v1/readmission", description="What happened to a case")


class TimelineItem(Schema):
    """One thing that happened: who, what, when, on which legal basis."""

    id = Identifier()
    at = Moment()
    by = fields.String(metadata={"description": "an officer, or system:<part of the node>"})
    kind = fields.String()
    what = fields.String()
    basis = fields.String(metadata={"description": "article and text; empty where there is none"})
    facts = fields.Dict(keys=fields.String(), metadata={"description": "codes, dates and ids"})
    words = personal(fields.String(allow_none=True, metadata={"description": "what was written by hand"}))


class Timeline(Schema):
    """Everything that happened to a case, the oldest first."""

    case_id = Identifier()
    number = fields.String()
    items = fields.List(fields.Nested(TimelineItem))


@blp.route("/cases/<uuid:case_id>/timeline")
class CaseTimeline(MethodView):
    """Steps, milestones, decisions, obstacles, limits, safeguards and lifts."""

    @blp.query(Timeline, permission="readmission.case.read", audited="timeline.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """Tell what happened to a case: who, what, when, and on which legal basis."""
        row = case_row(work, case_id)
        require_post(work, row.office)
        return {"case_id": case_id, "number": row.number, "items": timeline_of(work, row)}
