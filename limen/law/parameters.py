"""Dated parameters: numbers of the law by the day from which they hold, each with unit, article and source.

reply_deadline:
  description: Days the requested state has to answer.
  unit: calendar_day
  reference: Art. 6(2)
  source: official-gazette-21-2014
  verified: full_text
  values:
    2014-06-01: 21
    2021-01-01: {value: 15, reference: "Art. 6(2) as amended", source: official-gazette-3-2021}
    2025-01-01: null          # repealed
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from limen.law.cited import Cited
from limen.law.errors import LawDataInvalid, ParameterNotInForce
from limen.law.levels import Level
from limen.law.yaml_files import read_yaml

_REQUIRED = ("description", "unit", "reference", "source", "verified", "values")


@dataclass(frozen=True)
class Parameter:
    """A value of the law over time. `history` is in order of days; None means repealed."""

    name: str
    description: str
    unit: str
    history: tuple[tuple[date, Cited | None], ...]

    def cited_on(self, day: date) -> Cited:
        """Return the value in force on `day` with its citation. Raises ParameterNotInForce."""
        index = bisect_right([since for since, _ in self.history], day) - 1
        if index < 0:
            raise ParameterNotInForce(
                f"{self.name} has no value on {day}: its first value holds from {self.history[0][0]}.",
                parameter=self.name,
                on=day.isoformat(),
            )
        since, cited = self.history[index]
        if cited is None:
            raise ParameterNotInForce(
                f"{self.name} has no value on {day}: it was repealed on {since}.",
                parameter=self.name,
                on=day.isoformat(),
            )
        return cited

    def value_on(self, day: date) -> Any:
        """Return the value in force on `day`. Raises ParameterNotInForce where there is none."""
        return self.cited_on(day).value


def load_parameters(path: Path) -> dict[str, Parameter]:
    """Return the parameters of a YAML file by name. Raises LawDataInvalid naming file, field and rule."""
    problems: list[tuple[str, str]] = []
    parameters = {}
    for name, data in read_yaml(path).items():
        found = _problems(name, data)
        problems += found
        if not found:
            parameters[name] = _parameter(name, data)
    if problems:
        raise LawDataInvalid(path.name, problems)
    return parameters


def _problems(name: Any, data: Any) -> list[tuple[str, str]]:
    if not isinstance(data, Mapping):
        return [(str(name), "must be a mapping with " + ", ".join(_REQUIRED))]
    found = [(f"{name}.{key}", "is required") for key in _REQUIRED if key not in data]
    found += [(f"{name}.{key}", "is not a known field") for key in data if key not in _REQUIRED]
    found += [
        (f"{name}.{key}", "must be text, and not empty")
        for key in ("description", "unit", "reference", "source")
        if key in data and not (isinstance(data[key], str) and data[key].strip())
    ]
    if "verified" in data and data["verified"] not in list(Level):
        found.append((f"{name}.verified", "must be one of " + ", ".join(Level)))
    values = data.get("values", {})
    if not isinstance(values, Mapping) or ("values" in data and not values):
        found.append((f"{name}.values", "must map at least one day (YYYY-MM-DD) to a value"))
        return found
    for day, value in values.items():
        if type(day) is not date:
            found.append((f"{name}.values.{day}", "the key must be a day (YYYY-MM-DD)"))
        if isinstance(value, Mapping):
            unknown = set(value) - {"value", "reference", "source", "verified"}
            found += [(f"{name}.values.{day}.{key}", "is not a known field") for key in sorted(unknown)]
            if value.get("value") is None:
                found.append((f"{name}.values.{day}.value", "is required"))
            if "verified" in value and value["verified"] not in list(Level):
                found.append((f"{name}.values.{day}.verified", "must be one of " + ", ".join(Level)))
    return found


def _parameter(name: str, data: Mapping[str, Any]) -> Parameter:
    def cited(value: Any) -> Cited | None:
        if value is None:
            return None
        own = value if isinstance(value, Mapping) else {"value": value}
        return Cited(
            own["value"],
            own.get("reference", data["reference"]),
            own.get("source", data["source"]),
            Level(own.get("verified", data["verified"])),
        )

    history = tuple((day, cited(value)) for day, value in sorted(data["values"].items()))
    return Parameter(name, data["description"], data["unit"], history)
