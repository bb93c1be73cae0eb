"""The safeguards of the core block sending and transfer."""

import pytest

from limen.law.safeguards import RULES, Action, Safeguard, blocking


@pytest.mark.parametrize("safeguard", list(Safeguard))
@pytest.mark.parametrize("action", list(Action))
def test_every_safeguard_blocks_sending_and_every_step_of_a_transfer(
    safeguard: Safeguard, action: Action
) -> None:
    """No safeguard lets a step pass."""
    assert blocking([safeguard], action) == [safeguard]


def test_no_safeguard_blocks_nothing() -> None:
    """The step may be taken."""
    assert blocking([], Action.SUBMIT) == []


def test_each_safeguard_is_named_once_in_a_fixed_order() -> None:
    """However often and in whatever order they were reported, also as text."""
    given = ["unfit_to_travel", Safeguard.ASYLUM_CLAIM, "unfit_to_travel"]
    assert blocking(given, "transfer") == [Safeguard.ASYLUM_CLAIM, Safeguard.UNFIT_TO_TRAVEL]


def test_a_name_that_nobody_knows_never_lets_a_step_pass() -> None:
    """A misspelt safeguard or step is an error, not an empty list."""
    with pytest.raises(ValueError, match="asylum_clam"):
        blocking(["asylum_clam"], Action.SUBMIT)
    with pytest.raises(ValueError, match="send"):
        blocking([Safeguard.ASYLUM_CLAIM], "send")


def test_each_safeguard_has_a_plain_name_and_no_law_of_one_country() -> None:
    """The core names conventions only: a statute holds in the country that made it."""
    assert set(RULES) == set(Safeguard)
    for safeguard, rule in RULES.items():
        assert safeguard.plain_name
        assert "_" not in safeguard.plain_name
        assert rule.after is None or "Convention" in rule.after or "Covenant" in rule.after
