"""The calculator over HTTP: `POST /api/v1/readmission/deadlines`."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.policy import SIGNED_IN
from limen.work import Work
from services.readmission.calculator import schemas
from services.readmission.calculator.asking import calculate
from services.readmission.calculator.book import book_of

blp = Blueprint(
    "readmission-calculator", "/api/v1/readmission", description="Time limits without a case, and what if"
)


@blp.route("/deadlines")
class Deadlines(MethodView):
    """The calculator."""

    @blp.query(schemas.Calculated, permission=SIGNED_IN, body=schemas.Wanted)
    def post(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """Say when a time limit ends and why; with `what_if`, also when it would end if something changed."""
        return calculate(book_of(work.runtime), wanted)
