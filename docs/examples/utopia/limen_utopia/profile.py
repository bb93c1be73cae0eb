"""Who Utopia is: names, languages, authorities, working days and sources, all from `profile.yaml`."""

from pathlib import Path
from typing import Any

from limen.plugins import (
    Authority,
    CountryProfile,
    DatedName,
    PublishedCalendar,
    Source,
    Task,
    hookimpl,
    read_yaml,
)

FILE = Path(__file__).with_name("profile.yaml")


@hookimpl
def country_profile() -> CountryProfile:
    """Return Utopia's profile."""
    data = read_yaml(FILE)
    return CountryProfile(
        alpha2="QU",
        names=[DatedName(**name) for name in data["names"]],
        languages=data["languages"],
        scripts=data["scripts"],
        document_codes=data["document_codes"],
        authorities=[authority(entry) for entry in data["authorities"]],
        calendar=PublishedCalendar("Utopia", **data["calendar"]),
        sources={code: Source(**entry) for code, entry in data["sources"].items()},
        reviewed_on=data["reviewed_on"],
    )


def authority(entry: dict[str, Any]) -> Authority:
    """Return one authority from its entry in the file."""
    return Authority(**{**entry, "tasks": frozenset(Task(task) for task in entry["tasks"])})
