"""How many deadlines a second one core computes, without and with explanation.

Run as `python benchmarks/deadlines.py [--json]`. Each figure stands beside the goal and a limit measured in
the same run: how often a loop only adds calendar days to a date, which no engine can beat.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from limen.law.calendars import Calendar, Calendars
from limen.law.deadline import Readings, compute
from limen.law.schemas import load_time_limit

CITED = {"reference": "Art. 1", "source": "benchmark", "verified": "secondary"}
LIMITS = {
    "15 calendar days": {"value": 15, "unit": "calendar_day", "from": "receipt"},
    "20 working days": {"value": 20, "unit": "working_day", "from": "receipt"},
    "6 months": {"value": 6, "unit": "month", "from": "receipt"},
    "20 to 30 calendar days": {
        "value": 20,
        "unit": "calendar_day",
        "from": "receipt",
        "extension": {"kind": "to_total", "value": 30, "unit": "calendar_day"},
    },
}
GOALS = {"explanation off": 20_000, "explanation on": 5_000}
DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(730)]


def rate(work: Callable[[date], Any], seconds: float = 0.5) -> float:
    """Return how often `work` runs in a second, over two years of starting days."""
    work(DAYS[0])
    done, began = 0, time.process_time()  # of this core: others may be at work beside it
    while (spent := time.process_time() - began) < seconds:
        for day in DAYS[:100]:
            work(day)
        DAYS.append(DAYS.pop(0))
        done += 100
    return done / spent


def main() -> None:
    """Print the table, or the figures as JSON."""
    calendars = Calendars(
        Calendar("Switzerland", "CH", time_zone="Europe/Zurich"),
        Calendar("Bosnia and Herzegovina", "BA", time_zone="Europe/Sarajevo"),
    )
    policy = Readings("excluded", "rolls_forward")
    for year in range(2026, 2030):  # holidays are computed once a process and kept
        calendars.both.is_working(date(year, 1, 1))
    floor = rate(lambda day: day + timedelta(days=15))
    figures = []
    for name, data in LIMITS.items():
        limit = load_time_limit("reply", {**data, **CITED})
        fixed = {"calendars": calendars, "policy": policy, "extended": limit.extension is not None}
        for mode, goal in GOALS.items():
            found = rate(partial(compute, limit, **fixed, explain=mode == "explanation on"))
            figures.append({"limit": name, "mode": mode, "per_second": round(found), "goal": goal})
    limit = load_time_limit("reply", {**LIMITS["20 working days"], **CITED})
    found = rate(lambda day: compute(limit, day, calendars, policy).as_dict())
    figures.append(
        {"limit": "20 working days", "mode": "as JSON with words", "per_second": round(found), "goal": None}
    )
    if "--json" in sys.argv:
        print(json.dumps({"floor": round(floor), "figures": figures}))
        return
    print(f"{'limit':24}{'mode':22}{'per second':>12}{'goal':>10}   (adding days only: {floor:,.0f})")
    for item in figures:
        goal = f"{item['goal']:,}" if item["goal"] else "-"
        print(f"{item['limit']:24}{item['mode']:22}{item['per_second']:>12,}{goal:>10}")


if __name__ == "__main__":
    main()
