"""The record of return monitoring on paper, in its four phases."""

from collections.abc import Mapping
from typing import Any

from limen.clock import minute, now
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
        moment=minute,
        printed_at=minute(now()),
    )
    return File(content, "application/pdf", f"{record['number']}-monitoring.pdf")
