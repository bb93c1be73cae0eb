"""Registry checks over HTTP."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.policy import require_post
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.checks import asking, schemas

blp = Blueprint("readmission-checks", "/api/v1/readmission", description="Questions to registers")


@blp.route("/cases/<uuid:case_id>/registry-checks")
class Checks(MethodView):
    """What registers were asked about the person of a case."""

    @blp.query(schemas.CheckList, permission="readmission.case.read", audited="registry.checks_read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the checks of a case and the registers that can be asked."""
        require_post(work, case_row(work, case_id).office)
        return asking.checks_view(work, case_id)

    @blp.command(
        schemas.NewCheck, schemas.CheckList, status=201, permission="readmission.case.move", if_match=True
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Ask a register. The answer comes soon; a register that fails holds the check under its name."""
        asking.ask(work, case_id, new["country"], new["register"], new["purpose"])
        return asking.checks_view(work, case_id)


@blp.route("/registry-checks/<uuid:check_id>/retry")
class CheckRetry(MethodView):
    """A check that is held."""

    @blp.command(None, schemas.CheckList, permission="readmission.case.move", if_match=True)
    def post(self, work: Work, check_id: str) -> dict[str, Any]:
        """Ask the register once more."""
        return asking.checks_view(work, asking.ask_again(work, check_id))
