"""How many deadlines a second one core computes, without and with explanation.

The limit is how often a loop only adds calendar days to a date, which no engine can beat.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from benchmarks.figures import Figure
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


def measure() -> list[Figure]:
    """Measure one core's processor time."""
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
            figures.append(
                Figure(
                    f"deadline, {name}, {mode}", "core", found, "a second", floor, "adding days only", goal
                )
            )
    limit = load_time_limit("reply", {**LIMITS["20 working days"], **CITED})
    found = rate(lambda day: compute(limit, day, calendars, policy).as_dict())
    name = "deadline, 20 working days, as JSON with words"
    return [*figures, Figure(name, "core", found, "a second", floor, "adding days only")]
