"""Taking cases over, over HTTP."""

import json
from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.files import File
from limen.web.policy import SIGNED_IN
from limen.work import Work
from services.readmission.imports import schemas
from services.readmission.imports.taking import take_over

blp = Blueprint("readmission-imports", "/api/v1/readmission", description="Cases of another register")


@blp.route("/imports")
class Imports(MethodView):
    """Cases of another register, running or over."""

    @blp.command(schemas.NewImport, schemas.ImportAnswer, permission="readmission.case.import")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Check lines, or take their cases over: all or none. A case that is here already is not changed."""
        return take_over(work, new)


@blp.route("/imports/line.json")
class ImportLineSchema(MethodView):
    """What a line holds."""

    @blp.download("application/schema+json", permission=SIGNED_IN)
    def get(self, work: Work) -> File:
        """Give the JSON Schema of one line; its properties are the columns of the CSV form."""
        content = json.dumps(schemas.json_schema(), ensure_ascii=False, indent=2).encode()
        return File(content, "application/schema+json", "case-import-line.json")
