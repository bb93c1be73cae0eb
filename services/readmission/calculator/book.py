"""The law that a calculator works with: the library, the calendars and the readings of a node, or of none."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from limen.config import PREFIX, Settings
from limen.law.calendars import WorkingDays
from limen.law.library import Library
from limen.law.readings import Readings
from limen.law.time_limit import FirstDay, OnNonWorkingDay
from limen.runtime import Runtime
from services.readmission import law


@dataclass(frozen=True)
class LawBook:
    """Everything that a deadline depends on beside the text and the events.

    `calendar` gives a state's working days by its code, and raises CalendarUnknown; `days_to_review` is how
    old the review of an arrangement may be.
    """

    library: Library
    calendar: Callable[[str], WorkingDays]
    readings: Readings
    days_to_review: int


def book_of(runtime: Runtime) -> LawBook:
    """Return the law of a running node."""
    return LawBook(
        law.library_of(runtime),
        runtime.plugins.calendar,
        law.readings_of(runtime),
        runtime.settings.arrangement_review_days,
    )


def book_of_folder(data: Path | None) -> LawBook:
    """Return the law of the node in a folder or of the environment; without a node, of what is installed."""
    from limen import logs
    from limen.cli.folder import node_folder, node_settings
    from limen.plugins.host import load_plugins
    from limen.plugins.installed import installed_plugins

    if node_folder(data) is None and not any(name.startswith(PREFIX) for name in os.environ):
        logs.configure("command", "warning", sys.stderr)
        host = load_plugins(plugin.pin() for plugin in installed_plugins())
        decided_by = "the default policy"
        defaults = {item.name: item.default for item in Settings.__dataclass_fields__.values()}
        first_day, non_working = defaults["reading_first_day"], defaults["reading_non_working_day"]
        days = defaults["arrangement_review_days"]
    else:
        settings = node_settings(data)
        host = load_plugins(settings.plugins, require_digest=settings.shape != "embedded")
        decided_by = "the policy of this node"
        first_day, non_working = settings.reading_first_day, settings.reading_non_working_day
        days = settings.arrangement_review_days
    return LawBook(
        Library(entry.arrangement for entry in host.arrangements()),
        host.calendar,
        Readings(FirstDay(first_day), OnNonWorkingDay(non_working), decided_by=decided_by),
        days,
    )
