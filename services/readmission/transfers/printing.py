"""The escort sheet and the hand-over record on paper."""

import json
from collections.abc import Mapping
from typing import Any

from limen.clock import rfc3339
from limen.codes import country_name
from limen.printing import Attachment, printed
from limen.web.files import File

_PACKAGE = "services.readmission.transfers"


def sheet_pdf(sheet: Mapping[str, Any]) -> File:
    """Print an escort sheet."""
    content = printed(_PACKAGE, "escort_sheet.html", "en", sheet=sheet, country=country_name, plain=plain)
    return File(content, "application/pdf", f"{sheet['number']}-escort-sheet.pdf")


def record_pdf(record: Mapping[str, Any]) -> File:
    """Print a hand-over record with room for both signatures; the signed form lies inside as JSON."""
    signed = json.dumps(record["signed"], ensure_ascii=False, indent=1).encode()
    inside = Attachment("hand-over-record.json", signed, "The signed record, machine-readable")
    content = printed(
        _PACKAGE,
        "handover.html",
        "en",
        attachments=[inside],
        record=record,
        country=country_name,
        plain=plain,
        moment=lambda when: rfc3339(when).replace("T", " ")[:16] + " UTC",
    )
    return File(content, "application/pdf", f"{record['number']}-hand-over.pdf")


def plain(code: str | None) -> str:
    """Write a code as words."""
    return (code or "").replace("_", " ")
