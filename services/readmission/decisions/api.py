"""Decisions, obstacles, extensions and safeguards over HTTP."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.files import File
from limen.web.languages import SheetLanguages
from limen.web.policy import require_post
from limen.work import Work
from services.readmission.cases import case_as_read, case_row
from services.readmission.decisions import extensions, obstacles, protection, recording, schemas
from services.readmission.decisions.notice import notice_pdf
from services.readmission.moving import touch

blp = Blueprint(
    "readmission-decisions", "/api/v1/readmission", description="Decisions, obstacles, safeguards of a case"
)


@blp.route("/cases/<uuid:case_id>/decisions")
class Decisions(MethodView):
    """Return decision, voluntary departure, entry ban, appeal."""

    @blp.query(schemas.DecisionList, permission="readmission.case.read", audited="decisions.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the decisions of a case."""
        return _decisions(work, case_id)

    @blp.command(
        schemas.NewDecision,
        schemas.DecisionList,
        status=201,
        permission="readmission.decision.record",
        if_match=True,
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Record a decision. A suspensive appeal blocks sending and transfer from then on."""
        recording.record(work, case_id, new)
        return _decisions(work, case_id)


@blp.route("/cases/<uuid:case_id>/decisions/<uuid:decision_id>/notice.pdf")
class DecisionNotice(MethodView):
    """What the person is told of a decision, on paper."""

    @blp.download(
        "application/pdf",
        permission="readmission.case.read",
        arguments=SheetLanguages,
        audited="decision.notice_printed",
    )
    def get(self, work: Work, wanted: dict[str, Any], case_id: str, decision_id: str) -> File:
        """Print the notice in the person's language and beside it in the officer's."""
        require_post(work, case_row(work, case_id).office)
        return notice_pdf(work, case_id, decision_id, **wanted)


@blp.route("/decisions/<uuid:decision_id>/end")
class DecisionEnds(MethodView):
    """How a decision ended."""

    @blp.command(
        schemas.DecisionEnd, schemas.DecisionList, permission="readmission.decision.record", if_match=True
    )
    def post(self, work: Work, given: dict[str, Any], decision_id: str) -> dict[str, Any]:
        """Record the outcome of an appeal, or that a decision was revoked."""
        return _decisions(work, recording.end(work, decision_id, given))


@blp.route("/cases/<uuid:case_id>/obstacles")
class Obstacles(MethodView):
    """What stands in the way of sending or transfer."""

    @blp.query(schemas.ObstacleList, permission="readmission.case.read", audited="obstacles.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the obstacles of a case, and what the text makes of each."""
        return _obstacles(work, case_id)

    @blp.command(
        schemas.NewObstacle,
        schemas.ObstacleList,
        status=201,
        permission="readmission.decision.record",
        if_match=True,
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Record an obstacle. It stops or moves its limit where the text says so; the answer tells."""
        obstacles.record(work, case_id, new)
        return _obstacles(work, case_id)


@blp.route("/obstacles/<uuid:obstacle_id>/changes")
class ObstacleChanges(MethodView):
    """What became of an obstacle."""

    @blp.command(
        schemas.ObstacleChange, schemas.ObstacleList, permission="readmission.decision.record", if_match=True
    )
    def post(self, work: Work, given: dict[str, Any], obstacle_id: str) -> dict[str, Any]:
        """Record that it ceased, or that the extension was claimed; the limit is computed anew."""
        return _obstacles(work, obstacles.change(work, obstacle_id, given))


@blp.route("/cases/<uuid:case_id>/extensions")
class Extensions(MethodView):
    """Making a limit longer, upon request, notice or agreement."""

    @blp.command(
        schemas.NewExtension, schemas.ObstacleList, permission="readmission.case.move", if_match=True
    )
    def post(self, work: Work, given: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Extend a running limit as its text allows."""
        row = case_as_read(work, case_id)
        extensions.extend(work, row, given)
        touch(work, row)
        return _obstacles(work, case_id)


@blp.route("/cases/<uuid:case_id>/safeguards")
class Safeguards(MethodView):
    """What protects the person of a case."""

    @blp.query(schemas.SafeguardList, permission="readmission.safeguard.read", audited="safeguards.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the safeguards of the person, ended ones too, with the facts that each still needs to end."""
        return _safeguards(work, case_id)

    @blp.command(
        schemas.NewSafeguard, schemas.SafeguardList, status=201, permission="readmission.safeguard.raise"
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Raise a safeguard: every case of the person is blocked from then on."""
        protection.raise_safeguard(work, case_id, new)
        return _safeguards(work, case_id)


@blp.route("/cases/<uuid:case_id>/safeguards/<uuid:safeguard_id>/facts")
class SafeguardFacts(MethodView):
    """By which facts a safeguard ends."""

    @blp.command(schemas.NewFact, schemas.SafeguardList, status=201, permission="readmission.safeguard.end")
    def post(self, work: Work, new: dict[str, Any], case_id: str, safeguard_id: str) -> dict[str, Any]:
        """Record a fact; once all that the safeguard needs are there, it ends."""
        protection.record_fact(work, case_row(work, case_id), safeguard_id, new)
        return _safeguards(work, case_id)


def _decisions(work: Work, case_id: str) -> dict[str, Any]:
    row = case_row(work, case_id)
    require_post(work, row.office)
    return {
        "case_id": case_id,
        "version": row.version,
        "items": recording.decisions_of(work, row),
    }


def _obstacles(work: Work, case_id: str) -> dict[str, Any]:
    row = case_row(work, case_id)
    require_post(work, row.office)
    return {
        "case_id": case_id,
        "version": row.version,
        "items": obstacles.obstacles_of(work, row),
    }


def _safeguards(work: Work, case_id: str) -> dict[str, Any]:
    row = case_row(work, case_id)
    return {
        "person_id": row.person_id,
        "items": protection.safeguards_of(work, row),
        "can_be_raised": protection.codes(work.runtime, row),
    }
