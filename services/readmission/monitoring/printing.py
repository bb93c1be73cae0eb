"""The record of return monitoring on paper, in its four phases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from limen.clock import minute, now
from limen.printing import printed
from limen.web.files import File


def record_pdf(record: Mapping[str, Any]) -> File:
    """Print what `observations_view` returned."""
    content = printed(
        "services.readmission.monitoring",
        "record.typ",
        "en",
        number=record["number"],
        overrides=[_with_minutes(item) for item in record["overrides"]],
        phases=record["phases"],
        items=[_with_minutes(item) for item in record["items"]],
        printed_at=minute(now()),
    )
    return File(content, "application/pdf", f"{record['number']}-monitoring.pdf")


def _with_minutes(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item with its moments written for paper."""
    return {name: minute(value) if isinstance(value, datetime) else value for name, value in item.items()}
