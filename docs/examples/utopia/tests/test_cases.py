"""Every case of `cases.yaml` is asked of Utopia through the host, as the core asks."""

from pathlib import Path

import limen_utopia
import pytest

from limen.plugins.testing import Case, answer, host_of, load_cases

CASES = load_cases(Path(__file__).with_name("cases.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_utopia_answers_as_its_law_says(case: Case) -> None:
    """The answer is the one that the case expects."""
    assert answer(host_of(utopia=limen_utopia), "QU", case) == case.expect
