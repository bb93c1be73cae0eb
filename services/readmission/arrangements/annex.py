"""The cases of the library as an annex in markdown: sentences that a lawyer can read and check by hand.

The dates are those of the case files, counted by hand; the article is added from the data file.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from limen.codes import country_name
from limen.law.absent import Absence
from limen.law.categories import Category
from limen.law.library import Library
from limen.law.time_limit import LIMITS
from limen.law.words import day_in_words, event_in_words, place_in_words
from limen.law.yaml_files import read_yaml

_INTRODUCTION = """# Cases of the library of agreements

Each case says what must follow from the text; its dates were counted by hand. Unless a case says otherwise,
the day of the event is not counted, a last day that is not a working day stays, "days" are calendar days, and
the calendar of the requested state counts.
"""
_READINGS = {
    "first_day": {"included": "the day of the event is counted", "excluded": "it is not counted"},
    "on_non_working_day": {
        "rolls_forward": "a last day off moves to the next working day",
        "stays": "a last day off stays",
    },
    "day": {"working_day": '"days" are working days', "calendar_day": '"days" are calendar days'},
    "calendar_of": {
        "requesting": "the calendar of the requesting state counts",
        "requested": "the calendar of the requested state counts",
        "acting": "the calendar of the side that has to act counts",
        "both": "the calendars of both states count",
    },
}
_SILENCE = {
    "consent": "Silence until its end is consent.",
    "refusal": "Silence until its end is refusal.",
    "none": "Silence until its end has no effect; the text says so.",
    "nationality_only": "Silence until its end establishes nationality, and nothing else.",
    "unstated": "The text does not say what silence means.",
}
_ASKED = {
    Category.OWN_NATIONAL: "its own national",
    Category.THIRD_COUNTRY_NATIONAL: "a national of a third country",
    Category.STATELESS: "a stateless person",
    Category.FORMER_STATE_NATIONAL: "a former national of a predecessor state",
}


def annex(folder: Path, library: Library) -> str:
    """Return the cases of every `*.yaml` of a folder as markdown; a file is named after its arrangement."""
    return "\n".join([_INTRODUCTION, *(_section(path, library) for path in sorted(folder.glob("*.yaml")))])


def _section(path: Path, library: Library) -> str:
    name = path.stem.upper()
    known = library.get(name)
    lines = [f"## {name}" + (f": {known.title}" if known else ""), ""]
    for number, case in enumerate(read_yaml(path)["cases"], 1):
        sentences = " ".join(sentence for sentence in _sentences(name, case, library) if sentence)
        lines += [f"{number}. **{case['case']}.** {sentences}"]
    return "\n".join(lines) + "\n"


def _sentences(name: str, case: Mapping[str, Any], library: Library) -> Iterator[str]:
    who = case["who"]
    one, other = country_name(who["requesting"]), country_name(who["requested"])
    day = f" on {day_in_words(case['on'])}" if "on" in case else ""
    yield f"{one} asks {other}{day} to take {_ASKED[Category(who['category'])]} back."
    if "refused" in case:
        yield f"No agreement is found: {case['refused']}."
        return
    for event, moment in case.get("from", {}).items():
        yield f"On {day_in_words(moment)} {event_in_words(event)}."
    if "limit" not in case:
        yield f"{name} is found."
        return
    if case.get("no_limit"):
        yield _no_limit(name, case, library)
        return
    yield from _outcome(case)
    yield _article(name, case, library)


def _no_limit(name: str, case: Mapping[str, Any], library: Library) -> str:
    """Say that there is no limit, and why: only a text that was read in full is known to set none."""
    known = library.get(name)
    why = known.absence(f"time_limits.{case['limit']}") if known else Absence.NOT_READ
    what = f"{LIMITS[case['limit']][1]}{_way(case)}"
    if why is Absence.SILENT:
        return f"The text sets no time in which {what}."
    return f"No time in which {what} is verified: {why.in_words}."


def _way(case: Mapping[str, Any]) -> str:
    ways = [
        *([str(case["procedure"]).replace("_", " ") + " procedure"] if "procedure" in case else []),
        *([str(case["variant"]).replace("_", " ")] if "variant" in case else []),
        *(["extended"] if case.get("extended") else []),
    ]
    return f" ({', '.join(ways)})" if ways else ""


def _outcome(case: Mapping[str, Any]) -> Iterator[str]:
    what = LIMITS[case["limit"]][1]
    way = _way(case)
    if "obstacle" in case:
        lasted = case["obstacle"]
        yield (f"An obstacle lasted from {day_in_words(lasted['began'])} to {day_in_words(lasted['ended'])}.")
    if case.get("without_delay"):
        yield f"The text says only that without delay {what}{way}."
    elif "unusable" in case:
        yield f"The time in which {what}{way} cannot be counted so: {case['unusable']}."
    else:
        day = day_in_words(case["due"])
        if case["limit"].endswith("_validity"):
            yield f"{what[:1].upper()}{what[1:]}{way} ends on {day}."
        else:
            yield f"The last day on which {what}{way} is {day}."
        if "silence" in case:
            yield _SILENCE[case["silence"]]
        for other in case.get("otherwise", ()):
            yield _otherwise(other)


def _otherwise(other: Mapping[str, Any]) -> str:
    readings = [_READINGS[about][str(taken)] for about, taken in other.items() if about != "due"]
    day: date = other["due"]
    return f"If {' and '.join(readings)}: {day_in_words(day)}."


def _article(name: str, case: Mapping[str, Any], library: Library) -> str:
    who = case["who"]
    day = case.get("on") or next(iter(case.get("from", {}).values()), date.max)
    found = library.named(name, who["requesting"], who["requested"], day, who["category"])
    limit = found and found.time_limit(
        case["limit"],
        who["category"],
        who["requested"],
        case.get("procedure", "normal"),
        case.get("variant"),
    )
    return f"[{place_in_words(limit.reference, limit.arrangement)}]" if limit else ""
