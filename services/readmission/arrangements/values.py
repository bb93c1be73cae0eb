"""The values of an arrangement one by one: what it says, where, how well verified.

A value is named by its part and its name, for example `time_limits.reply`; several entries (by direction,
category or procedure) are one value, verified as its weakest entry is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from limen.law.arrangement import Arrangement
from limen.law.levels import Level
from limen.law.time_limit import LIMITS

#: the parts of an arrangement, in the order in which they are shown
PARTS = ("frame", "time_limits", "evidence", "facts")
FRAME = (
    "signed",
    "in_force",
    "in_force_third_country",
    "terminated",
    "suspended",
    "categories",
    "authorities",
)
#: values that a file gives as codes
_CODES = ("categories", "data_allowed")
#: what a matrix of pairs names when it is missing; the rest is on the arrangement's own page
CORE = (
    "time_limits.submit",
    "time_limits.reply",
    "time_limits.transfer",
    "time_limits.travel_document",
    "evidence.nationality.proof",
)
_LEVELS = list(Level)


@dataclass(frozen=True)
class Entry:
    """One cited entry: what it says in short, for whom, and where it was read. `data`: as in the file."""

    part: str
    name: str
    words: str
    holds_for: str
    reference: str
    source: str
    level: Level
    note: str | None
    data: Any

    @property
    def value(self) -> str:
        """The name of the value to which the entry belongs."""
        return f"{self.part}.{self.name}"

    def as_dict(self) -> dict[str, Any]:
        """Return the entry, JSON-safe."""
        return {
            "part": self.part,
            "name": self.name,
            "words": self.words,
            "holds_for": self.holds_for,
            "reference": self.reference,
            "source": self.source,
            "verified": self.level.value,
            "note": self.note,
        }


def entries_of(arrangement: Arrangement) -> Iterator[Entry]:
    """Yield every cited entry of an arrangement, without the protocols over it, in the order of PARTS."""
    return (_entry(*found) for found in _cited(arrangement))


def levels_of(arrangement: Arrangement) -> dict[str, Level]:
    """Return each value that the arrangement has with the level of its weakest entry."""
    found: dict[str, Level] = {}
    for part, name, data, _state in _cited(arrangement):
        value, level = f"{part}.{name}", Level(data["verified"])
        found[value] = weakest((found.get(value, level), level))
    return found


def rests_on(arrangement: Arrangement) -> Level:
    """Return how a file was filled: from the full text, from excerpts, or from secondary sources alone."""
    return min((Level(data["verified"]) for _, _, data, _ in _cited(arrangement)), key=_LEVELS.index)


def _cited(arrangement: Arrangement) -> Iterator[tuple[str, str, Mapping[str, Any], str]]:
    """Yield part, name, data and state (empty: see its selectors) of every cited entry."""
    data = arrangement.data
    for name in FRAME:
        found = data.get(name)
        if name == "authorities":
            for state, entries in (found or {}).items():
                yield from (("frame", name, item, state) for item in _listed(entries))
        else:
            yield from (("frame", name, item, "") for item in _listed(found))
    for name in LIMITS:
        entries = data.get("time_limits", {}).get(name)
        yield from (("time_limits", name, item, "") for item in _listed(entries))
    for subject, lists in data.get("evidence", {}).items():
        yield from (("evidence", f"{subject}.{strength}", found, "") for strength, found in lists.items())
    for name, entries in sorted(data.get("facts", {}).items()):
        yield from (("facts", name, item, "") for item in _listed(entries))


def weakest(levels: Iterable[Level]) -> Level:
    """Return the least verified of some levels."""
    return max(levels, key=_LEVELS.index)


def _listed(entries: Any) -> list[Any]:
    return entries if isinstance(entries, list) else [entries] if entries else []


def _entry(part: str, name: str, data: Mapping[str, Any], state: str) -> Entry:
    return Entry(
        part,
        name,
        _words(part, name, data),
        state or _holds_for(data),
        data["reference"],
        data["source"],
        Level(data["verified"]),
        data.get("note"),
        data,
    )


def _holds_for(data: Mapping[str, Any]) -> str:
    selectors = [
        *(f"requested: {state}" for state in data.get("requested", ())),
        *(str(item).replace("_", " ") for item in data.get("applies_to", ())),
        *([str(data["procedure"])] if data.get("procedure", "normal") != "normal" else []),
        *([str(data["variant"])] if data.get("variant") else []),
        *(str(state) for state in data.get("states", ())),
    ]
    return ", ".join(selectors)


def _words(part: str, name: str, data: Mapping[str, Any]) -> str:
    if part == "time_limits":
        return limit_in_words(data)
    if part == "evidence":
        items = "; ".join(item["words"] for item in data["items"])
        return f"{len(data['items'])} items: {items}"
    if name == "suspended":
        return f"from {data['from']} until {data.get('until') or 'further notice'}"
    value = data.get("value")
    if isinstance(value, list):
        plain = (str(item).replace("_", " ") if name in _CODES else str(item) for item in value)
        return "; ".join(plain)
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def limit_in_words(data: Mapping[str, Any]) -> str:
    """Return a time limit of a data file in short: "20 calendar days from receipt; 30 in all by ..."."""
    starts = " or ".join(_listed(data.get("from"))) or "an event that is not said"
    way = "before" if data.get("runs") == "before" else "from"
    text = f"{_number(data)} {way} {starts.replace('_', ' ')}" if data.get("value") else "without delay"
    if data.get("value") and data.get("promptly"):
        text += ", without delay"
    if data.get("within_km"):
        text += f", within {data['within_km']} km"
    for key, words in (("plus", "and {} more"), ("latest", "never later than {}")):
        if data.get(key):
            text += f", {words.format(_number(data[key]))}"
    if more := data.get("extension"):
        text += f"; extension {more['kind'].replace('_', ' ')}"
        text += f" {_number(more)}" if more.get("value") else ""
        if more.get("upon", "unstated") != "unstated":
            text += f" upon {more['upon'].replace('_', ' ')}"
    if data.get("silence", "unstated") != "unstated":
        text += f"; silence: {data['silence'].replace('_', ' ')}"
    return text


def _number(data: Mapping[str, Any]) -> str:
    unit = str(data["unit"]).replace("_", " ")
    return f"{data['value']} {unit}{'' if data['value'] == 1 else 's'}"
