"""What sheets and printed pages call the tables, columns and rows of a report, in English."""

from collections.abc import Mapping
from typing import Any, Final

from limen.clock import minute
from limen.codes import country_name, is_country
from limen.law.categories import Category
from services.readmission.steps import ASSISTANCE, REFUSAL_REASONS

TABLES: Final[Mapping[str, str]] = {
    "counterpart": "By state",
    "arrangement": "By agreement",
    "month": "By month",
    "category": "By category of person",
    "citizenship": "By citizenship",
    "sex": "By sex",
    "age_group": "By age group",
    "assistance": "Voluntary and forced returns, by assistance",
    "reason": "Refusals by reason",
    "days_taken": "Days taken, by state",
}
COLUMNS: Final[Mapping[str, str]] = {
    "ordered": "Ordered to leave",
    "requests": "Requests",
    "accepted": "Accepted",
    "accepted_by_silence": "Accepted by silence",
    "refused": "Refused",
    "refused_by_silence": "Refused by silence",
    "information_requested": "Information requested",
    "deferred": "Reply deferred",
    "unanswered": "No reply in time",
    "notified": "Written notifications",
    "transferred": "Transferred",
    "departed": "Departed voluntarily",
    "called_off": "Transfers called off",
    "turned_back": "Refused at the border",
    "taken_back": "Taken back",
    "withdrawn": "Withdrawn",
    "reply_median": "Receipt to reply, median",
    "reply_p90": "Receipt to reply, nine in ten within",
    "transfer_median": "Reply to transfer, median",
    "transfer_p90": "Reply to transfer, nine in ten within",
}
_ROWS: Final[Mapping[str, Mapping[str, str]]] = {
    "category": {item.value: item.plain_name.capitalize() for item in Category},
    "sex": {"male": "Male", "female": "Female", "other": "Other", "unknown": "Not known"},
    "age_group": {"unknown": "Not known"},
    "citizenship": {"unknown": "Not known", "several": "Several"},
    "assistance": ASSISTANCE,
    "reason": REFUSAL_REASONS,
}
ROLES: Final[Mapping[str, str]] = {
    "requesting": "Requests made by this state",
    "requested": "Requests received by this state",
}
SUPPRESSED: Final = "suppressed"


def row_name(table: str, code: str) -> str:
    """Return what a row is called; a state by its English name."""
    if table in ("counterpart", "days_taken", "citizenship") and is_country(code):
        return country_name(code, "en")
    return _ROWS.get(table, {}).get(code, code)


def title(table: Mapping[str, Any]) -> str:
    """Return what a table is called."""
    if not table["across"]:
        return TABLES[table["name"]]
    across = TABLES[table["across"]].removeprefix("By ").removeprefix("Refusals by ")
    return f"{COLUMNS[table['measure']]}, {TABLES[table['name']].lower()} and {across}"


def column_name(table: Mapping[str, Any], code: str) -> str:
    """Return what a column is called."""
    return row_name(table["across"], code) if table["across"] else COLUMNS[code]


def about(report: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return what must be known about a report, as pairs of label and words."""
    counterpart = str(report["counterpart"] or "")
    return [
        ("Period", str(report["period"])),
        ("Side", ROLES[str(report["role"])]),
        ("With", row_name("counterpart", counterpart) if counterpart else "all states"),
        (
            "Suppressed",
            f"counts from 1 to below {report['threshold']}, and others from which they would follow; "
            "a zero is a zero",
        ),
        ("As extracted on", f"{minute(report['extracted_at'])}; later corrections change figures"),
    ]
