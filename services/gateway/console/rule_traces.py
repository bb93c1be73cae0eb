"""The page with what national law was asked about a case, rule by rule, refused steps included."""

from typing import Any

from flask import request

from services.gateway.console.asking import read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.pages import page

_PAGE = 50


@console.get("/cases/<uuid:case_id>/rules")
@needs("readmission.case.read")
def rule_traces(case_id: str) -> Any:
    """Show each rule that was asked, what it was told and what it answered, the newest first."""
    after = request.args.get("after", "")
    found = read("readmission", f"/cases/{case_id}/rule-traces", limit=_PAGE, after=after)
    return page("rule_traces", found=found, case_id=case_id)
