"""Observations of the forced-return monitor over HTTP."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.files import File
from limen.web.policy import require_post
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.monitoring import observations, schemas
from services.readmission.monitoring.printing import record_pdf

blp = Blueprint("readmission-monitoring", "/api/v1/readmission", description="Return monitoring")


@blp.route("/cases/<uuid:case_id>/observations")
class Observations(MethodView):
    """What a monitor saw in a case."""

    @blp.query(
        schemas.ObservationList, permission="readmission.observation.read", audited="observations.read"
    )
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the observations by phase: before, in transit, hand-over, after."""
        require_post(work, case_row(work, case_id).office)
        return observations.observations_view(work, case_id)

    @blp.command(
        schemas.NewObservation,
        schemas.ObservationList,
        status=201,
        permission="readmission.observation.record",
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Add an observation; none is ever changed or taken away."""
        observations.observe(work, case_id, new)
        return observations.observations_view(work, case_id)


@blp.route("/cases/<uuid:case_id>/observations.pdf")
class ObservationsPrinted(MethodView):
    """What a monitor saw in a case, on paper."""

    @blp.download(
        "application/pdf", permission="readmission.observation.read", audited="observations.printed"
    )
    def get(self, work: Work, case_id: str) -> File:
        """Print the observations of a case in the order of the four phases."""
        require_post(work, case_row(work, case_id).office)
        return record_pdf(observations.observations_view(work, case_id))
