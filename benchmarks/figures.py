"""One figure, and the table of all: what was reached beside a limit measured in the same run."""

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from limen.clock import now, rfc3339


@dataclass(frozen=True)
class Figure:
    """What was reached, and what it is to be compared with, both in the same unit.

    A goal is a value of this unit, to be reached from below or above as `more_is_better` says.
    """

    name: str
    #: the node's shape, or `core` for one core's processor time
    shape: str
    reached: float
    unit: str
    limit: float | None = None
    #: what was measured as the limit
    limit_is: str = ""
    goal: float | None = None
    more_is_better: bool = True

    @property
    def meets_goal(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.goal is None:
            return None
        return self.reached >= self.goal if self.more_is_better else self.reached <= self.goal

    @property
    def of_limit(self) -> float | None:
        """What was reached as a share of the limit."""
        return self.reached / self.limit if self.limit else None


def show(figures: Iterable[Figure]) -> None:
    """Print the table."""
    table = Table(title="Reached, beside a limit measured in the same run")
    for heading in ("figure", "shape"):
        table.add_column(heading)
    for heading in ("reached", "limit", "of it", "goal"):
        table.add_column(heading, justify="right")
    for heading in ("unit", "the limit is"):
        table.add_column(heading)
    for figure in figures:
        colour = {True: "green", False: "red", None: "default"}[figure.meets_goal]
        table.add_row(
            figure.name,
            figure.shape,
            f"[{colour}]{_text(figure.reached)}[/]",
            _text(figure.limit),
            f"{figure.of_limit:.0%}" if figure.of_limit else "",
            _goal(figure),
            figure.unit,
            figure.limit_is,
        )
    Console(width=160).print(table)


def write(figures: Iterable[Figure], path: Path, seconds: float) -> None:
    """Write the figures as JSON, with what they were measured on."""
    document = {
        "measured_at": rfc3339(now()),
        "seconds": round(seconds, 1),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": psutil.cpu_count(),
        "load_at_the_end": psutil.getloadavg()[0],
        "figures": [
            {**asdict(figure), "of_limit": figure.of_limit, "meets_goal": figure.meets_goal}
            for figure in figures
        ],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2) + "\n")


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return f"{'>=' if figure.more_is_better else '<='} {_text(figure.goal)}"


def _text(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
