"""What must follow from the texts, as `plugins/agreements/cases/` says it: one test runs every sentence."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from limen.law.arrangement import Arrangement
from limen.law.calendars import Calendar, Calendars
from limen.law.deadline import Deadline, Obstacle, Readings, compute, latest_before
from limen.law.errors import NoArrangementInForce, NoFixedLimit, StartUnusable
from limen.law.library import Library
from limen.law.time_limit import Runs, TimeLimit
from limen.plugins import read_yaml
from tests.plugins.agreements.shipped import arrangements

#: the readings under which the files state their dates
READINGS = {
    "first_day": "excluded",
    "on_non_working_day": "stays",
    "day": "calendar_day",
    "calendar_of": "requested",
}
FOLDER = Path(str(files("plugins.agreements") / "cases"))
CASES = [
    pytest.param(path.stem.upper(), case, id=f"{path.stem.upper()}: {case['case']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in read_yaml(path)["cases"]
]


@cache
def library() -> Library:
    """The library as a node has it."""
    return Library(arrangements())


@cache
def listed() -> dict[str, Arrangement]:
    """Every arrangement by id, also one whose day in force nobody could read."""
    return {item.id: item for item in arrangements()}


@cache
def calendar(state: str) -> Calendar:
    """The public holidays and weekend of a state."""
    return Calendar(state, state)


@pytest.mark.parametrize(("agreement", "case"), CASES)
def test_the_library_answers_as_the_text_says(agreement: str, case: dict[str, Any]) -> None:
    """Each case is found or refused, and its last day is the one counted by hand."""
    if "refused" in case:
        with pytest.raises(NoArrangementInForce, match=case["refused"]):
            look_up(case)
        return
    found = listed()[agreement] if case.get("listed") else look_up(case)
    assert found.id == agreement
    if "limit" in case:
        check_limit(case, found.time_limit(case["limit"], case["who"]["category"], **of_case(case)))


def look_up(case: dict[str, Any]) -> Any:
    """Find the agreement for the case's states, category and day."""
    who = case["who"]
    day = case.get("on") or next(iter(case["from"].values()))
    return library().find(who["requesting"], who["requested"], day, who["category"])


def of_case(case: dict[str, Any]) -> dict[str, Any]:
    """The requested state, the procedure and the variant of the case."""
    return {
        "requested": case["who"]["requested"],
        "procedure": case.get("procedure", "normal"),
        "variant": case.get("variant"),
    }


def check_limit(case: dict[str, Any], limit: TimeLimit | None) -> None:
    """Compare one limit with what the case expects of it."""
    assert (limit is None) is case.get("no_limit", False)
    if limit is None:
        return
    if case.get("without_delay"):
        assert limit.promptly
        with pytest.raises(NoFixedLimit):
            last_day(case, limit)
    elif "unusable" in case:
        with pytest.raises(StartUnusable, match=case["unusable"]):
            last_day(case, limit)
    else:
        answer = last_day(case, limit)
        assert answer.due == case["due"]
        if "silence" in case:
            assert answer.silence == case["silence"]
        for other in case.get("otherwise", ()):
            reading = {key: value for key, value in other.items() if key != "due"}
            assert last_day(case, limit, **reading).due == other["due"], reading


def last_day(case: dict[str, Any], limit: TimeLimit, **reading: str) -> Deadline:
    """Compute the case's last day, with other readings where given."""
    ((event, day),) = case["from"].items()
    who = case["who"]
    calendars = Calendars(calendar(who["requesting"]), calendar(who["requested"]))
    policy = Readings(**{**READINGS, **reading})
    if limit.runs is Runs.BEFORE:
        return latest_before(limit, day, calendars, policy, event=event)
    obstacle = Obstacle(**case["obstacle"]) if "obstacle" in case else None
    return compute(limit, day, calendars, policy, case.get("extended", False), event=event, obstacle=obstacle)


