"""Reads the data files of arrangements. What breaks a rule is refused with file, field and rule."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from limen.law.absent import Withheld
from limen.law.arrangement import Arrangement, Covered, Fact, InForce, Member, Party, Source, Suspension
from limen.law.categories import Category
from limen.law.cited import Cited, plain
from limen.law.errors import LawDataInvalid
from limen.law.evidence import EvidenceItem, EvidenceList, Strength, Subject
from limen.law.schemas import ArrangementSchema, build_time_limit
from limen.law.time_limit import Quantity, TimeLimit
from limen.law.yaml_files import read_yaml


def load_arrangement(path: Path) -> Arrangement:
    """Return the arrangement in a YAML file. Raises LawDataInvalid."""
    return read_arrangement(read_yaml(path), path.name)


def load_directory(folder: Path) -> list[Arrangement]:
    """Return the arrangements of the *.yaml files in a folder. LawDataInvalid names every bad file."""
    found, problems = [], []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(load_arrangement(path))
        except LawDataInvalid as error:
            problems += [
                (f"{error.file}: {field}" if field else error.file, rule) for field, rule in error.problems
            ]
    if problems:
        raise LawDataInvalid(folder.name, problems)
    return found


def read_arrangement(raw: Mapping[str, Any], file: str) -> Arrangement:
    """Return the arrangement in a mapping; `file` names it in errors. Raises LawDataInvalid."""
    try:
        data = ArrangementSchema().load(raw)
    except ValidationError as error:
        raise LawDataInvalid(file, list(flat(error.messages))) from error
    arrangement = _build(data, raw)
    if problems := [
        *_unknown_sources(raw, frozenset(data["sources"])),
        *_foreign_states(arrangement),
        *_overlaps(arrangement),
    ]:
        raise LawDataInvalid(file, problems)
    return arrangement


def flat(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (field, rule) for marshmallow's nested messages; a field reads `time_limits.reply[0].unit`."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            if isinstance(key, int):
                yield from flat(inner, f"{path}[{key}]")
            elif key == "_schema":
                yield from flat(inner, path)
            else:
                yield from flat(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(messages, list):
        for message in messages:
            yield from flat(message, path)
    else:
        rules = {
            "Missing data for required field.": "is required",
            "Unknown field.": "is not a known field",
            "Field may not be null.": "must not be empty",
        }
        yield path, rules.get(str(messages), str(messages))


def _build(data: Mapping[str, Any], raw: Mapping[str, Any]) -> Arrangement:
    one, other = (
        Party(item["name"], tuple(Member(**member) for member in item["states"])) for item in data["parties"]
    )
    reviewed = data["reviewed"] or {}
    return Arrangement(
        id=data["id"],
        title=data["title"],
        kind=data["kind"],
        overlays=data["overlays"],
        parties=(one, other),
        signed=_cited(data["signed"]),
        in_force=tuple(
            InForce(
                Cited(**{key: value for key, value in item.items() if key != "states"}),
                frozenset(item["states"]),
            )
            for item in data["in_force"] or ()
        ),
        in_force_third_country=_cited(data["in_force_third_country"]),
        terminated=_cited(data["terminated"]),
        suspended=tuple(_suspension(item) for item in data["suspended"]),
        covered=tuple(_covered(item) for item in data["categories"]),
        authorities={
            state: tuple(Fact(**item) for item in items) for state, items in data["authorities"].items()
        },
        time_limits={
            name: tuple(build_time_limit(name, item, data["id"]) for item in items)
            for name, items in data["time_limits"].items()
        },
        facts={name: tuple(_fact(item) for item in items) for name, items in data["facts"].items()},
        evidence={
            (Subject(subject), Strength(strength)): _evidence(Subject(subject), Strength(strength), item)
            for subject, lists in data["evidence"].items()
            for strength, item in lists.items()
        },
        sources={key: Source(**item) for key, item in data["sources"].items()},
        in_doubt=data["in_doubt"],
        not_verified=tuple(data["not_verified"]),
        unread=frozenset(data["unread"]),
        withheld=tuple(Withheld(**item) for item in data["withheld"]),
        reviewed_on=reviewed.get("on"),
        second_reading=reviewed.get("second_reading"),
        data=plain(raw),
    )


def _cited(data: Mapping[str, Any] | None) -> Cited | None:
    return Cited(**data) if data else None


def _fact(data: Mapping[str, Any]) -> Fact:
    selectors = {key: frozenset(data[key]) for key in ("requested", "applies_to")}
    return Fact(**{**data, **selectors})


def _covered(data: Mapping[str, Any]) -> Covered:
    citation = Cited(**{key: value for key, value in data.items() if key != "requested"})
    return Covered(frozenset(data["value"]), citation, frozenset(data["requested"]))


def _suspension(data: Mapping[str, Any]) -> Suspension:
    citation = {key: data[key] for key in ("reference", "source", "verified", "note")}
    return Suspension(
        data["since"], data["until"], frozenset(data["applies_to"]), Cited(value=data["since"], **citation)
    )


def _evidence(subject: Subject, strength: Strength, data: Mapping[str, Any]) -> EvidenceList:
    items = []
    for item in data["items"]:
        most = item["max_expired"]
        changed = {
            "reference": item["reference"] or data["reference"],
            "requested": frozenset(item["requested"]),
            "max_expired": Quantity(**most) if most else None,
        }
        items.append(EvidenceItem(**{**item, **changed}))
    return EvidenceList(subject, strength, **{**data, "items": tuple(items)})


def _unknown_sources(raw: Any, known: frozenset[str], path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            here = f"{path}.{key}" if path else str(key)
            if key == "source" and isinstance(value, str) and value not in known:
                yield here, f"{value!r} is not one of the file's sources"
            if here != "sources":
                yield from _unknown_sources(value, known, here)
    elif isinstance(raw, list):
        for index, item in enumerate(raw):
            yield from _unknown_sources(item, known, f"{path}[{index}]")


def _foreign_states(arrangement: Arrangement) -> Iterator[tuple[str, str]]:
    """Find selectors that name a state of neither side: they would silently never hold."""
    states = arrangement.parties[0].states | arrangement.parties[1].states
    if both := arrangement.parties[0].states & arrangement.parties[1].states:
        yield "parties", f"{', '.join(sorted(both))} cannot stand on both sides"
    named: list[tuple[str, frozenset[str]]] = [("authorities", frozenset(arrangement.authorities))]
    named += [(f"in_force[{index}].states", item.states) for index, item in enumerate(arrangement.in_force)]
    named += [(f"categories[{at}].requested", item.requested) for at, item in enumerate(arrangement.covered)]
    for name, limits in arrangement.time_limits.items():
        named += [(f"time_limits.{name}[{at}].requested", item.requested) for at, item in enumerate(limits)]
    for name, facts in arrangement.facts.items():
        named += [(f"facts.{name}[{at}].requested", item.requested) for at, item in enumerate(facts)]
    for (subject, strength), evidence in arrangement.evidence.items():
        path = f"evidence.{subject}.{strength}.items"
        named += [(f"{path}[{index}].requested", item.requested) for index, item in enumerate(evidence.items)]
    for path, mentioned in named:
        if unknown := mentioned - states:
            yield path, f"{', '.join(sorted(unknown))}: not a state of either side"


def _overlaps(arrangement: Arrangement) -> Iterator[tuple[str, str]]:
    """Find two limits of one name that could both answer the same question."""
    states = arrangement.parties[0].states | arrangement.parties[1].states
    for name, limits in arrangement.time_limits.items():
        for index, limit in enumerate(limits):
            for before in limits[:index]:
                if _same_question(before, limit, states):
                    yield (
                        f"time_limits.{name}[{index}]",
                        "answers the same question as an entry above it: "
                        "tell them apart by procedure, variant, requested or applies_to",
                    )


def _same_question(one: TimeLimit, other: TimeLimit, states: frozenset[str]) -> bool:
    every = frozenset(Category)
    return (
        (one.procedure, one.variant) == (other.procedure, other.variant)
        and bool((one.applies_to or every) & (other.applies_to or every))
        and bool((one.requested or states) & (other.requested or states))
    )
