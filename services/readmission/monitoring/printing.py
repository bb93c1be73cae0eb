"""The record of return monitoring on paper, in its four phases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from limen.clock import now, rfc3339
from limen.printing import printed
from limen.web.files import File


def record_pdf(record: Mapping[str, Any]) -> File:
    """Print what `observations_view` returned."""
    content = printed(
        "services.readmission.monitoring",
        "record.html",
        "en",
        record=record,
        plain=lambda code: code.replace("_", " "),
        moment=_moment,
        printed_at=_moment(now()),
    )
    return File(content, "application/pdf", f"{record['number']}-monitoring.pdf")


def _moment(when: datetime) -> str:
    return rfc3339(when).replace("T", " ")[:16] + " UTC"
