"""The hand-computed cases of cases.yaml, one test each, named as the sentence that a lawyer reads."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from limen.law.deadline import Obstacle, Readings, compute, latest_before
from limen.law.time_limit import Runs
from limen.law.yaml_files import read_yaml
from tests.limen.law.build import POLICY, calendars, limit

CASES = list(read_yaml(Path(__file__).with_name("cases.yaml"))["cases"])


def moment(value: Any) -> date | datetime:
    """Return a day, or a moment that YAML left as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_case_has_the_date_that_was_computed_by_hand(case: dict[str, Any]) -> None:
    """Each case of the file."""
    given = limit(**case["limit"])
    both = calendars(*case.get("between", ("CH", "BA")))
    policy = Readings(**case["policy"]) if "policy" in case else POLICY
    if given.runs is Runs.BEFORE:
        found = latest_before(given, moment(case["start"]), both, policy)
    else:
        obstacle = Obstacle(*case["obstacle"]) if "obstacle" in case else None
        found = compute(
            given, moment(case["start"]), both, policy, case.get("extended", False), obstacle=obstacle
        )
    assert found.due == moment(case["expect"])
    words = " ".join(found.in_words())
    for sentence in case.get("says", ()):
        assert sentence in words
