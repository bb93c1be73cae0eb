"""The demonstration's accounts. They exist only where `demonstration` is on, never in production."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from limen.runtime import Runtime

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
        ("return-monitor", "Demonstration Forced-Return Monitor", ["return_monitor"], []),
    )
]


def load(runtime: "Runtime") -> None:
    """Make the demonstration's accounts; those that are there already stay as they are."""
    # Imported here, so that the command line can print the accounts without loading the gateway.
    import sqlalchemy as sa

    from limen.work import system_actor, unit_of_work
    from services.gateway.accounts import add_account
    from services.gateway.models import account

    if not runtime.settings.demonstration:
        return
    with unit_of_work(runtime, system_actor("demonstration")) as work:
        known = set(work.execute(sa.select(account.c.login)).scalars())
        for item in ACCOUNTS:
            if item["account"] in known:
                continue
            add_account(work, {**{k: v for k, v in item.items() if k != "account"}, "login": item["account"]})