def test_every_agreement_has_cases() -> None:
    """No agreement is added without sentences that a lawyer can check, nor a protocol that no date finds."""
    own = {item.id for item in arrangements() if item.kind == "agreement" or not item.in_force}
    assert own <= {param.values[0] for param in CASES} <= set(listed())


def test_every_case_states_something_that_can_fail() -> None:
    """A case with a limit expects a day, a refusal, or that there is none; dates are dates."""
    for param in CASES:
        _, case = param.values
        if "limit" in case:
            expected = [key for key in ("due", "no_limit", "without_delay", "unusable") if key in case]
            assert len(expected) == 1, case["case"]
        else:
            assert "on" in case, case["case"]
        assert isinstance(case.get("due", date.today()), date)


#: what a near miss states instead of a day
_NEAR_MISSES = {"refused", "no_limit", "without_delay", "unusable"}


def cases_of(arrangement: Arrangement) -> list[dict[str, Any]]:
    """The cases of an arrangement; those of a protocol that a date finds may stand with its agreement."""
    names = {arrangement.id, arrangement.overlays if arrangement.in_force else None}
    return [param.values[1] for param in CASES if param.values[0] in names]


@pytest.mark.parametrize("arrangement", arrangements(), ids=lambda item: item.id)
def test_every_text_with_limits_has_a_near_miss(arrangement: Arrangement) -> None:
    """A question to which the text gives no day."""
    cases = cases_of(arrangement) if arrangement.time_limits else []
    assert any(_NEAR_MISSES & case.keys() for case in cases) is bool(arrangement.time_limits)


@cache
def asked() -> list[tuple[str, dict[str, Any], TimeLimit | None]]:
    """Every case that asks for a limit, with the text that answers it and what it answers."""
    found = []
    for param in CASES:
        agreement, case = param.values
        if "limit" in case and "refused" not in case:
            text = listed()[agreement] if case.get("listed") else look_up(case)
            limit = text.time_limit(case["limit"], case["who"]["category"], **of_case(case))
            found.append((limit.arrangement if limit else agreement, case, limit))
    return found


def lacking(arrangement: Arrangement) -> Iterator[str]:
    """Name every limit of a text that no case tries, and every way of it that none does."""
    for name, limits in arrangement.time_limits.items():
        cases = [item[1:] for item in asked() if item[0] == arrangement.id and item[1]["limit"] == name]
        for limit in limits:
            own = [case for case, answer in cases if answer == limit]
            what = f"{name} ({limit.reference}, {limit.procedure}, {limit.variant or 'no variant'})"
            if not any(("due" if limit.amount else "without_delay") in case for case in own):
                yield f"{what}: no case"
            if len(limit.start) > 1:
                tried = {event for case in own for event in case["from"]}
                yield from (f"{what}: none from {event}" for event in limit.start if event not in tried)
            if limit.extension and not any(case.get("extended") for case in own):
                yield f"{what}: none extended"
            if (limit.applies_to or limit.requested) and len(own) == len(cases):
                yield f"{what}: none for those whom it leaves out"


@pytest.mark.parametrize("arrangement", arrangements(), ids=lambda item: item.id)
def test_every_limit_has_a_case(arrangement: Arrangement) -> None:
    """With its number or without, from each of its events, extended, and for whom it does not hold."""
    assert not list(lacking(arrangement))


@pytest.mark.parametrize("arrangement", arrangements(), ids=lambda item: item.id)
def test_every_text_that_counts_months_is_tried_at_the_end_of_one(arrangement: Arrangement) -> None:
    """From a day that the last month does not have: 31 January and a month, the leap day and a year."""
    in_months = {
        name
        for name, limits in arrangement.time_limits.items()
        if any(limit.amount and limit.amount.unit in ("month", "year") for limit in limits)
    }
    tried = [
        case
        for case in cases_of(arrangement)
        if case.get("limit") in in_months and "due" in case and not case.get("extended")
        for start in case["from"].values()
        if start.day > case["due"].day and case["due"].month == 2
    ]
    assert tried or not in_months
