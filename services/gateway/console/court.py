"""The record of a case for a court: a page to print, and the same as PDF."""

from typing import Any

from services.gateway.console.asking import fetch, read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.pages import page
from services.gateway.console.timeline import entry_of


@console.get("/cases/<uuid:case_id>/record")
@needs("readmission.case.read")
def court_record(case_id: str) -> Any:
    """Show who did what, when and on which legal basis, and why each date is what it is."""
    record = read("readmission", f"/cases/{case_id}/court-record")
    return page("court_record", record=record, entries=[entry_of(item) for item in record["entries"]])


@console.get("/cases/<uuid:case_id>/record.pdf")
@needs("readmission.case.read")
def court_record_file(case_id: str) -> Any:
    """Give the record as PDF."""
    return fetch("readmission", f"/cases/{case_id}/court-record.pdf", f"record-{case_id}.pdf")
