"""The library over HTTP: `/api/v1/readmission/arrangements`. The law is no secret: every officer reads it."""

from datetime import date
from typing import Any

from flask.views import MethodView

from limen.clock import today
from limen.web.blueprint import Blueprint
from limen.web.policy import SIGNED_IN
from limen.work import Work
from services.readmission.arrangements import schemas, views
from services.readmission.arrangements.coverage import coverage
from services.readmission.law import library_of

blp = Blueprint(
    "readmission-arrangements", "/api/v1/readmission", description="Readmission agreements and protocols"
)


@blp.route("/arrangements")
class Arrangements(MethodView):
    """The library."""

    @blp.query(schemas.LibraryAnswer, permission=SIGNED_IN, arguments=schemas.OnDay)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List every arrangement, and which pairs of states are covered, since when and how well verified."""
        return views.listed(library_of(work.runtime), _day(wanted), _review_days(work))


@blp.route("/arrangements/coverage")
class Coverage(MethodView):
    """The coverage of the library."""

    @blp.query(schemas.CoverageAnswer, permission=SIGNED_IN)
    def get(self, work: Work) -> dict[str, Any]:
        """Show for every arrangement and value at which level it is verified."""
        return {"items": coverage(library_of(work.runtime))}


@blp.route("/arrangements/<string:arrangement_id>")
class ArrangementItem(MethodView):
    """One arrangement."""

    @blp.query(schemas.ArrangementShown, permission=SIGNED_IN, arguments=schemas.OnDay)
    def get(self, work: Work, wanted: dict[str, Any], arrangement_id: str) -> dict[str, Any]:
        """Show an arrangement with every value, its article, source and level, and what it lacks."""
        return views.shown(library_of(work.runtime), arrangement_id, _day(wanted), _review_days(work))


def _day(wanted: dict[str, Any]) -> date:
    return wanted.get("on") or today()


def _review_days(work: Work) -> int:
    return work.runtime.settings.arrangement_review_days
