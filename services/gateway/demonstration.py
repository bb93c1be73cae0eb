"""The demonstration's accounts. They exist only where `demonstration` is on, never in production."""

from typing import Any

from limen.runtime import Runtime
from limen.work import system_actor, unit_of_work
from services.gateway.accounts import add_account

PASSWORD = "threshold-demonstration"  # noqa: S105  printed at the start of every demonstration

ACCOUNTS: list[dict[str, Any]] = [
    {"account": account, "name": name, "roles": roles, "posts": posts, "password": PASSWORD}
    for account, name, roles, posts in (
        ("officer", "Demonstration Border Officer", ["border_officer"], ["POST-1"]),
        ("leader", "Demonstration Shift Leader", ["shift_leader"], ["POST-1"]),
        ("readmission", "Demonstration Readmission Officer", ["readmission_officer"], []),
        ("protection", "Demonstration Protection Officer", ["protection_officer"], []),
        ("trainer", "Demonstration Trainer", ["trainer"], []),
        ("administrator", "Demonstration Administrator", ["administrator"], []),
        ("monitor", "Demonstration Monitor", ["monitor"], []),
    )
]


def load(runtime: Runtime) -> None:
    """Make the demonstration's accounts."""
    if not runtime.settings.demonstration:
        return
    with unit_of_work(runtime, system_actor("demonstration")) as work:
        for item in ACCOUNTS:
            add_account(work, {**{k: v for k, v in item.items() if k != "account"}, "login": item["account"]})
