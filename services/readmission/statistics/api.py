"""Statistics over HTTP."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.files import File
from limen.work import Work
from services.readmission.statistics import files, schemas
from services.readmission.statistics.report import report

blp = Blueprint("readmission-statistics", "/api/v1/readmission", description="Counts without persons")


@blp.route("/statistics")
class Statistics(MethodView):
    """The report of a period."""

    @blp.query(
        schemas.ReportAnswer,
        permission="readmission.statistics.read",
        arguments=schemas.ReportArguments,
        audited="statistics.read",
    )
    def get(self, work: Work, asked: dict[str, Any]) -> dict[str, Any]:
        """Count requests, replies, silence, transfers and times taken, with small counts suppressed."""
        return report(work, asked)


@blp.route("/statistics/file")
class StatisticsFile(MethodView):
    """The report as a file."""

    @blp.download(
        "text/csv",
        files.XLSX,
        files.PDF,
        permission="readmission.statistics.read",
        arguments=schemas.FileArguments,
        audited="statistics.exported",
    )
    def get(self, work: Work, asked: dict[str, Any]) -> File:
        """Give the same report as CSV, XLSX or PDF."""
        return files.as_file(report(work, asked), asked["form"])
